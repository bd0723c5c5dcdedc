"""Defaults of columns as an author of Rails' migrations would write them."""

import json

from towpath.frameworks.rails.manner import Manner
from towpath.operations import Type
from towpath.source import pattern

_LITERAL = pattern(r"'((?:[^']|'')*)'\Z")
_NUMBER = pattern(r"-?\d+(?:\.\d+)?\Z")


def default(manner: Manner, sql: str, kind: Type | None) -> str:
    """What says a default for a column of that type; None: nobody knows of which."""
    literal = _LITERAL.match(sql)
    text = literal[1].replace("''", "'") if literal else ""
    if literal and text in ("{}", "[]") and _is_json(kind):
        return text
    # Of a text, Active Record makes a string of JSON's for such a column.
    if literal and not (_is_json(kind) or (kind is None and _says_json(text))):
        return manner.text(text)
    if _NUMBER.match(sql) or sql.lower() in ("true", "false"):
        return sql.lower()
    return f"-> {{ {manner.text(sql)} }}"


def _is_json(kind: Type | None) -> bool:
    return kind is not None and kind.name in ("json", "jsonb") and not kind.array


def _says_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True
