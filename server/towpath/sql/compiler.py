"""A form's tree to one function that is made of small ones."""

from collections.abc import Mapping
from typing import Protocol

from towpath.sql.lex import Tokens
from towpath.sql.matching import Captures, Matcher
from towpath.sql.spelled import Node, labels

Starts = frozenset[str] | None


class Known(Protocol):
    """What is known of the grammar that a form is written in."""

    def starts(self, node: Node) -> Starts: ...


class Compiler:
    """Turns a form's tree into one function made of small ones."""

    def __init__(self, grammar: Known, matchers: Mapping[str, Matcher]) -> None:
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
        inside = list(labels(node.parts[0]))

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
                for label in inside:
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
