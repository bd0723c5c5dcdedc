"""Rows that come from a file of values with separators."""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from towpath.frameworks.liquibase.sent import names, values
from towpath.frameworks.liquibase.sent.asked import Around, Change, Found, Sent, is_true, said
from towpath.syntax.markup import Node

# So many rows stand in one statement.
_AT_ONCE = 50
# What follows is loaded in the same way; a file may have millions of rows.
_ENOUGH = 500


class _Column(NamedTuple):
    """`default` is what stands for NULL."""

    name: str
    kind: str
    default: values.Value | None = None


class _Table(NamedTuple):
    """What a file holds: columns, and the values of its rows as they stand there."""

    columns: list[_Column]
    rows: list[list[str]]


def _loading(made: Callable[[Node, _Table, Around], Iterator[str]]) -> Change:
    """A change that sends what is made of the rows of its file."""

    def change(node: Node, around: Around) -> Found:
        table = _read(node, around)
        yield from (table,) if isinstance(table, str) else map(Sent, made(node, table, around))

    return change


def _inserted(change: Node, table: _Table, around: Around) -> Iterator[str]:
    columns, rows = table
    listed = ", ".join(names.column(one.name, around) for one in columns if one.kind != "SKIP")
    for at in range(0, len(rows), _AT_ONCE):
        said_ = ",".join(f"({', '.join(_values(columns, row, around))})" for row in rows[at : at + _AT_ONCE])
        yield f"INSERT INTO {names.table(change, around)} ({listed}) VALUES {said_}"


def _updated(change: Node, table: _Table, around: Around) -> Iterator[str]:
    return (_merged(change, table.columns, row, around) for row in table.rows)


def _deleted(change: Node, table: _Table, around: Around) -> Iterator[str]:
    """What takes the rows out again, by their keys."""
    owner = names.table(change, around)
    return (f"DELETE FROM {owner} WHERE {_found(change, table.columns, row, around)}" for row in table.rows)


load_update_data_back = _loading(_deleted)


def _read(change: Node, around: Around) -> _Table | str:
    path = said(change, "file")
    text = around.text(path)
    if text is None:
        return f"the file {path} is not there"
    separator = {"\\t": "\t", "tab": "\t"}.get(said(change, "separator"), said(change, "separator")[:1]) or ","
    quote = said(change, "quotchar")[:1] or '"'
    comment = said(change, "commentLineStartsWith") or "#"
    first, *lines = text.splitlines(keepends=True) or ("",)
    said_ = (line for line in lines if line.strip() and not line.startswith(comment))
    found = csv.reader((first, *islice(said_, _ENOUGH)), delimiter=separator, quotechar=quote)
    head, *rows = found if first.strip() else ((),)
    if not head:
        return f"the file {path} does not begin with the names of columns"
    wrong = next((number for number, row in enumerate(rows, 1) if len(row) != len(head)), 0)
    if wrong:
        return f"row {wrong} of {path} has {len(rows[wrong - 1])} values for {len(head)} columns"
    columns = [_column(change, number, header) for number, header in enumerate(head)]
    return _Table(columns, rows)


def _column(change: Node, number: int, header: str) -> _Column:
    given = [node for node in change.all("column") if said(node, "index") == str(number)]
    given += [
        node
        for node in change.all("column")
        if not said(node, "index") and said(node, "header", "name").lower() == header.strip().lower()
    ]
    if not given:
        return _Column(header, "")
    kind = (said(given[0], "type") or "STRING").upper()
    return _Column(said(given[0], "name") or header, kind, values.given(given[0], "defaultValue"))


def _values(columns: Sequence[_Column], row: Sequence[str], around: Around) -> list[str]:
    return [_value(one, text, around) for one, text in zip(columns, row) if one.kind != "SKIP"]


def _value(column: _Column, text: str, around: Around) -> str:
    bare = text.strip()
    if bare.upper() == "NULL":
        return "NULL"
    if not text and column.kind != "STRING":
        return values.written(column.default, around)
    if column.kind == "SEQUENCE":
        return values.function(values.Value("next", bare), around)
    if column.kind == "BOOLEAN":
        return values.truth("true" if bare.lower() in ("true", "t", "yes", "y", "1") else "false", around)
    return bare if column.kind in ("NUMERIC", "COMPUTED") else values.literal(text, around)


def _found(change: Node, columns: Sequence[_Column], row: Sequence[str], around: Around) -> str:
    """The condition that finds a row by its key."""
    found = {one.name: _value(one, text, around) for one, text in zip(columns, row)}
    keys = ((names.column(key, around), found.get(key, "NULL")) for key in names.listed(said(change, "primaryKey")))
    return " AND ".join(f"{key} is NULL" if text == "NULL" else f"{key} = {text}" for key, text in keys)


def _assigned(
    change: Node, columns: Sequence[_Column], row: Sequence[str], around: Around
) -> Iterator[tuple[str, str]]:
    keys = names.listed(said(change, "primaryKey"))
    for one, text in zip(columns, row):
        if one.name not in keys and one.kind != "SKIP":
            yield names.column(one.name, around), _value(one, text, around)


def _merged(change: Node, columns: Sequence[_Column], row: Sequence[str], around: Around) -> str:
    """What changes a row, or makes it where it is not there."""
    owner = names.table(change, around)
    sets = list(_assigned(change, columns, row, around))
    listed = ", ".join(names.column(one.name, around) for one in columns if one.kind != "SKIP")
    insert = f"INSERT INTO {owner} ({listed}) VALUES ({', '.join(_values(columns, row, around))})"
    update = f"UPDATE {owner} SET {', '.join(f'{name} = {text}' for name, text in sorted(sets))}"
    update += f" WHERE {_found(change, columns, row, around)}"
    only = is_true(change, "onlyUpdate")
    if around.is_mysql:
        behind = ",".join(f"{name} = {'null' if text == 'NULL' else text}" for name, text in sets)
        return update if only else f"{insert}\nON DUPLICATE KEY UPDATE {behind}"
    otherwise = "" if only else f"IF not found THEN\n{insert};\nEND IF;\n"
    return f"DO\n$$\nBEGIN\n{update};\n{otherwise}END;\n$$\nLANGUAGE plpgsql"


CHANGES: Mapping[str, Change] = {"loadData": _loading(_inserted), "loadUpdateData": _loading(_updated)}
