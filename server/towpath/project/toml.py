"""TOML files: their values, and the lines on which their keys stand, which the parser does not tell."""

import re
import sys
from collections.abc import Mapping
from typing import Any

from towpath.project.configuration import Keys
from towpath.project.errors import NotTomlError

_KEY = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')"""
_DOTTED = rf"{_KEY}(?:[ \t]*\.[ \t]*{_KEY})*"
# At the start of an expression: a table, an element of a list of tables, or a key.
_HEAD = (
    rf"[ \t\r\n]*(?:\#[^\n]*\n[ \t\r\n]*)*(?:\[\[[ \t]*(?P<element>{_DOTTED})[ \t]*\]\]"
    rf"|\[[ \t]*(?P<table>{_DOTTED})[ \t]*\]|(?P<key>{_DOTTED})[ \t]*=)"
)
_VALUE = r'"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|\#[^\n]*|[\[{]|[\]}]|\n'
_LINE = r"\(at line (\d+),"


def load(path: str, text: str) -> dict[str, Any]:
    """The values of a TOML file; raises NotTomlError."""
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        found = re.search(_LINE, message)
        line = int(found[1]) if found else text.count("\n") + 1
        raise NotTomlError(
            path, line, f"this is not TOML: {re.split(_LINE, message)[0].strip().rstrip('(').lower()}"
        ) from None


def line_of(text: str, keys: Keys, value: object = None) -> int:
    """The 1-based line of a key, or of the nearest one above it; of a text in a list, where that text stands."""
    places = _places(text)
    for length in range(len(keys), 0, -1):
        if (found := places.get(keys[:length])) is not None:
            start, end = found
            at = _within(text, start, end, value)
            return text.count("\n", 0, at) + 1
    return 1


def _within(text: str, start: int, end: int, value: object) -> int:
    """Where a text stands between two offsets; the first of them if it does not."""
    if not isinstance(value, str):
        return start
    found = [at for quoted in (f'"{value}"', f"'{value}'") if (at := text.find(quoted, start, end)) >= 0]
    return min(found, default=start)


def _places(text: str) -> Mapping[Keys, tuple[int, int]]:
    """Where each key and its value stand, by the keys that lead to it; elements of lists of tables are numbered."""
    places: dict[Keys, tuple[int, int]] = {}
    counts: dict[Keys, int] = {}
    table: Keys = ()
    at = 0
    head_at = re.compile(_HEAD).match
    while head := head_at(text, at):
        kind = head.lastgroup or "key"
        start = head.start(kind)
        if kind == "key":
            at = _value_end(text, head.end())
            keys = (*table, *_parts(head[kind]))
        else:
            at = head.end()
            table = _numbered(_parts(head[kind]), counts, kind == "element")
            keys = table
        places.setdefault(keys, (start, at))
    return places


def _parts(dotted: str) -> Keys:
    return tuple(part.strip("\"'") for part in re.findall(_KEY, dotted))


def _numbered(keys: Keys, counts: dict[Keys, int], element: bool) -> Keys:
    """The keys of a table with the number of each list's last element; `element` begins another one."""
    numbered: Keys = ()
    for place, key in enumerate(keys):
        numbered = (*numbered, key)
        if element and place == len(keys) - 1:
            counts[numbered] = counts.get(numbered, -1) + 1
        if numbered in counts:
            numbered = (*numbered, counts[numbered])
    return numbered


def _value_end(text: str, at: int) -> int:
    depth = 0
    for mark in re.compile(_VALUE, re.S).finditer(text, at):
        token = mark.group()
        if token in "[{":
            depth += 1
        elif token in "]}":
            depth -= 1
        elif token == "\n" and depth <= 0:
            return mark.end()
    return len(text)
