"""Ruby text to a tree."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from tree_sitter import Node, Parser

from towpath.source import Span, pattern
from towpath.syntax import blame
from towpath.syntax import tree as trees
from towpath.syntax.grammars import grammar
from towpath.syntax.lines import Lines
from towpath.syntax.tree import Grammar, Tree

__all__ = ["Node", "Tree", "parse", "well_formed"]


@cache
def _parser() -> Parser:
    return Parser(grammar("tree_sitter_ruby"))


def parse(text: str, old: Tree | None = None) -> Tree:
    """The tree of a text; never raises. Statements that cannot be parsed are left out and named in `broken`.

    `old` is the tree of an earlier version of the text: what did not change since is not parsed again.
    """
    return trees.parse(text, _GRAMMAR, old)


def well_formed(text: str, without: Sequence[Span]) -> Tree | None:
    """The tree of a text without these parts, which nobody will look at; None where the rest is not valid."""
    return trees.well_formed(text, _GRAMMAR, without)


# Each way begins with one letter, so that the others are passed over at once.
_TOKENS = pattern(
    r"\(|\[|\{|\)|\]|\}|#(?!\{)[^\n]*"
    r"|\"(?:[^\\\"\n#]|\\.|#\{[^{}\n]*\}|#(?!\{))*\"|'(?:[^\\'\n]|\\.)*'"
    r"|\"(?<![\w$?]\")[^\n]*()|'(?<![\w$?]')[^\n]*()"
)
_ENDS = pattern(r"[ \t]*(?:end\b|[)\]}])")
_TURNS = pattern(
    r"""
    ^(?P<depth>[ \t]*)(?:
        (?P<end>end)\b
      | (?:\w[\w.]*\s*=\s*)?(?:class|module|def|if|unless|case|begin|while|until|for)\b(?!.*\bend\b)
    )
""",
    re.M | re.X,
)
# Looked for by itself: what begins with a word is found faster than what ends with one.
_DO = pattern(r"do\b[ \t]*(?:\|[^|\n]*\|)?[ \t]*(?:#[^\n]*)?$", re.M)


class _Turn(NamedTuple):
    """The start of a line that begins a block (1), or ends one (-1), and how deep it is indented."""

    start: int
    by: int
    depth: int


# What makes something else of a bracket or a quote than it looks like: %w(), //, ?", <<SQL, $', ``, a backslash.
_PLAIN = pattern(r"(?:(?!<<)[^%/?$`\\])*")


def _blamed(lines: Lines, errors: Sequence[int]) -> list[Span]:
    """Groups of whole lines, any of which may be what breaks the text; the shortest comes first."""
    turns = _turns(lines.text)
    more = (*_open(turns), *_unfinished(lines.text), *_unended(lines.text))
    return blame.blamed(lines, errors, _ENDS, more, [(turn.start, turn.by) for turn in turns])


def _certain(lines: Lines) -> Span | None:
    """The lines that break the text for certain, if nothing else does."""
    # Where no bracket is open, it is not asked for the blocks, which take time.
    blocks = [(turn.start, turn.by) for turn in _turns(lines.text)] if lines.weight else []
    group = blame.certain(lines, _PLAIN, _ENDS, blocks)
    return None if group is not None and (_may_close(lines) or _is_passed_over(group.of(lines.text))) else group


def _is_passed_over(text: str) -> bool:
    """Whether a quote stands behind a letter that opens a text, if it is not part of one: `puts'…'`."""
    return any(quote in _TOKENS.sub("", text) for quote in "\"'")


def _may_close(lines: Lines) -> bool:
    """Whether a quoted text that its line leaves open may end in a later one: then it may be well formed."""
    text = lines.text
    opened = [start + at for start, line in zip(lines.starts, lines.said) for at, mark in line.marks if not mark]
    behind = ((text[at], text[text.find("\n", at) + 1 :]) for at in opened if text[at] in "\"'" and "\n" in text[at:])
    return any(line.count(quote) % 2 for quote, rest in behind for line in rest.split("\n"))


def _turns(text: str) -> list[_Turn]:
    """The lines that begin a block or end one, in order."""
    found: dict[int, _Turn] = {}
    within: set[int] = set()
    for match in _TURNS.finditer(text):
        found[match.start()] = _Turn(match.start(), -1 if match["end"] else 1, len(match["depth"].expandtabs(8)))
        if (line := text.rfind("\n", match.start(), match.end()) + 1) > 0:
            within.add(line)
    for match in _DO.finditer(text):
        at = match.start()
        start = text.rfind("\n", 0, at) + 1
        blanks = _BLANK.match(text, start)
        first = blanks.end() if blanks else start
        word = at == 0 or not _is_word(text[at - 1])
        if word and start not in found and start not in within and text[first] != "#":
            found[start] = _Turn(start, 1, len(text[start:first].expandtabs(8)))
    return sorted(found.values())


def _open(turns: Sequence[_Turn]) -> Iterator[int]:
    """Where a block begins that has no `end` at its depth, and where an `end` stands that ends none."""
    stack: list[_Turn] = []
    for turn in turns:
        ends = turn.by < 0
        while stack and stack[-1].depth > turn.depth - (0 if ends else 1):
            yield stack.pop().start
        if not ends:
            stack.append(turn)
        elif stack and stack[-1].depth == turn.depth:
            stack.pop()
        else:
            yield turn.start
    for turn in stack:
        yield turn.start


def _blanked(text: str, group: Span) -> str:
    return text[: group.start] + blame.white(group.of(text)) + text[group.end :]


def _dangling(tree: Tree, text: str) -> Iterator[int]:
    """Where the grammar takes the next statement for the rest of one that is not finished."""
    for place in _unfinished(text):
        at = len(text[:place].encode("utf-8", "surrogatepass")) if tree.points else place
        node = tree.root.descendant_for_byte_range(at, at + 1)
        if node is None or node.type not in (".", ",", "=") or node.parent is None or node.parent.type == "setter":
            continue
        # Nobody stops behind what a call was given.
        if node.type == "." and text[place - 1] in ")]}":
            continue
        # A chain that is broken over lines goes on at one depth.
        begun = text.rfind("\n", 0, tree.span(node.parent).start) + 1
        if _depth(text, text.find("\n", place) + 1) <= _depth(text, begun):
            yield place


def _unfinished(text: str) -> Iterator[int]:
    """Where a line ends in the middle of a statement, and the next one, no deeper, begins like another one."""
    for match in _ENDED.finditer(text):
        last, at = text[match.start()], match.start() - 1
        if last in ">:" and not (text[at : at + 1] == "=" if last == ">" else _is_word(text[at : at + 1])):
            continue
        depth = _depth(text, text.rfind("\n", 0, match.start()) + 1)
        if _depth(text, match.end()) <= depth and _BEGUN.match(text, match.end()):
            yield at if last == ">" else at + 1


def _is_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


# By the last letter of a line alone: what else has to stand before it is looked at where one of these does.
_ENDED = pattern(r"[.,=:>][ \t]*\r?\n")
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


_GRAMMAR = Grammar(_parser, _TOKENS, _blamed, _certain, _blanked, _dangling)
