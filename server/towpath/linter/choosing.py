"""Which fixes of one migration go together: those that are about different things, as many as can be written as one."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from towpath.changes import Change, Insert, Ref, Remove
from towpath.linter.placed import Placed
from towpath.linter.rewriting import Rewritten


class Item(NamedTuple):
    """What may be done about a finding: the changes of its fixes, in the order of preference."""

    placed: Placed
    fixes: tuple[tuple[Change, ...], ...]

    @property
    def alone(self) -> bool:
        """Whether it is about all that commits together, which the fixes of other findings may change."""
        return any(
            (isinstance(change, Insert) and change.first) or isinstance(change, Remove)
            for changes in self.fixes
            for change in changes
        )

    @property
    def takes_back(self) -> frozenset[Ref]:
        """The operations for which it writes what takes them back."""
        changes = (change for changes in self.fixes for change in changes if isinstance(change, Insert))
        return frozenset(change.undoes for change in changes if change.undoes)

    @property
    def places(self) -> frozenset[Ref]:
        """What it is about."""
        places = (change.at for changes in self.fixes for change in changes)
        return self.takes_back or frozenset(place for place in places if isinstance(place, Ref))


class Choice(NamedTuple):
    """Findings with the changes of the fix that was chosen for each, and what says them all."""

    fixes: tuple[tuple[Placed, tuple[Change, ...]], ...]
    written: Rewritten

    @property
    def mended(self) -> tuple[Placed, ...]:
        return tuple(placed for placed, _ in self.fixes)


Write = Callable[[Sequence[Change]], Rewritten | None]


def first(items: Sequence[Item], write: Write) -> Choice | None:
    """The first of these that can be written, and all that go with it; `write` gives None for what cannot be."""
    while items:
        chosen = _apart(items)
        if found := _most(chosen, None, write):
            return _with_all_said(found, items)
        items = [item for item in items if item not in chosen]
    return None


def _with_all_said(choice: Choice, items: Sequence[Item]) -> Choice:
    """With the findings whose fixes are among those that were chosen: one may be about several statements."""
    said = {change for _, changes in choice.fixes for change in changes}
    also = tuple((item.placed, item.fixes[0]) for item in items if said.issuperset(item.fixes[0]))
    return choice._replace(fixes=tuple(dict.fromkeys((*choice.fixes, *also))))


def _apart(items: Sequence[Item]) -> list[Item]:
    """The first of these, and those that have nothing to do with it nor with each other."""
    chosen: list[Item] = []
    taken: set[Ref] = set()
    for item in items:
        if not chosen or not (item.alone or chosen[0].alone or taken & item.places):
            chosen.append(item)
            taken |= item.places
    return chosen


def _most(items: Sequence[Item], before: Choice | None, write: Write) -> Choice | None:
    """The most of these that can be written together with an earlier choice; halved where all cannot."""
    if len(items) == 1:
        return next(
            (found for fix in items[0].fixes if (found := _with(before, [(items[0].placed, fix)], write))), None
        )
    if found := _with(before, [(item.placed, item.fixes[0]) for item in items], write):
        return found
    half = len(items) // 2
    best = _most(items[:half], before, write) or before
    found = _most(items[half:], best, write) or best
    return found if found is not before else None


def _with(before: Choice | None, more: Sequence[tuple[Placed, tuple[Change, ...]]], write: Write) -> Choice | None:
    fixes = (*(before.fixes if before else ()), *more)
    written = write([change for _, changes in fixes for change in changes])
    return Choice(fixes, written) if written else None
