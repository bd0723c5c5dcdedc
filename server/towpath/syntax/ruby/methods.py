"""The methods of texts, lists, hashes and numbers that are understood: what they give back."""

import re
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

from towpath.source import pattern
from towpath.syntax.ruby.literals import named
from towpath.syntax.ruby.values import Call, Range, Symbol
from towpath.syntax.text import HOLE, NAME_QUOTE, Text, joined
from towpath.syntax.values import Attribute, Reference, Value, is_dict, is_list, truth

# More turns than this are not followed one by one.
TURNS = 1000
_SPACE = pattern(r"[\s\u200b]+")
_LINE = pattern(r"[^\n]*\n|[^\n]+")


def made(call: Call) -> Value:
    """What a call gives back, if it is one of the few that are understood; else the call."""
    if call.splat:
        return call
    owner = call.function.owner if isinstance(call.function, Attribute) else None
    if call.name in ("quote_table_name", "quote_column_name", "quote"):
        found = _quoted(call)
    elif call.name == "Array" and owner is None and len(call.positional) == 1:
        found = _listed(call.get("", 0))
    elif owner is None:
        if call.name not in ("format", "sprintf") or not isinstance(call.get("", 0), str):
            return call
        named = {one.keyword: one.value for one in call.arguments if one.keyword}
        found = formatted(call.get("", 0), named or tuple(one.value for one in call.positional[1:]))
    else:
        method = _METHODS.get(_kind(owner), {}).get(call.name)
        found = method(owner, call) if method else None
    return call if found is None else found


def _listed(value: Value) -> Value:
    """What `Array(value)` makes: a list of what is none; None where that is not known."""
    if value is None or is_list(value):
        return value or ()
    return (value,) if isinstance(value, (str, int, float)) else None


