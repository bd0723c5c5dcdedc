"""Python text to a tree."""

from collections.abc import Iterator, Sequence
from functools import cache

from tree_sitter import Node, Parser

from towpath.source import Span, pattern
from towpath.syntax import tree as trees
from towpath.syntax.grammars import grammar
from towpath.syntax.lines import Lines
from towpath.syntax.points import byte
from towpath.syntax.python.broken import TOKENS, blamed, blanked, certain
from towpath.syntax.tree import Grammar, Tree

__all__ = ["Node", "Tree", "parse", "parse_around"]


@cache
def _parser() -> Parser:
    return Parser(grammar("tree_sitter_python"))


def parse(text: str, old: Tree | None = None, said: str | None = None, lines: Lines | None = None) -> Tree:
    """The tree of a text; never raises. Statements that cannot be parsed are left out and named in `broken`.

    `old` is the tree of an earlier version of the text: what did not change since is not parsed again. `said` is the
    text with that made white which nobody will look at. `lines` are those of a text like this one.
    """
    return trees.parse(text, _GRAMMAR, old, said, lines)


def parse_around(text: str, without: Sequence[Span], gap: Span, old: Lines | None) -> Tree | None:
    """The tree of a text without parts that nobody will look at; None where anything else is not valid.

    But lines within `gap` may be broken, if it is certain which ones. `old` are the lines of a text like this one.
    """
    return trees.well_formed_around(text, _GRAMMAR, without, gap, old)


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


# A quote that ends a line: the grammar takes the text that it opens for one that goes on, which is no Python.
_QUOTE = pattern(r"['\"]\r?\n")
_BEFORE_QUOTES = frozenset(("", *" \t\n([{,=:+%*;rRbBuUfFtT"))


def dangling(tree: Tree, text: str) -> Iterator[int]:
    """Where a statement ends in a dot or an equals sign, which only a bracket allows, or a line in an opening quote."""
    for match in _QUOTE.finditer(text):
        at = match.start()
        if text[at - 1 : at] in _BEFORE_QUOTES and _is(_node(tree, text, at), "string_start"):
            yield at
    if not any(end in text for end in _SUSPECT):
        return
    for match in _ENDS.finditer(text):
        node = _node(tree, text, match.start())
        if not _is(node, ".", "=") or node is None or node.parent is None:
            continue
        around = node.parent
        while around.parent is not None and around.type not in _BRACKETS:
            around = around.parent
        if around.type not in _BRACKETS:
            yield match.start()


def _node(tree: Tree, text: str, at: int) -> Node | None:
    start = byte(text, at) if tree.points else at
    return tree.root.descendant_for_byte_range(start, start + 1)


def _is(node: Node | None, *types: str) -> bool:
    return node is not None and node.type in types


_GRAMMAR = Grammar(_parser, TOKENS, blamed, certain, blanked, dangling)
