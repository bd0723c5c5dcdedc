"""How several statements of a migration leave its transaction at once."""

from collections.abc import Mapping

from towpath.changes import Change, Move, Replace
from towpath.operations import CreateIndex, DropIndex
from towpath.rule import Context, Fix

Concurrent = Mapping[int, CreateIndex] | Mapping[int, DropIndex]


def outside(concurrent: Concurrent, context: Context, title: str) -> dict[int, tuple[Fix, ...]]:
    """The fixes of each of these operations: one says all of them concurrently.

    One by one they would be split off one behind the other, and leave no room for each other's versions. But where one
    of them cannot leave, the others can, each alone.
    """
    every = tuple(change for number in sorted(concurrent) for change in _changes(concurrent, number, context))
    others = len(concurrent) - 1
    if others < 1:
        return {number: (Fix(title, every),) for number in concurrent}
    together = Fix(f"{title}, and {_counted(others)}", every)
    return {
        number: (together, Fix(title, _changes(concurrent, number, context), fallback=True)) for number in concurrent
    }


def _changes(concurrent: Concurrent, number: int, context: Context) -> tuple[Change, ...]:
    at = context.ref(number)
    return (Replace(concurrent[number], at=at), Move(transactional=False, at=at))


def _counted(others: int) -> str:
    return "the other one" if others == 1 else f"the {others} others"
