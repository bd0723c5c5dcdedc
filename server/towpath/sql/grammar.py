"""A small form language, compiled to functions: how a statement is spelled, as data.

    WORD            the keyword, or the symbol (`=`, `(`, `,` are written as they are, parentheses as `"("`)
    [ … ]           may be left out
    ( a | b )       the first that fits
    {reader}        what the reader or rule of this name takes
    label:element   keeps what the element took (its value and where it stands); for one that was left out, the
                    empty place where it could stand
    element*        any number        element,+   one or more, commas between

Choices do not go back: the first alternative that fits is taken, so longer ones stand first. A form must take the
whole statement. The farthest place that was reached says what was expected there.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Generic, NamedTuple, TypeVar

from towpath.source import Span
from towpath.sql.lex import Tokens


class Capture(NamedTuple):
    label: str
    first: int
    end: int
    value: Any


Captures = list[Capture]
# Takes tokens from an index and says the index behind them, or -1; adds what it keeps.
Matcher = Callable[[Tokens, int, Captures], int]
# A reader written in Python: the index behind what it takes (or -1), and its value.
Reader = Callable[[Tokens, int], tuple[int, Any]]
T = TypeVar("T")


class Match:
    """What a form took, by label."""

    __slots__ = ("_captures", "end", "first", "tokens")

    def __init__(self, tokens: Tokens, first: int, end: int, captures: Captures) -> None:
        self.tokens = tokens
        self.first = first
        self.end = end
        self._captures = captures

    def get(self, label: str, otherwise: Any = None) -> Any:
        """The value under a label; `otherwise` if it was left out."""
        for capture in self._captures:
            if capture.label == label and capture.first < capture.end:
                return capture.value
        return otherwise

    def all(self, label: str) -> list[Any]:
        return [c.value for c in self._captures if c.label == label and c.first < c.end]

    def has(self, label: str) -> bool:
        return any(c.label == label and c.first < c.end for c in self._captures)

    def text(self, label: str) -> str:
        """The author's text under a label, in upper case with single blanks; empty if it was left out."""
        for capture in self._captures:
            if capture.label == label and capture.first < capture.end:
                return " ".join(self.tokens.words[capture.first : capture.end])
        return ""

    def source(self, label: str) -> str | None:
        """The author's text under a label, as it stands."""
        for capture in self._captures:
            if capture.label == label and capture.first < capture.end:
                return self.tokens.source(capture.first, capture.end)
        return None

    @property
    def whole(self) -> str:
        return self.tokens.source(self.first, self.end)

    def span(self, first: int, end: int) -> Span:
        tokens = self.tokens
        if first < end:
            return Span(tokens.starts[first], tokens.ends[end - 1])
        at = tokens.ends[first - 1] if first else 0
        return Span(at, at)

    def places(self) -> dict[str, Span]:
        """Where each labelled part stands, or could; the first one of several under one label."""
        found: dict[str, Span] = {}
        for label, first, end, _ in self._captures:
            if label not in found or found[label].start == found[label].end:
                found[label] = self.span(first, end)
        return found


class Form(NamedTuple, Generic[T]):
    """How something is spelled, and what to make of it."""

    match: Matcher
    build: Callable[[Match], T]
    heads: frozenset[tuple[str, ...]]


class Grammar:
    """Readers and rules by name, and the forms that are written with them."""

    def __init__(self) -> None:
        self._readers: dict[str, Matcher] = {}
        self._described: dict[str, str] = {}

    def reader(self, name: str, described: str, read: Reader) -> None:
        """Makes a reader known; `described` is what a message says was expected."""

        def match(tokens: Tokens, index: int, captures: Captures) -> int:
            end, value = read(tokens, index)
            if end < 0:
                return tokens.failed(index, described)
            captures.append(Capture("", index, end, value))
            return end

        self._readers[name] = match

    def rule(self, name: str, spelled: str, build: Callable[[Match], Any] | None = None) -> None:
        """Makes a rule known, whose value is what `build` makes of its match; without it, the author's text."""
        inner = self.compile(spelled)

        def match(tokens: Tokens, index: int, captures: Captures) -> int:
            kept: Captures = []
            end = inner(tokens, index, kept)
            if end >= 0:
                found = Match(tokens, index, end, kept)
                captures.append(Capture("", index, end, build(found) if build else found.whole))
            return end

        self._readers[name] = match

    def form(self, spelled: str, build: Callable[[Match], T]) -> Form[T]:
        """A form of a whole statement or clause, compiled when it is first tried."""
        compiled: Matcher | None = None

        def match(tokens: Tokens, index: int, captures: Captures) -> int:
            nonlocal compiled
            if compiled is None:
                compiled = self.compile(spelled)
            return compiled(tokens, index, captures)

        return Form(match, build, frozenset(heads(spelled)))

    def compile(self, spelled: str) -> Matcher:
        return _Compiler(self._readers).compile(parse(spelled))


