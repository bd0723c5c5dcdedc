"""Which changes of a change set have to be read again after an edit: those that it touches, and no other."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from towpath.frameworks.liquibase import spelling
from towpath.frameworks.liquibase.changelog import parse
from towpath.frameworks.liquibase.entries import Syntax
from towpath.frameworks.liquibase.growing import TELLING
from towpath.source import Span, alike
from towpath.syntax.markup import Node, problem

# What stands around some of the changes, so that they can be read alone.
_AROUND = {
    "xml": ("<changeSet>", "</changeSet>"),
    "yaml": ("changes:\n", ""),
    "json": ('{"changes": [', "]}"),
}
# So few changes are read anew as quickly.
_FEW = 3


class Cut(NamedTuple):
    """Where a change stands in the text of its change set, with its dash or brace, and how many steps it has."""

    start: int
    steps: int


class Splice(NamedTuple):
    """The changes to be read anew, in the places of `home`, which are `by` behind those of the change set.

    So many changes before them, and behind them, are as they were; those behind have moved by `shift`.
    """

    changes: tuple[Node, ...]
    home: str
    by: int
    front: int
    behind: int
    shift: int


def cut(change: Node, steps: int, text: str, syntax: Syntax) -> Cut | None:
    """Where a change begins; None where that cannot be told from its text alone, or more may belong to it."""
    start = change.span.start
    if problem(change) or not change.name:
        return None
    if syntax == "yaml":
        line = text.rfind("\n", 0, start) + 1
        return Cut(line, steps) if text[line:start].strip() == "-" else None
    if syntax == "json":
        brace = text.rfind("{", 0, start)
        return Cut(brace, steps) if brace >= 0 and not text[brace + 1 : start].strip() else None
    return Cut(start, steps)


def _is_one_word(syntax: Syntax, old: str, new: str, removed: Span, put: Span) -> bool:
    """Whether an edit is within a line of YAML, or between signs of JSON: the items around it stay what they are."""
    if TELLING[syntax].search(removed.of(old)) or TELLING[syntax].search(put.of(new)):
        return False
    line = new[new.rfind("\n", 0, put.start) + 1 : put.start]
    return syntax == "json" or re.search(r"\w", line) is not None


def splice(syntax: Syntax, old: str, new: str, cuts: Sequence[Cut], close: int) -> Splice | None:
    """What has to be read again of a change set whose changes end at `close`; None: all of it."""
    if len(cuts) < _FEW or not close:
        return None
    front, back = alike(old, new)
    until, shift = len(old) - back, len(new) - len(old)
    before = sum(1 for one in cuts if one.start <= front) - 1
    behind = sum(1 for one in cuts if one.start >= until)
    end = cuts[-behind].start if behind else close
    if before < 0 or end < until or before + behind > len(cuts):
        return None
    start = cuts[before].start
    opened, closed = _AROUND[syntax]
    home = f"{opened}{new[start : end + shift]}{closed}"
    within = Span(front, until), Span(front, until + shift)
    if syntax != "xml" and not (before + behind + 1 == len(cuts) and _is_one_word(syntax, old, new, *within)):
        return None
    node = parse(home, syntax)
    if syntax != "xml":
        node = spelling.recased(node)
    if problem(node) or node.attributes or (syntax == "xml" and node.span.end < len(home)):
        return None
    by = start - len(opened)
    if syntax != "xml" and [one.span.shifted(by).holds(within[1]) for one in node.children] != [True]:
        return None
    return Splice(node.children, home, by, before, behind, shift)
