"""What ALTER COLUMN … TYPE costs on PostgreSQL: by the types, and by what stands on the column."""

from collections.abc import Iterable

from towpath.databases.claims import Claim
from towpath.databases.postgresql.relations import names, referencing, table_roles, target_roles
from towpath.databases.postgresql.types import Change, change
from towpath.operations import AlterColumnType, Column, Exclusion, ForeignKey
from towpath.schema import Index, Lookup, Table
from towpath.sql import readers
from towpath.sql.conditions import mentions
from towpath.sql.lex import Tokens, identifier
from towpath.sql.reads import uses

FACT = "alter column type"


def alter_column_type(operation: AlterColumnType, state: Lookup) -> Claim:
    table = state.table(operation.table)
    roles = table_roles(state, operation.table, table)
    column = table.column(operation.column) if table else None
    if table is None or column is None or column.type is None:
        what = f"the type of {operation.table}.{operation.column}"
        said = f"{what} is not in the files, taken as changed in a way that rewrites"
        return Claim((f"{FACT}: rewrite",), roles, (said,))
    if any(uses(view.made.query, table.name, operation.column) for view in _views(table, state) if view.made):
        return Claim((f"{FACT}: used by a view",), {})
    if any(found.expression and mentions(found.expression, column.name) for found in table.columns):
        return Claim((f"{FACT}: used by a generated column",), roles)
    changed = _change(operation, column, state)
    facts = [_of_rows(operation, table, column, changed)]
    if not changed.rewrites and _checked(table, operation.column):
        facts.append(f"{FACT}: check")
    keys = [key for key in table.foreign_keys if operation.column in key.columns]
    others = referencing(state, table, (operation.column,))
    if keys:
        facts += _of_keys("foreign key", keys, changed)
        roles |= target_roles(state, keys)
    if others:
        facts += _of_keys("referenced", (key for _, key in others), changed)
        roles["referencing"] = names(others)
    return Claim(tuple(facts), roles, changed.assumes)


def _views(table: Table, state: Lookup) -> list[Table]:
    found = (state.linked(name) for name in table.read_by)
    return [view for view in found if view]


def _change(operation: AlterColumnType, column: Column, state: Lookup) -> Change:
    assert column.type is not None
    if operation.using is not None and not _only_casts(operation, operation.using):
        return Change(True, True)
    return change(column.type, operation.type, state)


def _only_casts(operation: AlterColumnType, using: str) -> bool:
    """Whether USING says no more than the column, or the column cast to its new type."""
    tokens = Tokens(using)
    first, end = 0, tokens.count
    while end - first > 2 and tokens.words[first] == "(" and tokens.words[end - 1] == ")":
        first, end = first + 1, end - 1
    if tokens.words[first : first + 2] == ["CAST", "("] and tokens.words[end - 1] == ")":
        return _is_cast(tokens, first + 2, end - 1, operation, "AS")
    return _is_cast(tokens, first, end, operation, "::")


def _is_cast(tokens: Tokens, first: int, end: int, operation: AlterColumnType, sign: str) -> bool:
    if tokens.words[first + 1 : first + 2] == ["."]:
        first += 2
    if first >= end or identifier(tokens.texts[first]) != operation.column:
        return False
    if first + 1 == end:
        return True
    cast_end, found = readers.data_type(tokens, first + 2) if tokens.words[first + 1] == sign else readers.NOTHING
    return cast_end == end and found == operation.type


def _of_rows(operation: AlterColumnType, table: Table, column: Column, changed: Change) -> str:
    """The fact of what happens to rows and indexes. Without COLLATE the column gets its type's own collation back."""
    if changed.rewrites:
        return f"{FACT}: rewrite"
    sorts_anew = operation.collation != column.collation
    if any(_rebuilt(index, operation.column, changed.operators, sorts_anew) for index in table.indexes):
        return f"{FACT}: rebuild"
    # The index of a partitioned table is made again, and with it those of the partitions, whatever the types.
    if table.partition_by and any(_uses(index, operation.column) for index in table.indexes):
        return f"{FACT}: rebuild"
    exclusions = (found for found in table.constraints if isinstance(found, Exclusion))
    if any(mentions(f"{found.elements} {found.where or ''}", operation.column) for found in exclusions):
        return f"{FACT}: rebuild"
    return FACT


def _rebuilt(index: Index, column: str, operators: bool, sorts_anew: bool) -> bool:
    """Whether an index has to be built anew: one that is more than columns always, if the column occurs in it."""
    if not index.plain:
        return _uses(index, column)
    keys = [key for key in index.keys if key.column == column]
    return bool(keys) and (operators or (sorts_anew and any(key.collation is None for key in keys)))


def _uses(index: Index, column: str) -> bool:
    texts = (index.where, *(key.expression for key in index.keys))
    return column in (*index.columns, *index.include) or any(text and mentions(text, column) for text in texts)


def _checked(table: Table, column: str) -> bool:
    return any(check.valid and check.enforced and mentions(check.expression, column) for check in table.checks)


def _of_keys(fact: str, keys: Iterable[ForeignKey], changed: Change) -> list[str]:
    """The fact of foreign keys on either side: locked always, checked again if values or operators change."""
    checks = (changed.rewrites or changed.operators) and any(key.valid and key.enforced for key in keys)
    return [f"{FACT}: {fact}, checked" if checks else f"{FACT}: {fact}"]


__all__ = ["alter_column_type"]