def run(form: Form[T], tokens: Tokens, index: int, end: int | None = None) -> Match | None:
    """What the form makes of the tokens from `index` up to `end` (None: all of them); None if it does not fit."""
    captures: Captures = []
    stop = form.match(tokens, index, captures)
    if stop < 0:
        return None
    if stop != (tokens.count if end is None else end):
        tokens.failed(stop, "the end of the statement")
        return None
    return Match(tokens, index, stop, captures)


class Node(NamedTuple):
    kind: str
    value: str = ""
    parts: tuple["Node", ...] = ()
    label: str = ""


_PIECE = re.compile(
    r"""\s*(?:(?P<label>[a-z_.]+):(?!\s))?(?P<piece>\{[a-z_ ]+\}|"[^"]+"|[\[\]()|]|[^\s\[\](){}|*"]+|\*)(?P<many>\*|,\+)?"""
)


def parse(spelled: str) -> Node:
    """The tree of a form; a slip in a form is a slip of ours, so it raises."""
    pieces = list(_pieces(spelled))
    node, rest = _choice(pieces, 0)
    if rest != len(pieces):
        raise ValueError(f"this form does not read from {pieces[rest]}: {spelled}")
    return node


def _pieces(spelled: str) -> Iterator[tuple[str, str, str]]:
    at, spelled = 0, spelled.rstrip()
    while at < len(spelled):
        match = _PIECE.match(spelled, at)
        if not match:
            raise ValueError(f"this form does not read from {spelled[at:]!r}: {spelled}")
        yield match["label"] or "", match["piece"], match["many"] or ""
        at = match.end()


def _choice(pieces: list[tuple[str, str, str]], at: int) -> tuple[Node, int]:
    options: list[Node] = []
    while True:
        node, at = _sequence(pieces, at)
        options.append(node)
        if at >= len(pieces) or pieces[at][1] != "|":
            return (options[0] if len(options) == 1 else Node("choice", "", tuple(options))), at
        at += 1


def _sequence(pieces: list[tuple[str, str, str]], at: int) -> tuple[Node, int]:
    parts: list[Node] = []
    while at < len(pieces) and pieces[at][1] not in ("|", "]", ")"):
        label, piece, many = pieces[at]
        if piece in ("[", "("):
            inner, at = _choice(pieces, at + 1)
            _, closing, many = pieces[at]
            node = Node("optional", "", (inner,)) if closing == "]" else inner
        elif piece.startswith("{"):
            node = Node("reader", piece[1:-1])
        else:
            node = Node("word", piece.strip('"') if piece.startswith('"') else piece)
        if many:
            node = Node("many" if many == "*" else "list", "", (node,))
        parts.append(node._replace(label=label) if not node.label else Node("group", "", (node,), label))
        at += 1
    return Node("sequence", "", tuple(parts)), at


def heads(spelled: str, depth: int = 2) -> set[tuple[str, ...]]:
    """The words that a form can begin with, up to `depth` of them; an empty word stands for anything."""
    return {head[:depth] for head in _heads(parse(spelled), depth)}


