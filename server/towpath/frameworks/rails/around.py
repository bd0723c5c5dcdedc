"""What a key within a method leaves as it is: the statements in front of it and behind it, which need not be parsed."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple

from towpath.frameworks.pieces import Entry
from towpath.source import Span, alike, pattern

_IS_FREE, _COMMITS = attrgetter("free"), attrgetter("commits")
# What ends a statement for certain, where a line ends with it.
_ENDED = pattern(r"[\w)\]}\"']\s*\Z")
# What may reach over other lines without being left open.
_FAR = ("<<", "=begin", "__END__", "#", ";", "\\")


class Around(NamedTuple):
    """The statements in front of a change and behind it, those that stood between, and how far the ones behind moved.

    `gap` is what stands between now, and `spans` are the places of those that stay, in the new text.
    """

    front: Sequence[Entry]
    between: Sequence[Entry]
    back: Sequence[Entry]
    by: int
    gap: Span
    spans: tuple[Span, ...]


def around(entries: Sequence[Entry], old: str, new: str) -> Around | None:
    """What stays of a method's statements; None where the change may be about more than what stands between them."""
    # On a statement that binds a name, may leave the method or commits, those behind it hang.
    if not entries or "<<" in old or not all(map(_IS_FREE, entries)) or any(map(_COMMITS, entries)):
        return None
    same, tail = alike(old, new)
    ends = [entry.start + len(entry.text) for entry in entries]
    stop, by = len(old) - tail, len(new) - len(old)
    if same < entries[0].start or (stop > ends[-1] and old[ends[-1] : stop].strip()):
        return None
    first = bisect_left(ends, same)
    last = max(bisect_right([entry.start for entry in entries], stop), first)
    front, back = entries[:first], entries[last:]
    start = ends[first - 1] if front else entries[0].start
    end = (back[0].start if back else max(stop, ends[-1])) + by
    if not _stands_alone(new[start:end], bool(front), bool(back)):
        return None
    before = (Span(front[0].start, start),) if front else ()
    behind = (Span(end, ends[-1] + by),) if back else ()
    return Around(front, entries[first:last], back, by, Span(start, end), (*before, *behind))


def _stands_alone(text: str, front: bool, back: bool) -> bool:
    """Whether a text has lines of its own between those in front and behind, and can take none of these along."""
    if any(sign in text for sign in _FAR):
        return False
    code = text.strip()
    if not code:
        return "\n" in text
    begun = text.index(code)
    own = (not front or "\n" in text[:begun]) and (not back or "\n" in text[begun + len(code) :])
    return own and _ENDED.search(code) is not None
