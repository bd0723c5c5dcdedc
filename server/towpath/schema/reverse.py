"""What undoes an operation, from the state before it; or why nothing does."""

from collections.abc import Callable
from typing import Any

from towpath.operations import (
    AddColumn,
    AddConstraint,
    AddEnumValue,
    AddIdentity,
    AlterColumnType,
    AttachPartition,
    CreateDomain,
    CreateEnum,
    CreateFunction,
    CreateIndex,
    CreateTable,
    CreateView,
    DeleteRows,
    DetachPartition,
    DropColumn,
    DropConstraint,
    DropDefault,
    DropExpression,
    DropIdentity,
    DropIndex,
    DropNotNull,
    DropObject,
    DropTable,
    InsertRows,
    MergeRows,
    MoveTable,
    Name,
    Opaque,
    Operation,
    RefreshView,
    Reindex,
    RenameColumn,
    RenameConstraint,
    RenameEnumValue,
    RenameIndex,
    RenameTable,
    SetDefault,
    SetExpression,
    SetNotNull,
    SetSetting,
    Statement,
    TruncateTable,
    UpdateRows,
    ValidateConstraint,
    replace,
    value,
)
from towpath.schema.naming import columns_of, constraint_name, index_name
from towpath.schema.state import Lookup
from towpath.schema.tables import Index, Table


@value
class Reverse:
    """The operations that undo one, in order.

    `restores_data`: after the operation and then these, the rows are as before. `loses_data`: running these destroys
    what was written since.
    """

    operations: tuple[Operation, ...]
    restores_data: bool = True
    loses_data: bool = False


@value
class Irreversible:
    """Why nothing undoes an operation, in a sentence."""

    reason: str


def reverse(operation: Operation, before: Lookup) -> Reverse | Irreversible:
    """What undoes an operation whose state before it is known; nothing to undo is a Reverse without operations."""
    inverse = _INVERSES.get(type(operation))
    if inverse is None:
        return Irreversible("what undoes this is not known")
    return inverse(operation, before)


def _create_table(said: CreateTable, before: Lookup) -> Reverse:
    if said.if_not_exists and before.table(said.table):
        return Reverse(())
    return Reverse((DropTable(said.table),), loses_data=True)


def _drop_table(said: DropTable, before: Lookup) -> Reverse | Irreversible:
    table = before.table(said.table)
    if table is None or not table.whole:
        return Irreversible(f"the columns of {said.table} are not all in the files")
    return Reverse(made(table), restores_data=False)


def made(table: Table) -> tuple[Operation, ...]:
    """The operations that make a table as it is, with its indexes."""
    create = CreateTable(
        table.name,
        table.columns,
        table.constraints,
        temporary=table.temporary,
        partition_by=table.partition_by,
        partition_of=table.parent,
        bound=table.bound,
    )
    if table.parent:
        create = replace(create, columns=())
    return (create, *(created(index, table.name) for index in table.indexes if index.constraint is None))


def created(index: Index, table: Name) -> CreateIndex:
    """The operation that makes an index as it is."""
    return CreateIndex(
        index.name.name,
        table,
        index.keys,
        index.unique,
        only=index.partial_tree,
        method=index.method,
        include=index.include,
        where=index.where,
    )


def _add_column(said: AddColumn, before: Lookup) -> Reverse:
    table = before.table(said.table)
    if said.if_not_exists and table and table.column(said.column.name):
        return Reverse(())
    return Reverse((DropColumn(said.table, said.column.name),), loses_data=True)


def _drop_column(said: DropColumn, before: Lookup) -> Reverse | Irreversible:
    table = before.table(said.table)
    column = table.column(said.column) if table else None
    if table is None or column is None or column.type is None:
        return Irreversible(f"what {said.table}.{said.column} was is not in the files")
    constraints = tuple(constraint for constraint in table.constraints if said.column in columns_of(constraint))
    indexes = tuple(
        created(index, said.table)
        for index in table.indexes
        if index.constraint is None and said.column in (*index.columns, *index.include)
    )
    back = (AddColumn(said.table, column), *(AddConstraint(said.table, constraint) for constraint in constraints))
    return Reverse((*back, *indexes), restores_data=False)


