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
from functools import cache
from typing import Any, Generic, NamedTuple, TypeVar

from towpath.source import Span
from towpath.sql.lex import Tokens

# Label, first token, the token behind the last, value; a plain tuple because thousands are made.
Capture = tuple[str, int, int, Any]
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

    def _find(self, label: str) -> Capture | None:
        for capture in self._captures:
            if capture[0] == label and capture[1] < capture[2]:
                return capture
        return None

    def get(self, label: str, otherwise: Any = None) -> Any:
        """The value under a label; `otherwise` if it was left out."""
        found = self._find(label)
        return found[3] if found else otherwise

    def has(self, label: str) -> bool:
        return self._find(label) is not None

    def text(self, label: str) -> str:
        """The author's text under a label, in upper case with single blanks; empty if it was left out."""
        found = self._find(label)
        return " ".join(self.tokens.words[found[1] : found[2]]) if found else ""

    def source(self, label: str) -> str | None:
        """The author's text under a label, as it stands."""
        found = self._find(label)
        return self.tokens.source(found[1], found[2]) if found else None

    def offset(self, label: str) -> int:
        """Where the text under a label begins; the label must not have been left out."""
        found = self._find(label)
        assert found
        return self.tokens.starts[found[1]]

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
        """Where each labelled part stands, or could; the first one of several under one label.

        Places are looked for only when somebody asks for them, in a second reading.
        """
        if not self.tokens.placing:
            return {}
        found: dict[str, Span] = {}
        for label, first, end, _ in self._captures:
            if label and (label not in found or found[label].start == found[label].end):
                found[label] = self.span(first, end)
        return found


class Node(NamedTuple):
    """A part of a form's tree."""

    kind: str
    value: str = ""
    parts: tuple["Node", ...] = ()
    label: str = ""


class Form(Generic[T]):
    """How something is spelled, and what to make of it."""

    __slots__ = ("build", "match", "spelled")

    def __init__(self, match: Matcher, build: Callable[[Match], T], spelled: str) -> None:
        self.match = match
        self.build = build
        self.spelled = spelled


Starts = frozenset[str] | None


class Grammar:
    """Readers and rules by name, and the forms that are written with them."""

    def __init__(self) -> None:
        self._matchers: dict[str, Matcher] = {}
        self._spelled: dict[str, str] = {}
        self._known_heads: dict[tuple[str, int], set[tuple[str, ...]]] = {}
        self._starts: dict[str, Starts] = {}
        self._open: set[str] = set()

    def reader(self, name: str, described: str, read: Reader, starts: Starts = None) -> None:
        """Makes a reader known; `described` is what was expected, in messages, `starts` the words it can begin with."""

        def match(tokens: Tokens, index: int, captures: Captures) -> int:
            end, value = read(tokens, index)
            if end < 0:
                return tokens.failed(index, described)
            captures.append(("", index, end, value))
            return end

        self._matchers[name] = match
        self._starts[name] = starts

    def rule(self, name: str, spelled: str, build: Callable[[Match], Any] | None = None) -> None:
        """Makes a rule known, whose value is what `build` makes of its match; without it, the author's text."""
        self._spelled[name] = spelled
        inner: Matcher | None = None

        def match(tokens: Tokens, index: int, captures: Captures) -> int:
            nonlocal inner
            if inner is None:
                inner = self.compile(parse(spelled))
            kept: Captures = []
            end = inner(tokens, index, kept)
            if end >= 0:
                found = Match(tokens, index, end, kept)
                captures.append(("", index, end, build(found) if build else None))
            return end

        self._matchers[name] = match

    def form(self, spelled: str, build: Callable[[Match], T]) -> Form[T]:
        """A form of a whole statement or clause, compiled when it is first tried."""
        compiled: Matcher | None = None

        def match(tokens: Tokens, index: int, captures: Captures) -> int:
            nonlocal compiled
            if compiled is None:
                compiled = self.compile(parse(spelled))
            return compiled(tokens, index, captures)

        return Form(match, build, spelled)

    def heads(self, node: Node, depth: int = 2) -> set[tuple[str, ...]]:
        """The words that a form can begin with, up to `depth` of them; an empty word stands for anything."""
        return {head[:depth] for head in self._heads(node, depth)}

    def starts(self, node: Node) -> Starts:
        """The first words that a part can have; None where anything may stand, or nothing."""
        found = {head[0] if head else "" for head in self.heads(node, 1)}
        return None if "" in found else frozenset(found)

    def _heads(self, node: Node, depth: int) -> set[tuple[str, ...]]:
        if node.kind == "word":
            return {(node.value,)}
        if node.kind == "choice":
            return {head for part in node.parts for head in self._heads(part, depth)}
        if node.kind == "sequence":
            return self._sequence_heads(node, depth)
        if node.kind in ("optional", "many"):
            return {(), *self._heads(node.parts[0], depth)}
        if node.kind in ("list", "group"):
            return self._heads(node.parts[0], depth)
        if node.value in self._spelled:
            return self._rule_heads(node.value, depth)
        starts = self._starts.get(node.value)
        return {(start, "") for start in starts} if starts else {("",)}

    def _sequence_heads(self, node: Node, depth: int) -> set[tuple[str, ...]]:
        found: set[tuple[str, ...]] = {()}
        for part in node.parts:
            if all(len(head) >= depth or "" in head for head in found):
                break
            longer = self._heads(part, depth)
            found = {
                head if len(head) >= depth or "" in head else (*head, *more)[:depth]
                for head in found
                for more in longer
            }
        return found

    def _rule_heads(self, name: str, depth: int) -> set[tuple[str, ...]]:
        if name in self._open:  # A rule that begins with itself can begin with anything.
            return {("",)}
        if (name, depth) not in self._known_heads:
            self._open.add(name)
            self._known_heads[name, depth] = self._heads(parse(self._spelled[name]), depth)
            self._open.discard(name)
        return self._known_heads[name, depth]

    def compile(self, node: Node) -> Matcher:
        return _Compiler(self, self._matchers).compile(node)


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


