"""What a key within `upgrade()` or `downgrade()` leaves as it is, so that it need not be parsed."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from towpath.frameworks.around import Around, around
from towpath.frameworks.pieces import Body, Entry
from towpath.operations import Direction
from towpath.source import Span


class Passed(NamedTuple):
    """The statements around a change in a function, and the parts of the new text that nobody has to look at.

    Of these statements the `shown` ones are looked at: those in front on which others hang, and the neighbours of the
    change, which tell whether what was typed leaves them as they are.
    """

    around: Around
    shown: tuple[Entry, ...]
    spans: tuple[Span, ...]
    direction: Direction


def passed(up: Body, down: Body | None, old: str, new: str) -> Passed | None:
    """What stays of the functions; None where the change may be about more than what stands between statements."""
    ways: tuple[tuple[Direction, Body | None, Body | None], ...] = (("up", up, down), ("down", down, up))
    for direction, body, other in ways:
        found = around(body.entries, old, new) if body else None
        if body is None or found is None or not (found.front or found.back):
            continue
        # Behind one that commits, all that follows stands outside of the transaction.
        if any(map(_hangs, found.between)) or any(entry.commits for entry in body.entries):
            return None
        front = [entry for entry in found.front[:-1] if _hangs(entry)]
        spans = [*_runs(found.front[:-1]), *_whole(found.back[1:], found.by)]
        # One statement of the other function stays, since there is no function without.
        others = other.entries[1:] if other else ()
        spans += _whole(others, found.by if others and others[0].start > found.gap.start else 0)
        return Passed(found, (*front, *found.front[-1:]), tuple(sorted(spans)), direction)
    return None


def _hangs(entry: Entry) -> bool:
    """Whether others hang on a statement."""
    return not entry.free or bool(entry.binding)


def _runs(entries: Sequence[Entry]) -> Iterator[Span]:
    """Where statements stand one behind the other on which no others hang."""
    start = end = -1
    for entry in entries:
        if _hangs(entry):
            if start >= 0:
                yield Span(start, end)
            start = -1
        else:
            start, end = start if start >= 0 else entry.start, entry.start + len(entry.text)
    if start >= 0:
        yield Span(start, end)


def _whole(entries: Sequence[Entry], by: int) -> Iterator[Span]:
    if entries:
        yield Span(entries[0].start + by, entries[-1].start + len(entries[-1].text) + by)