def _alter_type(said: AlterColumnType, before: Lookup) -> Reverse | Irreversible:
    table = before.table(said.table)
    column = table.column(said.column) if table else None
    if column is None or column.type is None:
        return Irreversible(f"the type that {said.table}.{said.column} had is not in the files")
    collation = column.collation if said.collation else None
    same = column.type.name == said.type.name and said.using is None
    return Reverse((AlterColumnType(said.table, said.column, column.type, None, collation),), restores_data=same)


def _default(said: SetDefault | DropDefault, before: Lookup) -> Reverse | Irreversible:
    table = before.table(said.table)
    column = table.column(said.column) if table else None
    if column is None or (column.type is None and column.default is None):
        return Irreversible(f"the default that {said.table}.{said.column} had is not in the files")
    if column.default is None:
        return Reverse(() if isinstance(said, DropDefault) else (DropDefault(said.table, said.column),))
    return Reverse((SetDefault(said.table, said.column, column.default),))


def _set_not_null(said: SetNotNull, before: Lookup) -> Reverse:
    table = before.table(said.table)
    column = table.column(said.column) if table else None
    already = column is not None and column.nullable is False
    return Reverse(() if already else (DropNotNull(said.table, said.column),))


def _drop_not_null(said: DropNotNull, before: Lookup) -> Reverse:
    table = before.table(said.table)
    column = table.column(said.column) if table else None
    already = column is not None and column.nullable is True
    return Reverse(() if already else (SetNotNull(said.table, said.column),))


def _add_constraint(said: AddConstraint, before: Lookup) -> Reverse | Irreversible:
    table = before.table(said.table) or Table(said.table)
    index_used = getattr(said.constraint, "index", None)
    name = said.constraint.name or index_used or constraint_name(table, said.constraint)
    drop = DropConstraint(said.table, name)
    if index_used is None:
        return Reverse((drop,))
    index = table.index(index_used)
    if index is None:
        return Irreversible(f"what the index {index_used} was is not in the files")
    return Reverse((drop, created(index, said.table)))


def _drop_constraint(said: DropConstraint, before: Lookup) -> Reverse | Irreversible:
    table = before.table(said.table)
    constraint = table.constraint(said.name) if table else None
    if constraint is None:
        return Irreversible(f"what the constraint {said.name} of {said.table} said is not in the files")
    return Reverse((AddConstraint(said.table, constraint),))


def _validate(said: ValidateConstraint, before: Lookup) -> Reverse | Irreversible:
    table = before.table(said.table)
    constraint = table.constraint(said.name) if table else None
    if constraint is None:
        return Irreversible(f"what the constraint {said.name} of {said.table} said is not in the files")
    if getattr(constraint, "valid", True):
        return Reverse(())
    return Reverse((DropConstraint(said.table, said.name), AddConstraint(said.table, constraint)))


def _create_index(said: CreateIndex, before: Lookup) -> Reverse:
    table = before.table(said.table) or Table(said.table)
    name = said.name or index_name(table, said.keys)
    if said.if_not_exists and table.index(name):
        return Reverse(())
    return Reverse((DropIndex(Name(name, said.table.schema), said.concurrently),))


def _drop_index(said: DropIndex, before: Lookup) -> Reverse | Irreversible:
    table, index = before.table_of_index(said.index), before.index(said.index)
    if table is None or index is None:
        return Irreversible(f"what the index {said.index} was is not in the files")
    return Reverse((replace(created(index, table.name), concurrently=said.concurrently),))


def _create_view(said: CreateView, before: Lookup) -> Reverse:
    kind = "materialized view" if said.materialized else "view"
    old = before.table(said.view)
    if old is not None and old.query is not None:
        return Reverse(() if said.if_not_exists else (CreateView(said.view, old.query, replace=True),))
    return Reverse((DropObject(kind, said.view),))


