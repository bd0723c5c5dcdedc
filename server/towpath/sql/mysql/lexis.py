"""MySQL's and MariaDB's tokens and keywords (MySQL manual, chapter 9; MariaDB knowledge base, "Reserved Words")."""

import re

from towpath.source import pattern
from towpath.sql import keywords
from towpath.sql.lexis import Lexis, Row, words

# A comment with an exclamation mark is code, so its marks are blanks. Comments do not stand within each other.
BLANK = r"(?:[\s\ufeff]+|--(?=[\s\x00-\x1f]|\Z)[^\r\n]*|\#[^\r\n]*|/\*(?!M?!).*?\*/|/\*M?!\d*|\*/)*"
_PLACEHOLDER = r"\$\{[^}\s]*\}"
# The groups are what lies before a token, the token, the letters before its quote, and the mark that it begins with.
_TOKEN = pattern(
    rf"""
( {BLANK} )
(
  ((?:[nNxXbB]|_\w+)(?=['"]))?
  (?:
    (?:[^\W\d]|\$(?!\{{)|{_PLACEHOLDER})\w*(?:(?:\$(?!\{{)|{_PLACEHOLDER})\w*)*
  | [(),;]
  | (["'`\d@?]|\.(?=\d)|:=)
    (?: (?<=") [^"\\]*(?:(?:""|\\.)[^"\\]*)*"?
      | (?<=') [^'\\]*(?:(?:''|\\.)[^'\\]*)*'?
      | (?<=`) [^`]*(?:``[^`]*)*`?
      | (?<=@) (?:@?[\w.$]+|`[^`]*`?|'[^']*'?|"[^"]*"?)?
      | (?:(?<=\d)\w*(?:\.(?!\.)\w*)?|(?<=\.)\w*)(?:(?<=[eE])[-+]\d+)?
      | (?<=[?=])
    )
  | <=>|->>|<=|>=|<>|!=|\|\||&&|<<|>>|->
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
    ACCESSIBLE ADD ALL ALTER ANALYZE AND AS ASC ASENSITIVE BEFORE BETWEEN BIGINT BINARY BLOB BOTH BY CALL CASCADE CASE
    CHANGE CHAR CHARACTER CHECK COLLATE COLUMN CONDITION CONSTRAINT CONTINUE CONVERT CREATE CROSS CURRENT_DATE
    CURRENT_TIME CURRENT_TIMESTAMP CURRENT_USER CURSOR DATABASE DATABASES DAY_HOUR DAY_MICROSECOND DAY_MINUTE DAY_SECOND
    DEC DECIMAL DECLARE DEFAULT DELAYED DELETE DESC DESCRIBE DETERMINISTIC DISTINCT DISTINCTROW DIV DOUBLE DROP DUAL
    EACH ELSE ELSEIF ENCLOSED ESCAPED EXCEPT EXISTS EXIT EXPLAIN FALSE FETCH FLOAT FLOAT4 FLOAT8 FOR FORCE FOREIGN FROM
    FULLTEXT GRANT GROUP HAVING HIGH_PRIORITY HOUR_MICROSECOND HOUR_MINUTE HOUR_SECOND IF IGNORE IN INDEX INFILE INNER
    INOUT INSENSITIVE INSERT INT INT1 INT2 INT3 INT4 INT8 INTEGER INTERSECT INTERVAL INTO IS ITERATE JOIN KEY KEYS KILL
    LEADING LEAVE LEFT LIKE LIMIT LINEAR LINES LOAD LOCALTIME LOCALTIMESTAMP LOCK LONG LONGBLOB LONGTEXT LOOP
    LOW_PRIORITY MATCH MAXVALUE MEDIUMBLOB MEDIUMINT MEDIUMTEXT MIDDLEINT MINUTE_MICROSECOND MINUTE_SECOND MOD MODIFIES
    NATURAL NOT NO_WRITE_TO_BINLOG NULL NUMERIC ON OPTIMIZE OPTION OPTIONALLY OR ORDER OUT OUTER OUTFILE PARTITION
    PRECISION PRIMARY PROCEDURE PURGE RANGE READ READS READ_WRITE REAL REFERENCES REGEXP RELEASE RENAME REPEAT REPLACE
    REQUIRE RESIGNAL RESTRICT RETURN REVOKE RIGHT RLIKE SCHEMA SCHEMAS SECOND_MICROSECOND SELECT SENSITIVE SEPARATOR SET
    SHOW SIGNAL SMALLINT SPATIAL SPECIFIC SQL SQLEXCEPTION SQLSTATE SQLWARNING SQL_BIG_RESULT SQL_CALC_FOUND_ROWS
    SQL_SMALL_RESULT SSL STARTING STRAIGHT_JOIN TABLE TERMINATED THEN TINYBLOB TINYINT TINYTEXT TO TRAILING TRIGGER TRUE
    UNDO UNION UNIQUE UNLOCK UNSIGNED UPDATE USAGE USE USING UTC_DATE UTC_TIME UTC_TIMESTAMP VALUES VARBINARY VARCHAR
    VARCHARACTER VARYING WHEN WHERE WHILE WITH WRITE XOR YEAR_MONTH ZEROFILL
    """
)
# Reserved words that are called like functions, or stand for a value.
_CALLED = words(
    """
    CHAR CONVERT DATABASE IF INSERT INTERVAL LEFT MATCH MOD REPEAT REPLACE RIGHT SCHEMA UTC_DATE UTC_TIME UTC_TIMESTAMP
    VALUES
    """
)
_VALUES = words(
    """
    NULL TRUE FALSE DEFAULT CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP CURRENT_USER LOCALTIME LOCALTIMESTAMP MAXVALUE
    """
)
_TYPES = words(
    """
    BIGINT BINARY BLOB CHAR CHARACTER DEC DECIMAL DOUBLE FLOAT FLOAT4 FLOAT8 INT INT1 INT2 INT3 INT4 INT8 INTEGER LONG
    LONGBLOB LONGTEXT MEDIUMBLOB MEDIUMINT MEDIUMTEXT MIDDLEINT NUMERIC PRECISION REAL SET SMALLINT TINYBLOB TINYINT
    TINYTEXT VARBINARY VARCHAR VARCHARACTER
    """
)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "0": "\0", "Z": "\x1a"}
_ESCAPED = pattern(r"\\(.)|''|\"\"", re.S)


