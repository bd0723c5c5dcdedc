"""What operations on whole tables leave behind."""

from collections.abc import Callable
from typing import Any

from towpath.operations import (
    AttachParent,
    AttachPartition,
    Column,
    CreateTable,
    DetachParent,
    DetachPartition,
    DropTable,
    MoveTable,
    Name,
    Operation,
    RenameTable,
    replace,
)
from towpath.schema import partitions, serial
from towpath.schema.dropping import drop_relation
from towpath.schema.keys import add_constraint
from towpath.schema.relations import enter, known, use_types
from towpath.schema.renaming import rename_relation
from towpath.schema.state import Draft
from towpath.schema.tables import Table


def _create(draft: Draft, operation: CreateTable) -> None:
    if operation.if_not_exists and draft.table(operation.table):
        return
    parents = [*operation.inherits, *filter(None, (operation.partition_of,))]
    others = [draft.table(name) for name in (*parents, *(copied.table for copied in operation.copied))]
    whole = operation.query is None and operation.row_type is None and all(table and table.whole for table in others)
    name = draft.held("table", operation.table)
    before = draft.linked(name)
    ties = before if before and not before.born else None
    columns, sequences = serial.settled(draft, name, _columns(draft, operation, parents))
    draft.put_table(
        Table(
            name,
            columns,
            whole=whole,
            born=draft.migration,
            temporary=operation.temporary,
            unlogged=operation.unlogged,
            options=operation.options,
            partition_by=operation.partition_by,
            referenced_by=ties.referenced_by if ties else (),
            read_by=ties.read_by if ties else (),
            sequences=sequences,
        )
    )
    enter(draft, "table", name)
    use_types(draft, name, columns)
    _constrain(draft, operation, name)


def _columns(draft: Draft, operation: CreateTable, parents: list[Name]) -> tuple[Column, ...]:
    """Its own columns, and those that it takes from others."""
    taken = [_taken(column) for parent in parents if (table := draft.table(parent)) for column in table.columns]
    for copied in operation.copied:
        if table := draft.table(copied.table):
            taken += partitions.liked(table.columns, copied)
    return partitions.joined(taken, operation.columns) if taken else operation.columns


def _taken(column: Column) -> Column:
    """A column as a child has it, without what is said of the parent's alone."""
    return replace(column, comment=None) if column.comment else column


def _constrain(draft: Draft, operation: CreateTable, name: Name) -> None:
    """Its own constraints and indexes, and those that it takes from others."""
    for parent in operation.inherits:
        partitions.be_child(draft, name, parent)
    for parent in (*operation.inherits, *filter(None, (operation.partition_of,))):
        for taken in partitions.inherited(known(draft, parent)):
            add_constraint(draft, name, taken)
    for copied in operation.copied:
        partitions.like(draft, name, copied)
    for constraint in operation.constraints:
        add_constraint(draft, name, constraint)
    if operation.partition_of:
        partitions.attach(draft, operation.partition_of, name, operation.bound or "")


def _drop(draft: Draft, operation: DropTable) -> None:
    table = draft.table(operation.table)
    if table and not (operation.if_exists and not operation.cascade and _is_only_named(table)):
        drop_relation(draft, table)


def _is_only_named(table: Table) -> bool:
    """Whether foreign keys alone tell of it, as in MySQL's dumps, which name tables before they make them anew."""
    return table == Table(table.name, referenced_by=table.referenced_by)


def _rename(draft: Draft, operation: RenameTable) -> None:
    table = draft.table(operation.table)
    if table:
        rename_relation(draft, table, Name(operation.to, table.name.schema))


def _move(draft: Draft, operation: MoveTable) -> None:
    table = draft.table(operation.table)
    if table:
        rename_relation(draft, table, Name(table.name.name, None if operation.schema == "public" else operation.schema))


EFFECTS: dict[type[Operation], Callable[[Draft, Any], None]] = {
    CreateTable: _create,
    DropTable: _drop,
    RenameTable: _rename,
    MoveTable: _move,
    AttachPartition: lambda draft, said: partitions.attach(draft, said.table, said.partition, said.bound),
    DetachPartition: lambda draft, said: partitions.detach(draft, said.table, said.partition),
    AttachParent: lambda draft, said: partitions.attach_parent(draft, said.table, said.parent),
    DetachParent: lambda draft, said: partitions.detach_parent(draft, said.table, said.parent),
}
