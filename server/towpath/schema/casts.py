"""How a column of one type gets another one in PostgreSQL, and whether every value survives that."""

from typing import Literal

from towpath.operations import Type, named
from towpath.schema.state import Lookup

# By itself; with USING and a cast; with USING and a cast by way of text.
How = Literal["itself", "cast", "text"]

_STRINGS = frozenset(("char", "text", "varchar"))
_WHOLE = ("smallint", "integer", "bigint")
_NUMBERS = frozenset((*_WHOLE, "double precision", "numeric", "real"))
_OTHERS = frozenset(
    """
    bit boolean bytea cidr date inet interval json jsonb macaddr macaddr8 money oid time timestamp timestamptz timetz
    tsvector uuid varbit xml
    """.split()
)
BUILT_IN = _STRINGS | _NUMBERS | _OTHERS
# Casts that an assignment makes by itself (pg_cast.castcontext is "a" or "i"), besides those among numbers and strings.
_ASSIGNED = frozenset(
    pair
    for old, targets in {
        "bigint": "money oid",
        "bit": "varbit",
        "cidr": "inet",
        "date": "timestamp timestamptz",
        "inet": "cidr",
        "integer": "money oid",
        "interval": "time",
        "json": "jsonb",
        "jsonb": "json",
        "macaddr": "macaddr8",
        "macaddr8": "macaddr",
        "money": "numeric",
        "numeric": "money",
        "oid": "bigint integer",
        "smallint": "oid",
        "time": "interval timetz",
        "timestamp": "date time timestamptz",
        "timestamptz": "date time timestamp timetz",
        "timetz": "time",
        "varbit": "bit",
    }.items()
    for pair in ((old, target) for target in targets.split())
)
# Casts that have to be asked for.
_ASKED = frozenset(
    (
        ("bit", "bigint"),
        ("bit", "integer"),
        ("boolean", "integer"),
        ("bytea", "bigint"),
        ("bytea", "integer"),
        ("bytea", "smallint"),
        ("bigint", "bit"),
        ("bigint", "bytea"),
        ("integer", "bit"),
        ("integer", "boolean"),
        ("integer", "bytea"),
        ("jsonb", "bigint"),
        ("jsonb", "boolean"),
        ("jsonb", "double precision"),
        ("jsonb", "integer"),
        ("jsonb", "numeric"),
        ("jsonb", "real"),
        ("jsonb", "smallint"),
        ("smallint", "bytea"),
    )
)
# Casts between types of two names in which every value finds its way back.
_LOSSLESS = frozenset(
    (
        ("cidr", "inet"),
        ("date", "timestamp"),
        ("integer", "double precision"),
        ("jsonb", "json"),
        ("oid", "bigint"),
        ("smallint", "double precision"),
        ("smallint", "real"),
        ("time", "interval"),
    )
)


def converted(old: Type, new: Type, state: Lookup) -> How | None:
    """How a column of the old type gets the new one; None where there is no cast."""
    if old.array or new.array:
        return _elements(old, new, state)
    source, target = _under(old, state), _under(new, state)
    if source.name == target.name or target.name in _STRINGS:
        return "itself"
    if source.name in _STRINGS:
        return "cast"
    if not {source.name, target.name} <= BUILT_IN:
        return "text"
    pair = (source.name, target.name)
    if {*pair} <= _NUMBERS or pair in _ASSIGNED:
        return "itself"
    return "cast" if pair in _ASKED else None


def _elements(old: Type, new: Type, state: Lookup) -> How | None:
    """An array becomes another one by its elements, and text as a whole."""
    if old.array and new.array:
        found = converted(Type(old.name, old.arguments), Type(new.name, new.arguments), state)
        return "cast" if found == "cast" else found
    if new.name in _STRINGS and not new.array:
        return "itself"
    return "cast" if old.name in _STRINGS and not old.array else None


def _under(type: Type, state: Lookup) -> Type:
    """The type under a domain, or under a domain over one."""
    for _ in range(20):
        domain = state.domain(named(type.name))
        if domain is None:
            break
        type = domain.type
    return type


def is_lossless(old: Type, new: Type) -> bool:
    """Whether every value that gets the new type can get the old one back as it was."""
    if old.array or new.array:
        return (old.name, old.array) == (new.name, new.array) and _fits(old, new)
    if old.name == new.name:
        return _fits(old, new)
    if new.name in _STRINGS:
        return new.name != "char" and (not new.arguments or _is_shorter(old, new))
    if old.name in _WHOLE and new.name in (*_WHOLE, "numeric"):
        return True
    return (old.name, new.name) in _LOSSLESS


def _is_shorter(old: Type, new: Type) -> bool:
    return old.name in ("char", "varchar") and _numbers(old) != () and _numbers(old) <= _numbers(new)


def _fits(old: Type, new: Type) -> bool:
    """Whether the arguments of the same type cut off and round nothing; a value that is too big is refused."""
    if not new.arguments or old.arguments == new.arguments:
        return True
    before, after = _numbers(old), _numbers(new)
    if not before or not after:
        return False
    return (before[1:] or (0,)) <= (after[1:] or (0,)) if old.name == "numeric" else before <= after


def _numbers(type: Type) -> tuple[int, ...]:
    return tuple(int(text) for text in type.arguments if text.isdigit())
