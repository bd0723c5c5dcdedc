"""What a key within a method leaves as it is: the statements in front of it and behind it, which need not be parsed."""

from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple

from towpath.frameworks.around import Around, around
from towpath.frameworks.pieces import Entry
from towpath.source import Span, pattern

_IS_FREE, _COMMITS = attrgetter("free"), attrgetter("commits")
# What ends a statement for certain, where a line ends with it.
_ENDED = pattern(r"[\w)\]}\"']\s*\Z")
# What may reach over other lines without being left open.
_FAR = ("<<", "=begin", "__END__", "#", ";", "\\")


class Passed(NamedTuple):
    """The statements around a change, and the places of those that stay, in the new text."""

    around: Around
    spans: tuple[Span, ...]


def passed(entries: Sequence[Entry], old: str, new: str) -> Passed | None:
    """What stays of a method's statements; None where the change may be about more than what stands between them."""
    # On a statement that binds a name, may leave the method or commits, those behind it hang.
    if "<<" in old or not all(map(_IS_FREE, entries)) or any(map(_COMMITS, entries)):
        return None
    found = around(entries, old, new)
    if found is None or not _stands_alone(found.gap.of(new), bool(found.front), bool(found.back)):
        return None
    front, back, (start, end) = found.front, found.back, found.gap
    before = (Span(front[0].start, start),) if front else ()
    behind = (Span(end, back[-1].start + len(back[-1].text) + found.by),) if back else ()
    return Passed(found, (*before, *behind))


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
