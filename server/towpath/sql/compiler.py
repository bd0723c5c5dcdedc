"""A form's tree to one function that is made of small ones.

There are two of each form. The hasty one only says what fits, and looks at no part that may be left out and cannot
begin here. The careful one also keeps the empty places of what was left out, and what was expected where it failed.
"""

from typing import Protocol

from towpath.sql.lex import Tokens
from towpath.sql.matching import Captures, Matcher
from towpath.sql.spelled import Node, labels

# The words that something can begin with; None where that may be anything, or nothing.
Starts = frozenset[str] | None


class Known(Protocol):
    """What is known of the grammar that a form is written in."""

    def starts(self, node: Node) -> Starts: ...

    def named(self, name: str, careful: bool, label: str | None) -> Matcher:
        """The matcher of a reader or rule, which keeps its value under a label (None: does not keep it)."""
        ...


class Compiler:
    """Turns a form's tree into one function made of small ones.

    Readers keep their values only where a label stands around them: `kept` is True there.
    """

    def __init__(self, grammar: Known, careful: bool) -> None:
        self._grammar = grammar
        self._careful = careful

    def compile(self, node: Node, kept: bool = False) -> Matcher:
        if node.label:
            return self._label(node)
        made: Matcher = getattr(self, f"_{node.kind}")(node, kept)
        return made

    def _label(self, node: Node) -> Matcher:
        bare = node._replace(label="")
        if node.kind == "reader":
            return self._grammar.named(node.value, self._careful, node.label)
        inner, plural = self.compile(bare, kept=True), node.kind in ("list", "many")
        if not _has_values(bare):
            return _marked(inner, node.label, [] if plural else None)
        return _labelled(inner, node.label, plural)

    def _word(self, node: Node, kept: bool) -> Matcher:
        word = node.value

        def match(tokens: Tokens, index: int, captures: Captures) -> int:
            return index + 1 if tokens.words[index] == word else tokens.failed(index, word)

        return match

    def _reader(self, node: Node, kept: bool) -> Matcher:
        return self._grammar.named(node.value, self._careful, "" if kept else None)

    def _group(self, node: Node, kept: bool) -> Matcher:
        return self.compile(node.parts[0], kept)

    def _sequence(self, node: Node, kept: bool) -> Matcher:
        if len(node.parts) == 1:
            return self.compile(node.parts[0], kept)
        if self._careful:
            return _in_turn([self.compile(part, kept) for part in node.parts])
        return _in_haste(
            [("", self._unless(part), self.compile(part, kept)) if not _is_word(part) else (part.value, None, None)
             for part in node.parts]
        )  # fmt: skip

    def _unless(self, part: Node) -> Starts:
        """The words without which a part need not be looked at."""
        return self._grammar.starts(part.parts[0]) if part.kind in ("optional", "many") else None

    def _choice(self, node: Node, kept: bool) -> Matcher:
        """Goes by the next word to the alternatives that can begin with it."""
        options = [(self._grammar.starts(part), self.compile(part, kept)) for part in node.parts]
        known = {word for starts, _ in options if starts for word in starts}
        by_word = {word: [option for starts, option in options if starts is None or word in starts] for word in known}
        otherwise = [option for starts, option in options if starts is None]

        def match(tokens: Tokens, index: int, captures: Captures) -> int:
            before = len(captures)
            for option in by_word.get(tokens.words[index], otherwise):
                end = option(tokens, index, captures)
                if end >= 0:
                    return end
                del captures[before:]
            return -1

        return self._expecting(match, [min(starts) for starts, _ in options if starts])

    def _expecting(self, inner: Matcher, expected: list[str]) -> Matcher:
        """A matcher that says beforehand what it expects."""
        if not self._careful:
            return inner

        def match(tokens: Tokens, index: int, captures: Captures) -> int:
            for word in expected:
                tokens.failed(index, word)
            return inner(tokens, index, captures)

        return match

    def _optional(self, node: Node, kept: bool) -> Matcher:
        inner, starts = self.compile(node.parts[0], kept), self._grammar.starts(node.parts[0])
        inside = list(labels(node.parts[0])) if self._careful else []

        def match(tokens: Tokens, index: int, captures: Captures) -> int:
            if starts is None or tokens.words[index] in starts:
                before = len(captures)
                end = inner(tokens, index, captures)
                if end >= 0:
                    return end
                del captures[before:]
            for label in inside:
                captures.append((label, index, index, None))
            return index

        return self._expecting(match, [min(starts)] if starts else [])

    def _many(self, node: Node, kept: bool) -> Matcher:
        inner, starts = self.compile(node.parts[0], kept), self._grammar.starts(node.parts[0])
        expected = min(starts) if starts else ""

        def match(tokens: Tokens, index: int, captures: Captures) -> int:
            while starts is None or tokens.words[index] in starts:
                before = len(captures)
                end = inner(tokens, index, captures)
                if end <= index:
                    del captures[before:]
                    break
                index = end
            if expected:
                tokens.failed(index, expected)
            return index

        return match

    def _list(self, node: Node, kept: bool) -> Matcher:
        inner = self.compile(node.parts[0], kept)

        def match(tokens: Tokens, index: int, captures: Captures) -> int:
            index = inner(tokens, index, captures)
            while index >= 0 and tokens.words[index] == ",":
                index = inner(tokens, index + 1, captures)
            tokens.failed(index, ",")
            return index

        return match


def _is_word(node: Node) -> bool:
    return node.kind == "word" and not node.label


def _has_values(node: Node) -> bool:
    """Whether there are readers in a part whose values go to a label around it."""
    return node.kind == "reader" or any(not part.label and _has_values(part) for part in node.parts)


def _in_turn(parts: list[Matcher]) -> Matcher:
    def match(tokens: Tokens, index: int, captures: Captures) -> int:
        for part in parts:
            index = part(tokens, index, captures)
            if index < 0:
                return -1
        return index

    return match


def _in_haste(parts: list[tuple[str, Starts, Matcher | None]]) -> Matcher:
    """Words are compared, and parts that may be left out passed by, in the loop itself: most parts are one of both."""

    def match(tokens: Tokens, index: int, captures: Captures) -> int:
        words = tokens.words
        for word, starts, part in parts:
            if part is None:
                if words[index] != word:
                    return -1
                index += 1
            elif starts is None or words[index] in starts:
                index = part(tokens, index, captures)
                if index < 0:
                    return -1
        return index

    return match


def _marked(inner: Matcher, label: str, value: object) -> Matcher:
    """Keeps where something stood under a label."""

    def match(tokens: Tokens, index: int, captures: Captures) -> int:
        end = inner(tokens, index, captures)
        if end >= 0:
            captures.append((label, index, end, value))
        return end

    return match


def _labelled(inner: Matcher, label: str, plural: bool) -> Matcher:
    """Keeps what the inner part took under a label: the value of its one reader, or a list of the values."""

    def match(tokens: Tokens, index: int, captures: Captures) -> int:
        taken: Captures = []
        end = inner(tokens, index, taken)
        if end < 0:
            return -1
        values = [capture[3] for capture in taken if not capture[0]]
        if len(values) < len(taken):
            captures += [capture for capture in taken if capture[0]]
        captures.append((label, index, end, values if plural or len(values) > 1 else values[0] if values else None))
        return end

    return match
