"""Ruby text to a tree."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from tree_sitter import Language, Node, Parser

from towpath.source import Span, pattern
from towpath.syntax import blame
from towpath.syntax import tree as trees
from towpath.syntax.tree import Grammar, Tree

__all__ = ["Node", "Tree", "parse"]


@cache
def _parser() -> Parser:
    import tree_sitter_ruby

    return Parser(Language(tree_sitter_ruby.language()))


def parse(text: str, old: Tree | None = None) -> Tree:
    """The tree of a text; never raises. Statements that cannot be parsed are left out and named in `broken`.

    `old` is the tree of an earlier version of the text: what did not change since is not parsed again.
    """
    return trees.parse(text, _GRAMMAR, old)


_TOKENS = pattern(
    r"(?P<open>[\[({])|(?P<close>[\])}])|(?P<comment>#(?!\{)[^\n]*)"
    r"|(?P<string>\"(?:[^\\\"\n#]|\\.|#\{[^{}\n]*\}|#(?!\{))*\"|'(?:[^\\'\n]|\\.)*')"
    r"|(?P<unclosed>(?<![\w$?])['\"][^\n]*)"
)
_ENDS = pattern(r"[ \t]*(?:end\b|[)\]}])")
_OPENS = pattern(
    r"""
    ^(?P<depth>[ \t]*)(?:
        (?P<end>end)\b
      | (?:\w[\w.]*\s*=\s*)?(?:class|module|def|if|unless|case|begin|while|until|for)\b(?!.*\bend\b)
      | (?![ \t]*\#)[^\n]*\bdo\b[ \t]*(?:\|[^|\n]*\|)?[ \t]*(?:\#[^\n]*)?$
    )
""",
    re.M | re.X,
)


def _blamed(text: str, errors: Sequence[int]) -> list[Span]:
    """Groups of whole lines, any of which may be what breaks the text; the shortest comes first."""
    return blame.blamed(text, errors, _TOKENS, _ENDS, list(_open(text)))


def _open(text: str) -> Iterator[int]:
    """Where a block begins that has no `end` at its depth, and where an `end` stands that ends none."""
    stack: list[tuple[int, int]] = []
    for match in _OPENS.finditer(text):
        depth = len(match["depth"].expandtabs(8))
        while stack and stack[-1][0] > depth - (0 if match["end"] else 1):
            yield stack.pop()[1]
        if not match["end"]:
            stack.append((depth, match.start()))
        elif stack and stack[-1][0] == depth:
            stack.pop()
        else:
            yield match.start()
    for _, start in stack:
        yield start


def _blanked(text: str, group: Span) -> str:
    return text[: group.start] + blame.white(group.of(text)) + text[group.end :]


def _complete(tree: Tree, text: str) -> Iterator[int]:
    """A call with a dot at its end takes the next line for its method."""
    for match in _DOT.finditer(text):
        at = len(text[: match.start()].encode("utf-8", "surrogatepass")) if tree.points else match.start()
        node = tree.root.descendant_for_byte_range(at, at + 1)
        if node is not None and node.type == "." and not _indented(text, match.start()):
            yield match.start()


_DOT = pattern(r"\.[ \t]*\r?\n")


def _indented(text: str, at: int) -> bool:
    """Whether the line behind a place stands deeper than its own."""
    own = text[text.rfind("\n", 0, at) + 1 :]
    following = text[text.find("\n", at) + 1 :]
    return len(following) - len(following.lstrip(" \t")) > len(own) - len(own.lstrip(" \t"))


_GRAMMAR = Grammar(_parser, _blamed, _blanked, _complete)
