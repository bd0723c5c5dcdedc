"""Liquibase's names for types, as each database has them."""

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from towpath.frameworks.liquibase.sent.asked import Around
from towpath.source import pattern

# Names, `types.` for `java.sql.Types.` | PostgreSQL | MySQL | MariaDB, where it differs | how values are written.
# `(…)` is where the parameters go, `…` where the words behind the name do; where there is neither, they are dropped.
# Before `/` is what stands for the bare name; `=` is sent as it was given.
_ROWS = """
bigint types.bigint java.math.biginteger java.lang.long integer8 bigserial serial8 int8 | BIGINT … | BIGINT … | | number
int integer types.integer java.lang.integer serial int4 serial4 | INTEGER | INT … | | number
smallint types.smallint int2 smallserial | SMALLINT | SMALLINT … | | number
tinyint types.tinyint | SMALLINT | TINYINT(…) … | | number
mediumint | MEDIUMINT(…) … | MEDIUMINT … | | number
boolean types.boolean java.lang.boolean bool | BOOLEAN(…) … | TINYINT | TINYINT(1) | truth
bit | BIT(…) | BIT(…) | | truth
char types.char bpchar character | CHAR(…) … | CHAR(…) … | | letters
varchar types.varchar java.lang.string varchar2 character_varying | VARCHAR(…) … | VARCHAR(…) … | | letters
nvarchar types.nvarchar nvarchar2 national | VARCHAR(…) | NVARCHAR(…) … | | letters
nchar types.nchar | NCHAR(…) … | NCHAR(…) … | | letters
clob types.clob longvarchar longtext types.longvarchar types.nclob ntext | TEXT | LONGTEXT | | text
long_varchar long_nvarchar types.longnvarchar | TEXT | LONGTEXT | | text
nclob | TEXT | LONGTEXT CHARACTER SET utf8 | | text
text | TEXT | TEXT | | text
mediumtext | TEXT | MEDIUMTEXT | | text
tinytext | TEXT | TINYTEXT | | text
blob | OID | BLOB | | text
types.blob | OID / BYTEA | BLOB / LONGBLOB | | text
longblob longvarbinary types.longblob types.longvarbinary | BYTEA | LONGBLOB | | text
image long_binary long_varbinary types.binary | BYTEA | LONGBLOB | | text
varbinary | BYTEA | VARBINARY(…) | | text
types.varbinary | BYTEA | VARBINARY / LONGBLOB | | text
binary | BYTEA | BINARY(…) | | text
tinyblob | BYTEA | TINYBLOB | | text
mediumblob | BYTEA | MEDIUMBLOB | | text
bytea | BYTEA(…) … | BYTEA | | text
currency money smallmoney | DECIMAL | DECIMAL | | number
decimal types.decimal java.math.bigdecimal | DECIMAL(…) … | DECIMAL(…) … | | number
number numeric types.numeric | numeric(…) | numeric(…) | | number
double_precision | DOUBLE PRECISION | DOUBLE PRECISION(…) … | | number
double types.double java.lang.double | DOUBLE PRECISION | DOUBLE(…) … | | number
float types.float java.lang.float types.real | FLOAT(…) … | FLOAT(…) … | | number
real | REAL / FLOAT(…) … | REAL / FLOAT(…) … | | number
date types.date java.sql.date | date | date | | moment
datetime types.datetime java.util.date smalldatetime datetime2 | TIMESTAMP(…) … | datetime(…) | | moment
timestamp types.timestamp java.sql.timestamp | TIMESTAMP(…) … | timestamp / = | | moment
timestamptz | TIMESTAMP(…) … | timestamp / = | | moment
types.timestamp_with_timezone | TIMESTAMP(…) WITH TIME ZONE | timestamp / = | | moment
time types.time java.sql.time | time(…) … | time | | moment
timetz | time(…) WITH TIME ZONE | time | | moment
uuid uniqueidentifier java.util.uuid | UUID | char(36) | UUID | bare
xml xmltype types.sqlxml | XML | LONGTEXT | | document
"""
# Types whose name is of two words.
_PAIRS = ("character varying", "long varchar", "long nvarchar", "long binary", "long varbinary", "double precision")
_BRACKETS = pattern(r"\s*\(.*\)")
_PARAMETERS = pattern(r"\(([^)]*)")
_SETTINGS = pattern(r"\s*\{.*")
_QUOTES = {'"': '"', "[": "]", "`": "`", "'": "'"}
# Those of which PostgreSQL is told the length alone.
_OF_LETTERS = ("CHAR(…) …", "VARCHAR(…) …", "NCHAR(…) …")
_BYTES = pattern(r"(?<=\d)\s*BYTE$", re.I)
_LETTERS = pattern(r"(?<=\d)\s*CHAR$", re.I)
# What several databases take for no limit.
_UNLIMITED = "2147483647"
# Of seconds, no database has more digits behind the point.
_DIGITS = 6
_ZONED = pattern(r"with(?:out)? time zone", re.I)


