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
from towpath.sql.write import Manner

_QUOTE = '"'
_IS_SET = pattern(r'(?P<name>"[^"]+"|[a-z_][a-z0-9_$]*) IS NOT NULL\Z')
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
    if isinstance(operation, RunCode):
        # Where the models come from is part of the text, and told beside it.
        return replace(operation, text="", work=tuple(map(_without_text, operation.work)))
    return operation


def _without_text(operation: Operation) -> Operation:
    rows = (DeleteRows, InsertRows, MergeRows, UpdateRows)
    return replace(operation, text="") if isinstance(operation, rows) else operation


def _unquoted(text: str) -> str:
    """Without the quotes that make no difference."""
    return re.sub(r'"([a-z_][a-z0-9_$]*)"', r"\1", text)
