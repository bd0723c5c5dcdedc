"""The names that PostgreSQL gives to constraints and indexes without one."""

from towpath.operations import Check, Constraint, ForeignKey, IndexKey, NotNull, PrimaryKey, Unique
from towpath.schema.tables import Table

_LONGEST = 63


def columns_of(constraint: Constraint) -> tuple[str, ...]:
    """The columns that a constraint names; those in a check's expression are not looked for."""
    if isinstance(constraint, NotNull):
        return (constraint.column,)
    if isinstance(constraint, (PrimaryKey, Unique, ForeignKey)):
        return constraint.columns
    return ()


def constraint_name(table: Table, constraint: Constraint) -> str:
    """The name that PostgreSQL gives to a constraint without one (ChooseConstraintName)."""
    if isinstance(constraint, PrimaryKey):
        return _free(table, "", "pkey")
    columns = "_".join(columns_of(constraint))
    if isinstance(constraint, Unique):
        return _free(table, columns, "key")
    if isinstance(constraint, ForeignKey):
        return _free(table, columns, "fkey")
    if isinstance(constraint, NotNull):
        return _free(table, columns, "not_null")
    if isinstance(constraint, Check):
        named = [column.name for column in table.columns if column.name in constraint.expression]
        return _free(table, named[0] if len(named) == 1 else "", "check")
    return _free(table, "", "excl")


def index_name(table: Table, keys: tuple[IndexKey, ...]) -> str:
    """The name that PostgreSQL gives to an index without one."""
    return _free(table, "_".join(key.column or "expr" for key in keys), "idx")


def _free(table: Table, columns: str, label: str) -> str:
    taken = {c.name for c in table.constraints} | {index.name.name for index in table.indexes}
    found, number = object_name(table.name.name, columns, label), 0
    while found in taken:
        number += 1
        found = object_name(table.name.name, columns, f"{label}{number}")
    return found


def object_name(table: str, column: str, label: str) -> str:
    """A name as PostgreSQL puts it together (makeObjectName): the longer part loses bytes until the whole fits."""
    first, second = table.encode(), column.encode()
    room = _LONGEST - len(label.encode()) - 1 - bool(second)
    while len(first) + len(second) > room:
        if len(first) > len(second):
            first = first[:-1]
        else:
            second = second[:-1]
    parts = (first.decode(errors="ignore"), second.decode(errors="ignore"), label)
    return "_".join(part for part in parts if part)
