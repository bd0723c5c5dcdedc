"""Where Oracle's statements end: at a semicolon, and PL/SQL at a slash on a line of its own; lines of SQL*Plus."""

import re

from towpath.source import pattern
from towpath.sql.cutting import NEXT_STATEMENT
from towpath.sql.oracle.lexis import QUOTED
from towpath.sql.pieces import Piece, line_end, trimmed

_SPACE = pattern(r"(?:[\s\ufeff]+|--[^\r\n]*|/\*.*?\*/)*", re.S)
# The lines by which SQL*Plus runs what stands before them; there is nothing to run behind a semicolon.
_SLASH = r"(?:\A|(?<=[\r\n]))[ \t]*/[ \t]*(?=[\r\n]|\Z)"
_MARK = pattern(
    rf"""
  (?P<slash>{_SLASH})
| (?P<end>;)
| [nN]?{QUOTED} | '[^']*(?:''[^']*)*' | "[^"]*(?:""[^"]*)*"
| --[^\r\n]* | /\*.*?\*/
| (?P<open>['"]|/\*)
| \w+
""",
    re.S | re.X,
)
_EDITION = r"(?:\s+(?:editionable|noneditionable))?"
# What holds semicolons of its own.
_PLSQL = pattern(
    rf"""
  (?:begin|declare)\b
| <<
| create\b(?:\s+or\s+replace)?{_EDITION}\s+
  (?:function|library|procedure|package|trigger|type\s+body|(?:and\s+(?:compile|resolve)\s+)?java)\b
| with\s+(?:function|procedure)\b
""",
    re.I | re.X,
)
_COMMAND = pattern(
    r"""
  @ | (?:
    accept|append|archive|attribute|break|btitle|change|clear|column|col|compute|conn|connect|copy|def|define|del|desc
  | describe|disconnect|edit|exec|execute|exit|get|help|host|input|list|password|pause|print|pro|prompt|quit|recover
  | rem|remark|repfooter|repheader|run|save|show|shutdown|spool|start|startup|store|timing|ttitle|undef|undefine|var
  | variable|whenever
  )(?![\w$\#]) (?!\s*[=(]) | set\b(?!\s+(?:constraints?|role|transaction)\b)
""",
    re.I | re.X,
)
_RUNS = pattern(r"@|(?:conn|connect|copy|exec|execute|get|host|recover|run|shutdown|start|startup)\b", re.I)
_FOLLOWING = pattern(NEXT_STATEMENT, re.I)


def is_quiet(command: str) -> bool:
    """Whether a command of SQL*Plus does nothing to the database."""
    return _RUNS.match(command) is None


def piece_of(text: str, at: int) -> Piece | None:
    """The next statement, or command of SQL*Plus."""
    start = _begin(text, at)
    if start >= len(text):
        return None
    if _COMMAND.match(text, start):
        end = line_end(text, start)
        return Piece(start, trimmed(text, start, end), end, "meta")
    return _statement(text, start, _PLSQL.match(text, start) is not None)


def piece_inside(text: str, at: int) -> Piece | None:
    """The next statement of a PL/SQL block, or what steers it up to the first one."""
    start = _begin(text, at)
    return _statement(text, start, held=False) if start < len(text) else None


def _statement(text: str, start: int, held: bool) -> Piece:
    """The statement that begins at `start`; one that is held has semicolons of its own."""
    for mark in _MARK.finditer(text, start):
        kind = mark.lastgroup
        if kind == "open":
            return _left_open(text, start, mark)
        if kind == "slash" or (kind == "end" and not held):
            return Piece(start, trimmed(text, start, mark.start()), mark.end())
    return Piece(start, trimmed(text, start, len(text)), len(text))


def _begin(text: str, at: int) -> int:
    while True:
        space = _SPACE.match(text, at)
        at = space.end() if space else at
        line = max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1
        mark = _MARK.match(text, line if not text[line:at].strip() else at)
        if not mark or mark.lastgroup not in ("end", "slash") or mark.end() <= at:
            return at
        at = mark.end()


def _left_open(text: str, start: int, mark: re.Match[str]) -> Piece:
    if mark.group() == "/*":
        end = mark.start() if mark.start() > start else len(text)
        return Piece(start, trimmed(text, start, end), len(text), "sql", "the comment /* never ends")
    following = _FOLLOWING.search(text, mark.start())
    end = following.end() if following else len(text)
    return Piece(start, trimmed(text, start, end), end, "sql", f"the quote {mark.group()} is never closed")