def _create_function(said: CreateFunction, before: Lookup) -> Reverse:
    old = before.function(said.function)
    kind = "procedure" if said.procedure else "function"
    return Reverse((old,) if old else (DropObject(kind, said.function),))


def _set_setting(said: SetSetting, before: Lookup) -> Reverse:
    return Reverse((SetSetting(said.name, None, said.local),))


def _rows(said: Operation, before: Lookup) -> Irreversible:
    return Irreversible("the rows that it changed do not say what they were")


def _nothing(said: Operation, before: Lookup) -> Reverse:
    return Reverse(())


_INVERSES: dict[type[Operation], Callable[[Any, Lookup], Reverse | Irreversible]] = {
    CreateTable: _create_table,
    DropTable: _drop_table,
    RenameTable: lambda said, _: Reverse((RenameTable(Name(said.to, said.table.schema), said.table.name),)),
    MoveTable: lambda said, _: Reverse((MoveTable(Name(said.table.name, said.schema), said.table.schema or "public"),)),
    AddColumn: _add_column,
    DropColumn: _drop_column,
    RenameColumn: lambda said, _: Reverse((RenameColumn(said.table, said.to, said.column),)),
    AlterColumnType: _alter_type,
    SetDefault: _default,
    DropDefault: _default,
    SetNotNull: _set_not_null,
    DropNotNull: _drop_not_null,
    AddIdentity: lambda said, _: Reverse((DropIdentity(said.table, said.column),)),
    DropIdentity: lambda said, _: Reverse((AddIdentity(said.table, said.column),)),
    SetExpression: lambda said, before: Irreversible("the values that the old expression gave are gone"),
    DropExpression: lambda said, before: Irreversible("a column cannot be made a generated one again"),
    AddConstraint: _add_constraint,
    DropConstraint: _drop_constraint,
    RenameConstraint: lambda said, _: Reverse((RenameConstraint(said.table, said.to, said.name),)),
    ValidateConstraint: _validate,
    CreateIndex: _create_index,
    DropIndex: _drop_index,
    RenameIndex: lambda said, _: Reverse((RenameIndex(Name(said.to, said.index.schema), said.index.name),)),
    Reindex: _nothing,
    RefreshView: _nothing,
    AttachPartition: lambda said, _: Reverse((DetachPartition(said.table, said.partition),)),
    DetachPartition: lambda said, before: _detach(said, before),
    CreateView: _create_view,
    CreateEnum: lambda said, _: Reverse((DropObject("type", said.type),)),
    AddEnumValue: lambda said, _: Irreversible("PostgreSQL cannot take a value out of an enum"),
    RenameEnumValue: lambda said, _: Reverse((RenameEnumValue(said.type, said.to, said.label),)),
    CreateDomain: lambda said, _: Reverse((DropObject("domain", said.domain),)),
    CreateFunction: _create_function,
    SetSetting: _set_setting,
    InsertRows: _rows,
    UpdateRows: _rows,
    DeleteRows: _rows,
    MergeRows: _rows,
    TruncateTable: _rows,
    Statement: lambda said, _: _statement(said),
    Opaque: lambda said, _: Irreversible("the statement was not understood"),
}


def _detach(said: DetachPartition, before: Lookup) -> Reverse | Irreversible:
    partition = before.table(said.partition)
    if partition is None or partition.bound is None:
        return Irreversible(f"the bounds that {said.partition} had are not in the files")
    return Reverse((AttachPartition(said.table, said.partition, partition.bound),))


_HARMLESS = frozenset(("select", "vacuum", "analyze", "explain", "show", "checkpoint", "values"))


def _statement(said: Statement) -> Reverse | Irreversible:
    if said.kind in _HARMLESS:
        return Reverse(())
    return Irreversible(f"what undoes {said.kind} is not known")
