"""Rows that come from a file of values with separators."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from towpath.frameworks.liquibase.sent import names, values
from towpath.frameworks.liquibase.sent.asked import Around, Change, Found, Sent, is_true, said
from towpath.syntax.markup import Node

# So many rows stand in one statement.
_AT_ONCE = 50
# What follows is loaded in the same way; a file may have millions of rows.
_ENOUGH = 500


class _Column(NamedTuple):
    name: str
    kind: str


def load_data(change: Node, around: Around) -> Found:
    read = _rows(change, around)
    if isinstance(read, str):
        yield read
        return
    columns, rows = read
    listed = ", ".join(names.column(one.name, around) for one in columns if one.kind != "SKIP")
    for at in range(0, len(rows), _AT_ONCE):
        said_ = ",".join(f"({', '.join(_values(columns, row, around))})" for row in rows[at : at + _AT_ONCE])
        yield Sent(f"INSERT INTO {names.table(change, around)} ({listed}) VALUES {said_}")


def load_update_data(change: Node, around: Around) -> Found:
    read = _rows(change, around)
    if isinstance(read, str):
        yield read
        return
    columns, rows = read
    for row in rows:
        yield Sent(_merged(change, columns, row, around))


def load_update_data_back(change: Node, around: Around) -> Found:
    """What takes the rows out again, by their keys."""
    read = _rows(change, around)
    if isinstance(read, str):
        yield read
        return
    columns, rows = read
    for row in rows:
        yield Sent(f"DELETE FROM {names.table(change, around)} WHERE {_found(change, columns, row, around)}")


def _rows(change: Node, around: Around) -> tuple[list[_Column], list[list[str]]] | str:
    path = said(change, "file")
    text = around.text(path)
    if text is None:
        return f"the file {path} is not there"
    separator = {"\\t": "\t", "tab": "\t"}.get(said(change, "separator"), said(change, "separator")[:1]) or ","
    quote = said(change, "quotchar")[:1] or '"'
    comment = said(change, "commentLineStartsWith") or "#"
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith(comment)][: _ENOUGH + 1]
    if not lines:
        return f"the file {path} is empty"
    head, *rows = csv.reader(lines, delimiter=separator, quotechar=quote)
    columns = [_column(change, number, header.strip()) for number, header in enumerate(head)]
    return columns, rows


def _column(change: Node, number: int, header: str) -> _Column:
    for node in change.all("column"):
        if said(node, "index") == str(number) or said(node, "header", "name").lower() == header.lower():
            return _Column(said(node, "name") or header, (said(node, "type") or "STRING").upper())
    return _Column(header, "STRING")


def _values(columns: Sequence[_Column], row: Sequence[str], around: Around) -> list[str]:
    return [_value(one, text, around) for one, text in zip(columns, row) if one.kind != "SKIP"]


def _value(column: _Column, text: str, around: Around) -> str:
    bare = text.strip()
    if bare.upper() == "NULL" or (not bare and column.kind != "STRING"):
        return "NULL"
    if column.kind == "BOOLEAN":
        return values.truth("true" if bare.lower() in ("true", "t", "yes", "y", "1") else "false", around)
    return bare if column.kind in ("NUMERIC", "COMPUTED") else values.literal(text, around)


def _found(change: Node, columns: Sequence[_Column], row: Sequence[str], around: Around) -> str:
    """The condition that finds a row by its key."""
    keys = names.listed(said(change, "primaryKey"))
    found = ((one, text) for one, text in zip(columns, row) if one.name in keys)
    return " AND ".join(f"{names.column(one.name, around)} = {_value(one, text, around)}" for one, text in found)


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


CHANGES: Mapping[str, Change] = {"loadData": load_data, "loadUpdateData": load_update_data}
