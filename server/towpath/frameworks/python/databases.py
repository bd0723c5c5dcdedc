"""On which databases a condition holds, where it asks which one it runs on."""

from collections.abc import Callable

from towpath.frameworks import dialects
from towpath.syntax.python import Compared, Logic, Value, is_list, returned

Databases = frozenset[str]
EVERY: Databases = frozenset(
    "postgresql mysql mariadb sqlite sqlserver oracle cockroachdb redshift snowflake db2 clickhouse".split()
)
# The databases on which something holds that is asked; None where it does not ask for one.
Asks = Callable[[Value], Databases | None]


def split(value: Value, source: str, asks: Asks) -> tuple[Databases, str]:
    """The databases on which a condition can hold, and what it says beyond that."""
    value = returned(value)
    if isinstance(value, Logic):
        return _of_logic(value, source, asks)
    found = asks(value)
    return (EVERY, source) if found is None else (found, "")


def _of_logic(value: Logic, source: str, asks: Asks) -> tuple[Databases, str]:
    parts = [split(operand, source, asks) for operand in value.operands]
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


def compared(value: Compared, is_name: Callable[[Value], bool]) -> Databases | None:
    """The databases on which a comparison holds; None where neither side is the name of the one it runs on."""
    left, right = value.left, value.right
    if not is_name(left):
        left, right = right, left
    if not is_name(left):
        return None
    found = named(right)
    return found if found is None or value.operator in ("==", "in", "is") else EVERY - found


def named(value: Value) -> Databases | None:
    """The databases that names are those of; MariaDB answers to MySQL's."""
    texts = value if is_list(value) else (value,)
    found: set[str] = set()
    for text in texts:
        if not isinstance(text, str):
            return None
        name = dialects.named(str(text)) or str(text)
        found |= {"mysql", "mariadb"} if name == "mysql" else {name}
    return frozenset(found)
