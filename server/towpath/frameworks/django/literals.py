"""Python values as SQL, the way psycopg writes them for Django."""

import re
from collections.abc import Mapping
from json import dumps

from towpath.syntax.python import HOLE, Attribute, Call, Reference, Unknown, Value, is_dict, is_list

_CASTS = {
    "DateField": "date",
    "DateTimeField": "timestamptz",
    "DurationField": "interval",
    "JSONField": "jsonb",
    "TimeField": "time",
    "UUIDField": "uuid",
}
_NUMBERS = frozenset(
    """
    AutoField BigAutoField BigIntegerField IntegerField PositiveBigIntegerField PositiveIntegerField
    PositiveSmallIntegerField SmallAutoField SmallIntegerField
    """.split()
)
_WORDS = frozenset(("CharField", "TextField", "SlugField", "FileField", "FilePathField", "CITextField"))


def literal(value: Value, kind: str) -> str | None:
    """A value of a field as SQL; None for None. What Python makes when it runs is a text with a hole in it."""
    if value is None:
        return None
    cast = f"::{_CASTS[kind]}" if kind in _CASTS else ""
    if kind == "JSONField":
        said = _json(value)
        return f"{quoted(said)}::jsonb" if said is not None else f"{hole(value)}::jsonb"
    if isinstance(value, bool):
        return quoted(str(value)) if kind in _WORDS else str(value).lower() if kind not in _NUMBERS else str(int(value))
    if isinstance(value, (int, float)):
        return quoted(str(value)) if kind in _WORDS else "true" if kind == "BooleanField" and value else str(value)
    if isinstance(value, str) and not getattr(value, "holes", False):
        if kind == "BinaryField":
            return f"'\\x{value.encode('latin-1', 'replace').hex()}'::bytea"
        if kind == "DateTimeField":
            return _moment(value)
        if (kind in _NUMBERS or kind in ("DecimalField", "FloatField")) and re.fullmatch(r"-?\d+(\.\d+)?", value):
            return value
        return quoted(value) + cast
    if is_list(value):
        return _array(value)
    if isinstance(value, Call) and (said := _constructed(value)):
        return said
    return hole(value) + cast


def _moment(text: str) -> str:
    """A point in time that is written as a text, as Django reads it and psycopg writes it."""
    found = re.fullmatch(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:Z|\+00:?00)?", text)
    if found is None:
        return f"{quoted(text)}::timestamptz"
    return f"'{found[1]} {found[2] if len(found[2]) > 5 else found[2] + ':00'}+00:00'::timestamptz"


def is_literal(value: Value) -> bool:
    """Whether a call makes a value that is as good as written out."""
    return isinstance(value, Call) and _constructed(value) is not None


def _constructed(call: Call) -> str | None:
    """The value that a call of a class of Python's own makes, as SQL."""
    numbers = [one.value for one in call.positional if type(one.value) is int]
    named = {str(one.keyword): one.value for one in call.arguments if one.keyword}
    if call.name == "Decimal" and call.arguments:
        return literal(call.arguments[0].value, "DecimalField")
    if len(numbers) != len(call.positional) or call.splat:
        return None
    maker = _MAKERS.get(call.name)
    return maker(numbers, named) if maker else None


def _datetime(numbers: list[int], named: dict[str, Value]) -> str | None:
    zone = named.pop("tzinfo", None)
    utc = isinstance(zone, (Reference, Attribute)) and zone.name.lower() == "utc"
    if named or not 3 <= len(numbers) <= 7 or (zone is not None and not utc):
        return None
    year, month, day, hour, minute, second, micro = (*numbers, *(0,) * (7 - len(numbers)))
    text = f"{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}" + (f".{micro:06}" if micro else "")
    return f"'{text}+00:00'::timestamptz" if utc else f"'{text}'::timestamp"


def _date(numbers: list[int], named: dict[str, Value]) -> str | None:
    return f"'{numbers[0]:04}-{numbers[1]:02}-{numbers[2]:02}'::date" if len(numbers) == 3 and not named else None


def _timedelta(numbers: list[int], named: dict[str, Value]) -> str | None:
    names = ("days", "seconds", "microseconds", "milliseconds", "minutes", "hours", "weeks")
    if not all(name in names and type(found) is int for name, found in named.items()):
        return None
    from datetime import timedelta

    try:
        return f"'{str(timedelta(*numbers, **named)).replace(',', '')}'::interval"
    except (OverflowError, TypeError):
        return None


_MAKERS = {"date": _date, "datetime": _datetime, "timedelta": _timedelta}


def quoted(text: str) -> str:
    """A text as a literal."""
    escaped = text.replace("'", "''")
    return "E'" + escaped.replace("\\", "\\\\") + "'" if "\\" in text else f"'{escaped}'"


def uncast(said: str) -> str:
    """A literal without the type that stands behind it, and without what PostgreSQL puts before a backslash."""
    text = re.sub(r"::[a-z ]+(?:\[\])*\Z", "", said)
    return "'" + text[2:].replace("\\\\", "\\") if text.startswith("E'") else text


def hole(value: Value) -> str:
    """A literal that stands for what only Python can tell."""
    return f"'{unknown(value)}'"


def unknown(value: Value) -> str:
    """What stands in SQL for what only Python can tell."""
    source = value.source if isinstance(value, Unknown) else ""
    named = value.function if isinstance(value, Call) else value
    while isinstance(named, Attribute):
        named = named.owner
    path = named.path if isinstance(named, Reference) else getattr(named, "name", "") or source
    return HOLE % (re.sub(r"[^A-Za-z0-9]+", "_", path).strip("_") or "value")


def _json(value: Value) -> str | None:
    """A value as JSON; None where some of it is not known."""
    try:
        return dumps(_plain(value))
    except (TypeError, ValueError):
        return None


def _plain(value: Value) -> object:
    if is_list(value):
        return [_plain(item) for item in value]
    if is_dict(value):
        return {str(key): _plain(item) for key, item in value.items()}
    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, Reference) and value.path in MADE:
        return MADE[value.path]
    raise TypeError


def _array(items: tuple[Value, ...]) -> str:
    if not all(isinstance(item, (str, int, float)) for item in items):
        return hole(Unknown("list"))
    return quoted("{" + ",".join(_item(item) for item in items) + "}")


def _item(item: Value) -> str:
    text = str(item)
    plain = re.fullmatch(r"[\w.-]+", text) is not None and text.upper() != "NULL"
    return text if plain else '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


# What these callables give back whenever they are called.
MADE: Mapping[str, object] = {"dict": {}, "list": [], "str": "", "int": 0, "bool": False, "tuple": [], "set": []}
