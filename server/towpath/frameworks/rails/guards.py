"""On which databases, and under what else, a step runs: what the conditions around it say."""

from collections.abc import Sequence

from towpath.frameworks import dialects
from towpath.operations import Guard
from towpath.source import pattern
from towpath.syntax.ruby import Attribute, Call, Combined, Compared, Condition, Given, Logic, Reference, Value

Databases = frozenset[str]
EVERY: Databases = frozenset("postgresql mysql mariadb sqlite sqlserver oracle".split())
_ADAPTERS = {"mysql2": "mysql", "trilogy": "mysql", "postgis": "postgresql", "sqlite3": "sqlite"}
_ASKING = pattern(r"(?:is_)?(postgres\w*|pg|mysql2?|sqlite3?|mssql|sqlserver|oracle)\?")
_BEGINS = frozenset(("start_with?", "starts_with?", "include?", "match?", "==", "eql?", "casecmp?"))
_SAME = frozenset(("downcase", "to_s", "to_sym", "upcase", "underscore"))


def guard(conditions: Sequence[Condition], words: Sequence[str] = ()) -> Guard | None:
    """The guard that conditions make, with others in words; None where there is none."""
    if not conditions and not any(words):
        return None
    allowed = EVERY
    said: list[str] = []
    for condition in conditions:
        found = _databases(condition.value)
        if found is None:
            said.append(" ".join(condition.source.split()))
        else:
            allowed &= found
    said += [one for one in words if one]
    if allowed == EVERY and not said:
        return None
    return Guard(() if allowed == EVERY else tuple(sorted(allowed)), " and ".join(dict.fromkeys(said)))


def _databases(value: Value) -> Databases | None:
    """The databases on which a condition holds; None where it is not about that alone."""
    if isinstance(value, Logic):
        parts = [_databases(operand) for operand in value.operands]
        known = [part for part in parts if part is not None]
        if len(known) < len(parts):
            return None
        if value.operator == "not":
            return EVERY - known[0]
        found = known[0]
        for part in known[1:]:
            found = found & part if value.operator == "and" else found | part
        return found
    if isinstance(value, (Compared, Combined)):
        left, right = (value.left, value.right) if isinstance(value, Compared) else _pair(value)
        if not _is_adapter(left) or value.operator not in ("==", "=~", "!=", "!~"):
            return None
        named = _named(right)
        return EVERY - named if named and value.operator.startswith("!") else named
    if isinstance(value, Call):
        if value.name in _BEGINS and _is_adapter(value.owner):
            return _named(value.get("", 0))
        asking = _ASKING.fullmatch(value.name)
        return _of_word(asking[1]) if asking and not value.arguments else None
    return None


def _pair(value: Combined) -> tuple[Value, Value]:
    return (value.operands[0], value.operands[1]) if len(value.operands) == 2 else (None, None)


def _is_adapter(value: Value) -> bool:
    """Whether a value is the name of the adapter."""
    while isinstance(value, Call) and value.name in _SAME and value.owner is not None:
        value = value.owner
    return isinstance(value, Call) and value.name in ("adapter_name", "adapter")


def _named(value: Value) -> Databases | None:
    text = str(value) if isinstance(value, str) else getattr(value, "source", "")
    words = pattern(r"[A-Za-z]+\d?").findall(text)
    return _of_word(words[0]) if words else None


def _of_word(word: str) -> Databases | None:
    lower = word.lower()
    name = _ADAPTERS.get(lower) or dialects.named(lower)
    name = name or next((dialect for dialect in ("postgresql", "mysql", "sqlite") if dialect.startswith(lower)), None)
    if name is None:
        return None
    return frozenset(("mysql", "mariadb")) if name == "mysql" else frozenset((name,))


def is_recorded(value: Value) -> bool:
    """Whether what is called on a value is recorded like the migration's own calls."""
    own = isinstance(value, Call) and isinstance(value.function, Reference) and value.name == "connection"
    return own or (isinstance(value, Reference) and value.path == "self")


def is_connection(value: Value) -> bool:
    """Whether a value is the connection to the database."""
    if isinstance(value, Given):
        return value.call.name == "with_connection"
    if isinstance(value, Call):
        return value.name in ("connection", "lease_connection", "conn")
    return (isinstance(value, Attribute) and value.name == "connection") or (
        isinstance(value, Reference) and value.path in ("self", "@connection", "ActiveRecord::Migration")
    )