def said_in_text(value: Value, source: str) -> str:
    """A value within a text: itself, or a hole."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (str, int, float)):
        return value if isinstance(value, str) else str(value)
    if type(value) is Reference and "::" not in value.path and value.path[:1].isupper():
        source = value.path
    return Text(HOLE % (re.sub(r"\W+", "_", source).strip("_") or "x"), holes=True)


def formatted(text: str, given: Value) -> Value:
    """A text with its directives filled in, as `format` does; None where one is of another kind, or has no value."""
    items = list(given) if is_list(given) else [given]
    parts: list[str] = []
    end = 0
    for found in _DIRECTIVE.finditer(text):
        name = found["name"] or found["typed"]
        if found[0] == "%%":
            item: Value = "%"
        elif name is not None and is_dict(given) and name in given:
            item = given[name]
        elif name is None and found["kind"] in ("s", "d", "i") and items and not is_dict(given):
            item = items.pop(0)
        else:
            return None
        parts += (_part(text, end, found.start()), said_in_text(item, found[0]))
        end = found.end()
    return joined((*parts, _part(text, end, len(text))))


_DIRECTIVE = pattern(r"%(?:%|(?P<kind>[^%{<])|\{(?P<name>\w+)\}|<(?P<typed>\w+)>.)")


def elements(value: Value) -> tuple[Value, ...] | None:
    """What `each` goes through; None where that is not known."""
    if is_dict(value):
        return tuple((key, item) for key, item in value.items())
    if isinstance(value, Range):
        return _of_range(value)
    return value if is_list(value) else None


def turned(call: Call, owner: Value, one: Callable[[Value], Value]) -> Value:
    """What a list becomes of which each item goes through a block; `one` is what that gives back for an item."""
    found = elements(owner) if call.name in ("map", "collect", "select", "filter", "reject") else None
    if found is None or len(found) > TURNS:
        return None
    turns = [one(item) for item in found]
    if call.name in ("map", "collect"):
        return tuple(turns)
    known = [truth(turn) for turn in turns]
    if None in known:
        return None
    return tuple(item for item, said in zip(found, known) if said != (call.name == "reject"))


def _of_range(value: Range) -> tuple[Value, ...] | None:
    first, last = value.first, value.last
    if type(first) is not int or type(last) is not int:
        return None
    found = range(first, last if value.open else last + 1)
    return tuple(found) if len(found) <= TURNS else None


def _kind(value: Value) -> type:
    return str if isinstance(value, str) else value.__class__


def _quoted(call: Call) -> Value:
    """The quoting of a connection, where what it quotes is known."""
    said = call.get("", 0)
    if call.name == "quote":
        if isinstance(said, bool):
            return Text("TRUE" if said else "FALSE")
        if isinstance(said, str) and not getattr(said, "holes", False):
            return joined(("'", said.replace("'", "''"), "'"))
        return Text(str(said)) if isinstance(said, (int, float)) else None
    if not isinstance(said, str) or getattr(said, "holes", False):
        return None
    parts = said.split(".") if call.name == "quote_table_name" else [said]
    return Text(".".join(f"{NAME_QUOTE}{part}{NAME_QUOTE}" for part in parts))


def _part(text: str, start: int, end: int) -> Text:
    return text.part(start, end) if isinstance(text, Text) else Text(text[start:end])


def _stripped(text: str, call: Call) -> Value:
    start = len(text) - len(text.lstrip()) if call.name in ("strip", "lstrip") else 0
    end = len(text.rstrip()) if call.name in ("strip", "rstrip", "chomp") else len(text)
    return _part(text, start, max(start, end))


def _squished(text: str, call: Call) -> Value:
    """Without blanks at the ends, and with one blank for many; what stays knows where it stands."""
    parts: list[str] = []
    end = len(text) - len(text.lstrip())
    last = len(text.rstrip())
    for blank in _SPACE.finditer(text, end, last):
        parts += (_part(text, end, blank.start()), " ")
        end = blank.end()
    return joined((*parts, _part(text, end, max(end, last))))


def _dedented(text: str, call: Call) -> Value:
    """`strip_heredoc`."""
    lines = [match.span() for match in _LINE.finditer(text)]
    depths = [len(line) - len(line.lstrip(" \t")) for start, end in lines if (line := text[start:end]).strip()]
    margin = min(depths, default=0)
    return joined(_part(text, min(start + margin, max(end - 1, start)), end) for start, end in lines)


def _symbol(text: str, call: Call) -> Value:
    return named(text)


def _text(value: Any, call: Call) -> Value:
    if isinstance(value, Symbol):
        return Text(str(value), value.stretches, value.holes, value.quote, value.home)
    return value if isinstance(value, Text) else Text(str(value))


def _cased(text: str, call: Call) -> Value:
    how = {"upcase": str.upper, "downcase": str.lower, "capitalize": str.capitalize}[call.name]
    return Text(how(str(text)), holes=getattr(text, "holes", False))


def _replaced(text: str, call: Call) -> Value:
    old, new = call.get("", 0), call.get("", 1)
    known = isinstance(old, str) and isinstance(new, str) and not getattr(new, "holes", False)
    if not known or getattr(text, "holes", False):
        return None
    return Text(text.replace(old, new, 1 if call.name == "sub" else -1))


def _split(text: str, call: Call) -> Value:
    """`"a b".split`: the words, or what stands between a sign."""
    sign = call.get("", 0)
    if getattr(text, "holes", False) or (call.arguments and not isinstance(sign, str)):
        return None
    return tuple(Text(part) for part in text.split(str(sign) if sign and sign != " " else None))


def _joined(items: tuple[Value, ...], call: Call) -> Value:
    between = call.get("", 0, "")
    if not isinstance(between, str):
        return None
    parts = [item for number, one in enumerate(items) for item in ((between, one) if number else (one,))]
    if any(is_list(one) or is_dict(one) or one is None for one in parts):
        return None
    return joined(said_in_text(one, repr(one)) for one in parts)


def _itself(value: Value, call: Call) -> Value:
    return value


def _at(items: tuple[Value, ...], call: Call) -> Value:
    if call.arguments or not items:
        return None
    return items[0] if call.name == "first" else items[-1]


def _zipped(items: tuple[Value, ...], call: Call) -> Value:
    others = [argument.value for argument in call.positional]
    if not all(is_list(one) and len(one) == len(items) for one in others):
        return None
    return tuple(zip(items, *others))


def _crossed(items: tuple[Value, ...], call: Call) -> Value:
    others = [argument.value for argument in call.positional]
    return tuple(product(items, *others)) if all(map(is_list, others)) else None


def _flat(items: Value) -> Iterator[Value]:
    for item in items:
        if is_list(item):
            yield from _flat(item)
        else:
            yield item


def _merged(found: dict[Value, Value], call: Call) -> Value:
    more: dict[Value, Value] = {one.keyword: one.value for one in call.arguments if one.keyword}
    for argument in call.positional:
        if not is_dict(argument.value):
            return None
        more = {**argument.value, **more}
    return {**more, **found} if call.name == "reverse_merge" else {**found, **more}


def _without(found: dict[Value, Value], call: Call) -> Value:
    gone = [argument.value for argument in call.positional]
    kept = call.name == "slice"
    return {key: item for key, item in found.items() if (key in gone) == kept}


_TEXT: dict[str, Callable[[Any, Call], Value]] = {
    "to_s": _text,
    "to_str": _text,
    "to_sym": _symbol,
    "freeze": _itself,
    "dup": _itself,
    "html_safe": _itself,
    "squish": _squished,
    "squish!": _squished,
    "strip": _stripped,
    "lstrip": _stripped,
    "rstrip": _stripped,
    "chomp": _stripped,
    "strip_heredoc": _dedented,
    "upcase": _cased,
    "downcase": _cased,
    "capitalize": _cased,
    "gsub": _replaced,
    "sub": _replaced,
    "split": _split,
    "+@": _itself,
}
_LIST: dict[str, Callable[[Any, Call], Value]] = {
    "freeze": _itself,
    "dup": _itself,
    "to_a": _itself,
    "each": lambda items, call: None if call.block or call.passed else items,
    "join": _joined,
    "first": _at,
    "last": _at,
    "compact": lambda items, _: tuple(item for item in items if item is not None),
    "flatten": lambda items, _: tuple(_flat(items)),
    "reverse": lambda items, _: tuple(reversed(items)),
    "zip": _zipped,
    "product": _crossed,
    "sort": lambda items, _: tuple(sorted(items)) if all(isinstance(one, str) for one in items) else None,
    "uniq": lambda items, _: tuple(item for number, item in enumerate(items) if item not in items[:number]),
    "with_indifferent_access": _itself,
}
_METHODS: dict[type, dict[str, Callable[[Any, Call], Value]]] = {
    str: _TEXT,
    tuple: _LIST,
    dict: {
        "freeze": _itself,
        "dup": _itself,
        "keys": lambda found, _: tuple(found),
        "values": lambda found, _: tuple(found.values()),
        "merge": _merged,
        "reverse_merge": _merged,
        "except": _without,
        "slice": _without,
        "fetch": lambda found, call: found.get(call.get("", 0)),
        "to_a": lambda found, _: tuple(found.items()),
    },
    Range: {"to_a": lambda found, _: _of_range(found)},
    int: {"to_s": _text, "to_i": _itself, "freeze": _itself},
    float: {"to_s": _text, "freeze": _itself},
}
