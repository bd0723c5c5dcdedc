"""Oracle's tokens and keywords (SQL Language Reference, "Database Object Names", "Oracle SQL Reserved Words")."""

import re

from towpath.source import pattern
from towpath.sql import keywords
from towpath.sql.lexis import Lexis, Row, words

# The sign of an outer join clings to a column and changes no place, so it is read like a comment.
BLANK = r"(?:[\s\ufeff]+|--[^\r\n]*|/\*.*?\*/|\(\s*\+\s*\))*"
# A quote of one's own choice: q'[it's]', q'!it's!'.
QUOTED = r"""[qQ]'(?:\[.*?\]|\{.*?\}|\(.*?\)|<.*?>|(?P<mark>[^\s\[{(<]).*?(?P=mark))'"""
_PLACEHOLDER = r"\$\{[^}\s]*\}"
_IN_WORD = r"(?:[\w#]|\$(?!\{))*"
# The groups are what lies before a token, the token, the letters before its quote, and the mark that it begins with.
_TOKEN = pattern(
    rf"""
( {BLANK} )
(
  ([nN]?{QUOTED.replace("(?P<mark>", "(?P<chosen>").replace("(?P=mark)", "(?P=chosen)")})
  | ([nN](?='))?
  (?:
    (?:[^\W\d]|{_PLACEHOLDER}){_IN_WORD}(?:{_PLACEHOLDER}{_IN_WORD})*(?:@[\w.$\#]+)?
  | [(),;]
  | (:=|["'\d:&]|\.(?=\d))
    (?: (?<=") [^"]*(?:""[^"]*)*"?
      | (?<=') [^']*(?:''[^']*)*'?
      | (?<=:) \w*
      | (?<=:=)
      | (?<=&) (?:&?\w+\.?)?
      | (?:(?<=\d)\w*(?:\.(?!\.)\w*)?|(?<=\.)\w*)(?:(?<=[eE])[-+]\d+)?
    )
  | <=|>=|<>|!=|\^=|~=|\|\||\*\*|=>|\.\.
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
    ACCESS ADD ALL ALTER AND ANY AS ASC AUDIT BETWEEN BY CHAR CHECK CLUSTER COLUMN COMMENT COMPRESS CONNECT CREATE
    CURRENT DATE DECIMAL DEFAULT DELETE DESC DISTINCT DROP ELSE EXCLUSIVE EXISTS FILE FLOAT FOR FROM GRANT GROUP HAVING
    IDENTIFIED IMMEDIATE IN INCREMENT INDEX INITIAL INSERT INTEGER INTERSECT INTO IS LEVEL LIKE LOCK LONG MAXEXTENTS
    MINUS MODE MODIFY NOAUDIT NOCOMPRESS NOT NOWAIT NULL NUMBER OF OFFLINE ON ONLINE OPTION OR ORDER PCTFREE PRIOR
    PUBLIC RAW RENAME RESOURCE REVOKE ROW ROWID ROWNUM ROWS SELECT SESSION SET SHARE SIZE SMALLINT START SUCCESSFUL
    SYNONYM SYSDATE TABLE THEN TO TRIGGER UID UNION UNIQUE UPDATE USER VALIDATE VALUES VARCHAR VARCHAR2 VIEW WHENEVER
    WHERE WITH
    """
)
_TYPES = words("CHAR DATE DECIMAL FLOAT INTEGER LONG NUMBER RAW ROWID SMALLINT VARCHAR VARCHAR2")
_VALUES = words("NULL DEFAULT LEVEL ROWID ROWNUM SYSDATE UID USER")


def _rows(text: str) -> list[Row]:
    return [
        (found[1], found[2], found[5] or "", "'" if found[3] else found[6] or "") for found in _TOKEN.finditer(text)
    ]


def identifier(raw: str) -> str:
    """The name that an identifier's text stands for: in capitals, unless it stands in quotes."""
    if raw[0] == '"':
        return raw[1 : -1 if raw[-1] == '"' and len(raw) > 1 else None].replace('""', '"')
    return raw if "${" in raw or raw[0] == "&" else raw.upper()


def string(raw: str) -> str:
    """What a string literal stands for, whatever its quotes are."""
    first = raw.find("'")
    if raw[:first].upper().endswith("Q"):
        return raw[first + 2 : -2]
    return raw[first + 1 : -1 if raw.endswith("'") and len(raw) > first + 1 else None].replace("''", "'")


ORACLE = Lexis(
    _rows,
    {'"': '"', "'": "'", ":": "$:", ":=": ":=", "&": '"'},
    identifier,
    string,
    (_RESERVED - _TYPES) | {"WHEN"},
    _RESERVED,
    _RESERVED - _TYPES,
    frozenset(),
    frozenset(),
    _VALUES,
    words(_RESERVED, "BULK END WHEN"),
    words("- + PRIOR CONNECT_BY_ROOT"),
    frozenset(),
    words("CASE"),
    keywords.WORDY,
    words("JSON_OBJECT JSON_TABLE JSON_VALUE JSON_QUERY LISTAGG XMLAGG XMLELEMENT XMLFOREST XMLTABLE XMLSERIALIZE"),
    {},
)
