"""What a key leaves as it is: the statements of a body in front of it and behind it."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from towpath.frameworks.pieces import Entry
from towpath.source import Span, alike


class Around(NamedTuple):
    """The statements in front of a change and behind it, those that stood between, and how far the ones behind moved.

    `gap` is what stands between now, in the new text.
    """

    front: Sequence[Entry]
    between: Sequence[Entry]
    back: Sequence[Entry]
    by: int
    gap: Span


def around(entries: Sequence[Entry], old: str, new: str) -> Around | None:
    """What stays of a body's statements; None where the change is about more than what stands among them."""
    if not entries:
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
    return Around(front, entries[first:last], back, by, Span(start, end))
