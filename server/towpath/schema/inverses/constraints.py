"""What undoes operations on constraints."""

from collections.abc import Callable
from typing import Any

from towpath.operations import (
    AddConstraint,
    AlterConstraint,
    DropConstraint,
    DropNotNull,
    Operation,
    PrimaryKey,
    RenameConstraint,
    SetNotNull,
    ValidateConstraint,
)
from towpath.schema.effects import apply
from towpath.schema.effects.constraints import keys_on, own_not_null
from towpath.schema.inverses.made import created, lost
from towpath.schema.inverses.values import NOTHING, Irreversible, Reverse, one
from towpath.schema.naming import constraint_name
from towpath.schema.relations import known, linked
from towpath.schema.state import Draft, Lookup
from towpath.schema.tables import Table

Undone = Reverse | Irreversible


def _add(said: AddConstraint, before: Lookup) -> Undone:
    """A primary key leaves its columns NOT NULL, and an index that it was made of goes with it."""
    table, constraint = known(before, said.table), said.constraint
    used: str | None = getattr(constraint, "index", None)
    name = constraint.name or used or constraint_name(table, constraint)
    back: list[Operation] = [DropConstraint(said.table, name)]
    index = table.index(used) if used else None
    if used and index is None:
        return Irreversible(f"the files do not say what the index {used} of {said.table} was")
    if isinstance(constraint, PrimaryKey):
        columns = index.columns if index else constraint.columns
        back += [DropNotNull(said.table, column) for column in columns if _is_nullable(table, column)]
    if index:
        back.append(created(index, said.table))
    if table.partitions:
        draft = Draft(before)
        for operation in (said, *back):
            apply(draft, operation)
        back += lost(before, table, draft)
    return Reverse(tuple(back))


def _is_nullable(table: Table, name: str) -> bool:
    column = table.column(name)
    return column is not None and column.nullable is True


def _unknown(said: Any) -> Irreversible:
    return Irreversible(f"the files do not say what the constraint {said.name} of {said.table} said")


def _drop(said: DropConstraint, before: Lookup) -> Undone:
    table = known(before, said.table)
    constraint = table.constraint(said.name)
    if constraint is None:
        if column := own_not_null(table, said.name):
            return one(SetNotNull(said.table, column))
        return NOTHING if said.if_exists and table.whole else _unknown(said)
    keys = ((name, linked(before, name).constraint(key)) for name, key in keys_on(before, table, constraint))
    others = tuple(AddConstraint(name, key) for name, key in keys if key)
    return Reverse((AddConstraint(said.table, constraint), *others))


def _validate(said: ValidateConstraint, before: Lookup) -> Undone:
    constraint = known(before, said.table).constraint(said.name)
    if constraint is None:
        return _unknown(said)
    if getattr(constraint, "valid", True):
        return NOTHING
    return Reverse((DropConstraint(said.table, said.name), AddConstraint(said.table, constraint)))


def _alter(said: AlterConstraint, before: Lookup) -> Undone:
    constraint: Any = known(before, said.table).constraint(said.name)
    if constraint is None:
        return _unknown(said)
    fields = ("deferrable", "deferred", "enforced", "inherited")
    asked = [field for field in fields if getattr(said, field) is not None]
    if "deferrable" in asked or "deferred" in asked:
        asked = ["deferrable", "deferred", *(field for field in asked if field not in fields[:2])]
    old = {field: getattr(constraint, field) for field in asked if hasattr(constraint, field)}
    return one(AlterConstraint(said.table, said.name, **old))


INVERSES: dict[type[Operation], Callable[[Any, Lookup], Undone]] = {
    AddConstraint: _add,
    DropConstraint: _drop,
    RenameConstraint: lambda said, _: one(RenameConstraint(said.table, said.to, said.name)),
    ValidateConstraint: _validate,
    AlterConstraint: _alter,
}
