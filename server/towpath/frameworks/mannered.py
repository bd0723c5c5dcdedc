"""What fixes bring along as text, in the manner of the file that it goes to."""

import re

from towpath.operations import (
    AddConstraint,
    Check,
    CreateView,
    DeleteRows,
    DropIndex,
    InsertRows,
    MergeRows,
    Operation,
    RenameIndex,
    RunCode,
    UpdateRows,
    replace,
)
from towpath.source import pattern
from towpath.sql.batches import apart
from towpath.sql.write import Manner

_QUOTE = '"'
_FILLS = pattern(
    r"UPDATE (?P<table>\S+) SET (?P<column>\S+) = (?P<value>.+?)"
    r"(?P<where> WHERE (?:(?P=column) IS NULL"
    r"|(?P<differs>(?P=value) IS NOT NULL AND (?P=column) IS DISTINCT FROM (?P=value))))?\Z"
)
_IS_SET = pattern(r'(?P<name>"[^"]+"|[a-z_][a-z0-9_$]*) IS NOT NULL\Z')
# A condition between parentheses that are around all of it.
_BARE = pattern(r"\A\(([^()]*)\)\Z")
_NAME = pattern(r'"[^"]+"|[a-z_][a-z0-9_$]*')
_PART = pattern(r'"[^"]+"|[^."]+')
_COPIES = pattern(r"INSERT INTO (?P<new>\S+) \((?P<columns>[^()]*)\) SELECT (?P=columns) FROM (?P<old>\S+)\Z")
_COPYING = pattern(r"\b(?:insert into|select|from)\b", re.I)
_ALL_OF = pattern(r"SELECT \* FROM (?P<table>\S+)\Z")


def mannered(operation: Operation, how: Manner) -> Operation:
    """The operation with the condition that proves NOT NULL, or the query of all of a table, as its author writes."""
    if isinstance(operation, CreateView):
        return replace(operation, query=_query(operation.query, how))
    if isinstance(operation, InsertRows):
        return replace(operation, text=_copied(operation.text, how))
    if isinstance(operation, UpdateRows):
        return _filled(operation, how)
    if isinstance(operation, AddConstraint) and isinstance(operation.constraint, Check):
        expression = _condition(operation.constraint.expression, how)
        return replace(operation, constraint=replace(operation.constraint, expression=expression))
    return operation


def _copied(text: str, how: Manner) -> str:
    """The statement that copies a table's rows; any other as it is."""
    found = _COPIES.match(text)
    if found is None:
        return text
    new, old = (_qualified(found[name], how) for name in ("new", "old"))
    columns = ", ".join(how.name(name.strip(_QUOTE)) for name in found["columns"].split(", "))
    k = how.keyword
    return f"{k('INSERT INTO')} {new} ({columns}) {k('SELECT')} {columns} {k('FROM')} {old}"


def _filled(rows: UpdateRows, how: Manner) -> UpdateRows:
    """What fills a column where it is empty, or is not as another one; any other statement as it is."""
    found = _FILLS.match(rows.text)
    if found is None:
        return rows
    k, column = how.keyword, how.name(found["column"].strip(_QUOTE))
    copied = _NAME.fullmatch(found["value"])
    value = how.name(found["value"].strip(_QUOTE)) if copied else found["value"]
    text = f"{k('UPDATE')} {_qualified(found['table'], how)} {k('SET')} {column} = {value}"
    if not found["where"]:
        return replace(rows, text=text)
    differs = f"{value} {k('IS NOT NULL AND')} {column} {k('IS DISTINCT FROM')} {value}"
    where = differs if found["differs"] else f"{column} {k('IS NULL')}"
    return replace(rows, text=f"{text} {k('WHERE')} {where}", where=where)


def _query(query: str, how: Manner) -> str:
    found = _ALL_OF.match(query)
    if found is None:
        return query
    return f"{how.keyword('SELECT')} * {how.keyword('FROM')} {_qualified(found['table'], how)}"


def _qualified(name: str, how: Manner) -> str:
    return ".".join(how.name(part.strip(_QUOTE)) for part in _PART.findall(name))


def _condition(expression: str, how: Manner) -> str:
    found = _IS_SET.match(expression)
    return f"{how.name(found['name'].strip(_QUOTE))} {how.keyword('IS NOT NULL')}" if found else expression


def plain(operation: Operation) -> Operation:
    """The operation in the one manner in which fixes bring it along, so that two can be compared."""
    if isinstance(operation, CreateView):
        query = re.sub(r"^select \* from\b", "SELECT * FROM", _unquoted(operation.query), flags=re.I)
        # What follows from the query is told by reading alone.
        return replace(operation, query=query, reads=(), width=None)
    if isinstance(operation, InsertRows) and operation.query:
        text = _COPYING.sub(lambda word: word[0].upper(), operation.text.replace(_QUOTE, ""))
        return replace(operation, text=text) if _COPIES.match(text) else operation
    if isinstance(operation, AddConstraint) and isinstance(operation.constraint, Check):
        expression = _unquoted(operation.constraint.expression)
        expression = re.sub(r"\bis not null$", "IS NOT NULL", expression, flags=re.I)
        return replace(operation, constraint=replace(operation.constraint, expression=expression))
    if isinstance(operation, (DropIndex, RenameIndex)):
        # Only MySQL has to be told whose index it is.
        return replace(operation, table=None)
    if isinstance(operation, (DeleteRows, UpdateRows)) and operation.batched:
        begin, where = apart(operation) or (operation.text, operation.where or "")
        text, where = (_same_case(one, operation.table.name) for one in (begin, where))
        return replace(operation, text=text, where=where, key="")
    if isinstance(operation, RunCode):
        # Where the models come from is part of the text, and told beside it.
        return replace(operation, text="", work=tuple(map(_without_text, operation.work)))
    return operation


def _without_text(operation: Operation) -> Operation:
    rows = (DeleteRows, InsertRows, MergeRows, UpdateRows)
    return replace(operation, text="") if isinstance(operation, rows) else operation


def _same_case(text: str, table: str) -> str:
    """Without the spaces, quotes, capitals and the table before columns that make no difference."""
    parts = re.split(r"('(?:[^']|'')*')", _BARE.sub(r"\1", " ".join(text.split())))
    plainly = (part if at % 2 else _unquoted(part).lower() for at, part in enumerate(parts))
    return "".join(plainly).replace(f"{table.lower()}.", "")


def _unquoted(text: str) -> str:
    """Without the quotes that make no difference."""
    return re.sub(r'"([a-z_][a-z0-9_$]*)"', r"\1", text)
