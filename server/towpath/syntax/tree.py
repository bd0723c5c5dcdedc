"""A program's text to a tree whose places are code points; of broken text, all but the broken statements."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, Protocol

import tree_sitter
from tree_sitter import Node, Parser, Range

from towpath.source import Span
from towpath.syntax.lines import Lines, weight
from towpath.syntax.points import Points, byte, changed, lines_of, point

__all__ = ["Grammar", "Node", "Tree", "parse"]

# How many broken statements of one file are looked for; of more, the rest of the file is taken as it parses.
ATTEMPTS = 12


class Grammar(NamedTuple):
    """How a language is parsed, and how its broken statements are told from the others.

    `tokens` finds its brackets and quotes (`Lines`). `blamed` gives groups of lines, any of which may be what breaks a
    text, for where errors stand in it, and `certain` the group that breaks it for certain, if nothing else does;
    `blanked` is the text with one of them made white. `dangling` is where a tree without errors has taken two
    statements for one.
    """

    parser: Callable[[], Parser]
    tokens: re.Pattern[str]
    blamed: Callable[[Lines, Sequence[int]], list[Span]]
    certain: Callable[[Lines], Span | None]
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
    """A parsed text. `broken` are the lines of statements that are not valid, and are blank in the tree.

    `lines` are those of a version of the text that was broken.
    """

    __slots__ = ("broken", "grown", "lines", "points", "root", "text")

    def __init__(self, text: str, root: Node, points: Points | None, grown: Grown | None) -> None:
        self.text = text
        self.root = root
        self.points = points
        self.grown = grown
        self.broken: tuple[Span, ...] = ()
        self.lines: Lines | None = None

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
        start, end = self.span(node)
        return any(span.start < end and start < span.end for span in self.broken)

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


def parse(
    text: str, grammar: Grammar, old: Tree | None = None, said: str | None = None, lines: Lines | None = None
) -> Tree:
    """The tree of a text; never raises. Statements that cannot be parsed are left out and named in `broken`.

    `old` is the tree of an earlier version of the text: what did not change since is not parsed again. `said` is the
    text with that made white which nobody will look at. `lines` are those of a text like this one.
    """
    return _Parsing(text, grammar, old, lines or (old.lines if old else None)).of(text if said is None else said)


def well_formed(text: str, grammar: Grammar, without: Sequence[Span], said: str | None = None) -> Tree | None:
    """The tree of a text without these parts, which nobody will look at; None where the rest is not valid.

    `said` is the text with more of it made white.
    """
    said = text if said is None else said
    data, parser = said.encode("utf-8", "surrogatepass"), grammar.parser()
    points = None if len(data) == len(said) else Points(said)
    ends = [at if points is None else byte(said, at) for at in (0, *(at for span in without for at in span), len(said))]
    places = [(at, point(data, at)) for at in ends]
    parser.included_ranges = [
        Range(first, last, start, end)
        for (start, first), (end, last) in zip(places[::2], places[1::2])
        if start < end or not data
    ]
    parsed = parser.parse(data)
    parser.included_ranges = []
    tree = Tree(text, parsed.root_node, points, None)
    return tree if not _places(tree, said, grammar) else None


def well_formed_around(
    text: str, grammar: Grammar, without: Sequence[Span], gap: Span, old: Lines | None
) -> Tree | None:
    """As `well_formed`, of a text of which lines within a gap may be broken, if it is certain which ones; else None."""
    if found := well_formed(text, grammar, without):
        return found
    lines = Lines(text, grammar.tokens, old.known if old else {})
    group = grammar.certain(lines)
    if group is None or not gap.holds(group):
        return None
    found = well_formed(text, grammar, without, grammar.blanked(text, group))
    if found is None or not _is_code(found, group):
        return None
    found.broken, found.lines = (group,), lines
    return found


class _Parsing:
    """A text that is parsed, again and again without more of its lines while it is broken."""

    def __init__(self, text: str, grammar: Grammar, old: Tree | None, lines: Lines | None) -> None:
        self._text = text
        self._grammar = grammar
        self._old = old
        self._grown = old.grown if old else None
        self._lines = lines

    def of(self, said: str) -> Tree:
        # To parse what is broken takes long: where its brackets tell that it is, and why, that is not done.
        if self._seems_broken(said) and (found := self._without_certain(said)):
            return self._made(found[2], found[0])
        tree, broken = self._parsed(said), list[Span]()
        places = _places(tree, said, self._grammar)
        if places and (found := self._without_certain(said)):
            return self._made(found[2], found[0])
        for _ in range(ATTEMPTS):
            found = self._mended(said, places) if places else None
            if found is None:
                break
            group, said, tree = found
            broken.append(group)
            # What has no errors grows best from what had none.
            self._grown = tree.grown
            places = _places(tree, said, self._grammar)
        return self._made(tree, *broken)

    def _made(self, tree: Tree, *broken: Span) -> Tree:
        tree.broken, tree.lines = tuple(sorted(broken)), self._lines
        return tree

    def _seems_broken(self, said: str) -> bool:
        """Whether brackets or quotes are left open that were not, or in lines that are left out of the tree before."""
        if self._old is None or self._grown is None:
            return False
        old, new = self._grown.data, said.encode("utf-8", "surrogatepass")
        start, was, now = changed(old, new)
        before, after = lines_of(old, start, was), lines_of(new, start, now)
        tokens, known = self._grammar.tokens, self._lines.known if self._lines else {}
        return weight(before, tokens, known) != weight(after, tokens, known)

    def _lines_now(self, said: str) -> Lines:
        if self._lines is None or self._lines.text != said:
            self._lines = Lines(said, self._grammar.tokens, self._lines.known if self._lines else {})
        return self._lines

    def _without_certain(self, said: str) -> "_Without | None":
        """The text without the lines that break it for certain, if it has no faults then."""
        group = self._grammar.certain(self._lines_now(said))
        if group is None:
            return None
        without = self._without(said, group)
        _, rest, tree = without
        whole = not tree.root.has_error and not any(self._grammar.dangling(tree, rest))
        return without if whole and _is_code(tree, group) else None

    def _mended(self, said: str, places: list[int]) -> "_Without | None":
        """The text without the group of lines without which the fewest faults are left, the shortest of them."""
        fewest, found = -1, None
        for group in self._grammar.blamed(self._lines_now(said), places):
            without = self._without(said, group)
            _, rest, tree = without
            faults = _faults(tree) or sum(1 for _ in self._grammar.dangling(tree, rest))
            if found is None or faults < fewest:
                fewest, found = faults, without
            if not faults:
                break
        return found

    def _without(self, said: str, group: Span) -> "_Without":
        rest = self._grammar.blanked(said, group)
        return group, rest, self._parsed(rest)

    def _parsed(self, said: str) -> Tree:
        data, grown, parser = said.encode("utf-8", "surrogatepass"), self._grown, self._grammar.parser()
        tree = parser.parse(data, _edited(grown, data)) if grown else parser.parse(data)
        points = None if len(data) == len(said) else Points(said)
        found = Tree(self._text, tree.root_node, points, Grown(data, tree))
        self._grown = grown or found.grown
        return found


# Lines that were left out, the text with these made white, and its tree.
_Without = tuple[Span, str, Tree]


def _edited(grown: Grown, data: bytes) -> tree_sitter.Tree:
    """The tree, told what changed on the way to the new bytes."""
    start, was, now = changed(grown.data, data)
    tree = grown.tree.copy()
    tree.edit(start, was, now, point(data, start), point(grown.data, was), point(data, now))
    return tree


def _is_code(tree: Tree, span: Span) -> bool:
    """Whether a place stands in no quoted text and in no comment."""
    at = span.start if tree.points is None else byte(tree.text, span.start)
    node = tree.root.descendant_for_byte_range(at, at)
    while node is not None:
        if any(word in node.type for word in _QUOTED):
            return False
        node = node.parent
    return True


_QUOTED = ("string", "heredoc", "comment", "regex", "uninterpreted")


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
