"""What operations on indexes leave behind."""

from collections.abc import Callable
from typing import Any

from towpath.operations import (
    AttachIndex,
    CreateIndex,
    DropIndex,
    Name,
    Operation,
    RenameIndex,
    replace,
)
from towpath.schema.effects.constraints import renamed_index
from towpath.schema.keys import add_index, drop_index, put_index
from towpath.schema.naming import index_name
from towpath.schema.relations import is_taken, known, leave, linked
from towpath.schema.state import Draft
from towpath.schema.tables import Index


def _create(draft: Draft, operation: CreateIndex) -> None:
    table = known(draft, operation.table)
    name = operation.name or index_name(
        table, operation.keys, operation.include, lambda found: is_taken(draft, table.name, found)
    )
    if operation.if_not_exists and table.index(name):
        return
    index = Index(
        Name(name, table.name.schema),
        operation.keys,
        operation.unique,
        operation.where,
        operation.include,
        operation.method,
        nulls_distinct=operation.nulls_distinct,
        options=operation.options,
        valid=not (operation.only and table.partitions),
    )
    add_index(draft, table.name, index)


def _drop(draft: Draft, operation: DropIndex) -> None:
    table = draft.table_of_index(operation.index, operation.table)
    index = table.index(operation.index.name) if table else None
    if table and index:
        owns = draft.table_of_index(operation.index) == table
        drop_index(draft, table, index.name)
        if owns:
            leave(draft, "index", index.name)


def _rename(draft: Draft, operation: RenameIndex) -> None:
    """The constraint that an index belongs to is renamed with it."""
    table = draft.table_of_index(operation.index, operation.table)
    index = table.index(operation.index.name) if table else None
    if table and index:
        constraints = tuple(
            replace(one, name=operation.to) if index.constraint and one.name == index.constraint else one
            for one in table.constraints
        )
        draft.put_table(renamed_index(draft, replace(table, constraints=constraints), index.name, operation.to))


def _attach(draft: Draft, operation: AttachIndex) -> None:
    """The index of the whole is valid once every partition has its part."""
    part, whole = draft.table_of_index(operation.partition), draft.table_of_index(operation.index)
    index = part.index(operation.partition.name) if part else None
    upper = whole.index(operation.index.name) if whole else None
    if part is None or index is None or whole is None or upper is None:
        return
    draft.put_table(put_index(draft, part, replace(index, part_of=upper.name)))
    parts = [linked(draft, name) for name in whole.partitions]
    if all(any(one.part_of == upper.name and one.valid for one in found.indexes) for found in parts):
        draft.put_table(put_index(draft, whole, replace(upper, valid=True)))


EFFECTS: dict[type[Operation], Callable[[Draft, Any], None]] = {
    CreateIndex: _create,
    DropIndex: _drop,
    RenameIndex: _rename,
    AttachIndex: _attach,
}
