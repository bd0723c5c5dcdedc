"""What operations on constraints cost on PostgreSQL."""

from collections.abc import Callable, Mapping
from typing import Any

from towpath.databases.claims import Claim
from towpath.databases.postgresql.columns import never_null, unproven
from towpath.databases.postgresql.relations import Roles, divided, names, referencing, table_roles, target_roles
from towpath.operations import (
    AddConstraint,
    AlterConstraint,
    Check,
    DropConstraint,
    Exclusion,
    ForeignKey,
    Name,
    NotNull,
    Operation,
    PrimaryKey,
    RenameConstraint,
    Unique,
    ValidateConstraint,
)
from towpath.schema import Lookup, Table

# Constraints that build an index.
_BUILDS = {Exclusion: "add exclusion", PrimaryKey: "add primary key", Unique: "add unique"}


def add_constraint(operation: AddConstraint, state: Lookup) -> Claim:
    table, constraint = state.table(operation.table), operation.constraint
    roles = table_roles(state, operation.table, table)
    if isinstance(constraint, ForeignKey):
        return Claim((_foreign_key(constraint, table),), roles | target_roles(state, (constraint,)))
    if isinstance(constraint, Check):
        return Claim((_with_switches("add check", constraint),), roles)
    if isinstance(constraint, NotNull):
        if constraint.valid and never_null(table, constraint.column):
            return Claim(("add not null: proven",), roles)
        return Claim((_with_switches("add not null", constraint),), roles)
    if isinstance(constraint, PrimaryKey) and constraint.index:
        return _primary_key(operation.table, constraint.index, table, state, roles)
    if isinstance(constraint, Unique) and constraint.index:
        return Claim(("add unique: using index",), roles)
    fact = _BUILDS[type(constraint)]
    return Claim((fact, f"{fact}: partitioned") if divided(table) else (fact,), roles)


def _with_switches(fact: str, constraint: Check | ForeignKey | NotNull) -> str:
    if not getattr(constraint, "enforced", True):
        return f"{fact}: not enforced"
    return fact if constraint.valid else f"{fact}: not valid"


def _foreign_key(constraint: ForeignKey, table: Table | None) -> str:
    fact = _with_switches("add foreign key", constraint)
    divided = bool(table and (table.partition_by or table.partitions)) and fact == "add foreign key: not valid"
    return f"{fact}, partitioned" if divided else fact


def _primary_key(name: Name, called: str, table: Table | None, state: Lookup, roles: Roles) -> Claim:
    """A key made of an index makes its columns NOT NULL, and reads the table where that is not proven."""
    index = table.index(called) if table else state.index(Name(called, name.schema))
    if index and all(never_null(table, column) for column in index.columns):
        return Claim(("add primary key: using index",), roles)
    fact = ("add primary key: using index, nullable",)
    if index is None:
        said = f"the columns of {called} are not in the files, taken as not proven to be NOT NULL"
        return Claim(fact, roles, (said,))
    return Claim(fact, roles, tuple(said for column in index.columns for said in unproven(name, table, column)))


def validate_constraint(operation: ValidateConstraint, state: Lookup) -> Claim:
    _, constraint, roles = _found(operation, state)
    if constraint is None:
        return Claim(("validate constraint",), roles)
    if getattr(constraint, "valid", True):
        return Claim(("validate constraint: valid",), {"table": roles["table"]})
    if isinstance(constraint, ForeignKey):
        return Claim(("validate constraint: foreign key",), roles | target_roles(state, (constraint,)))
    fact = "validate constraint: not null" if isinstance(constraint, NotNull) else "validate constraint"
    return Claim((fact,), roles)


def drop_constraint(operation: DropConstraint, state: Lookup) -> Claim:
    table, constraint, roles = _found(operation, state)
    if isinstance(constraint, ForeignKey):
        return Claim(("drop constraint: foreign key",), roles | target_roles(state, (constraint,)))
    is_key = isinstance(constraint, (PrimaryKey, Unique))
    if is_key and operation.cascade and (others := referencing(state, table, constraint.columns)):
        return Claim(("drop constraint: referenced",), roles | {"referencing": names(others)})
    return Claim(("drop constraint",), roles)


def alter_constraint(operation: AlterConstraint, state: Lookup) -> Claim:
    _, constraint, roles = _found(operation, state)
    if operation.enforced is not None:
        if isinstance(constraint, ForeignKey):
            roles |= target_roles(state, (constraint,))
        return Claim((f"alter constraint: {'enforced' if operation.enforced else 'not enforced'}",), roles)
    return Claim((f"alter constraint: {'deferrable' if operation.inherited is None else 'inherit'}",), roles)


def rename_constraint(operation: RenameConstraint, state: Lookup) -> Claim:
    return Claim(("rename constraint",), _found(operation, state)[2])


def _found(operation: Any, state: Lookup) -> tuple[Table | None, Any, Roles]:
    table = state.table(operation.table)
    return table, table.constraint(operation.name) if table else None, table_roles(state, operation.table, table)


CLAIMS: Mapping[type[Operation], Callable[[Any, Lookup], Claim]] = {
    AddConstraint: add_constraint,
    AlterConstraint: alter_constraint,
    DropConstraint: drop_constraint,
    RenameConstraint: rename_constraint,
    ValidateConstraint: validate_constraint,
}
