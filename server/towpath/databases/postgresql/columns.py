"""What operations on columns cost on PostgreSQL."""

from collections.abc import Callable, Mapping
from typing import Any

from towpath.databases.claims import Claim
from towpath.databases.postgresql.additions import add_column
from towpath.databases.postgresql.changes import alter_column_type
from towpath.databases.postgresql.relations import (
    alone,
    divided,
    names,
    referencing,
    table_roles,
    target_roles,
    view_roles,
)
from towpath.operations import (
    AddColumn,
    AddIdentity,
    AlterColumnType,
    DropColumn,
    DropDefault,
    DropExpression,
    DropIdentity,
    DropNotNull,
    Name,
    Operation,
    RenameColumn,
    SetDefault,
    SetExpression,
    SetNotNull,
)
from towpath.schema import Lookup, Table
from towpath.sql.conditions import proves_not_null


def drop_column(operation: DropColumn, state: Lookup) -> Claim:
    form = state.form(operation.table)
    table = state.table(operation.table) if operation.cascade or (form and form.targets) else None
    facts, roles = ["drop column"], table_roles(state, operation.table, form)
    keys = [key for key in table.foreign_keys if operation.column in key.columns] if table else []
    if keys:
        facts.append("drop column: foreign key")
        roles |= target_roles(state, keys)
    if operation.cascade and (others := referencing(state, table, (operation.column,))):
        facts.append("drop column: referenced")
        roles["referencing"] = names(others)
    if operation.cascade and table and (views := view_roles(state, table, operation.column)):
        facts.append("drop column: read by a view")
        roles |= views
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


def _identity(fact: str) -> Callable[[Any, Lookup], Claim]:
    """A claim of one fact, and of another where the table is partitioned."""

    def claim(operation: Any, state: Lookup) -> Claim:
        table = state.form(operation.table)
        facts = (fact, f"{fact}: partitioned") if divided(table) else (fact,)
        more, whole = alone(state, operation.table)
        return Claim(facts + more, table_roles(state, operation.table, table) | whole)

    return claim


def _simple(fact: str) -> Callable[[Any, Lookup], Claim]:
    """A claim of one fact that the table and its partitions are all of."""

    def claim(operation: Any, state: Lookup) -> Claim:
        return Claim((fact,), table_roles(state, operation.table, state.form(operation.table)))

    return claim


CLAIMS: Mapping[type[Operation], Callable[[Any, Lookup], Claim]] = {
    AddColumn: add_column,
    AddIdentity: _identity("add identity"),
    AlterColumnType: alter_column_type,
    DropColumn: drop_column,
    DropDefault: _simple("drop default"),
    DropExpression: _simple("drop expression"),
    DropIdentity: _identity("drop identity"),
    DropNotNull: _simple("drop not null"),
    RenameColumn: _simple("rename column"),
    SetDefault: _simple("set default"),
    SetExpression: set_expression,
    SetNotNull: set_not_null,
}
