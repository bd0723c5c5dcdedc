"""Where SQLite's statements end: at a semicolon, but not within the body of a trigger."""

import re

from towpath.source import pattern
from towpath.sql.cutting import Cuts, piece_at
from towpath.sql.pieces import Piece, line_end

_CUTS = Cuts(
    pattern(r"(?:[\s\ufeff]+|--[^\r\n]*|/\*.*?\*/)*", re.S),
    pattern(
        r"""
  (?P<end>;)
| '[^']*(?:''[^']*)*' | "[^"]*(?:""[^"]*)*" | `[^`]*` | \[[^\]\r\n]*\]
| --[^\r\n]* | /\*.*?\*/
| (?P<open>['"`].*|/\*.*)
| (?P<begin>\b(?:begin|case)\b)
| (?P<close>\bend\b)
| \w+
""",
        re.I | re.S | re.X,
    ),
    pattern(r"create\s+(?:temp\s+|temporary\s+)?trigger\b", re.I),
)
_COMMAND = pattern(r"\.[a-z]+", re.I)


def piece_of(text: str, at: int) -> Piece | None:
    """The next statement, or command of SQLite's shell."""
    space = _CUTS.space.match(text, at)
    start = space.end() if space else at
    if _COMMAND.match(text, start):
        end = line_end(text, start)
        return Piece(start, end, end, "meta")
    return piece_at(text, at, _CUTS)
