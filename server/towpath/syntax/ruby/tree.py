"""Ruby text to a tree."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from tree_sitter import Node, Parser

from towpath.source import Span, pattern
from towpath.syntax import blame
from towpath.syntax import tree as trees
from towpath.syntax.grammars import grammar
from towpath.syntax.tree import Grammar, Tree

__all__ = ["Node", "Tree", "parse"]


@cache
def _parser() -> Parser:
    return Parser(grammar("tree_sitter_ruby"))


def parse(text: str, old: Tree | None = None) -> Tree:
    """The tree of a text; never raises. Statements that cannot be parsed are left out and named in `broken`.

    `old` is the tree of an earlier version of the text: what did not change since is not parsed again.
    """
    return trees.parse(text, _GRAMMAR, old)


# Each way begins with one letter, so that the others are passed over at once.
_TOKENS = pattern(
    r"\(|\[|\{|\)|\]|\}|#(?!\{)[^\n]*"
    r"|\"(?:[^\\\"\n#]|\\.|#\{[^{}\n]*\}|#(?!\{))*\"|'(?:[^\\'\n]|\\.)*'"
    r"|\"(?<![\w$?]\")[^\n]*()|'(?<![\w$?]')[^\n]*()"
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
    blocks = [(match.start(), -1 if match["end"] else 1) for match in _OPENS.finditer(text)]
    return blame.blamed(text, errors, _TOKENS, _ENDS, (*_open(text), *_unfinished(text), *_unended(text)), blocks)


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


def _dangling(tree: Tree, text: str) -> Iterator[int]:
    """Where the grammar takes the next statement for the rest of one that is not finished."""
    for place in _unfinished(text):
        at = len(text[:place].encode("utf-8", "surrogatepass")) if tree.points else place
        node = tree.root.descendant_for_byte_range(at, at + 1)
        if node is None or node.type not in (".", ",", "=") or node.parent is None:
            continue
        # A chain that is broken over lines goes on at one depth.
        begun = text.rfind("\n", 0, tree.span(node.parent).start) + 1
        if _depth(text, text.find("\n", place) + 1) <= _depth(text, begun):
            yield place


def _unfinished(text: str) -> Iterator[int]:
    """Where a line ends in the middle of a statement, and the next one, no deeper, begins like another one."""
    for match in _ENDED.finditer(text):
        depth = _depth(text, text.rfind("\n", 0, match.start()) + 1)
        if _depth(text, match.end()) <= depth and _BEGUN.match(text, match.end()):
            yield match.start()


_ENDED = pattern(r"(?:[.,=]|(?<=\w):|=>)[ \t]*\r?\n")
_BEGUN = pattern(r"[ \t]*(?:end\b|[a-z_]\w*[!?]?(?:\(|[ \t]+(?:[:\"'\[{%]|do\b|<<)))")
_BLANK = pattern(r"[ \t]*")


def _depth(text: str, start: int) -> int:
    """How deep the line that starts here is indented."""
    found = _BLANK.match(text, start)
    return found.end() - start if found else 0


def _unended(text: str) -> Iterator[int]:
    """Where a text of whole lines begins whose end does not come."""
    for match in _HEREDOC.finditer(text):
        if not re.search(rf"^[ \t]*{match[1]}[ \t]*$", text[match.end() :], re.M):
            yield match.start()


_HEREDOC = pattern(r"<<[~-]?['\"]?([A-Z]\w*)")


_GRAMMAR = Grammar(_parser, _blamed, _blanked, _dangling)
