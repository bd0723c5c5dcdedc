"""Whole statements from the forms of a dialect."""

from collections.abc import Callable
from typing import Any

from towpath.sql.grammar import Dispatch, Form, Grammar, run
from towpath.sql.lex import Tokens
from towpath.sql.postgresql.grammar import Reading
from towpath.sql.readers import group_end


def statements(grammar: Grammar, forms: list[Form[Reading]]) -> Callable[[Tokens], Reading | None]:
    """What says what a statement does, None if no form takes all of it; the grammar gets statements in statements."""
    dispatch = Dispatch(grammar, forms)

    def statement(tokens: Tokens, index: int = 0, end: int | None = None) -> Reading | None:
        for form in dispatch.candidates(tokens, index):
            match = run(form, tokens, index, end)
            if match:
                return form.build(match)
        return None

    def inner(tokens: Tokens, index: int) -> tuple[int, Any]:
        end = group_end(tokens, index) if tokens.at(index) == "(" else -1
        read = statement(tokens, index + 1, end - 1) if end > 0 else None
        return (end, read) if read is not None else (-1, None)

    def rest(tokens: Tokens, index: int) -> tuple[int, Any]:
        read = statement(tokens, index)
        return (tokens.count, read) if read is not None else (-1, None)

    grammar.reader("inner statement", "a statement in parentheses", inner)
    grammar.reader("rest statement", "a statement", rest)
    return statement
