"""Python text to a tree whose places are code points; of broken text, all but the broken statements."""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

import tree_sitter
from tree_sitter import Language, Node, Parser

from towpath.source import Span, pattern
from towpath.syntax.python.broken import blamed, blanked

__all__ = ["Node", "Tree", "parse"]

# How many broken statements of one file are looked for; of more, the rest of the file is taken as it parses.
ATTEMPTS = 12


class Grown(NamedTuple):
    """What the parser made of some bytes, from which the tree of similar ones grows faster than from nothing."""

    data: bytes
    tree: tree_sitter.Tree


class Tree:
    """A parsed text. `broken` are the lines of statements that are not valid Python, and are blank in the tree.

    `grown` is of the text with nothing blank in it.
    """

    __slots__ = ("broken", "grown", "points", "root", "text")

    def __init__(
        self, text: str, root: Node, points: "Points | None", grown: Grown, broken: tuple[Span, ...] = ()
    ) -> None:
        self.text = text
        self.root = root
        self.broken = broken
        self.points = points
        self.grown = grown

    def span(self, node: Node) -> Span:
        """Where a node stands, in code points of the text."""
        if self.points is None:
            return Span(node.start_byte, node.end_byte)
        return Span(self.points[node.start_byte], self.points[node.end_byte])

    def source(self, node: Node) -> str:
        """The text of a node."""
        if self.points is None:
            return self.text[node.start_byte : node.end_byte]
        return self.text[self.points[node.start_byte] : self.points[node.end_byte]]

    def comments(self) -> list[Span]:
        """Every comment, in order."""
        return self._all("comment")

    def strings(self) -> list[Span]:
        """What stands between the quotes of every string, in order."""
        return self._all("string_content")

    def _all(self, kind: str) -> list[Span]:
        found: list[Span] = []
        stack = [self.root]
        while stack:
            node = stack.pop()
            if node.type == kind:
                found.append(self.span(node))
            stack += node.named_children
        return sorted(found)


@cache
def _parser() -> Parser:
    import tree_sitter_python

    return Parser(Language(tree_sitter_python.language()))


def parse(text: str, old: Tree | None = None) -> Tree:
    """The tree of a text; never raises. Statements that cannot be parsed are left out and named in `broken`.

    `old` is the tree of an earlier version of the text: what did not change since is not parsed again.
    """
    tree = _parsed(text, text, old.grown if old else None)
    grown = tree.grown
    broken: list[Span] = []
    best = text
    for _ in range(ATTEMPTS):
        places = _places(tree, best)
        if not places:
            break
        found = _mended(text, best, places, grown)
        if found is None:
            break
        group, best, tree = found
        broken.append(group)
    return Tree(text, tree.root, tree.points, grown, tuple(sorted(broken)))


def _mended(text: str, said: str, places: list[int], grown: Grown) -> tuple[Span, str, Tree] | None:
    """The group of lines without which the fewest faults are left, the shortest of them; with the text and its tree."""
    fewest, found = -1, None
    for group in blamed(said, places):
        without = blanked(said, group)
        tree = _parsed(text, without, grown)
        faults = _faults(tree) or sum(1 for _ in _dangling(tree, without))
        if found is None or faults < fewest:
            fewest, found = faults, (group, without, tree)
        if not faults:
            break
    return found


def _parsed(text: str, said: str, grown: Grown | None) -> Tree:
    data = said.encode("utf-8", "surrogatepass")
    tree = _parser().parse(data, _edited(grown, data)) if grown else _parser().parse(data)
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


def _places(tree: Tree, text: str) -> list[int]:
    """Where errors begin."""
    if not tree.root.has_error:
        return list(_dangling(tree, text))
    found: list[int] = []
    stack = [tree.root]
    while stack:
        node = stack.pop()
        if node.is_error or node.is_missing:
            found.append(tree.span(node).start)
        if node.has_error:
            stack += node.children
    return sorted(set(found))


# A dot or an equals sign that ends a line: the grammar takes what stands on the next one for the rest of it.
_ENDS = pattern(r"[.=][ \t]*\r?\n")
# Looking for these takes a tenth of the time, and most files have none of them.
_SUSPECT = (".\n", "=\n", " \n", "\t\n", "\r\n")
_BRACKETS = frozenset(
    """
    argument_list parenthesized_expression list tuple set dictionary subscript interpolation parameters
    list_comprehension set_comprehension dictionary_comprehension generator_expression
    """.split()
)


def _dangling(tree: Tree, text: str) -> Iterator[int]:
    """Where a statement ends in a dot or an equals sign, which only a bracket allows."""
    if not any(end in text for end in _SUSPECT):
        return
    for match in _ENDS.finditer(text):
        at = len(text[: match.start()].encode("utf-8", "surrogatepass")) if tree.points else match.start()
        node = tree.root.descendant_for_byte_range(at, at + 1)
        if node is None or node.type not in (".", "=") or node.parent is None:
            continue
        around = node.parent
        while around.parent is not None and around.type not in _BRACKETS:
            around = around.parent
        if around.type not in _BRACKETS:
            yield match.start()


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
