"""SQL Server's tokens and keywords (Transact-SQL reference, "Database identifiers", "Reserved keywords")."""

import re

from towpath.source import pattern
from towpath.sql.lex import between_comments
from towpath.sql.lexis import Lexis, Row, words

# Flyway's placeholders and sqlcmd's variables.
_PLACEHOLDER = r"(?:\$\{[^}\s]*\}|\$\(\w+\))"
_IN_WORD = r"(?:[\w#@]|\$(?![{(]))*"
# The groups are what lies before a token, the token, the letter before its quote, and the mark that it begins with.
_TOKEN = pattern(
    rf"""
( [\s\ufeff]*(?:--[^\r\n]*[\s\ufeff]*)* )
(
  ([nN](?='))?
  (?:
    (?:[^\W\d]|{_PLACEHOLDER}){_IN_WORD}(?:{_PLACEHOLDER}{_IN_WORD})*
  | [(),;]
  | (["'\[\d@\#$]|\.(?=\d))
    (?: (?<=") [^"]*(?:""[^"]*)*"?
      | (?<=') [^']*(?:''[^']*)*'?
      | (?<=\[) [^\]]*(?:\]\][^\]]*)*\]?
      | (?<=[@\#$]) {_IN_WORD}
      | (?:(?<=\d)\w*(?:\.(?!\.)\w*)?|(?<=\.)\w*)(?:(?<=[eE])[-+]\d+)?
    )
  | <=|>=|<>|!=|!<|!>|::|[-+*/%&|^]=
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
    ADD ALL ALTER AND ANY AS ASC AUTHORIZATION BACKUP BEGIN BETWEEN BREAK BROWSE BULK BY CASCADE CASE CHECK CHECKPOINT
    CLOSE CLUSTERED COALESCE COLLATE COLUMN COMMIT COMPUTE CONSTRAINT CONTAINS CONTAINSTABLE CONTINUE CONVERT CREATE
    CROSS CURRENT CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP CURRENT_USER CURSOR DATABASE DBCC DEALLOCATE DECLARE
    DEFAULT DELETE DENY DESC DISK DISTINCT DISTRIBUTED DOUBLE DROP DUMP ELSE END ERRLVL ESCAPE EXCEPT EXEC EXECUTE
    EXISTS EXIT EXTERNAL FETCH FILE FILLFACTOR FOR FOREIGN FREETEXT FREETEXTTABLE FROM FULL FUNCTION GOTO GRANT GROUP
    HAVING HOLDLOCK IDENTITY IDENTITYCOL IDENTITY_INSERT IF IN INDEX INNER INSERT INTERSECT INTO IS JOIN KEY KILL LEFT
    LIKE LINENO LOAD MERGE NATIONAL NOCHECK NONCLUSTERED NOT NULL NULLIF OF OFF OFFSETS ON OPEN OPENDATASOURCE
    OPENQUERY OPENROWSET OPENXML OPTION OR ORDER OUTER OVER PERCENT PIVOT PLAN PRECISION PRIMARY PRINT PROC PROCEDURE
    PUBLIC RAISERROR READ READTEXT RECONFIGURE REFERENCES REPLICATION RESTORE RESTRICT RETURN REVERT REVOKE RIGHT
    ROLLBACK ROWCOUNT ROWGUIDCOL RULE SAVE SCHEMA SECURITYAUDIT SELECT SESSION_USER SET SETUSER SHUTDOWN SOME
    STATISTICS SYSTEM_USER TABLE TABLESAMPLE TEXTSIZE THEN TO TOP TRAN TRANSACTION TRIGGER TRUNCATE TRY_CONVERT TSEQUAL
    UNION UNIQUE UNPIVOT UPDATE UPDATETEXT USE USER VALUES VARYING VIEW WAITFOR WHEN WHERE WHILE WITH WRITETEXT
    """
)
# Reserved words that are called like functions.
_CALLED = words(
    """
    COALESCE CONTAINS CONTAINSTABLE CONVERT FREETEXT FREETEXTTABLE IDENTITY LEFT NULLIF OPENDATASOURCE OPENQUERY
    OPENROWSET OPENXML RIGHT TRY_CONVERT TSEQUAL UPDATE
    """
)
_VALUES = words("NULL CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP CURRENT_USER SESSION_USER SYSTEM_USER USER DEFAULT")


def _rows(text: str) -> list[Row]:
    return _TOKEN.findall(text) if "/*" not in text else list(between_comments(text, _TOKEN))


def identifier(raw: str) -> str:
    """The name that an identifier's text stands for: capitals do not count, in brackets or not.

    They would count in a database whose collation says so.
    """
    first = raw[0]
    if first == "[":
        raw = raw[1 : -1 if raw[-1] == "]" else None].replace("]]", "]")
    elif first == '"':
        raw = raw[1 : -1 if raw[-1] == '"' and len(raw) > 1 else None].replace('""', '"')
    return raw.lower() if "${" not in raw and "$(" not in raw else raw


def string(raw: str) -> str:
    """What a string literal stands for."""
    first = raw.find("'")
    return raw[first + 1 : -1 if raw.endswith("'") and len(raw) > first + 1 else None].replace("''", "'")


SQLSERVER = Lexis(
    _rows,
    {'"': '"', "'": "'", "[": '"', "#": '"', "@": "$@", "$": "$$"},
    identifier,
    string,
    _RESERVED - _CALLED,
    _RESERVED,
    _RESERVED - _CALLED,
    frozenset(),
    frozenset(),
    _VALUES,
    _RESERVED | words("WITHIN"),
    words("- + ~"),
    frozenset(),
    words("CASE NEXT"),
    words("CONVERT TRY_CONVERT TRY_CAST PARSE TRY_PARSE TRIM"),
    words("OPENROWSET OPENXML CONTAINS FREETEXT CONTAINSTABLE FREETEXTTABLE"),
    {},
)
