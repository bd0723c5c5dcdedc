"""The values that a change gives, and how they are written as SQL."""

import re
from typing import NamedTuple

from towpath.frameworks.liquibase.sent import names
from towpath.frameworks.liquibase.sent.asked import Around
from towpath.frameworks.liquibase.sent.types import Type
from towpath.source import pattern
from towpath.syntax.markup import Node

_MOMENT = pattern(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?\Z|\d\d:\d\d:\d\d\Z")
_NUMBER = pattern(r"[-+]?\d")
_WHOLE = pattern(r"\.0+\Z")
_PRECISE = pattern(r"current_timestamp(\(\d+\))?\Z|now\(\)\Z", re.I)
# By the ends of attributes, in the order in which Liquibase looks at them, and what each of them is.
_KINDS = {
    "": "text",
    "Boolean": "boolean",
    "Numeric": "number",
    "Date": "moment",
    "Computed": "function",
    "SequenceNext": "next",
    "SequenceCurrent": "current",
}


class Value(NamedTuple):
    """A value as it is given: `text`, `boolean`, `number`, `moment`, `function`, `next` or `current` of a sequence."""

    kind: str
    text: str


def given(node: Node, prefix: str) -> Value | None:
    """The value that attributes give whose names begin so: `value`, `defaultValue`."""
    for ending, kind in _KINDS.items():
        found = node.get(prefix + ending)
        if found is not None and (kind == "text" or found.lower() != "null"):
            return _understood(kind, found if kind == "text" else found.strip(), of_default=prefix != "value")
    if prefix == "value" and node.text is not None and node.text.strip():
        return Value("text", node.text.strip())
    return None


def _truth(text: str) -> Value:
    word = {"1": "true", "0": "false"}.get(text, text.lower())
    return Value("boolean", word) if word in ("true", "false") else Value("function", text)


def _understood(kind: str, text: str, *, of_default: bool) -> Value:
    """What cannot be what it is said to be is a function."""
    if kind == "boolean":
        return _truth(text) if of_default else Value("boolean", "true" if text.lower() == "true" else "false")
    if kind == "number":
        bare = text[1:-1] if text.startswith("(") and text.endswith(")") else text
        return Value("number", bare) if _NUMBER.match(bare) else Value("function", text)
    if kind == "moment":
        return Value("moment", text.replace("T", " ")) if _MOMENT.match(text) else Value("function", text)
    return Value(kind, text)


def unsequenced(node: Node, around: Around) -> str:
    """Why a value or a default that comes from a sequence cannot be; empty where it can."""
    found = (given(node, prefix) for prefix in ("value", "defaultValue"))
    counted = not around.has_sequences and any(one and one.kind in ("next", "current") for one in found)
    return "sequences are not supported on mysql" if counted else ""


def literal(text: str, around: Around) -> str:
    """A text in quotes."""
    escaped = text.replace("'", "''")
    return "'" + (escaped.replace("\\", "\\\\") if around.is_mysql else escaped) + "'"


def truth(word: str, around: Around) -> str:
    if around.is_mysql:
        return "1" if word == "true" else "0"
    return word.upper()


def number(text: str) -> str:
    """A number without noughts behind its point."""
    return _WHOLE.sub("", text)


def function(value: Value, around: Around) -> str:
    """What is computed, or comes from a sequence."""
    if value.kind in ("next", "current"):
        name = names.quoted(value.text, around)
        if around.is_mysql:
            return f"{'NEXT' if value.kind == 'next' else 'PREVIOUS'} VALUE FOR {name}"
        return f"{'nextval' if value.kind == 'next' else 'currval'}('{name}')"
    match = _PRECISE.match(value.text)
    if around.is_mysql:
        return f"NOW{match[1] or '()'}" if match else value.text
    return "NOW()" if match or value.text.lower().startswith("current_timestamp") else value.text


def written(value: Value | None, around: Around) -> str:
    """A value as INSERT and UPDATE have it."""
    if value is None or (value.kind == "text" and value.text.lower() == "null"):
        return "NULL"
    if value.kind == "number":
        return value.text
    return _by_itself(value, around)


def _by_itself(value: Value, around: Around) -> str:
    if value.kind == "boolean":
        return truth(value.text, around)
    if value.kind == "number":
        return number(value.text)
    return literal(value.text, around) if value.kind in ("text", "moment") else function(value, around)


def set_default(value: Value, around: Around) -> str:
    """A default as `addDefaultValue` has it, which does not look at the column's type."""
    if value.kind == "text" and value.text.lower() == "null":
        return "null"
    if value.kind in ("function", "next") and around.is_mysql:
        return f"({value.text})"
    return _by_itself(value, around)


def default(value: Value, of: Type, around: Around) -> str:
    """A default as the definition of a column has it."""
    if value.kind in ("function", "next", "current"):
        return function(value, around)
    if value.text.lower() == "null":
        return "null" if of.values != "unknown" else "'null'"
    if of.values == "truth":
        return truth(_word(value.text), around) if _word(value.text) else literal(value.text, around)
    if value.kind == "moment":
        return literal(value.text, around)
    if of.values in ("number", "bare"):
        return number(value.text) if value.kind == "number" else value.text
    said = literal(number(value.text) if value.kind == "number" else value.text, around)
    return f"xml {said}" if of.values == "document" and not around.is_mysql else said


def _word(text: str) -> str:
    """What says yes or no of a boolean column."""
    said = text.replace("'", "").lower()
    return "true" if said in ("true", "1", "t", "b1") else "false" if said in ("false", "0", "f", "b0") else ""