_FIRST_WORD = re.compile(r"[A-Z]+(?= |$)")


class Dispatch(Generic[T]):
    """Forms, found by the first two words of what shall be read."""

    def __init__(self, grammar: Grammar, forms: list[Form[T]]) -> None:
        self._grammar = grammar
        self._forms = forms
        # By first word: the forms by second word, and those for any other one.
        self._by_first: dict[str, tuple[dict[str, list[Form[T]]], list[Form[T]]]] = {}

    def candidates(self, tokens: Tokens, index: int) -> list[Form[T]]:
        """The forms that may begin at an index, in their order."""
        first = tokens.at(index)
        if first not in self._by_first:
            self._by_first[first] = self._begun(first)
        by_second, otherwise = self._by_first[first]
        return by_second.get(tokens.at(index + 1), otherwise)

    def _begun(self, first: str) -> tuple[dict[str, list[Form[T]]], list[Form[T]]]:
        """The forms that may begin with a word, by the second word; looked for once for each word."""
        found = [(self._grammar.heads(parse(form.spelled)), form) for form in self._forms if _may_begin(form, first)]
        seconds = {head[1] for heads, _ in found for head in heads if len(head) > 1 and head[1]}
        by_second = {
            second: [form for heads, form in found if any(_fits(head, first, second) for head in heads)]
            for second in seconds
        }
        return by_second, [form for heads, form in found if any(_fits(head, first, "") for head in heads)]


def _may_begin(form: Form[Any], first: str) -> bool:
    """Whether a form may begin with a word; most are told apart by their first one without being taken apart."""
    said = _FIRST_WORD.match(form.spelled)
    return not said or said.group() == first


def _fits(head: tuple[str, ...], first: str, second: str) -> bool:
    return head[0] in ("", first) and (len(head) < 2 or head[1] in ("", second))


_PIECE = re.compile(
    r"""\s*(?:(?P<label>[a-z_.]+):(?!\s))?"""
    r"""(?P<piece>\{[a-z_ ]+\}|"[^"]+"|[\[\]()|]|[^\s\[\](){}|*"]+|\*)(?P<many>\*|,\+)?"""
)


@cache
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


