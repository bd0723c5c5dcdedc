"""How several statements of a migration leave its transaction at once."""

from collections.abc import Mapping

from towpath.changes import Change, Move, Replace
from towpath.operations import CreateIndex, DropIndex
from towpath.rule import Context, Fix


def outside(concurrent: Mapping[int, CreateIndex] | Mapping[int, DropIndex], context: Context, title: str) -> Fix:
    """The one fix for each of these operations: it says all of them concurrently.

    One by one they would be split off one behind the other, and leave no room for each other's versions.
    """
    changes: list[Change] = []
    for number in sorted(concurrent):
        at = context.ref(number)
        changes += [Replace(concurrent[number], at=at), Move(transactional=False, at=at)]
    others = len(concurrent) - 1
    return Fix(f"{title}, and {_counted(others)}" if others > 0 else title, tuple(changes))


def _counted(others: int) -> str:
    return "the other one" if others == 1 else f"the {others} others"
