"""Which database migrations are written for, as folders, addresses and statements tell it."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache

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
}
NAMES = {alias: dialect for dialect, aliases in _NAMES.items() for alias in aliases.split()}
# Databases that stand in for another one while developing and testing.
STAND_INS = frozenset(("h2", "hsqldb", "derby"))

# What comes after `jdbc:` may be a wrapper's name (`tc:`, `p6spy:`, `aws-wrapper:`) before the database's.
_ADDRESS = re.compile(r"\b(?:(?:j|r2)dbc(?::[a-z0-9-]+)+|[a-z][a-z0-9]*(?=(?:\+[a-z0-9]+)?://))", re.I)
# Enough files that agree: the others are not looked at.
_ENOUGH = 3
_LOOKED_AT = 20_000


@cache
def _telling() -> re.Pattern[str]:
    """Words and signs that one database alone understands."""
    return re.compile(
        r"""
  (?P<postgresql>::\s*[a-z"] | \b(?:as|do)\s+\$\w*\$ | \bjsonb\b | \btimestamptz\b | \b(?:big|small)?serial\b | \bbytea\b
    | \bindex\s+concurrently\b | \bplpgsql\b | \bcreate\s+extension\b | \bgen_random_uuid\s*\( | \buuid_generate_v\d
    | \busing\s+(?:gin|gist|brin)\b | \bcreate\s+type\s+\S+\s+as\s+enum\b )
| (?P<mysql>`\w+` | \bengine\s*=\s*(?:innodb|myisam)\b | \bauto_increment\b | \bunsigned\b | \bmodify\s+column\b
    | \bdefault\s+charset\b | \bdelimiter\s+(?:\$\$|//|;;) )
| (?P<sqlite>\bautoincrement\b | \bpragma\s+\w | \bwithout\s+rowid\b )
| (?P<sqlserver>\bnvarchar\b | \bdatetime2\b | \bidentity\s*\(\s*1 | \[dbo\] | \bdbo\. | \bsp_rename\b | ^go\s*$ )
| (?P<oracle>\bvarchar2\b | \bnumber\s*\(\s*\d | \bsysdate\b | \bnvl\s*\( )
| (?P<clickhouse>\bengine\s*=?\s*\w*mergetree\b | \blowcardinality\s*\( | \bon\s+cluster\b )
""",
        re.I | re.M | re.X,
    )


def named(text: str) -> str | None:
    """The database that a folder's name, a provider or a driver's short name stands for."""
    return NAMES.get(re.sub(r"[-_ ]", "", text.lower()))


def of_folder(path: str) -> str | None:
    """The database that a folder, or the nearest one above it, is named after."""
    return next((found for part in reversed(path.split("/")) if (found := named(part))), None)


def of_addresses(texts: Iterable[str]) -> tuple[str, ...]:
    """The databases that addresses such as `jdbc:postgresql://…` lead to; stand-ins only where there is nothing else."""
    found: dict[str, None] = {}
    for text in texts:
        for address in _ADDRESS.findall(text):
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
    files: Counter[str] = Counter()
    words: dict[str, str] = {}
    for text in texts:
        seen: dict[str, str] = {}
        for match in _telling().finditer(text, 0, _LOOKED_AT):
            seen.setdefault(str(match.lastgroup), match.group())
        files.update(seen.keys())
        words = {**seen, **words}
        if len(files) == 1 and files.total() >= _ENOUGH:
            break
    ranked = files.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] <= 2 * ranked[1][1]):
        return None
    dialect = ranked[0][0]
    return dialect, " ".join(words[dialect].split())
