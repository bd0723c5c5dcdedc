"""The names that PostgreSQL gives to constraints, indexes and sequences without one (indexcmds.c, pg_constraint.c)."""

import re
from collections.abc import Callable

from towpath.operations import (
    Check,
    Constraint,
    Exclusion,
    ForeignKey,
    IndexKey,
    Name,
    NotNull,
    PrimaryKey,
    Unique,
)
from towpath.schema import words
from towpath.schema.tables import Table

LONGEST = 63
Taken = Callable[[str], bool]


def columns_of(constraint: Constraint) -> tuple[str, ...]:
    """The columns that a constraint names; those in expressions are not looked for."""
    if isinstance(constraint, NotNull):
        return (constraint.column,)
    if isinstance(constraint, (PrimaryKey, Unique, ForeignKey)):
        return constraint.columns
    return ()


def constraint_name(table: Table, constraint: Constraint, taken: Taken | None = None) -> str:
    """The name of a constraint that was given none; `taken` are names in use besides those on the table."""
    if isinstance(constraint, PrimaryKey):
        return _free(table, "", "pkey", taken)
    if isinstance(constraint, Unique):
        return _free(table, _joined((*constraint.columns, *constraint.include)), "key", taken)
    if isinstance(constraint, ForeignKey):
        return _free(table, _joined(constraint.columns), "fkey", taken)
    if isinstance(constraint, NotNull):
        return _free(table, constraint.column, "not_null", taken)
    if isinstance(constraint, Check):
        said = words.names(constraint.expression)
        named = [column.name for column in table.columns if column.name in said]
        return _free(table, named[0] if len(named) == 1 else "", "check", taken)
    return _free(table, _joined((*_excluded(constraint), *constraint.include)), "excl", taken)


def index_name(
    table: Table, keys: tuple[IndexKey, ...], include: tuple[str, ...] = (), taken: Taken | None = None
) -> str:
    """The name of an index that was given none."""
    parts = (key.column or words.called(key.expression or "") or "expr" for key in keys)
    return _free(table, _joined((*parts, *include)), "idx", taken)


def serial_name(table: Name, column: str) -> str:
    """The sequence of a serial column, where nothing else has that name."""
    return object_name(table.name, column, "seq")


def _excluded(constraint: Exclusion) -> tuple[str, ...]:
    """The columns of an exclusion's elements; an expression goes by its function, or as `expr`."""
    elements = re.split(r",(?![^(]*\))", constraint.elements)
    return tuple(_element(element.strip()) for element in elements)


def _element(text: str) -> str:
    match = re.match(r'"([^"]+)"|([\w$]+)', text)
    return (match[1] or match[2].lower()) if match else "expr"


def _joined(columns: tuple[str, ...]) -> str:
    """Names made one; each is only once among them, and no more are taken than fit."""
    found: list[str] = []
    for column in columns:
        name, number = column, 0
        while name in found:
            number += 1
            name = f"{column}{number}"
        found.append(name)
        if len("_".join(found)) > LONGEST:
            break
    return "_".join(found)


def _free(table: Table, part: str, label: str, taken: Taken | None) -> str:
    """The name, with the first number behind it that makes it a new one."""
    own = {constraint.name for constraint in table.constraints} | {index.name.name for index in table.indexes}
    name, number = object_name(table.name.name, part, label), 0
    while name in own or (taken is not None and taken(name)):
        number += 1
        name = object_name(table.name.name, part, f"{label}{number}")
    return name


def object_name(table: str, column: str, label: str) -> str:
    """A name as PostgreSQL puts it together (makeObjectName): the longer part loses bytes until the whole fits."""
    first, second = table.encode(), column.encode()
    room = LONGEST - len(label.encode()) - 1 - bool(second)
    while len(first) + len(second) > room:
        if len(first) > len(second):
            first = first[:-1]
        else:
            second = second[:-1]
    parts = (first.decode(errors="ignore"), second.decode(errors="ignore"), label)
    return "_".join(part for part in parts if part)
