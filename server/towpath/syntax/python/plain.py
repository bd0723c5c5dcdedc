"""Python in plain words, read at once: a class that only assigns lists, calls, names and literals.

Most generated migrations are nothing else, and a tree that can hold anything takes three times as long to make and to
walk. What is said in other words, or is not well formed, is left to that.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple, cast

from towpath.source import pattern
from towpath.syntax.tree import Node, Tree


class Plain:
    """An expression in plain words: its kind, as the parser names it, where it stands, and the expressions within it.

    A name with its dots is a `name`.
    """

    __slots__ = ("end_byte", "named_children", "start_byte", "type")

    def __init__(self, kind: str, start: int, end: int, within: "Sequence[Plain]" = ()) -> None:
        self.type = kind
        self.start_byte = start
        self.end_byte = end
        self.named_children = within


class PlainCall(Plain):
    """A call: the name of what it calls, and what that is given, by keyword, which is empty where there is none."""

    __slots__ = ("function", "given")

    def __init__(self, start: int, end: int, function: str, given: Sequence[tuple[str, Plain]]) -> None:
        super().__init__("call", start, end)
        self.function = function
        self.given = given


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
    at, depth = head.end() if head else len(said), ""
    values: list[tuple[str, Plain]] = []
    words: set[str] = set()
    while statement := _STATEMENT.match(said, at):
        depth = depth or statement["depth"]
        found = _constant(said, statement.end()) or _bracketed(said, statement.end(), words)
        end = _LINE_END.match(said, found.end_byte) if found and statement["depth"] == depth else None
        if found is None or end is None:
            return None
        words.add(statement["name"])
        values.append((statement["name"], found))
        at = end.end()
    if not values or said[at:].strip() or not _RESERVED.isdisjoint(".".join(words).split(".")):
        return None
    root = cast("Node", Plain("module", 0, len(text)))
    return Assigned(Tree(text, root, None, None), values)


def _constant(text: str, at: int) -> Plain | None:
    match = _CONSTANT.match(text, at)
    return Plain(_CONSTANTS[match[0]], at, match.end()) if match else None


class _Open:
    """A bracket that is open: what it calls, the keyword or key in front of it, and the items in it so far."""

    __slots__ = ("bracket", "function", "items", "key", "keyword", "start")

    def __init__(self, bracket: str, start: int, function: str, keyword: str, key: Plain | None) -> None:
        self.bracket = bracket
        self.start = start
        self.function = function
        self.keyword = keyword
        self.key = key
        self.items: list[tuple[str, Plain]] = []

    def closed(self, bracket: str, end: int, comma: bool) -> Plain | None:
        """The expression, where the bracket suits; `comma` says whether one stands behind the last item."""
        if bracket != _CLOSING[self.bracket]:
            return None
        if self.function:
            return PlainCall(self.start, end, self.function, self.items)
        within = [item for _, item in self.items]
        kind = _KINDS[bracket]
        if bracket == "}" and within:
            kinds = {item.type == "pair" for item in within}
            kind = "" if len(kinds) > 1 else "dictionary" if True in kinds else "set"
        elif bracket == ")" and len(within) == 1 and not comma:
            kind = ""
        return Plain(kind, self.start, end, within) if kind else None


def _bracketed(text: str, at: int, words: set[str]) -> Plain | None:
    """The call, list or the like that begins there; None where some of it is not plain. `words` gets all its names."""
    around: list[_Open] = []
    # Whether the last item has a comma behind it, without which a bracket has to close.
    comma = True
    for match in _ITEM.finditer(text, at):
        kind = match.lastgroup
        if kind == "comment":
            continue
        if kind == "closing":
            opened = around.pop() if around else None
            end = match.end("closing")
            found = opened.closed(text[end - 1], end, comma) if opened else None
            if opened is None or found is None or not around:
                return found
            keyword, key = opened.keyword, opened.key
        elif kind is None or not comma:
            return None
        else:
            keyword, said, name = match.group("keyword", "key", "name")
            key = Plain("string", *match.span("key")) if said else None
            if name:
                words.add(name)
            if keyword:
                words.add(keyword)
            if kind == "call" or kind == "bracket":
                start = match.start("name" if name else "bracket")
                around.append(_Open(match["bracket"] or "(", start, name or "", keyword or "", key))
                continue
            found = Plain(_CONSTANTS.get(name, kind) if name else kind, *match.span(kind))
        opened = around[-1] if around else None
        if opened is None or (keyword and not opened.function) or (key and opened.bracket != "{"):
            return None
        if key:
            found = Plain("pair", key.start_byte, found.end_byte, (key, found))
        opened.items.append((keyword or "", found))
        comma = text[match.end() - 1] == ","
    return None


_CLOSING = {"(": ")", "[": "]", "{": "}"}
_KINDS = {")": "tuple", "]": "list", "}": "dictionary"}
_CONSTANTS = {"True": "true", "False": "false", "None": "none"}

# Words that are no names.
_RESERVED = frozenset(
    """
    and as assert async await break class continue def del elif else except finally for from global if import in is
    lambda nonlocal not or pass raise return try while with yield
    """.split()
)
_BLANK = r"[ \t\r\n]*"
_LINE = r"[ \t]*(?:#[^\n]*)?(?:\r?\n|\Z)"
_NAME = r"[A-Za-z_]\w*"
_DOTTED = rf"{_NAME}(?:\.{_NAME})*"
_STRING = r"\"[^\"\\\r\n]*\"|'[^'\\\r\n]*'"
_TRIPLE = r"\"\"\"[^\"\\]*(?:\"{1,2}(?!\")[^\"\\]*)*\"\"\""
_HEAD = pattern(rf"class {_NAME}\({_DOTTED}\):{_LINE}", re.A)
_STATEMENT = pattern(rf"(?:{_LINE}(?<=\n))*(?P<depth>[ \t]+)(?P<name>{_NAME})[ ]?=[ ]?(?=[^=\s])", re.A)
_CONSTANT = pattern(r"True|False|None")
_LINE_END = pattern(_LINE)
_ITEM = pattern(
    rf"{_BLANK}(?:(?:(?P<keyword>{_NAME})[ ]?=[ ]?|(?P<key>{_STRING})[ ]?:[ ]?)?(?:"
    rf"(?P<string>{_TRIPLE}|{_STRING}){_BLANK},?"
    rf"|(?P<name>{_DOTTED})(?:(?P<call>\()|{_BLANK},?)"
    rf"|(?P<integer>-?(?:0|[1-9][0-9]*)){_BLANK},?"
    r"|(?P<bracket>[\[({]))"
    rf"|(?P<closing>[\])}}]){_BLANK},?"
    r"|(?P<comment>#[^\n]*)|\S)",
    re.A,
)
