"""How several statements of a migration leave its transaction at once."""

from collections.abc import Mapping

from towpath.changes import Change, Move, Replace
from towpath.operations import CreateIndex, DropIndex
from towpath.rule import Context, Fix


def outside(
    number: int, concurrent: Mapping[int, CreateIndex] | Mapping[int, DropIndex], context: Context, title: str
) -> Fix:
    """The fix that says an operation concurrently, and with it the others of its migration that can be said so.

    One by one they would be split off one behind the other, and leave no room for each other's versions.
    """
    others = [one for one in concurrent if one != number]
    changes: list[Change] = []
    for one in sorted((number, *others)):
        changes += [Replace(concurrent[one], at=context.ref(one)), Move(transactional=False, at=context.ref(one))]
    return Fix(f"{title}, and {_counted(len(others))}" if others else title, tuple(changes))


def _counted(others: int) -> str:
    return "the other one" if others == 1 else f"the {others} others"
