"""Where MySQL's statements end: at the delimiter in force, and not within the blocks of bodies."""

import re
from bisect import bisect_left
from functools import cache, lru_cache

from towpath.source import pattern
from towpath.sql.cutting import Cuts, piece_at
from towpath.sql.pieces import Piece, line_end

_SPACE = pattern(r"(?:[\s\ufeff]+|--(?=[\s\x00-\x1f]|\Z)[^\r\n]*|\#[^\r\n]*|/\*(?!M?!).*?\*/)*", re.S)
_HOLDER = pattern(
    r"create\b(?:\s+or\s+replace)?(?:\s+definer\s*=\s*\S+)?(?:\s+aggregate)?\s+(?:trigger|procedure|function|event)\b"
    r"|begin\s+not\s+atomic\b",
    re.I,
)
_MARK = r"""
  (?P<end>{end})
| '[^'\\]*(?:(?:''|\\.)[^'\\]*)*' | "[^"\\]*(?:(?:""|\\.)[^"\\]*)*" | `[^`]*`
| --(?=[\s\x00-\x1f]|\Z)[^\r\n]* | \#[^\r\n]* | /\*(?!M?!).*?\*/
| (?P<open>['"`].*|/\*(?!M?!).*)
| (?P<begin>\b(?:begin|case)\b)
| (?P<close>\bend\b(?:\s+case\b)?(?!\s+(?:if|loop|while|repeat)\b))
| \w+
"""
_DELIMITER = pattern(r"^[ \t]*delimiter[ \t]+(?P<sign>\S+)[^\r\n]*", re.I | re.M)


@cache
def _cuts(sign: str) -> Cuts:
    end = re.escape(sign)
    return Cuts(_SPACE, re.compile(_MARK.format(end=end), re.I | re.S | re.X), _HOLDER)


@lru_cache(maxsize=4)
def delimiters(text: str) -> tuple[tuple[int, str], ...]:
    """Where the client is told what ends the statements from there on, and what it is told."""
    return tuple((found.start(), found["sign"]) for found in _DELIMITER.finditer(text))


def piece_of(text: str, at: int) -> Piece | None:
    """The next statement, or the line of the client that says what ends the next ones."""
    told = delimiters(text)
    if not told:
        return piece_at(text, at, _cuts(";"))
    space = _SPACE.match(text, at)
    start = space.end() if space else at
    if _DELIMITER.match(text, start):
        end = line_end(text, start)
        return Piece(start, end, end, "meta")
    before = bisect_left(told, (start, ""))
    return piece_at(text, at, _cuts(told[before - 1][1] if before else ";"))
