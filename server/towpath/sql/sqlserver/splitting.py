"""SQL Server's next statement, or command of sqlcmd."""

import re

from towpath.source import pattern
from towpath.sql.cutting import NEXT_STATEMENT
from towpath.sql.pieces import Piece, line_end, trimmed
from towpath.sql.sqlserver.marks import BATCH, Marks
from towpath.sql.sqlserver.walking import walk

_COMMAND = pattern(r"(?::|!!)[a-z]+", re.I)
# Of these commands the database sees nothing.
_QUIET = pattern(r":(?:setvar|on|out|error|perftrace|list|listvar|serverlist|reset|help|quit|exit)\b", re.I)
_FOLLOWING = pattern(rf"{NEXT_STATEMENT}|(?:\r\n|\r|\n)(?=[ \t]*go[ \t]*(?:[\r\n]|\Z))", re.I)
_EMPTY = (";", BATCH)


def is_quiet(command: str) -> bool:
    """Whether a command of sqlcmd does nothing to the database."""
    return _QUIET.match(command) is not None


def piece_of(text: str, at: int) -> Piece | None:
    """The next statement; GO, and the semicolons of empty ones, belong to none."""
    marks = Marks(text, at)
    while marks.word(0) in _EMPTY:
        at = marks[0].end
        marks = Marks(text, at)
    first = marks[0]
    if first.problem:
        return _left_open(text, first.start, first.start, first.problem)
    if not first.word:
        return None
    if _COMMAND.match(text, first.start):
        end = line_end(text, first.start)
        return Piece(first.start, end, end, "meta")
    end = max(walk(text, marks).end, 1)
    last, following = marks[end - 1], marks[end]
    if following.problem:
        return _left_open(text, first.start, following.start, following.problem)
    return Piece(first.start, last.end, following.end if following.word in _EMPTY else last.end)


def _left_open(text: str, start: int, mark: int, problem: str) -> Piece:
    """A statement in which a quote or a comment is never closed; a quote ends where the next one must begin."""
    if problem.startswith("the comment"):
        end = mark if mark > start else len(text)
        return Piece(start, trimmed(text, start, end), len(text), "sql", problem)
    following = _FOLLOWING.search(text, mark)
    end = following.end() if following else len(text)
    return Piece(start, trimmed(text, start, end), end, "sql", problem)
