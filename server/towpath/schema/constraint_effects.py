"""What operations on constraints leave behind."""

from collections.abc import Callable
from typing import Any

from towpath.operations import (
    AddConstraint,
    AlterConstraint,
    DropConstraint,
    NotNull,
    Operation,
    RenameConstraint,
    SetNotNull,
    ValidateConstraint,
    replace,
)
from towpath.schema import relations
from towpath.schema.column_effects import known, set_not_null
from towpath.schema.state import Draft


def _add_constraint(draft: Draft, operation: AddConstraint) -> None:
    relations.add_constraint(draft, operation.table, operation.constraint)


def _drop_constraint(draft: Draft, operation: DropConstraint) -> None:
    relations.drop_constraint(draft, operation.table, operation.name)


def _rename_constraint(draft: Draft, operation: RenameConstraint) -> None:
    table = known(draft, operation.table)
    constraints = tuple(replace(c, name=operation.to) if c.name == operation.name else c for c in table.constraints)
    indexes = tuple(
        replace(index, name=index.name._replace(name=operation.to), constraint=operation.to)
        if index.constraint == operation.name
        else index
        for index in table.indexes
    )
    for index in indexes:
        draft.put(draft.key("index", index.name), operation.table)
    draft.put_table(replace(table, constraints=constraints, indexes=indexes))


def _validate_constraint(draft: Draft, operation: ValidateConstraint) -> None:
    table = known(draft, operation.table)
    constraint = table.constraint(operation.name)
    if constraint is None or not hasattr(constraint, "valid"):
        return
    said: Any = constraint
    valid = replace(said, valid=True)
    draft.put_table(replace(table, constraints=tuple(valid if c is constraint else c for c in table.constraints)))
    if isinstance(constraint, NotNull):
        set_not_null(draft, SetNotNull(operation.table, constraint.column))


def _alter_constraint(draft: Draft, operation: AlterConstraint) -> None:
    table = known(draft, operation.table)
    constraint: Any = table.constraint(operation.name)
    if constraint is None:
        return
    said = {"deferrable": operation.deferrable, "deferred": operation.deferred, "enforced": operation.enforced}
    fitting = {key: value for key, value in said.items() if value is not None and hasattr(constraint, key)}
    changed = replace(constraint, **fitting)
    draft.put_table(replace(table, constraints=tuple(changed if c is constraint else c for c in table.constraints)))


EFFECTS: dict[type[Operation], Callable[[Draft, Any], None]] = {
    AddConstraint: _add_constraint,
    DropConstraint: _drop_constraint,
    RenameConstraint: _rename_constraint,
    ValidateConstraint: _validate_constraint,
    AlterConstraint: _alter_constraint,
}
