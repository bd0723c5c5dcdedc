"""The findings of one file in their places: made anew where something is said anew, else moved with their text."""

from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from operator import attrgetter, is_

from towpath.linter.placed import Elsewhere, Mend, Placed
from towpath.linter.said import Said
from towpath.operations import Script, replace
from towpath.source import Edit, Span

_order = attrgetter("path", "span", "rule")
_fields = attrgetter(*Placed.__match_args__)
Group = tuple[Placed, ...]


class Shown:
    """What was said of the scripts of a file the last time, and where it was shown.

    What is said of other places as well is not kept: these move by themselves.
    """

    def __init__(self) -> None:
        self._scripts: Sequence[Script] = ()
        self._said: Sequence[tuple[Said, ...] | None] = ()
        self._groups: list[Group | None] = []

    def of(
        self,
        scripts: Sequence[Script],
        said: Sequence[tuple[Said, ...] | None],
        place: Callable[[int], Group],
    ) -> Iterable[Placed]:
        """The findings of these scripts, of each of which this is said; `place` puts those of one into their places."""
        front = min(_alike(self._scripts, scripts), _alike(self._said, said))
        count, before = len(scripts), len(self._scripts)
        back = min(_alike(self._said[::-1], said[::-1]), count - front, before - front)
        behind = before - count
        groups: list[Group | None] = [*self._groups[:front], *[None] * (count - front - back)]
        for number in range(count - back, count):
            old = self._groups[number + behind]
            groups.append(old and _moved(old, self._scripts[number + behind], scripts[number]))
        anew = [number for number, group in enumerate(groups) if group is None]
        placed = {number: place(number) for number in anew}
        shown = [placed[number] if group is None else group for number, group in enumerate(groups)]
        for number in anew:
            groups[number] = None if _leads_elsewhere(said[number]) else placed[number]
        self._scripts, self._said, self._groups = scripts, said, groups
        return chain.from_iterable(shown)


def in_order(placed: Iterable[Placed]) -> tuple[Placed, ...]:
    """Findings as they stand in their file."""
    return tuple(sorted(placed, key=_order))


def _alike(one: Sequence[object], other: Sequence[object]) -> int:
    """How many are the very same, from the first on."""
    return [*map(is_, one, other), False].index(False)


def _leads_elsewhere(said: tuple[Said, ...] | None) -> bool:
    return any(one.finding.related for one in said or ())


def _moved(group: Group, old: Script, new: Script) -> Group | None:
    """The findings of a script that says what it said, where it stands now; None: it does not."""
    if old is new or not group:
        return group if old.steps == new.steps else None
    by = new.starts[0] - old.starts[0]
    if old.steps != new.steps or old.path != new.path or [at + by for at in old.starts] != [*new.starts]:
        return None
    return tuple([_shifted(one, by) for one in group]) if by else group


def _shifted(placed: Placed, by: int) -> Placed:
    rule, family, severity, message, path, span, *rest = _fields(placed)
    moved = Placed(rule, family, severity, message, path, Span(span.start + by, span.end + by), *rest)
    if not moved.related and not moved.mends:
        return moved
    related = tuple(Elsewhere(one.path, one.span.shifted(by), one.message) for one in moved.related)
    mends = tuple(Mend(one.title, Edit(one.edit.span.shifted(by), one.edit.text), one.safe) for one in moved.mends)
    return replace(moved, related=related, mends=mends)
