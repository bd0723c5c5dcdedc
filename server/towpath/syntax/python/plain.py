"""Python in plain words, read at once: a class that only assigns lists, calls, names and literals.

Most generated migrations are nothing else, and a tree that can hold anything takes three times as long to make and to
walk. What is said in other words, or is not well formed, is left to that.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, cast

from towpath.source import pattern
from towpath.syntax.tree import Node, Tree


class Plain(NamedTuple):
    """An expression in plain words: its kind, as the parser names it, where it stands, and the expressions within it.

    A name with its dots is a `name`. Of a call, `function` is the name of what it calls, `given` what it is given, by
    keyword, which is empty where there is none.
    """

    type: str
    start_byte: int
    end_byte: int
    named_children: "Sequence[Plain]" = ()
    function: str = ""
    given: "Sequence[tuple[str, Plain]]" = ()


Expression = Node | Plain


class Assigned(NamedTuple):
    """What the body of a class assigns, in order, and the tree that these expressions hang on."""

    tree: Tree
    values: list[tuple[str, Plain]]


def assigned(text: str, said: str) -> Assigned | None:
    """What a class assigns which is all of a text; None where it does more than that, or not in plain words.

    `said` is the text with that made white which nobody will look at.
    """
    head = _HEAD.match(said)
    at, depth = (head.end(), head["depth"] or "") if head else (len(said), "")
    values: list[tuple[str, Plain]] = []
    words: set[str] = set()
    while statement := _STATEMENT.match(said, at):
        depth = depth or statement["depth"]
        found = _constant(said, statement.end()) or _bracketed(said, statement.end(), words)
        end = _LINE_END.match(said, found.end_byte) if found and statement["depth"] == depth else None
        if found is None or end is None:
            return None
        values.append((statement["name"], found))
        at = end.end()
    names = {name for name, _ in values}
    # What means something that the class itself assigns takes a scope.
    if not values or not _END.match(said, at) or not names.isdisjoint(word.partition(".")[0] for word in words):
        return None
    base = head["base"] if head else ""
    if not _RESERVED.isdisjoint(".".join((base, *names, *words.difference(_CONSTANTS))).split(".")):
        return None
    root = cast("Node", Plain("module", 0, len(text)))
    return Assigned(Tree(text, root, None, None), values)


def _constant(text: str, at: int) -> Plain | None:
    match = _CONSTANT.match(text, at)
    return Plain(_CONSTANTS[match[0]], at, match.end()) if match else None


# There are many, and a named tuple's own way to make one takes three times as long; `_REST` is what only calls have.
_made: Callable[[type[Plain], tuple[Any, ...]], Plain] = cast("Any", tuple).__new__
_REST: tuple[Any, ...] = ((), "", ())


def _bracketed(text: str, at: int, words: set[str]) -> Plain | None:
    """The call, list or the like that begins there; None where some of it is not plain. `words` gets all its names."""
    # The innermost bracket that is open, what it calls, where it begins, and what is in it so far; the same of those
    # around it, each with the keyword or the key in front of the one within.
    around: list[tuple[str, str, int, list[Any], str | None, Plain | None]] = []
    bracket, function, start, within = "", "", at, list[Any]()
    # Whether the last item has a comma behind it, without which a bracket has to close.
    comma = True
    for match in _ITEM.finditer(text, at):
        kind = match.lastindex
        if kind == _CLOSES:
            end = match.end(_CLOSES)
            if _CLOSING.get(bracket) != text[end - 1]:
                return None
            if function:
                found = _made(Plain, ("call", start, end, (), function, within))
            elif what := _kind(bracket, within, comma):
                found = _made(Plain, (what, start, end, within, "", ()))
            else:
                return None
            bracket, function, start, within, keyword, key = around.pop()
        elif kind == _COMMENT:
            continue
        elif kind == _TEXT and not comma and _continues(within, function, match):
            comma = text[match.end() - 1] == ","
            continue
        elif kind is None or not comma:
            return None
        else:
            keyword, said = match.group(_KEYWORD, _KEY)
            key = _made(Plain, ("string", *match.span(_KEY), *_REST)) if said else None
            if keyword:
                if keyword in _CONSTANTS:
                    return None
                words.add(keyword)
            first, last = match.span(kind)
            if kind == _TEXT:
                found = _made(Plain, ("string", first, last, (), "", ()))
            elif kind == _WORD:
                words.add(name := match[_WORD])
                found = _made(Plain, (_CONSTANTS.get(name, "name"), first, last, (), "", ()))
            elif kind == _INTEGER:
                found = _made(Plain, ("integer", first, last, (), "", ()))
            elif kind == _TWO:
                one = _made(Plain, ("string", *match.span(_FIRST), *_REST))
                two = _made(Plain, ("string", *match.span(_SECOND), *_REST))
                found = _made(Plain, ("tuple", first, last, (one, two), "", ()))
            else:
                around.append((bracket, function, start, within, keyword, key))
                bracket, start, within, function = text[first], first, [], ""
                if kind == _CALLS:
                    function, start = match[_WORD], match.start(_WORD)
                    words.add(function)
                continue
        if not bracket:
            return found if kind in (_CLOSES, _TWO) else None
        if key:
            found = _made(Plain, ("pair", key.start_byte, found.end_byte, (key, found), "", ()))
        if (keyword and not function) or (key and bracket != "{"):
            return None
        within.append((keyword or "", found) if function else found)
        comma = text[match.end() - 1] == ","
    return None


def _continues(within: list[Any], function: str, match: re.Match[str]) -> bool:
    """Whether a text goes on with what the last item is; if so, that is both of them from now on."""
    keyword, last = within[-1] if function else ("", within[-1])
    if match[_KEYWORD] or match[_KEY] or last.type not in ("string", "concatenated_string"):
        return False
    text = _made(Plain, ("string", *match.span(_TEXT), *_REST))
    texts = (last, text) if last.type == "string" else (*last.named_children, text)
    both = _made(Plain, ("concatenated_string", last.start_byte, text.end_byte, texts, "", ()))
    within[-1] = (keyword, both) if function else both
    return True


def _kind(bracket: str, within: Sequence[Plain], comma: bool) -> str:
    """What a bracket with some items is; empty for none. `comma` says whether one stands behind the last of them."""
    if bracket == "{" and within:
        pairs = {item.type == "pair" for item in within}
        return "" if len(pairs) > 1 else "dictionary" if True in pairs else "set"
    return "parenthesized_expression" if bracket == "(" and len(within) == 1 and not comma else _KINDS[bracket]


_CLOSING = {"(": ")", "[": "]", "{": "}"}
_KINDS = {"(": "tuple", "[": "list", "{": "dictionary"}
_CONSTANTS = {"True": "true", "False": "false", "None": "none"}

# Words that are no names.
_RESERVED = frozenset(
    """
    False None True and as assert async await break class continue def del elif else except finally for from global if
    import in is lambda nonlocal not or pass raise return try while with yield
    """.split()
)
_BLANK = r"[ \t\r\n]*"
_LINE = r"[ \t]*(?:#[^\n]*)?(?:\r?\n|\Z)"
_NAME = r"[A-Za-z_]\w*"
_DOTTED = rf"{_NAME}(?:\.{_NAME})*"
_STRING = r"b?(?:\"[^\"\\\r\n]*\"|'[^'\\\r\n]*')"
_TRIPLE = r"\"\"\"[^\"\\]*(?:\"{1,2}(?!\")[^\"\\]*)*\"\"\""
# A text behind it tells what the class is for.
_HEAD = pattern(
    rf"class {_NAME}\((?P<base>{_DOTTED})\):{_LINE}(?:(?P<depth>[ \t]+)(?:{_TRIPLE}|{_STRING}){_LINE})?", re.A
)
_END = pattern(rf"(?:{_LINE}(?<=\n))*[ \t]*(?:#[^\n]*)?\Z", re.A)
_STATEMENT = pattern(rf"(?:{_LINE}(?<=\n))*(?P<depth>[ \t]+)(?P<name>{_NAME})[ ]?=[ ]?(?=[^=\s])", re.A)
_CONSTANT = pattern(r"True|False|None")
_LINE_END = pattern(_LINE)
_ITEM = pattern(
    rf"{_BLANK}(?:(?:({_NAME})[ ]?=[ ]?|({_STRING})[ ]?:[ ]?)?(?:"
    rf"({_TRIPLE}|{_STRING}){_BLANK},?"
    rf"|({_DOTTED})(?:(\()|{_BLANK},?)"
    rf"|(-?(?:0|[1-9][0-9]*)){_BLANK},?"
    rf"|(\({_BLANK}({_STRING}){_BLANK},{_BLANK}({_STRING})(?:{_BLANK},)?{_BLANK}\)){_BLANK},?"
    r"|([\[({]))"
    rf"|([\])}}]){_BLANK},?"
    r"|(#[^\n]*)|\S)",
    re.A,
)
# Its groups. Two texts in brackets are what a migration says that it depends on.
_KEYWORD, _KEY, _TEXT, _WORD, _CALLS, _INTEGER, _TWO, _FIRST, _SECOND, _OPENS, _CLOSES, _COMMENT = range(1, 13)
