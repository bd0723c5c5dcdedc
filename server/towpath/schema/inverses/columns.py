"""What undoes operations on columns."""

from collections.abc import Callable
from typing import Any

from towpath.operations import (
    AddColumn,
    AddConstraint,
    AddIdentity,
    AlterColumnType,
    AlterSequence,
    Column,
    DropColumn,
    DropDefault,
    DropExpression,
    DropIdentity,
    DropNotNull,
    MoveColumn,
    NotNull,
    Operation,
    RenameColumn,
    SetDefault,
    SetExpression,
    SetIdentity,
    SetNotNull,
    replace,
)
from towpath.schema import serial
from towpath.schema.casts import converted, is_lossless
from towpath.schema.dropping import on_column, standing, uses
from towpath.schema.inverses.made import comments, created, made, reading, spelled
from towpath.schema.inverses.sequences import options_before
from towpath.schema.inverses.values import NOTHING, Irreversible, Reverse, one
from towpath.schema.places import place_of
from towpath.schema.relations import known, referring
from towpath.schema.said import of_part
from towpath.schema.state import Lookup
from towpath.schema.tables import Table

Undone = Reverse | Irreversible


def _column(said: Any, before: Lookup) -> Column | None:
    table = before.table(said.table)
    return table.column(said.column) if table else None


def _unknown(said: Any, what: str) -> Irreversible:
    return Irreversible(f"the files do not say what {what} {said.table}.{said.column} had")


def _add(said: AddColumn, before: Lookup) -> Reverse:
    if said.if_not_exists and known(before, said.table).column(said.column.name):
        return NOTHING
    return Reverse((DropColumn(said.table, said.column.name),), loses_data=True)


def _move(said: MoveColumn, before: Lookup) -> Undone:
    """Back to where it stood, where all columns are known."""
    table = before.table(said.table)
    position = place_of(table.columns, said.column) if table and table.whole else None
    if position is None:
        return Irreversible(f"the files do not say where {said.table}.{said.column} stood among the others")
    return one(replace(said, position=position))


def _drop(said: DropColumn, before: Lookup) -> Undone:
    table, column = known(before, said.table), _column(said, before)
    if column is None and said.if_exists and table.whole:
        return NOTHING
    if column is None or column.type is None:
        return _unknown(said, "type")
    back = dropped(before, table, column, said.cascade)
    if isinstance(back, str):
        return Irreversible(back)
    return Reverse(tuple(back), restores_data=False, notes=_needs(table, column))


def _needs(table: Table, column: Column) -> tuple[str, ...]:
    """What has to be said of a column that rows get back without a value."""
    if column.nullable is not False or column.default is not None or column.identity or column.generated:
        return ()
    return (f"{table.name}.{column.name} takes no NULL and has no default, so this fails where the table has rows",)


def dropped(before: Lookup, table: Table, column: Column, views: bool = True) -> list[Operation] | str:
    """What makes a column anew, with all that stood on it; or why that cannot be."""
    name = column.name
    sequences = [] if serial.spelled(before, table, column) else serial.of_column(before, table, name)
    parts = {index.constraint for index in table.indexes if index.part_of}
    beside = tuple(one for one in table.constraints if isinstance(one, NotNull) and one.column == name)
    others = [one for one in table.constraints if on_column(one, name) and one not in beside and one.name not in parts]
    indexes = [index for index in table.indexes if uses(index, name)]
    back: list[Operation] = [replace(sequence.made, owned_by=None) for sequence in sequences]
    back.append(AddColumn(table.name, spelled(before, table, column), beside))
    back += [AlterSequence(sequence.made.sequence, owned_by=sequence.made.owned_by) for sequence in sequences]
    back += [AddConstraint(table.name, constraint) for constraint in others]
    back += [created(index, table.name) for index in indexes if index.constraint is None and index.part_of is None]
    back += comments(table, (column,), indexes)
    for other, key in referring(before, table):
        if name in (key.target_columns or table.primary) and not (other.name == table.name and key in others):
            back.append(AddConstraint(other.name, key))
    for made_on in standing(table, name, views):
        back += of_part(table.said, made_on.name.name)
    for view in reading(before, table, name) if views else ():
        remade = made(before, view)
        if isinstance(remade, str):
            return remade
        back += remade
    return back


