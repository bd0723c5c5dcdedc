"""A value held against the part of JSON Schema that the configuration needs, with messages for people."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from towpath.project.configuration import Keys
from towpath.project.errors import meant
from towpath.project.keys import Schema

_TYPES: dict[str, tuple[type, str]] = {
    "string": (str, "a text"),
    "boolean": (bool, "true or false"),
    "array": (list, "a list"),
    "object": (dict, "a table"),
}


class Wrong(NamedTuple):
    """What does not fit, and where; `unknown`: the last key does not exist."""

    keys: Keys
    message: str
    found: object = None
    unknown: bool = False


def wrong(schema: Schema, value: Any, keys: Keys = ()) -> Iterator[Wrong]:
    """Everything in a value that does not fit a schema, in the order in which it is written."""
    if "anyOf" in schema:
        yield from _any(schema["anyOf"], value, keys)
        return
    if not has_type(schema, value):
        yield _other(schema, value, keys)
    elif "enum" in schema and value not in schema["enum"]:
        yield _other(schema, value, keys, meant(value, schema["enum"]))
    elif "pattern" in schema and not re.search(schema["pattern"], value):
        yield _other(schema, value, keys, meant(value, schema["examples"]))
    elif schema["type"] == "array":
        yield from _list(schema["items"], value, keys)
    elif schema["type"] == "object":
        yield from _table(schema, value, keys)


def _list(schema: Schema, value: Iterable[Any], keys: Keys) -> Iterator[Wrong]:
    for number, item in enumerate(value):
        yield from wrong(schema, item, (*keys, number))


def has_type(schema: Schema, value: Any) -> bool:
    """Whether a value is of the type that a schema names."""
    return isinstance(value, _TYPES[schema["type"]][0])


def _any(schemas: list[Schema], value: Any, keys: Keys) -> Iterator[Wrong]:
    """A list is held against the list, anything else against what stands alone."""
    kinds = [schema for schema in schemas if has_type(schema, value)]
    if kinds:
        yield from wrong(kinds[0], value, keys)
    else:
        expected = " or ".join(_expected(schema) for schema in schemas)
        yield Wrong(keys, f"{name(keys)} is {said(value)}, expected {expected}", value)


def _table(schema: Schema, value: Mapping[str, Any], keys: Keys) -> Iterator[Wrong]:
    known: Schema = schema.get("properties", {})
    for key in schema.get("required", ()):
        if key not in value:
            yield Wrong(keys, f'{name(keys)} has no "{key}", expected {_expected(known[key])}')
    other: Schema | bool = schema.get("additionalProperties", True)
    for key, item in value.items():
        if key in known:
            yield from wrong(known[key], item, (*keys, key))
        elif not isinstance(other, bool):
            yield from wrong(other, item, (*keys, key))
        elif not other:
            yield Wrong((*keys, key), f'unknown key "{key}"{meant(key, known)}', None, True)


def _other(schema: Schema, value: Any, keys: Keys, suggestion: str = "") -> Wrong:
    return Wrong(keys, f"{name(keys)} is {said(value)}, expected {_expected(schema)}{suggestion}", value)


def _expected(schema: Schema) -> str:
    if "enum" in schema:
        return "one of " + ", ".join(f'"{value}"' for value in schema["enum"])
    words = _TYPES[schema["type"]][1]
    if "examples" in schema:
        return f'{words} like "{schema["examples"][0]}"'
    if schema["type"] == "array":
        return "a list of " + ("tables" if schema["items"].get("type") == "object" else "texts")
    return words


def name(keys: Keys) -> str:
    """The keys as they are written: `tables.hot`, `folder`; a place in a list is left out."""
    return ".".join(key for key in keys if isinstance(key, str)) or "the configuration"


def said(value: Any) -> str:
    """A value as TOML writes it, shortened."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{value[:40]}…"' if len(value) > 40 else f'"{value}"'
    if isinstance(value, dict):
        return "a table"
    return "a list" if isinstance(value, list) else str(value)
