"""PostgreSQL's statements: tokens to operations."""

from functools import cache
from typing import Any

from towpath.sql.grammar import Dispatch, Form, run
from towpath.sql.lex import Tokens
from towpath.sql.postgresql import alter_table, data, indexes, objects, queries, session, tables
from towpath.sql.postgresql.grammar import GRAMMAR, Reading
from towpath.sql.readers import group_end

FORMS: list[Form[Reading]] = [
    *tables.FORMS,
    *indexes.FORMS,
    *alter_table.FORMS,
    *objects.FORMS,
    *session.FORMS,
    *data.FORMS,
]
assert queries

_STATEMENTS = Dispatch(GRAMMAR, FORMS)


def statement(tokens: Tokens, index: int = 0, end: int | None = None) -> Reading | None:
    """What the statement that takes the tokens up to `end` does; None if no form takes exactly those."""
    for forms in (_STATEMENTS, _seldom):
        dispatch = forms() if callable(forms) else forms
        for form in dispatch.candidates(tokens, index):
            match = run(form, tokens, index, end)
            if match:
                return form.build(match)
    return None


@cache
def _seldom() -> Dispatch[Reading]:
    """The forms of statements that no rule takes apart, made when nothing else fits."""
    from towpath.sql.postgresql import common, definitions, maintenance, privileges, relations, remote, routines

    modules = (maintenance, common, privileges, relations, definitions, routines, remote)
    return Dispatch(GRAMMAR, [form for module in modules for form in module.FORMS])


def _inner_statement(tokens: Tokens, index: int) -> tuple[int, Any]:
    """A statement in parentheses, as the reading of what it does."""
    if tokens.at(index) != "(":
        return -1, None
    end = group_end(tokens, index)
    read = statement(tokens, index + 1, end - 1) if end > 0 else None
    return (end, read) if read is not None else (-1, None)


GRAMMAR.reader("inner statement", "a statement in parentheses", _inner_statement)


def _listed_statement(tokens: Tokens, index: int) -> tuple[int, Any]:
    """A statement up to the semicolon behind it."""
    depth = 0
    for at in range(index, tokens.count):
        depth += {"(": 1, ")": -1}.get(tokens.words[at], 0)
        if not depth and tokens.words[at] == ";":
            return (at, None) if at > index and statement(tokens, index, at) is not None else (-1, None)
    return tokens.failed(tokens.count, ";"), None


GRAMMAR.reader("listed statement", "a statement", _listed_statement)