def _rows(text: str) -> list[Row]:
    return _TOKEN.findall(text)


def identifier(raw: str) -> str:
    """The name that an identifier's text stands for: its letters stay as they are."""
    return raw[1:-1].replace("``", "`") if raw[0] == "`" and raw[-1] == "`" and len(raw) > 1 else raw


def string(raw: str) -> str:
    """What a string literal between either kind of quotes stands for; the digits of a hexadecimal or binary one."""
    first = min(at for at in (raw.find("'"), raw.find('"')) if at >= 0)
    quote, body = raw[first], raw[first + 1 : -1 if raw.endswith(raw[first]) and len(raw) > first + 1 else None]

    def said(match: re.Match[str]) -> str:
        if match[1]:
            return _ESCAPES.get(match[1], match[1])
        return quote if match[0][0] == quote else match[0]

    return _ESCAPED.sub(said, body)


MYSQL = Lexis(
    _rows,
    {'"': "'", "'": "'", "`": '"', "@": "$@", "?": "$?", ":=": "="},
    identifier,
    string,
    _RESERVED - _CALLED - _TYPES,
    _RESERVED,
    _RESERVED - _CALLED - _TYPES,
    _TYPES,
    frozenset(),
    _VALUES,
    words(keywords.NO_BARE_LABEL - {"DAY", "HOUR", "MINUTE", "MONTH", "SECOND", "YEAR"}, _RESERVED),
    words("- + ~ ! NOT BINARY"),
    words("DIV MOD XOR REGEXP RLIKE"),
    words("CASE INTERVAL"),
    words("CONVERT EXTRACT GROUP_CONCAT MATCH POSITION SUBSTRING SUBSTR TRIM"),
    words("JSON_TABLE JSON_VALUE JSON_ARRAYAGG JSON_OBJECTAGG WEIGHT_STRING"),
    {},
    words("CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP CURRENT_USER LOCALTIME LOCALTIMESTAMP"),
)
