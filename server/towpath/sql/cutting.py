"""Text of databases other than PostgreSQL to statements: by marks that are data, in one pass that never fails."""

import re
from typing import NamedTuple

from towpath.sql.pieces import Piece, trimmed


class Cuts(NamedTuple):
    """How one dialect's statements end.

    `space` is what stands between statements. `mark` finds all that may matter in one, by the names of its groups:
    `end` ends it; `open` is a quote or a comment that is never closed; `begin` and `close` are the words around a
    block, which count in statements that `holder` begins. What has no name is passed by.
    """

    space: re.Pattern[str]
    mark: re.Pattern[str]
    holder: re.Pattern[str]


# A line that can only begin a statement, after one that ends one: where a quote that was left open is taken to end.
NEXT_STATEMENT = (
    r";[ \t]*(?:(?:--|\#)[^\r\n]*)?(?:\r\n|\r|\n)(?:[ \t]*(?:(?:--|\#)[^\r\n]*)?(?:\r\n|\r|\n))*"
    r"(?=(?:alter|create|drop|insert|update|delete|select|with|set|begin|commit|grant|revoke|truncate|replace|rename|"
    r"use|call|start|rollback|pragma|vacuum)\b)"
)
_NEXT_STATEMENT = re.compile(NEXT_STATEMENT, re.I)


def piece_at(text: str, at: int, cuts: Cuts) -> Piece | None:
    """The statement that begins at an offset or behind it."""
    start = _begin(text, at, cuts)
    if start >= len(text):
        return None
    held, depth = cuts.holder.match(text, start) is not None, 0
    for mark in cuts.mark.finditer(text, start):
        kind = mark.lastgroup
        if kind == "open":
            return _left_open(text, start, mark)
        if kind == "end" and not depth:
            return Piece(start, trimmed(text, start, mark.start()), mark.end())
        if held and kind in ("begin", "close"):
            depth = max(depth + (1 if kind == "begin" else -1), 0)
    return Piece(start, trimmed(text, start, len(text)), len(text))


def _begin(text: str, at: int, cuts: Cuts) -> int:
    """Where the next statement begins: behind white space, comments, and ends of empty ones."""
    while True:
        space = cuts.space.match(text, at)
        at = space.end() if space else at
        mark = cuts.mark.match(text, at)
        if not mark or mark.lastgroup != "end":
            return at
        at = max(mark.end(), at + 1)


def _left_open(text: str, start: int, mark: re.Match[str]) -> Piece:
    quote = mark.group()[:2] if mark.group().startswith("/*") else mark.group()[:1]
    said = "the comment /* never ends" if quote == "/*" else f"the quote {quote} is never closed"
    following = None if quote == "/*" else _NEXT_STATEMENT.search(text, mark.start())
    end = following.end() if following else len(text)
    return Piece(start, trimmed(text, start, end), end, "sql", said)
