"""On which databases, and under what else, a step runs: what the conditions around it say."""

from collections.abc import Sequence

from towpath.frameworks import dialects
from towpath.operations import Guard
from towpath.syntax.python import (
    Attribute,
    Call,
    Compared,
    Condition,
    Logic,
    Reference,
    Value,
    is_list,
    returned,
)

Databases = frozenset[str]
EVERY: Databases = frozenset(
    "postgresql mysql mariadb sqlite sqlserver oracle cockroachdb redshift snowflake db2 clickhouse".split()
)
# The classes of dialects that a file may ask for.
_CLASSES = {
    "PGDialect": "postgresql",
    "PGDialect_psycopg2": "postgresql",
    "PGDialect_asyncpg": "postgresql",
    "MySQLDialect": "mysql",
    "SQLiteDialect": "sqlite",
    "MSDialect": "sqlserver",
    "OracleDialect": "oracle",
}


def guard(conditions: Sequence[Condition], words: Sequence[str] = ()) -> Guard | None:
    """The guard that conditions make, with others in words; None where there is none."""
    allowed = EVERY
    said: list[str] = []
    for condition in conditions:
        found, rest = _split(condition.value, condition.source)
        allowed &= found
        said += [rest] if rest else []
    said += [one for one in words if one]
    if allowed == EVERY and not said:
        return None
    return Guard(() if allowed == EVERY else tuple(sorted(allowed)), " and ".join(dict.fromkeys(said)))


def decided(value: Value, dialect: str = "postgresql") -> bool | None:
    """Whether a condition holds while a database is migrated, connected to it."""
    if _is_offline(value):
        return False
    found, rest = _split(value, "more")
    return dialect in found if not rest else False if dialect not in found else None


def _split(value: Value, source: str) -> tuple[Databases, str]:
    """The databases on which a condition can hold, and what it says beyond that."""
    value = returned(value)
    if isinstance(value, Logic):
        return _of_logic(value, source)
    found = _databases(value)
    return (EVERY, source) if found is None else (found, "")


def _of_logic(value: Logic, source: str) -> tuple[Databases, str]:
    parts = [_split(operand, source) for operand in value.operands]
    if value.operator == "not":
        found, rest = parts[0]
        return (EVERY, source) if rest else (EVERY - found, "")
    if value.operator == "and":
        every = EVERY
        for found, _ in parts:
            every &= found
        return every, source if any(rest for _, rest in parts) else ""
    if any(rest for _, rest in parts):
        return EVERY, source
    return frozenset(name for found, _ in parts for name in found), ""


def _databases(value: Value) -> Databases | None:
    """The databases on which a condition holds; None where it is not about that."""
    if isinstance(value, Compared):
        left, right = value.left, value.right
        if not _is_name(left):
            left, right = right, left
        if not _is_name(left):
            return None
        found = _named(right)
        return found if found is None or value.operator in ("==", "in", "is") else EVERY - found
    if isinstance(value, Call) and value.name == "startswith" and _is_name(value.owner):
        return _named(value.get("", 0))
    if isinstance(value, Call) and value.path == "isinstance" and _is_dialect(value.get("", 0)):
        return _classes(value.get("", 1))
    return None


def _named(value: Value) -> Databases | None:
    """The databases that names are those of; MariaDB answers to MySQL's."""
    texts = value if is_list(value) else (value,)
    found: set[str] = set()
    for text in texts:
        if not isinstance(text, str):
            return None
        name = dialects.named(str(text)) or str(text)
        found |= {"mysql", "mariadb"} if name == "mysql" else {name}
    return frozenset(found)


def _classes(value: Value) -> Databases | None:
    found: set[str] = set()
    for one in value if is_list(value) else (value,):
        path = one.path if isinstance(one, Reference) else ""
        module = path.removeprefix("sqlalchemy.dialects.").partition(".")[0]
        name = _CLASSES.get(path.rpartition(".")[2]) or dialects.named(module)
        if name is None:
            return None
        found.add(name)
    return frozenset(found)


def _is_dialect(value: Value) -> bool:
    return isinstance(value, Attribute) and value.name in ("dialect", "engine")


def _is_name(value: Value) -> bool:
    """Whether a value is the name of the dialect: `bind.dialect.name`, `bind.engine.name`."""
    value = returned(value)
    if isinstance(value, Call) and value.name in ("lower", "str"):
        value = value.owner if value.owner is not None else value.get("", 0)
    if isinstance(value, Reference):
        return value.path.endswith((".dialect.name", ".engine.name"))
    return isinstance(value, Attribute) and value.name == "name" and _is_dialect(value.owner)


def _is_offline(value: Value) -> bool:
    return isinstance(value, Call) and value.name in ("is_offline_mode", "is_offline")
