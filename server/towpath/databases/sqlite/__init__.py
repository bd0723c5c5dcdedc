"""Which facts about SQLite an operation is: what its ALTER TABLE cannot do is refused, and rebuilt by hand."""

from collections.abc import Callable, Mapping
from typing import Any

from towpath.databases.claims import Claim
from towpath.operations import (
    AddColumn,
    AddConstraint,
    AlterColumnType,
    Check,
    CreateIndex,
    DropColumn,
    DropConstraint,
    DropDefault,
    DropIndex,
    DropNotNull,
    DropTable,
    ForeignKey,
    Operation,
    PrimaryKey,
    Reindex,
    RenameColumn,
    RenameTable,
    SetDefault,
    SetNotNull,
    Statement,
    Unique,
)
from towpath.schema import ANEW, Lookup, Table, reads_column
from towpath.schema.naming import object_name
from towpath.source import pattern

# A default that is no constant, by which ADD COLUMN would have to write each row.
_WORD = pattern(r"\w+")
_COMPUTED = pattern(r"\(.*\)|current_(?:date|time|timestamp)", 2 | 16)


def add_column(operation: AddColumn, state: Lookup) -> Claim:
    column = operation.column
    roles, facts = {"table": (operation.table,)}, ["add column"]
    default = (column.default or "null").strip()
    kinds = {type(constraint) for constraint in operation.constraints}
    if PrimaryKey in kinds:
        facts.append("add column: primary key")
    if Unique in kinds:
        facts.append("add column: unique")
    if column.generated == "stored":
        facts.append("add column: stored")
    if _COMPUTED.fullmatch(default):
        facts.append("add column: computed default")
    elif column.nullable is False and default.lower() == "null" and not column.generated:
        facts.append("add column: required without default")
    if ForeignKey in kinds and default.lower() != "null" and _keys_are_on(state):
        facts.append("add column: references with default")
    if Check in kinds:
        facts.append("add column: check")
    return Claim(tuple(facts), roles)


def _keys_are_on(state: Lookup) -> bool:
    return (state.setting("foreign_keys") or "").strip("'\"").lower() in ("1", "on", "true", "yes")


def drop_column(operation: DropColumn, state: Lookup) -> Claim:
    """What still uses the column keeps SQLite from dropping it."""
    table = state.table(operation.table)
    roles, facts = {"table": (operation.table,)}, ["drop column"]
    if table and operation.column in table.primary:
        facts.append("drop column: primary key")
    if table and any(operation.column in index.columns for index in table.indexes):
        facts.append("drop column: indexed")
    if table and any(operation.column in key.columns for key in table.foreign_keys if len(key.columns) > 1):
        facts.append("drop column: in a key")
    if table and any(view and reads_column(view, operation.column) for view in map(state.linked, table.read_by)):
        facts.append("drop column: read by a view")
    checked, sure = _is_checked(table, operation.column) if table else (False, True)
    if checked:
        facts.append("drop column: in a check")
    said = (
        f"whether the CHECK on {operation.table}.{operation.column} stands beside it is not in the files, taken as no"
    )
    return Claim(tuple(facts), roles, () if sure else (said,))


def _is_checked(table: Table, column: str) -> tuple[bool, bool]:
    """Whether a CHECK that does not go with a column names it, and whether that is sure.

    One of this column alone that its author gave no name is taken to stand beside it.
    """
    others = {one.name.lower() for one in table.columns} - {column.lower()}
    naming = [(check, {word.lower() for word in _WORD.findall(check.expression)}) for check in table.checks]
    naming = [(check, words) for check, words in naming if column.lower() in words]
    if any(words & others for _, words in naming):
        return True, True
    given = [check for check, _ in naming if check.name != object_name(table.name.name, column, "check")]
    return bool(given), not given


def add_constraint(operation: AddConstraint, state: Lookup) -> Claim:
    check = isinstance(operation.constraint, Check)
    return Claim(("add check" if check else "add constraint",), {"table": (operation.table,)})


def drop_constraint(operation: DropConstraint, state: Lookup) -> Claim:
    table = state.table(operation.table)
    found = table.constraint(operation.name) if table else None
    other = isinstance(found, Unique | PrimaryKey)
    return Claim(("drop constraint" if other else "drop check",), {"table": (operation.table,)})


def _of_index(operation: DropIndex, state: Lookup) -> Claim | None:
    table = state.table_of_index(operation.index)
    return Claim(("drop index",), {"table": (table.name,)}) if table else None


def _reindex(operation: Reindex, state: Lookup) -> Claim | None:
    return Claim(("reindex",), {"table": (operation.name,)}) if operation.name else None


def statement(operation: Statement, state: Lookup) -> Claim | None:
    if operation.kind == "analyze" and operation.objects:
        return Claim(("analyze",), {"table": operation.objects})
    return Claim(("vacuum",), {}) if operation.kind == "vacuum" else None


def _simple(fact: str) -> Callable[[Any, Lookup], Claim]:
    return lambda operation, state: Claim((fact,), {"table": (operation.table,)})


# What a table is made anew for.
_ALTERING = (
    AddColumn,
    AddConstraint,
    AlterColumnType,
    DropColumn,
    DropConstraint,
    DropDefault,
    DropNotNull,
    RenameColumn,
    SetDefault,
    SetNotNull,
)
_CLAIMS: Mapping[type[Operation], Callable[[Any, Lookup], Claim | None]] = {
    AddColumn: add_column,
    AddConstraint: add_constraint,
    AlterColumnType: _simple("change type"),
    CreateIndex: _simple("create index"),
    DropColumn: drop_column,
    DropConstraint: drop_constraint,
    DropDefault: _simple("drop default"),
    DropIndex: _of_index,
    DropNotNull: _simple("drop not null"),
    DropTable: _simple("drop table"),
    Reindex: _reindex,
    RenameColumn: _simple("rename column"),
    RenameTable: _simple("rename table"),
    SetDefault: _simple("set default"),
    SetNotNull: _simple("set not null"),
    Statement: statement,
}


def claim(operation: Operation, state: Lookup) -> Claim | None:
    """What an operation is in facts; None where there is none about it."""
    if isinstance(operation, _ALTERING) and state.fact(ANEW):
        return Claim(("make table anew",), {"table": (operation.table,)})
    make = _CLAIMS.get(type(operation))
    return make(operation, state) if make else None
