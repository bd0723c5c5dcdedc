"""The calls on texts and lists that are understood: what they give back."""

import re
from collections.abc import Callable
from typing import Any

from towpath.syntax.text import HOLE, Text, joined
from towpath.syntax.values import Argument, Attribute, Call, Unknown, Value, is_dict, is_list

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


def begun(function: Value) -> tuple[Value, list[Argument], bool]:
    """What a call calls in the end, and what `functools.partial` has given that; whether some of it cannot be told."""
    if not (isinstance(function, Call) and function.path == "functools.partial" and function.positional):
        return function, [], False
    first = function.positional[0]
    return first.value, [one for one in function.arguments if one is not first], function.splat


def said_in_text(value: Value, source: str, how: str = "") -> str:
    """A value within a text: itself, or a hole; `how` is what stands behind it in the braces (`!r`, `:03d`)."""
    if isinstance(value, Call) and value.name in ("text", "f", "quoted_name") and value.positional:
        return said_in_text(value.positional[0].value, source, how)
    if isinstance(value, (str, int, float)) and not getattr(value, "holes", False):
        said = _formatted(value, how)
        if said is not None:
            return said
    elif isinstance(value, str) and how in ("", "!s"):
        return value
    return Text(HOLE % (re.sub(r"\W+", "_", source).strip("_") or "x"), holes=True)


def _formatted(value: str | float, how: str) -> str | None:
    """A known value as a format asks for it; None where that cannot be told."""
    conversion, _, form = how.partition(":")
    if conversion not in ("", "!s", "!r"):
        return None
    if conversion == "!r":
        value = repr(str(value) if isinstance(value, str) else value)
    if not form:
        return value if isinstance(value, str) else str(value)
    try:
        return Text(format(str(value) if isinstance(value, str) else value, form))
    except ValueError:
        return None


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
        parts.append(said_in_text(argument.value if argument else Unknown(name), name, field["rest"]))
    return joined((*parts, text.part(end, len(text))))


_AS_FORMAT = {"s": "", "d": "", "r": "!r"}


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
            parts.append(said_in_text(found, field["name"], _AS_FORMAT[field["kind"]]))
        else:
            found = given[number] if number < len(given) else Unknown("")
            parts.append(said_in_text(found, f"value_{number + 1}", _AS_FORMAT[field["kind"]]))
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


def _dict(call: Call) -> Value:
    """`dict(a=1)`, `dict(other, a=1)`, `dict([(k, v)])`."""
    found: dict[Value, Value] = {}
    for argument in call.arguments:
        value = argument.value
        if argument.keyword is not None:
            found[argument.keyword] = value
        elif is_dict(value):
            found |= value
        elif is_list(value) and all(is_list(item) and len(item) == 2 and isinstance(item[0], str) for item in value):
            found |= dict(value)
        else:
            return None
    return found


def _mapped(call: Call) -> Value:
    """`map(function, items)`: the call of each."""
    lists = [argument.value for argument in call.positional[1:]]
    if not lists or not all(is_list(one) for one in lists):
        return None
    node, function = call.node, call.positional[0].value
    return tuple(made(Call(function, tuple(Argument(None, one, node) for one in turn), node)) for turn in zip(*lists))


_KNOWN: dict[str, Callable[[Call], Value]] = {
    "dict": _dict,
    "map": _mapped,
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
OF_DICTIONARIES = frozenset(_METHODS[dict])
