"""What operations on constraints leave behind."""

from collections.abc import Callable
from typing import Any

from towpath.operations import (
    AddConstraint,
    AlterConstraint,
    Check,
    Constraint,
    DropConstraint,
    Name,
    NotNull,
    Operation,
    RenameConstraint,
    ValidateConstraint,
    replace,
)
from towpath.schema.keys import add_constraint, drop_constraint, put_index
from towpath.schema.naming import columns_of
from towpath.schema.relations import family, known, linked, referring, same
from towpath.schema.state import Draft, place
from towpath.schema.tables import Table


def _add(draft: Draft, operation: AddConstraint) -> None:
    add_constraint(draft, known(draft, operation.table).name, operation.constraint)


def _drop(draft: Draft, operation: DropConstraint) -> None:
    """A key takes along the foreign keys that point to it."""
    table = known(draft, operation.table)
    constraint = table.constraint(operation.name)
    if constraint is None and (column := own_not_null(table, operation.name)):
        columns = tuple(replace(one, nullable=True) if one.name == column else one for one in table.columns)
        draft.put_table(replace(table, columns=columns))
        return
    for name, key in keys_on(draft, table, constraint) if constraint else ():
        drop_constraint(draft, name, key)
    drop_constraint(draft, table.name, operation.name)


def own_not_null(table: Table, name: str) -> str | None:
    """The column whose NOT NULL goes by a name that the server gave to it (PostgreSQL 18)."""
    found = (one.name for one in table.columns if one.nullable is False and not table.not_null(one.name))
    return next((column for column in found if name == f"{table.name.name}_{column}_not_null"), None)


def keys_on(draft: Any, table: Table, constraint: Constraint) -> list[tuple[Name, str]]:
    """The foreign keys, by table and name, that cannot be without a key."""
    columns = columns_of(constraint)
    if not columns or not any(index.constraint == constraint.name for index in table.indexes):
        return []
    return [
        (other.name, key.name)
        for other, key in referring(draft, table)
        if key.name and (key.target_columns or table.primary) == columns
    ]


def _rename(draft: Draft, operation: RenameConstraint) -> None:
    table = known(draft, operation.table)
    constraint = table.constraint(operation.name)
    _rename_on(draft, table, operation.name, operation.to)
    if isinstance(constraint, (Check, NotNull)) and constraint.inherited:
        for other in family(draft, table):
            _rename_on(draft, other, operation.name, operation.to)


def _rename_on(draft: Draft, table: Table, old: str, new: str) -> None:
    constraints = tuple(replace(c, name=new) if c.name == old else c for c in table.constraints)
    table = replace(table, constraints=constraints)
    for index in table.indexes:
        if index.constraint == old:
            table = renamed_index(draft, table, index.name, new)
    draft.put_table(table)


def renamed_index(draft: Draft, table: Table, old: Name, to: str) -> Table:
    """The table with an index under another name, its constraint and its parts on partitions too."""
    new = Name(to, old.schema)
    draft.put(place("index", old), None)
    for index in table.indexes:
        if index.name == old:
            others = replace(table, indexes=tuple(one for one in table.indexes if one is not index))
            constraint = to if index.constraint else None
            table = put_index(draft, others, replace(index, name=new, constraint=constraint))
    for name in table.partitions:
        part = linked(draft, name)
        if any(index.part_of == old for index in part.indexes):
            indexes = tuple(replace(one, part_of=new) if one.part_of == old else one for one in part.indexes)
            draft.put_table(replace(part, indexes=indexes))
    return table


def _validate(draft: Draft, operation: ValidateConstraint) -> None:
    table = known(draft, operation.table)
    constraint = table.constraint(operation.name)
    if constraint is None or getattr(constraint, "valid", True):
        return
    for one in (table, *family(draft, table)):
        constraints = tuple(_validated(own) if same(own, constraint) else own for own in one.constraints)
        columns = one.columns
        if isinstance(constraint, NotNull):
            columns = tuple(replace(c, nullable=False) if c.name == constraint.column else c for c in columns)
        draft.put_table(replace(one, constraints=constraints, columns=columns))


def _validated(constraint: Any) -> Any:
    return replace(constraint, valid=True)


def _alter(draft: Draft, operation: AlterConstraint) -> None:
    table = known(draft, operation.table)
    constraint: Any = table.constraint(operation.name)
    if constraint is None:
        return
    said = {field: getattr(operation, field) for field in ("deferrable", "deferred", "enforced", "inherited")}
    fitting = {field: now for field, now in said.items() if now is not None and hasattr(constraint, field)}
    if fitting.get("deferrable") is False:
        fitting["deferred"] = False
    changed = replace(constraint, **fitting)
    draft.put_table(replace(table, constraints=tuple(changed if c is constraint else c for c in table.constraints)))


EFFECTS: dict[type[Operation], Callable[[Draft, Any], None]] = {
    AddConstraint: _add,
    DropConstraint: _drop,
    RenameConstraint: _rename,
    ValidateConstraint: _validate,
    AlterConstraint: _alter,
}
