"""What operations on columns leave behind."""

from collections.abc import Callable
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
    Name,
    NotNull,
    Operation,
    RedefineColumn,
    RenameColumn,
    SetDefault,
    SetExpression,
    SetNotNull,
    replace,
)
from towpath.schema import relations
from towpath.schema.naming import columns_of
from towpath.schema.state import Draft
from towpath.schema.tables import Table


def known(draft: Draft, name: Name) -> Table:
    """The table as far as it is known; one that the migrations did not make is old and not whole."""
    return draft.table(name) or Table(name)


def _add_column(draft: Draft, operation: AddColumn) -> None:
    table = known(draft, operation.table)
    if operation.if_not_exists and table.column(operation.column.name):
        return
    others = tuple(column for column in table.columns if column.name != operation.column.name)
    draft.put_table(replace(table, columns=(*others, operation.column)))
    for constraint in operation.constraints:
        relations.add_constraint(draft, operation.table, constraint)


def _drop_column(draft: Draft, operation: DropColumn) -> None:
    table = known(draft, operation.table)
    name = operation.column
    for constraint in table.foreign_keys:
        if name in constraint.columns:
            relations.forget_reference(draft, constraint.target, operation.table)
            table = known(draft, operation.table)
    gone = [index for index in table.indexes if name in (*index.columns, *index.include)]
    for index in gone:
        draft.put(draft.key("index", index.name), None)
    draft.put_table(
        replace(
            table,
            columns=tuple(column for column in table.columns if column.name != name),
            constraints=tuple(c for c in table.constraints if name not in columns_of(c)),
            indexes=tuple(index for index in table.indexes if index not in gone),
        )
    )


def _rename_column(draft: Draft, operation: RenameColumn) -> None:
    draft.put_table(relations.renamed_column(known(draft, operation.table), operation.column, operation.to))


def _changed_column(make: Callable[[Any, Column], Column]) -> Callable[[Draft, Any], None]:
    """An effect on one column; one that was not known is known from now on, as far as the operation says it."""

    def effect(draft: Draft, operation: Any) -> None:
        table = known(draft, operation.table)
        old = table.column(operation.column) or Column(operation.column, None, None)
        new = make(operation, old)
        columns = tuple(new if column.name == new.name else column for column in table.columns)
        if not table.column(operation.column):
            columns = (*columns, new)
        draft.put_table(replace(table, columns=columns))

    return effect


def set_not_null(draft: Draft, operation: SetNotNull) -> None:
    """The column takes no NULL from now on."""
    _changed_column(lambda _, old: replace(old, nullable=False))(draft, operation)


def _drop_not_null(draft: Draft, operation: DropNotNull) -> None:
    _changed_column(lambda _, old: replace(old, nullable=True))(draft, operation)
    table = known(draft, operation.table)
    kept = tuple(c for c in table.constraints if not (isinstance(c, NotNull) and c.column == operation.column))
    draft.put_table(replace(table, constraints=kept))


def _redefine_column(draft: Draft, operation: RedefineColumn) -> None:
    table = known(draft, operation.table)
    others = tuple(column for column in table.columns if column.name != operation.column.name)
    draft.put_table(replace(table, columns=(*others, operation.column)))


EFFECTS: dict[type[Operation], Callable[[Draft, Any], None]] = {
    AddColumn: _add_column,
    DropColumn: _drop_column,
    RenameColumn: _rename_column,
    RedefineColumn: _redefine_column,
    AlterColumnType: _changed_column(lambda said, old: replace(old, type=said.type, collation=said.collation)),
    SetDefault: _changed_column(lambda said, old: replace(old, default=said.default)),
    DropDefault: _changed_column(lambda said, old: replace(old, default=None)),
    SetNotNull: set_not_null,
    DropNotNull: _drop_not_null,
    SetExpression: _changed_column(lambda said, old: replace(old, expression=said.expression)),
    DropExpression: _changed_column(lambda said, old: replace(old, expression=None, generated=None)),
    AddIdentity: _changed_column(lambda said, old: replace(old, identity=said.identity)),
    DropIdentity: _changed_column(lambda said, old: replace(old, identity=None)),
}
