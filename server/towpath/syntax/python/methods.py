"""The calls on texts and lists that are understood: what they give back."""

import re
from collections.abc import Callable
from typing import Any

from towpath.syntax.text import HOLE, Text, joined
from towpath.syntax.values import Attribute, Call, Unknown, Value, is_dict, is_list

# More turns than this are not followed one by one.
TURNS = 1000


def made(call: Call) -> Value:
    """What a call gives back, if it is one of the few that are understood; else the call."""
    if call.splat:
        return call
    if isinstance(call.function, Attribute):
        method = _METHODS.get(call.function.owner.__class__, {}).get(call.function.name)
        found = method(call.function.owner, call) if method else None
    else:
        known = _KNOWN.get(call.path)
        found = known(call) if known else None
    return call if found is None else found


def said_in_text(value: Value, source: str, formatted: bool = False) -> str:
    """A value within a text: itself, or a hole."""
    if isinstance(value, str) and not formatted:
        return value
    if isinstance(value, (int, float)) and not formatted:
        return str(value)
    if isinstance(value, Call) and value.name in ("text", "f", "quoted_name") and value.positional:
        return said_in_text(value.positional[0].value, source, formatted)
    return Text(HOLE % (re.sub(r"\W+", "_", source).strip("_") or "x"), holes=True)


def _format(text: Text, call: Call) -> Value:
    """`str.format` with what is known; a field that is not is a hole."""
    parts: list[str] = []
    end, number = 0, 0
    for field in re.finditer(r"\{\{|\}\}|\{(?P<name>\w*)(?P<rest>[^{}]*)\}", text):
        parts.append(text.part(end, field.start()))
        end = field.end()
        if field["name"] is None:
            parts.append(text.part(field.start(), field.start() + 1))
            continue
        name = field["name"] or str(number)
        number += not field["name"]
        argument = call.find(name) if not name.isdigit() else None
        positional = call.positional
        if name.isdigit() and int(name) < len(positional):
            argument = positional[int(name)]
        parts.append(said_in_text(argument.value if argument else Unknown(name), name, bool(field["rest"])))
    return joined((*parts, text.part(end, len(text))))


def percent(text: Text, value: Value) -> Value:
    """`text % value` with what is known."""
    given = value if is_list(value) else (value,)
    parts: list[str] = []
    end, number = 0, 0
    for field in re.finditer(r"%%|%(?:\((?P<name>\w+)\))?(?P<kind>[sdr])", text):
        parts.append(text.part(end, field.start()))
        end = field.end()
        if field[0] == "%%":
            parts.append("%")
        elif field["name"]:
            found = value.get(field["name"], Unknown("")) if is_dict(value) else Unknown("")
            parts.append(said_in_text(found, field["name"], field["kind"] == "r"))
        else:
            found = given[number] if number < len(given) else Unknown("")
            parts.append(said_in_text(found, f"value_{number + 1}", field["kind"] == "r"))
            number += 1
    return joined((*parts, text.part(end, len(text))))


def _stripped(text: Text, call: Call) -> Value:
    if call.arguments:
        return None
    start = len(text) - len(text.lstrip()) if call.name in ("strip", "lstrip") else 0
    end = len(text.rstrip()) if call.name in ("strip", "rstrip") else len(text)
    return text.part(start, max(start, end))


def _dedent(call: Call) -> Value:
    text = call.get("text", 0)
    if not isinstance(text, Text):
        return None
    lines = [match.span() for match in re.finditer(r"[^\n]*\n|[^\n]+", text)]
    margins = [len(line) - len(line.lstrip()) for start, end in lines if (line := text[start:end]).strip()]
    margin = min(margins, default=0)
    return joined(text.part(min(start + margin, end - 1), end) for start, end in lines)


def _join(text: Text, call: Call) -> Value:
    items = call.get("", 0)
    if not is_list(items) or not all(isinstance(item, str) for item in items):
        return None
    between = ((text, item) if number else (item,) for number, item in enumerate(items))
    return joined(part for parts in between for part in parts)


def _replace(text: Text, call: Call) -> Value:
    old, new = call.get("", 0), call.get("", 1)
    return Text(text.replace(old, new), holes=text.holes) if isinstance(old, str) and isinstance(new, str) else None


def _sequence(call: Call) -> Value:
    items = call.get("", 0, ())
    if is_dict(items):
        items = tuple(items)
    if not is_list(items):
        return None
    return tuple(reversed(items)) if call.path == "reversed" else items


def _sorted(call: Call) -> Value:
    items = _sequence(call)
    plain = is_list(items) and (all(isinstance(i, str) for i in items) or all(type(i) is int for i in items))
    return tuple(sorted(items)) if plain and len(call.arguments) == 1 else None


def _enumerated(call: Call) -> Value:
    items, start = _sequence(call), call.get("start", 1, 0)
    return tuple(enumerate(items, start)) if is_list(items) and isinstance(start, int) else None


def _zipped(call: Call) -> Value:
    lists = [argument.value for argument in call.positional]
    return tuple(zip(*lists)) if lists and all(is_list(one) for one in lists) else None


def _range(call: Call) -> Value:
    numbers = [argument.value for argument in call.positional]
    if not numbers or not all(isinstance(number, int) for number in numbers) or 0 in numbers[2:3]:
        return None
    found = range(*numbers[:3])
    return tuple(found) if len(found) <= TURNS else None


def _text_of(call: Call) -> Value:
    said = call.get("", 0)
    return Text(str(said)) if isinstance(said, int) else said if isinstance(said, str) else None


_KNOWN: dict[str, Callable[[Call], Value]] = {
    "textwrap.dedent": _dedent,
    "inspect.cleandoc": _dedent,
    "list": _sequence,
    "tuple": _sequence,
    "set": _sequence,
    "reversed": _sequence,
    "sorted": _sorted,
    "enumerate": _enumerated,
    "zip": _zipped,
    "range": _range,
    "str": _text_of,
}

_METHODS: dict[type, dict[str, Callable[[Any, Call], Value]]] = {
    Text: {
        "format": _format,
        "strip": _stripped,
        "lstrip": _stripped,
        "rstrip": _stripped,
        "join": _join,
        "replace": _replace,
        "lower": lambda text, _: Text(text.lower(), holes=text.holes),
        "upper": lambda text, _: Text(text.upper(), holes=text.holes),
    },
    dict: {
        "items": lambda found, _: tuple(found.items()),
        "keys": lambda found, _: tuple(found),
        "values": lambda found, _: tuple(found.values()),
        "get": lambda found, call: found.get(call.get("", 0), call.get("", 1)),
    },
}
