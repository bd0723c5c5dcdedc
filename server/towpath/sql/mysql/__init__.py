"""MySQL's and MariaDB's statements: tokens to operations."""

from typing import Any

from towpath.sql.grammar import Dispatch, Form, run
from towpath.sql.lex import Tokens
from towpath.sql.mysql import alter_table, columns, data, indexes, objects, session, tables
from towpath.sql.mysql.grammar import GRAMMAR
from towpath.sql.postgresql.grammar import Reading
from towpath.sql.readers import group_end

FORMS: list[Form[Reading]] = [
    *tables.FORMS,
    *indexes.FORMS,
    *alter_table.FORMS,
    *session.FORMS,
    *data.FORMS,
    *objects.FORMS,
]
assert columns

_STATEMENTS = Dispatch(GRAMMAR, FORMS)


def statement(tokens: Tokens, index: int = 0, end: int | None = None) -> Reading | None:
    """What the statement that takes the tokens up to `end` does; None if no form takes exactly those."""
    for form in _STATEMENTS.candidates(tokens, index):
        match = run(form, tokens, index, end)
        if match:
            return form.build(match)
    return None


def _inner_statement(tokens: Tokens, index: int) -> tuple[int, Any]:
    """A statement in parentheses, as the reading of what it does."""
    if tokens.at(index) != "(":
        return -1, None
    end = group_end(tokens, index)
    read = statement(tokens, index + 1, end - 1) if end > 0 else None
    return (end, read) if read is not None else (-1, None)


def _rest_statement(tokens: Tokens, index: int) -> tuple[int, Any]:
    """A statement that takes all that is left."""
    read = statement(tokens, index)
    return (tokens.count, read) if read is not None else (-1, None)


GRAMMAR.reader("inner statement", "a statement in parentheses", _inner_statement)
GRAMMAR.reader("rest statement", "a statement", _rest_statement)
