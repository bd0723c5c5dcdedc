"""Which database migrations are written for, as folders, addresses and statements tell it."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import islice

from towpath.source import pattern

_OTHERS = "bigquery cassandra duckdb firebird informix singlestore spanner starrocks tidb trino vertica ydb".split()
_NAMES = {
    "postgresql": "postgresql postgres postgre pgsql psql pg",
    "mysql": "mysql",
    "mariadb": "mariadb",
    "sqlite": "sqlite sqlite3",
    "sqlserver": "sqlserver mssql mssqlserver",
    "oracle": "oracle",
    "cockroachdb": "cockroachdb cockroach crdb",
    "clickhouse": "clickhouse",
    "h2": "h2",
    "hsqldb": "hsqldb hsql",
    "derby": "derby",
    "db2": "db2",
    "redshift": "redshift",
    "snowflake": "snowflake",
    "yugabytedb": "yugabytedb yugabyte",
    **dict(zip(_OTHERS, _OTHERS)),
}
NAMES = {alias: dialect for dialect, aliases in _NAMES.items() for alias in aliases.split()}
_SIGNS = str.maketrans("", "", "-_ ")
# Databases that stand in for another one while developing and testing.
STAND_INS = frozenset(("h2", "hsqldb", "derby"))

# What comes after `jdbc:` may be a wrapper's name (`tc:`, `p6spy:`, `aws-wrapper:`) before the database's.
_ADDRESS = pattern(r"\b(?:(?:j|r2)dbc(?::[a-z0-9-]+)+|[a-z][a-z0-9]*(?=(?:\+[a-z0-9]+)?://))")
# Words and signs that one database alone understands.
_TELLING = {
    "postgresql": """
        :: timestamptz serial bigserial smallserial bytea concurrently plpgsql gin gist tsvector regclass citext
        pg_trgm gen_random_uuid uuid_generate_v1 uuid_generate_v4 nextval setval
    """,
    "mysql": "` innodb myisam auto_increment unsigned utf8mb4 mediumtext longtext mediumint",
    "sqlite": "autoincrement pragma strftime unixepoch",
    "sqlserver": "nvarchar datetime2 dbo sp_rename uniqueidentifier newid",
    "oracle": "varchar2 sysdate nvl",
    "clickhouse": """
        mergetree replacingmergetree summingmergetree aggregatingmergetree collapsingmergetree lowcardinality datetime64
    """,
}
_WORDS = {word: dialect for dialect, words in _TELLING.items() for word in words.split()}
# What SQLite took over from PostgreSQL, so that it tells only where nothing else does.
_HINTING = {"jsonb": "postgresql"}
_WORD = pattern(r"[a-z_][a-z0-9_]*|::|`")
# Prose says anything: comments and strings.
_PROSE = pattern(r"--[^\n]*|/\*.*?(?:\*/|\Z)|'[^']*'", re.S)
# Enough files that agree: the others are not looked at; nor are many that say nothing, and what stands far behind.
_ENOUGH = 3
_FILES = 200
_LOOKED_AT = 10_000


def named(text: str) -> str | None:
    """The database that a folder's name, a provider or a driver's short name stands for."""
    return NAMES.get(text.lower().translate(_SIGNS))


def of_folder(path: str) -> str | None:
    """The database that a folder, or the nearest one above it, is named after."""
    return next((found for part in reversed(path.split("/")) if (found := named(part))), None)


def of_addresses(texts: Iterable[str]) -> tuple[str, ...]:
    """The databases that addresses such as `jdbc:postgresql://…` lead to; stand-ins only if nothing else."""
    found: dict[str, None] = {}
    # Few lines hold one, and the pattern takes its time with every word.
    lines = (line for text in texts for line in text.lower().splitlines() if "://" in line or "dbc:" in line)
    for line in lines:
        for address in _ADDRESS.findall(line):
            dialect = next((name for part in address.split(":") if (name := named(part))), None)
            if dialect:
                found[dialect] = None
    return tuple(dialect for dialect in found if dialect not in STAND_INS) or tuple(found)


def of_classes(texts: Iterable[str]) -> tuple[str, ...]:
    """The databases that the names of drivers and dialects tell: `org.postgresql.Driver`, `PostgreSQL10Dialect`."""
    words = (word for text in texts for word in re.findall(r"[A-Za-z]+", re.sub(r"\d*(?:Dialect|Driver)\b", " ", text)))
    return tuple(dict.fromkeys(dialect for word in words if (dialect := named(word))))


def of_statements(texts: Iterable[str]) -> tuple[str, str] | None:
    """The database that most files are written for, and the words that told; None where they do not tell."""
    return _of_words(texts, _WORDS)


def of_hints(texts: Iterable[str]) -> tuple[str, str] | None:
    """The database that weaker words speak for."""
    return _of_words(texts, _HINTING)


def _of_words(texts: Iterable[str], telling: Mapping[str, str]) -> tuple[str, str] | None:
    files: Counter[str] = Counter()
    words: dict[str, str] = {}
    for text in islice(texts, _FILES):
        found = set(_WORD.findall(_PROSE.sub(" ", text[:_LOOKED_AT].lower()))) & telling.keys()
        words = {telling[word]: word for word in sorted(found)} | words
        files.update({telling[word] for word in found})
        if len(files) == 1 and files.total() >= _ENOUGH:
            break
    ranked = files.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] <= 2 * ranked[1][1]):
        return None
    dialect = ranked[0][0]
    return dialect, words[dialect]
