"""What an expression of PostgreSQL means for a migration: whether it is volatile, and what a CHECK proves.

An expression is as volatile as the most volatile function that it calls, so its tokens tell without a tree.
"""

import os
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Literal

from towpath.source import pattern
from towpath.sql.lex import NAMES, Tokens, identifier, kind

Volatility = Literal["constant", "stable", "unknown", "volatile"]

_RANK: tuple[Volatility, ...] = ("constant", "stable", "unknown", "volatile")
_CAST = r"(?:\s*::\s*[a-z][a-z ]*(?:\(\d+(?:,\s*\d+)?\))?(?:\[\])*)?"
_LITERAL = pattern(rf"\s*(?:[-+]?\d+(?:\.\d*)?|true|false|null|'(?:[^']|'')*'){_CAST}\s*", re.I)
_CALL = pattern(r"\s*([a-z_][a-z0-9_.]*)\(\s*\)\s*", re.I)
# Values that are spelled as words; they hold for a transaction or a session.
_WORDS = frozenset(
    """
    CURRENT_TIMESTAMP CURRENT_DATE CURRENT_TIME LOCALTIME LOCALTIMESTAMP CURRENT_USER CURRENT_ROLE SESSION_USER USER
    CURRENT_CATALOG CURRENT_SCHEMA SYSTEM_USER
    """.split()
)
# Words before a parenthesis that call nothing.
_GRAMMAR = frozenset(
    """
    COALESCE NULLIF GREATEST LEAST EXTRACT OVERLAY POSITION SUBSTRING TRIM NORMALIZE CAST ROW ARRAY CASE WHEN THEN ELSE
    AND OR NOT IN ANY ALL SOME EXISTS BETWEEN IS LIKE ILIKE AS VALUES OVER FILTER GROUP OPERATOR GROUPING TREAT
    JSON_OBJECT JSON_ARRAY JSON_SCALAR JSON_SERIALIZE JSON_QUERY JSON_VALUE JSON_EXISTS XMLELEMENT XMLCONCAT XMLFOREST
    """.split()
)
_NO_CALLS = _GRAMMAR | _WORDS
_VOLATILITIES: dict[str, Volatility] = {"immutable": "constant", "stable": "stable", "volatile": "volatile"}


def volatility(expression: str, functions: Callable[[str], str | None] = lambda name: None) -> Volatility:
    """How volatile an expression is: `constant`, `stable` within a statement, `volatile`; or `unknown`.

    `functions` says of a function of the user's own, by its name as written, whether it was made immutable, stable or
    volatile; None where it is not known.
    """
    if _LITERAL.fullmatch(expression):
        return "constant"
    if call := _CALL.fullmatch(expression):
        return _of_function(call[1].lower(), functions)
    tokens = Tokens(expression)
    found: list[Volatility] = [_of_function(name, functions) for name in _calls(tokens)]
    found.append("constant" if _WORDS.isdisjoint(tokens.words) else "stable")
    return max(found, key=_RANK.index)


def _calls(tokens: Tokens) -> Iterator[str]:
    """The names of the functions that are called, with their schemas."""
    for at in range(tokens.count - 1):
        if tokens.words[at + 1] != "(" or kind(tokens.words[at]) not in NAMES or tokens.words[at] in _NO_CALLS:
            continue
        first = at
        while first > 1 and tokens.words[first - 1] == "." and kind(tokens.words[first - 2]) in NAMES:
            first -= 2
        # Behind these stands a type, whose length is in the parentheses.
        if first and tokens.words[first - 1] in ("::", "AS"):
            continue
        yield ".".join(identifier(tokens.texts[part]) for part in range(first, at + 1, 2))


def _of_function(name: str, functions: Callable[[str], str | None]) -> Volatility:
    schema, _, bare = name.rpartition(".")
    own, extensions = builtin()
    if schema in ("", "pg_catalog") and bare in own:
        return own[bare]
    said = functions(name)
    return _VOLATILITIES[said] if said else extensions.get(bare, "unknown")


@cache
def builtin() -> tuple[dict[str, Volatility], dict[str, Volatility]]:
    """The volatility of PostgreSQL's own functions, and of those of well-known extensions, by name."""
    with open(os.path.join(os.path.dirname(__file__), "functions.txt"), encoding="utf-8") as file:
        text = file.read()
    own, extensions = (_listed(part) for part in text.split("# Functions of extensions"))
    return own, extensions


def _listed(text: str) -> dict[str, Volatility]:
    found: dict[str, Volatility] = {}
    kind: Volatility = "constant"
    for line in text.splitlines():
        if line.startswith("["):
            kind = _VOLATILITIES[line[1:-1]]
        elif not line.startswith("#"):
            found |= dict.fromkeys(line.split(), kind)
    return found
