"""SQLite's tokens and keywords (sqlite.org, "SQLite Keywords"); most of these may be names all the same."""

import re

from towpath.source import pattern
from towpath.sql import keywords
from towpath.sql.lexis import Lexis, Row, words

_BLANK = r"(?:[\s\ufeff]+|--[^\r\n]*|/\*.*?\*/)*"
_PLACEHOLDER = r"\$\{[^}\s]*\}"
# The groups are what lies before a token, the token, the letter before its quote, and the mark that it begins with.
_TOKEN = pattern(
    rf"""
( {_BLANK} )
(
  ([xX](?='))?
  (?:
    (?:[^\W\d]|{_PLACEHOLDER})\w*(?:(?:\$(?!\{{)|{_PLACEHOLDER})\w*)*
  | [(),;]
  | (["'`\d\[?@:$]|\.(?=\d))
    (?: (?<=") [^"]*(?:""[^"]*)*"?
      | (?<=') [^']*(?:''[^']*)*'?
      | (?<=`) [^`]*(?:``[^`]*)*`?
      | (?<=\[) [^\]]*\]?
      | (?<=[?@:$]) \w*
      | (?:(?<=\d)\w*(?:\.(?!\.)\w*)?|(?<=\.)\w*)(?:(?<=[eE])[-+]\d+)?
    )
  | ->>|->|<=|>=|<>|!=|==|\|\||<<|>>
  | /\*
  | \S
  | \Z
  )
)
""",
    re.S | re.X,
)
_RESERVED = words(
    """
    ADD ALL ALTER AND AS AUTOINCREMENT BETWEEN CASE CHECK COLLATE COMMIT CONSTRAINT CREATE DEFAULT DEFERRABLE DELETE
    DISTINCT DROP ELSE ESCAPE EXISTS FOREIGN FROM GROUP HAVING IN INDEX INSERT INTERSECT INTO IS ISNULL JOIN LIMIT NOT
    NOTHING NOTNULL NULL ON OR ORDER PRIMARY REFERENCES RETURNING SELECT SET TABLE THEN TO TRANSACTION UNION UNIQUE
    UPDATE USING VALUES WHEN WHERE EXCEPT
    """
)
_JOINS = words("CROSS FULL INNER LEFT NATURAL OUTER RIGHT")
_VALUES = words("NULL TRUE FALSE CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP")


def _rows(text: str) -> list[Row]:
    return _TOKEN.findall(text)


def identifier(raw: str) -> str:
    """The name that an identifier's text stands for: its letters stay as they are."""
    first, inner = raw[0], raw[1:-1]
    if first == "[":
        return inner if raw[-1] == "]" else raw[1:]
    return inner.replace(first * 2, first) if first in "\"`'" and raw[-1] == first and len(raw) > 1 else raw


def string(raw: str) -> str:
    """What a string literal stands for; the digits of a blob."""
    first = raw.find("'")
    return raw[first + 1 : -1 if raw.endswith("'") and len(raw) > first + 1 else None].replace("''", "'")


SQLITE = Lexis(
    _rows,
    {'"': '"', "'": "'", "`": '"', "[": '"', "?": "$?", "@": "$@", ":": "$:", "$": "$$"},
    identifier,
    string,
    _RESERVED,
    _RESERVED | _JOINS,
    _RESERVED,
    frozenset(),
    frozenset(),
    _VALUES,
    words(keywords.NO_BARE_LABEL, _RESERVED, _JOINS) - words("DAY HOUR MINUTE MONTH SECOND YEAR PRECISION"),
    words("- + ~"),
    words("MATCH REGEXP GLOB"),
    words("CASE RAISE"),
    words("CAST"),
    frozenset(),
    {},
)
