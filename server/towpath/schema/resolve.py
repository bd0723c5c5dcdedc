"""From what the author said to what exactly happens: restated columns, and the order within one statement."""

from collections.abc import Iterator, Sequence

from towpath.operations import (
    SERIAL,
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
    MoveColumn,
    MoveObject,
    MoveTable,
    Name,
    Operation,
    RedefineColumn,
    RenameConstraint,
    RenameObject,
    RenameTable,
    RunCode,
    SetComment,
    SetDefault,
    SetExpression,
    SetIdentity,
    SetNotNull,
    Type,
    replace,
)
from towpath.schema.effects import apply
from towpath.schema.facts import Fact
from towpath.schema.places import placed
from towpath.schema.state import Draft, Lookup
from towpath.schema.tables import Table

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
    SetIdentity: 7,
    AlterConstraint: 8,
}

# Whatever else is said is exact.
_SAID = (RunCode, RenameObject, MoveObject, RenameTable, MoveTable, RedefineColumn)


def performed(operations: Sequence[Operation], apart: bool = False) -> list[tuple[int, Operation]]:
    """The operations of one statement in the order in which they are done, each with its place among them.

    `apart`: each is a statement of its own.
    """
    numbered = list(enumerate(operations))
    if not apart and len(numbered) > 1 and any(type(operation) in _PASSES for operation in operations):
        numbered.sort(key=lambda item: _PASSES.get(type(item[1]), 9))
    return numbered


def carried_out(said: Operation, draft: Draft, number: int) -> list[tuple[int, Operation, tuple[Fact, ...]]]:
    """Writes into the draft what an operation changes; what it exactly does, with its `number` in its statement.

    Behind each exact operation stand the facts that were left by then.
    """
    exact: list[tuple[int, Operation, tuple[Fact, ...]]] = []
    for operation in resolve(said, draft):
        exact.append((number, operation, draft.facts() if draft.written else ()))
        apply(draft, operation)
    return exact


def resolve(operation: Operation, state: Lookup) -> Iterator[Operation]:
    """The exact operations that one stands for; what was not known before counts as changed."""
    if not isinstance(operation, _SAID):
        yield operation
        return
    if isinstance(operation, RunCode):
        yield operation
        yield from operation.work
        return
    if isinstance(operation, RenameObject | MoveObject):
        yield _of_its_kind(operation, state)
        return
    if isinstance(operation, RenameTable | MoveTable):
        yield _of_a_relation(operation, state)
        return
    table, new = operation.table, operation.column
    known = state.table(table)
    old = (known.column(new.name) if known else None) or Column(new.name, None, None)
    if operation.alone:
        new = replace(old, type=new.type, collation=new.collation, nullable=new.nullable)
    if new.type is not None and new.type.name in SERIAL:
        new = replace(new, type=Type(SERIAL[new.type.name]), nullable=False, default=old.default)
    online = operation.online
    kept = new.storage if new.storage != old.storage else None
    if new.type is not None and (new.type, new.collation, kept) != (old.type, old.collation, None):
        yield AlterColumnType(table, new.name, new.type, collation=new.collation, storage=kept, online=online)
    if new.nullable is False and old.nullable is not False:
        yield SetNotNull(table, new.name, online)
    if new.nullable and old.nullable is not True:
        yield DropNotNull(table, new.name, online)
    if new.default != old.default:
        to = new.default
        yield SetDefault(table, new.name, to, online) if to is not None else DropDefault(table, new.name, online)
    yield from _identity(table, old, new, online)
    if operation.position and not (known and known.whole and _stands(known, new.name, operation.position)):
        yield MoveColumn(table, new.name, operation.position, online)
    if new.comment != old.comment:
        yield SetComment("column", Name(new.name), new.comment, table)


def _stands(table: Table, column: str, position: str) -> bool:
    """Whether a column stands already where it is told to."""
    return placed(table.columns, column, position) == table.columns and table.column(column) is not None


def _of_its_kind(operation: RenameObject | MoveObject, state: Lookup) -> Operation:
    """What is done to an object whose kind is not said: a relation, or on SQL Server a constraint or anything else."""
    if operation.kind not in ("object", "relation"):
        return operation
    name = operation.name
    table = state.table(name)
    if table is None and operation.kind == "relation" and state.thing("sequence", name) is None:
        table = Table(name)
    if table is None:
        return _constraint(operation, state) or operation
    if table.kind != "table":
        return replace(operation, kind=table.kind)
    if isinstance(operation, RenameObject):
        return RenameTable(name, operation.to)
    return MoveTable(name, operation.schema)


def _of_a_relation(operation: RenameTable | MoveTable, state: Lookup) -> Operation:
    """What ALTER TABLE does to a view or a sequence, which it takes as well."""
    table = state.table(operation.table)
    kind = table.kind if table else "sequence" if state.sequence(operation.table) else "table"
    if kind == "table":
        return operation
    if isinstance(operation, RenameTable):
        return RenameObject(kind, operation.table, operation.to)
    return MoveObject(kind, operation.table, operation.schema)


def _constraint(operation: RenameObject | MoveObject, state: Lookup) -> Operation | None:
    """The constraint of that name, if it has an index, by which it is found."""
    if isinstance(operation, MoveObject):
        return None
    index, table = state.index(operation.name), state.table_of_index(operation.name)
    owned = table is not None and index is not None and index.constraint
    return RenameConstraint(table.name, operation.name.name, operation.to) if owned and table else None


def _identity(table: Name, old: Column, new: Column, online: str) -> Iterator[Operation]:
    if new.identity and not old.identity:
        yield AddIdentity(table, new.name, new.identity, new.sequence, online)
    elif old.identity and not new.identity:
        yield DropIdentity(table, new.name)
    elif new.identity and (new.identity, new.sequence) != (old.identity, old.sequence):
        yield SetIdentity(table, new.name, new.identity if new.identity != old.identity else None, new.sequence)
