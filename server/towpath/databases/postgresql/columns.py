"""What operations on columns cost on PostgreSQL."""

from collections.abc import Callable, Mapping
from typing import Any

from towpath.databases.claims import Claim
from towpath.databases.postgresql.changes import alter_column_type
from towpath.databases.postgresql.relations import names, referencing, table_roles, target_roles
from towpath.databases.postgresql.types import constrained
from towpath.operations import (
    SERIAL,
    AddColumn,
    AddIdentity,
    AlterColumnType,
    Check,
    Column,
    DropColumn,
    DropDefault,
    DropExpression,
    DropIdentity,
    DropNotNull,
    ForeignKey,
    Name,
    NotNull,
    Operation,
    PrimaryKey,
    RenameColumn,
    SetDefault,
    SetExpression,
    SetNotNull,
    Unique,
)
from towpath.operations import named as name_of
from towpath.schema import Lookup, Table
from towpath.sql.conditions import proves_not_null
from towpath.sql.expressions import volatility


def add_column(operation: AddColumn, state: Lookup) -> Claim:
    table, column = state.table(operation.table), operation.column
    roles = table_roles(state, operation.table, table)
    if operation.if_not_exists and table and table.column(column.name):
        return Claim(("add column",), roles)
    facts, assumes = ["add column"], list[str]()
    filled = _filled(operation, state, facts, assumes)
    for constraint in operation.constraints:
        if isinstance(constraint, Check) and constraint.enforced:
            facts.append("add column: check")
        elif isinstance(constraint, (PrimaryKey, Unique)):
            facts.append("add column: primary key" if isinstance(constraint, PrimaryKey) else "add column: unique")
    keys = [constraint for constraint in operation.constraints if isinstance(constraint, ForeignKey)]
    if keys:
        checked = filled and any(key.enforced for key in keys)
        facts.append("add column: foreign key, default" if checked else "add column: foreign key")
        roles |= target_roles(state, keys)
    return Claim(tuple(facts), roles, tuple(assumes))


def _filled(operation: AddColumn, state: Lookup, facts: list[str], assumes: list[str]) -> bool:
    """Adds what it takes to fill the new column; whether rows that are there get a value."""
    column = operation.column
    required = column.nullable is False or any(isinstance(found, (NotNull, PrimaryKey)) for found in operation.constraints)
    if column.generated == "virtual":
        facts.append("add column: virtual, not null" if required else "add column: virtual")
        return False
    fact = _filling(column)
    if fact is None:
        fact = _by_type(operation.table, column, state, assumes)
    default = column.default or _domain_default(column, state)
    if fact is None and default is not None:
        fact = _by_default(operation.table, column.name, default, state, assumes)
    if fact:
        facts.append(fact)
    elif default is None and required:
        facts.append("add column: not null")
    return default is not None or (fact is not None and fact != "add column: constrained domain")


def _filling(column: Column) -> str | None:
    """The fact of a column that the server itself fills."""
    if column.generated == "stored":
        return "add column: stored"
    if column.identity:
        return "add column: identity"
    return "add column: serial" if column.type and column.type.name in SERIAL else None


def _by_type(table: Name, column: Column, state: Lookup, assumes: list[str]) -> str | None:
    """The fact of a column whose type alone makes the server write every row: a domain that has to be checked."""
    checked = constrained(column.type, state) if column.type else None
    if checked is None:
        what = f"what {column.type} is" if column.type else f"the type of {table}.{column.name}"
        assumes.append(f"{what} is not in the files, taken as a domain with a constraint, for which the table is rewritten")
    return None if checked is False else "add column: constrained domain"


def _domain_default(column: Column, state: Lookup) -> str | None:
    domain = state.domain(name_of(column.type.name)) if column.type and not column.type.array else None
    return domain.default if domain else None


def _by_default(table: Name, column: str, default: str, state: Lookup, assumes: list[str]) -> str | None:
    """The fact of a default that differs from row to row."""

    def said(name: str) -> str | None:
        function = state.function(name_of(name))
        return function.volatility if function else None

    found = volatility(default, said)
    if found == "unknown":
        assumes.append(f"whether {default} is volatile is not in the files, taken as yes: the table is rewritten")
    return "add column: volatile default" if found in ("unknown", "volatile") else None


def drop_column(operation: DropColumn, state: Lookup) -> Claim:
    table = state.table(operation.table)
    facts, roles = ["drop column"], table_roles(state, operation.table, table)
    keys = [key for key in table.foreign_keys if operation.column in key.columns] if table else []
    if keys:
        facts.append("drop column: foreign key")
        roles |= target_roles(state, keys)
    if operation.cascade and (others := referencing(state, table, (operation.column,))):
        facts.append("drop column: referenced")
        roles["referencing"] = names(others)
    return Claim(tuple(facts), roles)


def set_not_null(operation: SetNotNull, state: Lookup) -> Claim:
    table = state.table(operation.table)
    roles = table_roles(state, operation.table, table)
    if never_null(table, operation.column):
        return Claim(("set not null: proven",), roles)
    return Claim(("set not null",), roles, unproven(operation.table, table, operation.column))


def never_null(table: Table | None, name: str) -> bool:
    """Whether the server knows that a column has no NULL: it is NOT NULL, or a valid CHECK says so."""
    if table is None:
        return False
    column = table.column(name)
    return bool(column and column.nullable is False) or any(
        check.valid and check.enforced and proves_not_null(check.expression, name) for check in table.checks
    )


def unproven(name: Name, table: Table | None, column: str) -> tuple[str, ...]:
    """What is assumed of a column of which the files say nothing; a column that they made has no other CHECK."""
    known = table and table.column(column)
    if known and known.nullable is not None:
        return ()
    return (f"whether a CHECK proves {name}.{column} to be NOT NULL is not in the files, taken as no",)


def set_expression(operation: SetExpression, state: Lookup) -> Claim:
    table = state.table(operation.table)
    roles = table_roles(state, operation.table, table)
    column = table.column(operation.column) if table else None
    if column and column.generated == "virtual":
        return Claim(("set expression: virtual",), roles)
    said = f"whether {operation.table}.{operation.column} is stored is not in the files, taken as yes"
    return Claim(("set expression: stored",), roles, () if column and column.generated else (said,))


def _simple(fact: str) -> Callable[[Any, Lookup], Claim]:
    """A claim of one fact that the table and its partitions are all of."""

    def claim(operation: Any, state: Lookup) -> Claim:
        return Claim((fact,), table_roles(state, operation.table, state.table(operation.table)))

    return claim


CLAIMS: Mapping[type[Operation], Callable[[Any, Lookup], Claim]] = {
    AddColumn: add_column,
    AddIdentity: _simple("add identity"),
    AlterColumnType: alter_column_type,
    DropColumn: drop_column,
    DropDefault: _simple("drop default"),
    DropExpression: _simple("drop expression"),
    DropIdentity: _simple("drop identity"),
    DropNotNull: _simple("drop not null"),
    RenameColumn: _simple("rename column"),
    SetDefault: _simple("set default"),
    SetExpression: set_expression,
    SetNotNull: set_not_null,
}
