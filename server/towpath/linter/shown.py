"""The findings of one file in their places: made anew where something is said anew, else moved with their text."""

from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from operator import attrgetter, eq, is_

from towpath.linter.placed import Elsewhere, Mend, Placed
from towpath.linter.said import Said
from towpath.operations import Script, put, replace
from towpath.source import Edit, Span

_order = attrgetter("path", "span", "rule")
Group = tuple[Placed, ...]


class Shown:
    """What was said of the scripts of a file the last time, and where it was shown.

    What is said of other places as well is not kept: these move by themselves.
    """

    def __init__(self) -> None:
        self._scripts: Sequence[Script] = ()
        self._starts: Sequence[int] = ()
        self._said: Sequence[tuple[Said, ...] | None] = ()
        self._groups: list[Group | None] = []

    def of(
        self,
        scripts: Sequence[Script],
        said: Sequence[tuple[Said, ...] | None],
        place: Callable[[int], Group],
    ) -> Iterable[Placed]:
        """The findings of these scripts, of each of which this is said; `place` puts those of one into their places."""
        starts = [script.start(0) if script.told else 0 for script in scripts]
        # Most files are shown for the first time.
        kept = self._moved(scripts, said, starts) if self._scripts else [None] * len(scripts)
        shown = [place(number) if group is None else group for number, group in enumerate(kept)]
        self._groups = [
            None if group is None and _leads_elsewhere(one, script) else here
            for group, one, here, script in zip(kept, said, shown, scripts)
        ]
        self._scripts, self._starts, self._said = scripts, starts, said
        return chain.from_iterable(shown)

    def _moved(
        self, scripts: Sequence[Script], said: Sequence[tuple[Said, ...] | None], starts: Sequence[int]
    ) -> list[Group | None]:
        """What was shown of these scripts before, where they stand now; None of one that has to be shown anew."""
        front = min(_alike(self._scripts, scripts), _alike(self._said, said), _equal(self._starts, starts))
        count, before = len(scripts), len(self._scripts)
        back = min(_alike(self._said[::-1], said[::-1]), count - front, before - front)
        groups: list[Group | None] = [*self._groups[:front], *[None] * (count - front - back)]
        behind = slice(before - back, before), slice(count - back, count)
        pairs = [(self._groups, self._scripts, self._starts), (scripts, starts)]
        moved = zip(*(one[at] for several, at in zip(pairs, behind) for one in several))
        return groups + [None if old is None else _moved(old, one, other, to - at) for old, one, at, other, to in moved]


def in_order(placed: Iterable[Placed]) -> tuple[Placed, ...]:
    """Findings as they stand in their file."""
    return tuple(sorted(placed, key=_order))


def _alike(one: Sequence[object], other: Sequence[object]) -> int:
    """How many are the very same, from the first on."""
    return [*map(is_, one, other), False].index(False)


def _equal(one: Sequence[int], other: Sequence[int]) -> int:
    """How many numbers are the same, from the first on."""
    return [*map(eq, one, other), False].index(False)


def _leads_elsewhere(said: tuple[Said, ...] | None, script: Script) -> bool:
    if not said:
        return False
    return any(one.finding.related for one in said) or any(step.inside for step in script.steps)


def _moved(group: Group, old: Script, new: Script, by: int) -> Group | None:
    """The findings of a script that says what it said, and stands so much further behind; None: it does not say it."""
    if old is not new and (old.steps != new.steps or old.path != new.path or not _stand_alike(old, new)):
        return None
    return tuple([_shifted(one, by) for one in group]) if by else group


def _stand_alike(old: Script, new: Script) -> bool:
    """Whether the steps of a script stand to each other as they did."""
    was, now = old.starts, new.starts
    return [at - was[0] for at in was] == [at - now[0] for at in now]


def _shifted(placed: Placed, by: int) -> Placed:
    start, end = placed.span
    moved = put(placed, "span", Span(start + by, end + by))
    if not moved.related and not moved.mends:
        return moved
    related = tuple(Elsewhere(one.path, one.span.shifted(by), one.message) for one in moved.related)
    mends = tuple(Mend(one.title, Edit(one.edit.span.shifted(by), one.edit.text), one.safe) for one in moved.mends)
    return replace(moved, related=related, mends=mends)
