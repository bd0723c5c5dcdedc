"""The order in which the operations of some steps run, where a runner puts some of them off."""

from collections.abc import Iterable, Sequence

from towpath.changes.order import takes_away
from towpath.history.record import Record
from towpath.operations import (
    DropColumn,
    DropConstraint,
    DropTable,
    MoveTable,
    Operation,
    RenameColumn,
    RenameConstraint,
    RenameTable,
)

Place = tuple[int, int]
# What a runner looks for among the statements that it has put off: it drops them, or calls them by the new name.
_RECALLS = (DropColumn, DropConstraint, DropTable, MoveTable, RenameColumn, RenameConstraint, RenameTable)


def in_order(records: Sequence[Record], steps: Iterable[int]) -> list[Place]:
    """The exact operations of some steps in the order in which they run, each by its step and its place there.

    What is put off and taken away in the meantime stays where it stands: it never runs, or under another name.
    """
    every = [(step, records[step]) for step in steps]
    places = [(step, place) for step, record in every for place in range(len(record.exact))]
    put_off = [one for one in places if _is_late(records, one)] if any(one.step.late for _, one in every) else []
    if not put_off:
        return places
    takers = [one for one in places if isinstance(_operation(records, one), _RECALLS)]
    late = {one for one in put_off if not any(_takes_away(records, later, one) for later in takers if later > one)}
    return [*(one for one in places if one not in late), *(one for one in put_off if one in late)]


def _is_late(records: Sequence[Record], at: Place) -> bool:
    record = records[at[0]]
    return bool(record.step.late) and record.exact[at[1]][0] in record.step.late


def _operation(records: Sequence[Record], at: Place) -> Operation:
    return records[at[0]].exact[at[1]][1]


def _takes_away(records: Sequence[Record], later: Place, one: Place) -> bool:
    return takes_away(_operation(records, later), _operation(records, one))
