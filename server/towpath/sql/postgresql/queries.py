"""Queries inside of statements: where they end; and the parts of INSERT, UPDATE and DELETE that are like queries."""

from typing import Any

from towpath.sql import readers
from towpath.sql.expression import QUERY_WORDS
from towpath.sql.lex import WORD, Tokens
from towpath.sql.postgresql.grammar import GRAMMAR

# Words that a query cannot end with: something must follow each of them.
_DANGLING = frozenset(
    """
    SELECT FROM WHERE AND OR NOT IN LIKE ILIKE BETWEEN IS BY ON USING JOIN INNER LEFT RIGHT FULL CROSS NATURAL UNION
    EXCEPT INTERSECT HAVING GROUP ORDER LIMIT OFFSET FETCH AS CASE WHEN THEN ELSE WITH VALUES DISTINCT SET INTO WINDOW
    RETURNING LATERAL OUTER FOR ESCAPE COLLATE TABLE SIMILAR OVER FILTER WITHIN ARRAY CAST
    """.split()
)
_QUERY_END = frozenset(("RETURNING",))


def _query(tokens: Tokens, index: int) -> readers.Taken:
    """A query up to the end of the statement, or to what can only follow a query."""
    if tokens.at(index) not in QUERY_WORDS and tokens.at(index) != "(":
        return readers.NOTHING
    end = _clause_end(tokens, index, _stops_query)
    return (end, tokens.source(index, end)) if end > index else readers.NOTHING


def _stops_query(tokens: Tokens, at: int) -> bool:
    word = tokens.words[at]
    if word == "RETURNING" or (word == "ON" and tokens.at(at + 1) == "CONFLICT"):
        return True
    if word != "WITH":
        return False
    following = tokens.words[at + 1 : at + 3]
    return following[:1] in (["DATA"], ["CHECK"]) or following in (
        ["NO", "DATA"],
        ["CASCADED", "CHECK"],
        ["LOCAL", "CHECK"],
    )


def _clause_end(tokens: Tokens, index: int, stops: Any) -> int:
    """Where tokens with balanced parentheses end; -1 where they end in the middle of something."""
    depth, at = 0, index
    while at < tokens.count:
        word = tokens.words[at]
        if word in ("(", "["):
            depth += 1
        elif word in (")", "]"):
            if not depth:
                break
            depth -= 1
        elif not depth and at > index and tokens.kinds[at] == WORD and stops(tokens, at):
            break
        at += 1
    if depth:
        return tokens.failed(tokens.count, ")")
    return at if at > index and _finished(tokens, at - 1) else tokens.failed(at, "more of the query")


def _finished(tokens: Tokens, last: int) -> bool:
    """Whether a query may end with this token."""
    word, kind = tokens.words[last], tokens.kinds[last]
    if kind == WORD:
        return word not in _DANGLING or tokens.at(last - 1) in (".", "AS")
    return (
        kind != "o"
        or word in (")", "]")
        or (word == "*" and tokens.at(last - 1) in ("SELECT", ",", ".", "(", "ALL", "DISTINCT", "RETURNING"))
    )


def _from(tokens: Tokens, index: int) -> readers.Taken:
    """The tables of UPDATE … FROM or DELETE … USING."""
    end = _clause_end(tokens, index, lambda tokens, at: tokens.words[at] in ("WHERE", "RETURNING"))
    return (end, tokens.source(index, end)) if end > index else readers.NOTHING


def _alias(tokens: Tokens, index: int) -> readers.Taken:
    """A table's other name without AS; SET and the like are none."""
    if tokens.at(index) in ("SET", "USING", "VALUES", "OVERRIDING", "DEFAULT", "SELECT"):
        return readers.NOTHING
    return readers.name(tokens, index)


GRAMMAR.reader("query", "a query", _query, frozenset((*QUERY_WORDS, "(")))
GRAMMAR.reader("from", "a table", _from)
GRAMMAR.reader("alias", "a name", _alias)
