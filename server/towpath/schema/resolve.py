"""From what the author said to what exactly happens: restated columns, and the order within one statement."""

from collections.abc import Iterator, Sequence

from towpath.operations import (
    AddColumn,
    AddConstraint,
    AddIdentity,
    AlterColumnType,
    AlterConstraint,
    Column,
    DropColumn,
    DropConstraint,
    DropDefault,
    DropExpression,
    DropIdentity,
    DropNotNull,
    Operation,
    RedefineColumn,
    RunCode,
    SetDefault,
    SetExpression,
    SetNotNull,
)
from towpath.schema.state import Lookup

# PostgreSQL works off the actions of one ALTER TABLE in passes (tablecmds.c, AlterTablePass); others come last.
_PASSES: dict[type[Operation], int] = {
    DropColumn: 0,
    DropConstraint: 0,
    DropNotNull: 0,
    DropExpression: 0,
    DropIdentity: 0,
    AlterColumnType: 1,
    AddColumn: 2,
    SetExpression: 3,
    AddConstraint: 6,
    SetNotNull: 7,
    SetDefault: 7,
    DropDefault: 7,
    AddIdentity: 7,
    AlterConstraint: 8,
}


def performed(operations: Sequence[Operation], apart: bool = False) -> list[tuple[int, Operation]]:
    """The operations of one statement in the order in which they are done, each with its place among them.

    `apart`: each is a statement of its own.
    """
    numbered = list(enumerate(operations))
    if not apart and len(numbered) > 1 and any(type(operation) in _PASSES for operation in operations):
        numbered.sort(key=lambda item: _PASSES.get(type(item[1]), 9))
    return numbered


def resolve(operation: Operation, state: Lookup) -> Iterator[Operation]:
    """The exact operations that one stands for; what was not known before counts as changed."""
    if isinstance(operation, RunCode):
        yield operation
        yield from operation.work
        return
    if not isinstance(operation, RedefineColumn):
        yield operation
        return
    table, new = operation.table, operation.column
    known = state.table(table)
    old = (known.column(new.name) if known else None) or Column(new.name, None, None)
    if new.type is not None and new.type != old.type:
        yield AlterColumnType(table, new.name, new.type)
    if new.nullable is False and old.nullable is not False:
        yield SetNotNull(table, new.name)
    if new.nullable and old.nullable is not True:
        yield DropNotNull(table, new.name)
    if new.default != old.default:
        yield SetDefault(table, new.name, new.default) if new.default is not None else DropDefault(table, new.name)
