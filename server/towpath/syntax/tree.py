"""A program's text to a tree whose places are code points; of broken text, all but the broken statements."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, Protocol

import tree_sitter
from tree_sitter import Node, Parser

from towpath.source import Span, pattern

__all__ = ["Grammar", "Node", "Tree", "parse"]

# How many broken statements of one file are looked for; of more, the rest of the file is taken as it parses.
ATTEMPTS = 12


class Grammar(NamedTuple):
    """How a language is parsed, and how its broken statements are told from the others.

    `blamed` gives groups of lines, any of which may be what breaks a text, for where errors stand in it; `blanked` is
    the text with one of them made white. `dangling` is where a tree without errors has taken two statements for one.
    """

    parser: Callable[[], Parser]
    blamed: Callable[[str, Sequence[int]], list[Span]]
    blanked: Callable[[str, Span], str]
    dangling: Callable[["Tree", str], Iterable[int]]


class Grown(NamedTuple):
    """What the parser made of some bytes, from which the tree of similar ones grows faster than from nothing."""

    data: bytes
    tree: tree_sitter.Tree


class Placed(Protocol):
    """What stands somewhere in a tree."""

    @property
    def start_byte(self) -> int: ...

    @property
    def end_byte(self) -> int: ...


class Tree:
    """A parsed text. `broken` are the lines of statements that are not valid, and are blank in the tree."""

    __slots__ = ("broken", "grown", "points", "root", "text")

    def __init__(
        self, text: str, root: Node, points: "Points | None", grown: Grown | None, broken: tuple[Span, ...] = ()
    ) -> None:
        self.text = text
        self.root = root
        self.broken = broken
        self.points = points
        self.grown = grown

    def span(self, node: Placed) -> Span:
        """Where a node stands, in code points of the text."""
        if self.points is None:
            return Span(node.start_byte, node.end_byte)
        return Span(self.points[node.start_byte], self.points[node.end_byte])

    def source(self, node: Placed) -> str:
        """The text of a node."""
        if self.points is None:
            return self.text[node.start_byte : node.end_byte]
        return self.text[self.points[node.start_byte] : self.points[node.end_byte]]

    def valid(self, span: Span) -> str:
        """The text of a span but for what of it is not valid, and was left out."""
        parts: list[str] = []
        end = span.start
        for one in self.broken:
            if span.start < one.end and one.start < span.end:
                parts.append(self.text[end : max(end, one.start)])
                end = max(end, one.end)
        return "".join((*parts, self.text[end : span.end]))

    def is_partly(self, node: Placed) -> bool:
        """Whether something within a node is not valid, and was left out."""
        if not self.broken:
            return False
        whole = self.span(node)
        return any(span.start < whole.end and whole.start < span.end for span in self.broken)

    def comments(self) -> list[Span]:
        """Every comment, in order."""
        return self._all("comment")

    def strings(self) -> list[Span]:
        """What stands between the quotes of every string, in order."""
        return self._all("string_content", "heredoc_content")

    def _all(self, *kinds: str) -> list[Span]:
        found: list[Span] = []
        stack = [self.root]
        while stack:
            node = stack.pop()
            if node.type in kinds:
                found.append(self.span(node))
            stack += node.named_children
        return sorted(found)


def parse(text: str, grammar: Grammar, old: Tree | None = None, said: str | None = None) -> Tree:
    """The tree of a text; never raises. Statements that cannot be parsed are left out and named in `broken`.

    `old` is the tree of an earlier version of the text: what did not change since is not parsed again. `said` is the
    text with that made white which nobody will look at.
    """
    best = text if said is None else said
    grown = old.grown if old else None
    tree = _parsed(text, best, grammar, grown)
    broken: list[Span] = []
    for _ in range(ATTEMPTS):
        places = _places(tree, best, grammar)
        if not places:
            break
        # What has no errors grows best from what had none.
        found = _mended(text, best, places, grammar, grown or tree.grown)
        if found is None:
            break
        group, best, tree = found
        broken.append(group)
        grown = tree.grown
    return Tree(text, tree.root, tree.points, tree.grown, tuple(sorted(broken)))


def _mended(
    text: str, said: str, places: list[int], grammar: Grammar, grown: Grown | None
) -> tuple[Span, str, Tree] | None:
    """The group of lines without which the fewest faults are left, the shortest of them; with the text and its tree."""
    fewest, found = -1, None
    for group in grammar.blamed(said, places):
        without = grammar.blanked(said, group)
        tree = _parsed(text, without, grammar, grown)
        faults = _faults(tree) or sum(1 for _ in grammar.dangling(tree, without))
        if found is None or faults < fewest:
            fewest, found = faults, (group, without, tree)
        if not faults:
            break
    return found


def _parsed(text: str, said: str, grammar: Grammar, grown: Grown | None) -> Tree:
    data = said.encode("utf-8", "surrogatepass")
    parser = grammar.parser()
    tree = parser.parse(data, _edited(grown, data)) if grown else parser.parse(data)
    return Tree(text, tree.root_node, None if len(data) == len(said) else Points(said), Grown(data, tree))


def _edited(grown: Grown, data: bytes) -> tree_sitter.Tree:
    """The tree, told what changed on the way to the new bytes."""
    old = grown.data
    start = _common(old, data, lambda length: old.startswith(data[:length]), 0)
    end = _common(old, data, lambda length: length == 0 or old.endswith(data[-length:]), start)
    tree = grown.tree.copy()
    ends = len(old) - end, len(data) - end
    tree.edit(start, *ends, _point(data, start), _point(old, ends[0]), _point(data, ends[1]))
    return tree


def _common(old: bytes, new: bytes, agree: Callable[[int], bool], taken: int) -> int:
    """How many bytes are the same at one end, of those that are not taken."""
    low, high = 0, min(len(old), len(new)) - taken
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if agree(middle) else (low, middle - 1)
    return low


def _point(data: bytes, at: int) -> tuple[int, int]:
    """Row and column of an offset."""
    return data.count(b"\n", 0, at), at - data.rfind(b"\n", 0, at) - 1


class Points:
    """The code point that each byte of an encoded text belongs to; costs what is not ASCII in it."""

    __slots__ = ("_before", "_ends")

    def __init__(self, text: str) -> None:
        # Where each character that takes several bytes ends, and how many bytes more than characters there are then.
        self._ends: list[int] = [0]
        self._before: list[int] = [0]
        more = 0
        for match in _WIDE.finditer(text):
            code = ord(match[0])
            more += 1 if code < 0x800 else 2 if code < 0x10000 else 3
            self._ends.append(match.end() + more)
            self._before.append(more)

    def __getitem__(self, byte: int) -> int:
        return byte - self._before[bisect_right(self._ends, byte) - 1]


_WIDE = pattern(r"[^\x00-\x7f]")


def _places(tree: Tree, text: str, grammar: Grammar) -> list[int]:
    """Where errors begin."""
    if not tree.root.has_error:
        return list(grammar.dangling(tree, text))
    found: list[int] = []
    stack = [tree.root]
    while stack:
        node = stack.pop()
        if node.is_error or node.is_missing:
            found.append(tree.span(node).start)
        if node.has_error:
            stack += node.children
    return sorted(set(found))


def _faults(tree: Tree) -> int:
    """How much of a tree is wrong: its errors, and how much text they cover."""
    count = 0
    stack = [tree.root]
    while stack:
        node = stack.pop()
        if node.is_error or node.is_missing:
            count += 1 + node.end_byte - node.start_byte
        elif node.has_error:
            stack += node.children
    return count