class _Compiler:
    """Turns a form's tree into one function made of small ones."""

    def __init__(self, grammar: Grammar, matchers: Mapping[str, Matcher]) -> None:
        self._grammar = grammar
        self._matchers = matchers

    def compile(self, node: Node) -> Matcher:
        made: Matcher = getattr(self, f"_{node.kind}")(node)
        return _labelled(made, node.label, node.kind in ("list", "many")) if node.label else made

    def _word(self, node: Node) -> Matcher:
        return self._sequence(Node("sequence", "", (node._replace(label=""),)))

    def _reader(self, node: Node) -> Matcher:
        return self._matchers[node.value]

    def _sequence(self, node: Node) -> Matcher:
        """Words are compared in the loop itself, since they are most of what stands in a form."""
        parts = [(part.value, None) if _plain_word(part) else ("", self.compile(part)) for part in node.parts]
        if len(parts) == 1 and parts[0][1]:
            return parts[0][1]

        def match(tokens: Tokens, index: int, captures: Captures) -> int:
            words = tokens.words
            for word, part in parts:
                if part is None:
                    if words[index] != word:
                        return tokens.failed(index, word) if index >= tokens.reach else -1
                    index += 1
                else:
                    index = part(tokens, index, captures)
                    if index < 0:
                        return -1
            return index

        return match

    def _group(self, node: Node) -> Matcher:
        return self.compile(node.parts[0])

    def _choice(self, node: Node) -> Matcher:
        """Goes by the next word to the alternatives that can begin with it."""
        options = [(self._grammar.starts(part), self.compile(part)) for part in node.parts]
        known = {word for starts, _ in options if starts for word in starts}
        by_word = {word: [option for starts, option in options if starts is None or word in starts] for word in known}
        otherwise = [option for starts, option in options if starts is None]
        expected = [min(starts) for starts, _ in options if starts]

        def match(tokens: Tokens, index: int, captures: Captures) -> int:
            if index >= tokens.reach:
                for word in expected:
                    tokens.failed(index, word)
            kept = len(captures)
            for option in by_word.get(tokens.words[index], otherwise):
                end = option(tokens, index, captures)
                if end >= 0:
                    return end
                del captures[kept:]
            return -1

        return match

    def _optional(self, node: Node) -> Matcher:
        inner, starts = self.compile(node.parts[0]), self._grammar.starts(node.parts[0])
        labels = list(_labels(node.parts[0]))

        def match(tokens: Tokens, index: int, captures: Captures) -> int:
            if starts is None or tokens.words[index] in starts:
                kept = len(captures)
                end = inner(tokens, index, captures)
                if end >= 0:
                    return end
                del captures[kept:]
            elif index >= tokens.reach:
                tokens.failed(index, min(starts))
            if tokens.placing:
                for label in labels:
                    captures.append((label, index, index, None))
            return index

        return match

    def _many(self, node: Node) -> Matcher:
        inner, starts = self.compile(node.parts[0]), self._grammar.starts(node.parts[0])

        def match(tokens: Tokens, index: int, captures: Captures) -> int:
            while starts is None or tokens.words[index] in starts:
                kept = len(captures)
                end = inner(tokens, index, captures)
                if end <= index:
                    del captures[kept:]
                    break
                index = end
            if starts is not None and index >= tokens.reach:
                tokens.failed(index, min(starts))
            return index

        return match

    def _list(self, node: Node) -> Matcher:
        inner = self.compile(node.parts[0])

        def match(tokens: Tokens, index: int, captures: Captures) -> int:
            index = inner(tokens, index, captures)
            while index >= 0 and tokens.words[index] == ",":
                index = inner(tokens, index + 1, captures)
            if index >= tokens.reach:
                tokens.failed(index, ",")
            return index

        return match


def _plain_word(node: Node) -> bool:
    return node.kind == "word" and not node.label


def _labelled(inner: Matcher, label: str, plural: bool) -> Matcher:
    """Keeps what the inner part took under a label: the value of its one reader, or a list of the values."""

    def match(tokens: Tokens, index: int, captures: Captures) -> int:
        kept = len(captures)
        end = inner(tokens, index, captures)
        if end < 0:
            return -1
        count = len(captures) - kept
        if count == 1 and not captures[kept][0]:
            value = captures[kept][3]
            captures[kept] = (label, index, end, [value] if plural else value)
        elif not count:
            captures.append((label, index, end, [] if plural else None))
        else:
            taken = captures[kept:]
            values = [capture[3] for capture in taken if not capture[0]]
            captures[kept:] = [capture for capture in taken if capture[0]]
            value = values if plural or len(values) > 1 else values[0] if values else None
            captures.append((label, index, end, value))
        return end

    return match


def _labels(node: Node) -> Iterator[str]:
    if node.label:
        yield node.label
    for part in node.parts:
        yield from _labels(part)
