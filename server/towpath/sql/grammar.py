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

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from towpath.source import pattern
from towpath.sql.compiler import Compiler, Starts
from towpath.sql.lex import Tokens
from towpath.sql.matching import Capture, Captures, Form, Match, Matcher, Reader
from towpath.sql.spelled import Node, parse

T = TypeVar("T")

__all__ = ["Capture", "Captures", "Dispatch", "Form", "Grammar", "Match", "Reader", "run"]


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
        return Compiler(self, self._matchers).compile(node)


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


_FIRST_WORD = pattern(r"[A-Z]+(?= |$)")


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