def _heads(node: Node, depth: int) -> set[tuple[str, ...]]:
    if node.kind == "word":
        return {(node.value,)}
    if node.kind == "choice":
        return set().union(*(_heads(part, depth) for part in node.parts))
    if node.kind == "sequence":
        found: set[tuple[str, ...]] = {()}
        for part in node.parts:
            if all(len(head) >= depth or "" in head for head in found):
                break
            longer = _heads(part, depth)
            found = {
                head if len(head) >= depth or "" in head else (*head, *more)[:depth] for head in found for more in longer
            }
        return found
    if node.kind in ("optional", "many"):
        return {(), *_heads(node.parts[0], depth)}
    if node.kind in ("list", "group"):
        return _heads(node.parts[0], depth)
    return {("",)}


class _Compiler:
    """Turns a form's tree into one function made of small ones."""

    def __init__(self, readers: Mapping[str, Matcher]) -> None:
        self._readers = readers

    def compile(self, node: Node) -> Matcher:
        made: Matcher = getattr(self, f"_{node.kind}")(node)
        return _labelled(made, node.label, node.kind in ("list", "many")) if node.label else made

    def _word(self, node: Node) -> Matcher:
        word = node.value

        def match(tokens: Tokens, index: int, captures: Captures) -> int:
            if index < tokens.count and tokens.words[index] == word:
                return index + 1
            return tokens.failed(index, word)

        return match

    def _reader(self, node: Node) -> Matcher:
        name, readers = node.value, self._readers
        if name in readers:
            return readers[name]

        def later(tokens: Tokens, index: int, captures: Captures) -> int:
            return readers[name](tokens, index, captures)

        return later

    def _sequence(self, node: Node) -> Matcher:
        parts = [self.compile(part) for part in node.parts]
        if len(parts) == 1:
            return parts[0]

        def match(tokens: Tokens, index: int, captures: Captures) -> int:
            for part in parts:
                index = part(tokens, index, captures)
                if index < 0:
                    return -1
            return index

        return match

    def _group(self, node: Node) -> Matcher:
        return self.compile(node.parts[0])

    def _choice(self, node: Node) -> Matcher:
        options = [self.compile(part) for part in node.parts]

        def match(tokens: Tokens, index: int, captures: Captures) -> int:
            kept = len(captures)
            for option in options:
                end = option(tokens, index, captures)
                if end >= 0:
                    return end
                del captures[kept:]
            return -1

        return match

    def _optional(self, node: Node) -> Matcher:
        inner = self.compile(node.parts[0])
        labels = list(_labels(node.parts[0]))

        def match(tokens: Tokens, index: int, captures: Captures) -> int:
            kept = len(captures)
            end = inner(tokens, index, captures)
            if end >= 0:
                return end
            del captures[kept:]
            captures.extend([Capture(label, index, index, None) for label in labels])
            return index

        return match

    def _many(self, node: Node) -> Matcher:
        inner = self.compile(node.parts[0])

        def match(tokens: Tokens, index: int, captures: Captures) -> int:
            while True:
                kept = len(captures)
                end = inner(tokens, index, captures)
                if end <= index:
                    del captures[kept:]
                    return index
                index = end

        return match

    def _list(self, node: Node) -> Matcher:
        inner = self.compile(node.parts[0])

        def match(tokens: Tokens, index: int, captures: Captures) -> int:
            index = inner(tokens, index, captures)
            while index >= 0 and index < tokens.count and tokens.words[index] == ",":
                index = inner(tokens, index + 1, captures)
            if index >= 0:
                tokens.failed(index, ",")
            return index

        return match


def _labelled(inner: Matcher, label: str, plural: bool) -> Matcher:
    """Keeps what the inner part took under a label: the value of its one reader, or a list of the values."""

    def match(tokens: Tokens, index: int, captures: Captures) -> int:
        kept = len(captures)
        end = inner(tokens, index, captures)
        if end < 0:
            return -1
        values = [capture.value for capture in captures[kept:] if not capture.label]
        captures[kept:] = [capture for capture in captures[kept:] if capture.label]
        captures.append(Capture(label, index, end, values if plural or len(values) > 1 else next(iter(values), None)))
        return end

    return match


def _labels(node: Node) -> Iterator[str]:
    if node.label:
        yield node.label
    for part in node.parts:
        yield from _labels(part)
