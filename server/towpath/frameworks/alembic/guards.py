"""On which databases, and under what else, a step runs: what the conditions around it say."""

from collections.abc import Sequence

from towpath.frameworks import dialects
from towpath.frameworks.python.databases import EVERY, Databases, compared, named, split
from towpath.operations import Guard
from towpath.syntax.python import (
    Attribute,
    Call,
    Compared,
    Condition,
    Reference,
    Value,
    is_list,
    returned,
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
        found, rest = split(condition.value, condition.source, _databases)
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
    found, rest = split(value, "more", _databases)
    return dialect in found if not rest else False if dialect not in found else None


def _databases(value: Value) -> Databases | None:
    """The databases on which a condition holds; None where it is not about that."""
    if isinstance(value, Compared):
        return compared(value, _is_name)
    if isinstance(value, Call) and value.name == "startswith" and _is_name(value.owner):
        return named(value.get("", 0))
    if isinstance(value, Call) and value.path == "isinstance" and _is_dialect(value.get("", 0)):
        return _classes(value.get("", 1))
    return None


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
