"""Operations as a database has to be told that wants a column said anew of which only something changes."""

from collections.abc import Iterable

from towpath.operations import (
    AddConstraint,
    AddIdentity,
    AlterColumnType,
    Check,
    DropIdentity,
    DropNotNull,
    ForeignKey,
    Operation,
    RedefineColumn,
    SetComment,
    SetIdentity,
    SetNotNull,
    replace,
)
from towpath.schema.effects import applied
from towpath.schema.resolve import resolve
from towpath.schema.state import Draft, State

# The databases that do so; neither knows of a constraint that old rows need not keep.
RESTATING = ("mysql", "mariadb")
# What they and SQLite have no statement for: it changes a column that stays.
RESTATED = (AddIdentity, AlterColumnType, DropIdentity, DropNotNull, SetIdentity, SetNotNull)


def restated(operation: Operation, state: State) -> Operation | None:
    """The whole of a column as it is once an operation changed something of it in this state.

    None for one that may be told as it is, and where the type of the column is not known.
    """
    if isinstance(operation, RESTATED):
        table, column = operation.table, operation.column
    elif isinstance(operation, SetComment) and operation.kind == "column" and operation.table:
        table, column = operation.table, operation.name.name
    else:
        return None
    known = applied(state, operation).table(table)
    found = known.column(column) if known else None
    return RedefineColumn(table, found) if found and found.type else None


def all_restated(operations: Iterable[Operation], state: State) -> tuple[tuple[Operation, ...], State]:
    """Operations that come one after the other in a state, as such a database is told them, and the state behind."""
    found: list[Operation] = []
    for operation in operations:
        found.append(restated(operation, state) or _known_there(operation))
        for exact in resolve(operation, Draft(state)):
            state = applied(state, exact)
    return tuple(found), state


def _known_there(operation: Operation) -> Operation:
    if isinstance(operation, AddConstraint) and isinstance(operation.constraint, (Check, ForeignKey)):
        return replace(operation, constraint=replace(operation.constraint, valid=True))
    return operation