def _alter_type(said: AlterColumnType, before: Lookup) -> Undone:
    column = _column(said, before)
    if column is None or column.type is None:
        return _unknown(said, "type")
    how = converted(said.type, column.type, before)
    if how is None:
        what = f"{said.table}.{said.column}"
        return Irreversible(f"PostgreSQL has no cast from {said.type} to {column.type}, the type that {what} had")
    using = {"itself": None, "cast": "{}::{}", "text": "{}::text::{}"}[how]
    back = AlterColumnType(
        said.table,
        said.column,
        column.type,
        using.format(_identifier(said.column), column.type) if using else None,
        column.collation,
    )
    restores = said.using is None and is_lossless(column.type, said.type)
    return Reverse((back,), restores, not is_lossless(said.type, column.type))


def _identifier(name: str) -> str:
    return name if name.isidentifier() and name.isascii() and name.islower() else f'"{name}"'


def _default(said: SetDefault | DropDefault, before: Lookup) -> Undone:
    column = _column(said, before)
    if column is None or (column.type is None and column.default is None):
        return _unknown(said, "default")
    if column.default is None:
        return NOTHING if isinstance(said, DropDefault) else one(DropDefault(said.table, said.column))
    return one(SetDefault(said.table, said.column, column.default))


def _set_not_null(said: SetNotNull, before: Lookup) -> Reverse:
    column = _column(said, before)
    already = column is not None and column.nullable is False
    return NOTHING if already else one(DropNotNull(said.table, said.column))


def _drop_not_null(said: DropNotNull, before: Lookup) -> Reverse:
    column, constraint = _column(said, before), known(before, said.table).not_null(said.column)
    if constraint is not None:
        return one(AddConstraint(said.table, constraint))
    already = column is not None and column.nullable is True
    return NOTHING if already else one(SetNotNull(said.table, said.column))


def _set_expression(said: SetExpression, before: Lookup) -> Undone:
    column = _column(said, before)
    if column is None or column.expression is None:
        return _unknown(said, "expression")
    return one(SetExpression(said.table, said.column, column.expression))


def _drop_expression(said: DropExpression, before: Lookup) -> Undone:
    """No column can be made a generated one, so that it has to be made anew."""
    column = _column(said, before)
    if column is None or column.type is None:
        return _unknown(said, "expression")
    if column.generated is None:
        return NOTHING
    back = dropped(before, known(before, said.table), column)
    if isinstance(back, str):
        return Irreversible(back)
    return Reverse((DropColumn(said.table, said.column), *back), loses_data=True)


def _drop_identity(said: DropIdentity, before: Lookup) -> Undone:
    column = _column(said, before)
    if column is None:
        return _unknown(said, "identity")
    if column.identity is None:
        return NOTHING
    note = f"the numbers of {said.table}.{said.column} begin anew, below those that are in use"
    back = AddIdentity(said.table, said.column, column.identity, column.sequence)
    return Reverse((back,), notes=(note,))


def _set_identity(said: SetIdentity, before: Lookup) -> Undone:
    column = _column(said, before)
    if column is None or column.identity is None:
        return _unknown(said, "identity")
    options = options_before(column.sequence, said.sequence)
    if any(name == "restart" for name, _ in said.sequence):
        return Irreversible(f"where the numbers of {said.table}.{said.column} stood is not kept anywhere")
    identity = column.identity if said.identity not in (None, column.identity) else None
    return one(SetIdentity(said.table, said.column, identity, options)) if identity or options else NOTHING


INVERSES: dict[type[Operation], Callable[[Any, Lookup], Undone]] = {
    AddColumn: _add,
    DropColumn: _drop,
    RenameColumn: lambda said, _: one(RenameColumn(said.table, said.to, said.column)),
    AlterColumnType: _alter_type,
    SetDefault: _default,
    DropDefault: _default,
    SetNotNull: _set_not_null,
    DropNotNull: _drop_not_null,
    SetExpression: _set_expression,
    DropExpression: _drop_expression,
    MoveColumn: _move,
    AddIdentity: lambda said, _: one(DropIdentity(said.table, said.column)),
    SetIdentity: _set_identity,
    DropIdentity: _drop_identity,
}
