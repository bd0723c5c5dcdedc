"""PostgreSQL's statements: tokens to operations."""

from typing import Any

from towpath.sql.grammar import Form, run
from towpath.sql.lex import Tokens
from towpath.sql.postgresql import alter_table, data, indexes, objects, queries, session, tables
from towpath.sql.postgresql.grammar import GRAMMAR, Reading

FORMS: list[Form[Reading]] = [
    *tables.FORMS,
    *indexes.FORMS,
    *alter_table.FORMS,
    *objects.FORMS,
    *session.FORMS,
    *data.FORMS,
]
assert queries

_BY_HEAD: dict[tuple[str, str], list[Form[Reading]]] = {}
_heads = {head for form in FORMS for head in form.heads}
_seconds = {head[1] for head in _heads if len(head) > 1}


def _candidates(first: str, second: str) -> list[Form[Reading]]:
    """The forms that may begin with two words, in their order; found once for each pair."""
    key = (first, second)
    if key not in _BY_HEAD:
        _BY_HEAD[key] = [form for form in FORMS if any(_fits(head, first, second) for head in form.heads)]
    return _BY_HEAD[key]


def _fits(head: tuple[str, ...], first: str, second: str) -> bool:
    return head[0] in ("", first) and (len(head) < 2 or head[1] in ("", second))


def statement(tokens: Tokens, index: int = 0, end: int | None = None) -> Reading | None:
    """What the statement that takes the tokens up to `end` does; None if no form takes exactly those."""
    second = tokens.at(index + 1)
    for form in _candidates(tokens.at(index), second if second in _seconds else ""):
        match = run(form, tokens, index, end)
        if match:
            return form.build(match)
    return None


def _inner_statement(tokens: Tokens, index: int) -> tuple[int, Any]:
    """A statement in parentheses, as the reading of what it does."""
    from towpath.sql.readers import group_end

    if tokens.at(index) != "(":
        return -1, None
    end = group_end(tokens, index)
    read = statement(tokens, index + 1, end - 1) if end > 0 else None
    return (end, read) if read is not None else (-1, None)


GRAMMAR.reader("inner statement", "a statement in parentheses", _inner_statement)
