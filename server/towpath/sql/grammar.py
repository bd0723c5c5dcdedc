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

from collections import ChainMap
from collections.abc import Callable, MutableMapping
from typing import Any, Generic, TypeVar

from towpath.sql.beginnings import Beginnings, Head, Starts
from towpath.sql.compiler import Compiler
from towpath.sql.lex import Tokens
from towpath.sql.matching import Capture, Captures, Form, Match, Matcher, Reader
from towpath.sql.spelled import Node, parse

T = TypeVar("T")
Known = TypeVar("Known")
Build = Callable[[Match], Any]

__all__ = ["Capture", "Captures", "Dispatch", "Form", "Grammar", "Match", "Matcher", "Reader", "run"]


class Grammar:
    """Readers and rules by name, and the forms that are written with them.

    What `base` knows is known here too; its rules are made of what goes by their parts' names here.
    """

    def __init__(self, base: "Grammar | None" = None) -> None:
        self._readers: MutableMapping[str, tuple[str, Reader]] = _over(base._readers if base else None)
        self._starts: MutableMapping[str, Starts] = _over(base._starts if base else None)
        self._spelled: MutableMapping[str, str] = _over(base._spelled if base else None)
        self._builds: MutableMapping[str, Build | None] = _over(base._builds if base else None)
        self._compiled: dict[tuple[str, bool], Matcher] = {}
        self.beginnings = Beginnings(self._spelled, self._starts)

    def reader(self, name: str, described: str, read: Reader, starts: Starts = None) -> None:
        """Makes a reader known; `described` is what was expected, in messages, `starts` the words it can begin with."""
        self._readers[name] = described, read
        self._starts[name] = starts

    def rule(self, name: str, spelled: str, build: Build | None = None) -> None:
        """Makes a rule known, whose value is what `build` makes of its match; without it, it has none."""
        self._spelled[name] = spelled
        self._builds[name] = build

    def form(self, spelled: str, build: Callable[[Match], T]) -> Form[T]:
        """A form of a whole statement or clause."""
        return Form(self.matcher(spelled), build, spelled)

    def matcher(self, spelled: str) -> Matcher:
        """What takes the tokens that are spelled like this, compiled when it is first tried."""

        inner: list[Matcher | None] = [None, None]

        def match(tokens: Tokens, index: int, captures: Captures) -> int:
            found = inner[tokens.careful]
            if found is None:
                found = inner[tokens.careful] = self._inner(spelled, tokens.careful)
            return found(tokens, index, captures)

        return match

    def _inner(self, spelled: str, careful: bool) -> Matcher:
        found = self._compiled.get((spelled, careful))
        if found is None:
            found = self._compiled[spelled, careful] = Compiler(self, careful).compile(parse(spelled))
        return found

    def starts(self, node: Node) -> Starts:
        """The first words that a part can have; None where anything may stand, or nothing."""
        return self.beginnings.starts(node)

    def named(self, name: str, careful: bool, label: str | None) -> Matcher:
        """The matcher of a reader or rule, which keeps its value under a label (None: does not keep it)."""
        return self._reading(name, label) if name in self._readers else self._ruled(name, careful, label)

    def _reading(self, name: str, label: str | None) -> Matcher:
        described, read = self._readers[name]

        def match(tokens: Tokens, index: int, captures: Captures) -> int:
            end, value = read(tokens, index)
            if end < 0:
                return tokens.failed(index, described)
            if label is not None:
                captures.append((label, index, end, value))
            return end

        return match

    def _ruled(self, name: str, careful: bool, label: str | None) -> Matcher:
        spelled, build = self._spelled[name], self._builds[name]
        inner: Matcher | None = None  # Rules are made of each other, so this one waits until it is tried.

        def match(tokens: Tokens, index: int, captures: Captures) -> int:
            nonlocal inner
            if inner is None:
                inner = self._inner(spelled, careful)
            kept: Captures = []
            end = inner(tokens, index, kept)
            if end >= 0 and label is not None:
                captures.append((label, index, end, build(Match(tokens, index, end, kept)) if build else None))
            return end

        return match


def _over(base: MutableMapping[str, Known] | None) -> MutableMapping[str, Known]:
    """A mapping of one's own over another, which goes on to be filled."""
    own: dict[str, Known] = {}
    return own if base is None else ChainMap(own, base)


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


class Dispatch(Generic[T]):
    """Forms, found by the first two words of what shall be read."""

    def __init__(self, grammar: Grammar, forms: list[Form[T]]) -> None:
        self._beginnings = grammar.beginnings
        self._forms = forms
        # By first word: the forms by second word, and those for any other one.
        self._by_first: dict[str, tuple[dict[str, list[Form[T]]], list[Form[T]]]] = {}

    def candidates(self, tokens: Tokens, index: int) -> list[Form[T]]:
        """The forms that may begin at an index, in their order."""
        first = tokens.words[index]
        begun = self._by_first.get(first)
        if begun is None:
            begun = self._by_first[first] = self._begun(first)
        by_second, otherwise = begun
        return by_second.get(tokens.words[index + 1], otherwise)

    def _begun(self, first: str) -> tuple[dict[str, list[Form[T]]], list[Form[T]]]:
        """The forms that may begin with a word, by the second word; looked for once for each word."""
        begun = (form for form in self._forms if self._beginnings.may_begin(form.spelled, first))
        found = [(form, _seconds(self._beginnings.heads(form.spelled), first)) for form in begun]
        by_second = {
            second: [form for form, seconds in found if second in seconds or "" in seconds]
            for second in {second for _, seconds in found for second in seconds if second}
        }
        return by_second, [form for form, seconds in found if "" in seconds]


def _seconds(heads: frozenset[Head], first: str) -> set[str]:
    """The second words that go with a first one; an empty one stands for anything."""
    return {head[1] if len(head) > 1 else "" for head in heads if head[0] in ("", first)}