class Type(NamedTuple):
    """A type as SQL; how values of it are written, and whether its name says that it counts up by itself."""

    sql: str
    values: str
    counts: bool


class _Known(NamedTuple):
    postgresql: str
    mysql: str
    mariadb: str
    values: str


@cache
def _known() -> Mapping[str, _Known]:
    found: dict[str, _Known] = {}
    for row in _ROWS.strip().splitlines():
        names, postgresql, mysql, mariadb, values = (part.strip() for part in row.split("|"))
        known = _Known(postgresql, mysql, mariadb or mysql, values)
        found.update({name.replace("_", " ") if _is_pair(name) else name: known for name in names.split()})
    return found


def _is_pair(name: str) -> bool:
    return name.replace("_", " ") in _PAIRS


def type_of(given: str, around: Around) -> Type:
    """What Liquibase makes of a type: `int(11)` is INTEGER on PostgreSQL and INT on MySQL."""
    if given.startswith("${") and given.endswith("}"):
        return Type(given, "unknown", False)
    name, words = _name(given)
    parameters = _parameters(given)
    counts = "autoincrement:true" in given.lower().replace(" ", "") or "serial" in name.lower()
    if words.lower().endswith("identity"):
        counts, words = True, words[: -len("identity")].rstrip()
    known = _known().get(name.lower().replace("java.sql.types.", "types."))
    if known is None:
        return Type(_unknown(given, name, parameters, words), "unknown", counts)
    sql = known.mariadb if around.dialect == "mariadb" else known.mysql if around.is_mysql else known.postgresql
    bare, either, other = sql.partition(" / ")
    sql = other if either and (parameters or words) else bare
    if sql == "=":
        return Type(given.strip(), known.values, counts)
    if known.values == "letters":
        parameters = [_BYTES.sub("", one) for one in parameters]
    if around.is_mysql:
        return Type(_filled(sql, _on_mysql(sql, parameters), words), known.values, counts)
    if sql in _OF_LETTERS and parameters == [_UNLIMITED]:
        return Type("CHARACTER VARYING", known.values, counts)
    if known.values == "moment":
        words, parameters = _zone(words, name.lower().rpartition(".")[2]), parameters[-1:]
    return Type(_filled(sql, _on_postgresql(sql, parameters), words), known.values, counts)


def _on_mysql(sql: str, parameters: list[str]) -> list[str]:
    """What MySQL is told of parameters."""
    if sql == "datetime(…)" and parameters and parameters[0].isdigit():
        return [str(min(int(parameters[0]), _DIGITS))]
    return [] if sql.startswith("DOUBLE") and len(parameters) == 1 else parameters


def _on_postgresql(sql: str, parameters: list[str]) -> list[str]:
    """What PostgreSQL is told of parameters, in which it takes no words."""
    if sql in _OF_LETTERS and len(parameters) == 1:
        return [_LETTERS.sub("", parameters[0])]
    if sql == "numeric(…)" and parameters == [_UNLIMITED]:
        return []
    precise = sql.startswith("time(") and any(one.isdigit() and int(one) > _DIGITS for one in parameters)
    return [] if precise else parameters


def _name(given: str) -> tuple[str, str]:
    """The name of a type and the words behind it."""
    name = _SETTINGS.sub("", _BRACKETS.sub("", given.strip(), 1), 1) if given.strip() else ""
    closing = _QUOTES.get(name[:1])
    if closing and name.find(closing, 1) > 0:
        name = name[1:].replace(closing, "", 1)
    if name.lower().startswith("double precision"):
        return "double precision", name[len("double precision") :].strip()
    if any(name.lower().startswith(pair) for pair in _PAIRS) or name.lower().startswith("bit varying"):
        return " ".join(name.split()), ""
    first, _, words = name.partition(" ")
    return first, words.strip()


def _parameters(given: str) -> list[str]:
    match = _PARAMETERS.search(given)
    if match is None or given.startswith("("):
        return []
    return [part.strip() for part in match[1].split(",") if part.strip()]


def _zone(words: str, name: str) -> str:
    """What says whether PostgreSQL's times have a zone."""
    if name.startswith("timestamp"):
        return words.replace("TIMEZONE", "TIME ZONE") or (
            "WITH TIME ZONE" if name.endswith("tz") else "WITHOUT TIME ZONE"
        )
    zoned = _ZONED.match(words)
    return zoned[0].upper() if zoned else "WITHOUT TIME ZONE"


def _filled(sql: str, parameters: list[str], words: str) -> str:
    bracket = f"({', '.join(parameters)})" if parameters else ""
    return sql.replace("(…)", bracket).replace("…", words).strip()


def _unknown(given: str, name: str, parameters: list[str], words: str) -> str:
    """A type that Liquibase knows nothing of, in capitals as it sends it."""
    many = name.lower() in ("enum", "set")
    name = given if name.lower().startswith("interval") else name
    bracket = f"({', '.join(parameters if many else parameters[:2])})" if parameters else ""
    return f"{name.upper()}{bracket} {words}".strip()
