"""What operations on columns leave behind: on the table, and on the partitions and children that share its columns."""

from collections.abc import Callable, Iterator
from typing import Any

from towpath.operations import (
    AddColumn,
    AddIdentity,
    AlterColumnType,
    Column,
    DropColumn,
    DropDefault,
    DropExpression,
    DropIdentity,
    DropNotNull,
    MoveColumn,
    Name,
    NotNull,
    Operation,
    RedefineColumn,
    RenameColumn,
    SetDefault,
    SetExpression,
    SetIdentity,
    SetNotNull,
    replace,
)
from towpath.schema import serial
from towpath.schema.dropping import drop_column
from towpath.schema.keys import add_constraint
from towpath.schema.places import placed
from towpath.schema.relations import family, known, linked, stop_using, use_types
from towpath.schema.renaming import rename_column
from towpath.schema.serial import changed
from towpath.schema.state import Draft
from towpath.schema.tables import Table


def _all(draft: Draft, name: Name) -> Iterator[Table]:
    """The table, and those that share its columns."""
    table = known(draft, name)
    yield table
    if table.descendants:
        yield from [*family(draft, table)]


def _add(draft: Draft, operation: AddColumn) -> None:
    table = known(draft, operation.table)
    if operation.if_not_exists and table.column(operation.column.name):
        return
    _put_column(draft, table, operation.column)
    for other in [*family(draft, table)] if table.descendants else ():
        if not other.column(operation.column.name):
            _put_column(draft, other, operation.column)
    if operation.position:
        _move(draft, operation)
    for constraint in operation.constraints:
        add_constraint(draft, table.name, constraint)


def _put_column(draft: Draft, table: Table, column: Column) -> None:
    """A column in the place of one of its name, or behind all others."""
    (settled,), sequences = serial.settled(draft, table.name, (column,))
    others = table.columns
    if table.column(column.name):
        others = tuple(one for one in others if one.name != column.name)
    draft.put_table(replace(table, columns=(*others, settled), sequences=(*table.sequences, *sequences)))
    use_types(draft, table.name, (settled,))


def _move(draft: Draft, operation: AddColumn | MoveColumn) -> None:
    """A column in its place among the others, as far as these are known."""
    name = operation.column.name if isinstance(operation, AddColumn) else operation.column
    table = known(draft, operation.table)
    draft.put_table(replace(table, columns=placed(table.columns, name, operation.position)))


def _drop(draft: Draft, operation: DropColumn) -> None:
    for table in _all(draft, operation.table):
        if operation.column not in table.own or not table.inherits:
            drop_column(draft, linked(draft, table.name), operation.column, operation.cascade)


def _rename(draft: Draft, operation: RenameColumn) -> None:
    for table in _all(draft, operation.table):
        rename_column(draft, linked(draft, table.name), operation.column, operation.to)


def _changed(make: Callable[[Any, Column], Column]) -> Callable[[Draft, Any], None]:
    """An effect on one column; one that was not known is known from now on, as far as the operation says it."""

    def effect(draft: Draft, operation: Any) -> None:
        for table in _all(draft, operation.table):
            old = table.column(operation.column)
            new = make(operation, old or Column(operation.column, None, None))
            columns = tuple(new if column is old else column for column in table.columns)
            draft.put_table(replace(table, columns=columns if old else (*columns, new)))

    return effect


def _retyped(said: AlterColumnType, old: Column) -> Column:
    storage = old.storage if said.storage is None else said.storage
    return replace(old, type=said.type, collation=said.collation, storage=storage)


def _alter_type(draft: Draft, operation: AlterColumnType) -> None:
    before = [(table, table.column(operation.column)) for table in _all(draft, operation.table)]
    _changed(_retyped)(draft, operation)
    for table, old in before:
        after = linked(draft, table.name)
        stop_using(draft, after, (old,) if old else ())
        use_types(draft, after.name, filter(None, (after.column(operation.column),)))


def _drop_not_null(draft: Draft, operation: DropNotNull) -> None:
    _changed(lambda _, old: replace(old, nullable=True))(draft, operation)
    for table in _all(draft, operation.table):
        kept = tuple(c for c in table.constraints if not (isinstance(c, NotNull) and c.column == operation.column))
        if len(kept) < len(table.constraints):
            draft.put_table(replace(table, constraints=kept))


def _redefine(draft: Draft, operation: RedefineColumn) -> None:
    _put_column(draft, known(draft, operation.table), operation.column)


def _set_identity(said: SetIdentity, old: Column) -> Column:
    return replace(old, identity=said.identity or old.identity, sequence=changed(old.sequence, said.sequence))


EFFECTS: dict[type[Operation], Callable[[Draft, Any], None]] = {
    AddColumn: _add,
    DropColumn: _drop,
    RenameColumn: _rename,
    RedefineColumn: _redefine,
    MoveColumn: _move,
    AlterColumnType: _alter_type,
    SetDefault: _changed(lambda said, old: replace(old, default=said.default)),
    DropDefault: _changed(lambda said, old: replace(old, default=None)),
    SetNotNull: _changed(lambda _, old: replace(old, nullable=False)),
    DropNotNull: _drop_not_null,
    SetExpression: _changed(lambda said, old: replace(old, expression=said.expression)),
    DropExpression: _changed(lambda _, old: replace(old, expression=None, generated=None)),
    AddIdentity: _changed(lambda said, old: replace(old, identity=said.identity, sequence=changed((), said.sequence))),
    SetIdentity: _changed(_set_identity),
    DropIdentity: _changed(lambda _, old: replace(old, identity=None, sequence=())),
}
