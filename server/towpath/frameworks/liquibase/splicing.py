"""Which changes of a change set have to be read again after an edit: those that it touches, and no other."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from towpath.frameworks.liquibase import spelling
from towpath.frameworks.liquibase.changelog import APART, parse
from towpath.frameworks.liquibase.entries import Syntax
from towpath.frameworks.liquibase.growing import TELLING, is_left_open
from towpath.source import Span, alike, pattern
from towpath.syntax.markup import Node, problem

# What stands around some of the changes, so that they can be read alone.
_AROUND = {
    "xml": ("<changeSet>", "</changeSet>"),
    "yaml": ("changes:\n", ""),
    "json": ('{"changes": [', "]}"),
}
_NEXT = pattern(rf"<((?:[\w.-]+:)?(?:{'|'.join(sorted(APART))}))(?=[\s/>])")
# So few changes are read anew as quickly.
FEW = 3


class Cut(NamedTuple):
    """Where a change stands in the text of its change set, with its dash or brace, and how many steps it has.

    `apart`: whatever stands before it, it begins there, and `closed`: whatever comes behind it, it is over.
    """

    start: int
    steps: int
    apart: bool = True
    closed: bool = True


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


def cuts(changes: Sequence[tuple[Node, int]], text: str, syntax: Syntax) -> tuple[Cut, ...]:
    """Where changes begin, each of which has so many steps; none where that cannot be told from their texts alone."""
    found: list[Cut] = []
    for change, steps in changes:
        one = _cut(change, steps, text, syntax)
        if one is None:
            return ()
        # What stands in an element that is left open is put behind it, where it is still in there.
        held = found and not found[-1].closed and not one.apart
        found.append(one._replace(closed=False) if held else one)
    return tuple(found)


def _cut(change: Node, steps: int, text: str, syntax: Syntax) -> Cut | None:
    start = change.span.start
    if syntax == "xml":
        return Cut(start, steps, change.name in APART, _is_closed(change, change.span.of(text)))
    if problem(change) or not change.name:
        return None
    if syntax == "yaml":
        line = text.rfind("\n", 0, start) + 1
        return Cut(line, steps) if text[line:start].strip() == "-" else None
    brace = text.rfind("{", 0, start)
    return Cut(brace, steps) if brace >= 0 and not text[brace + 1 : start].strip() else None


def _is_closed(change: Node, text: str) -> bool:
    """Whether an element of XML, or a tag that belongs to none, ends by itself."""
    if not change.problem or not change.name:
        return text.endswith(">")
    return re.search(rf"\A<[^<]*/>\Z|</(?:[\w.-]+:)?{re.escape(change.name)}\s*>\Z", text) is not None


def _is_one_word(syntax: Syntax, old: str, new: str, removed: Span, put: Span) -> bool:
    """Whether an edit is within a line of YAML, or between signs of JSON: the items around it stay what they are."""
    if TELLING[syntax].search(removed.of(old)) or TELLING[syntax].search(put.of(new)):
        return False
    line = new[new.rfind("\n", 0, put.start) + 1 : put.start]
    return syntax == "json" or re.search(r"\w", line) is not None


def splice(syntax: Syntax, old: str, new: str, cuts: Sequence[Cut], close: int) -> Splice | None:
    """What has to be read again of a change set whose changes end at `close`; None: all of it."""
    if len(cuts) < FEW or not close:
        return None
    front, back = alike(old, new)
    until, shift = len(old) - back, len(new) - len(old)
    starts = [one.start for one in cuts]
    before, behind = bisect_right(starts, front) - 1, len(cuts) - bisect_left(starts, until)
    while before > 0 and not cuts[before - 1].closed:
        before -= 1
    while behind > 0 and not cuts[-behind].apart:
        behind -= 1
    end = starts[-behind] if behind else close
    if before < 0 or end < until or before + behind > len(cuts):
        return None
    start = starts[before]
    part = new[start : end + shift]
    if syntax == "xml":
        found = _of_xml(part, new[end + shift :])
    else:
        within = Span(front, until), Span(front, until + shift)
        if before + behind + 1 != len(cuts) or not _is_one_word(syntax, old, new, *within):
            return None
        found = _of_data(syntax, part, within[1].shifted(-start))
    if found is None:
        return None
    home, changes = found
    return Splice(changes, home, start - len(_AROUND[syntax][0]), before, behind, shift)


def _of_xml(part: str, behind: str) -> tuple[str, tuple[Node, ...]] | None:
    """The changes of a part of a change set, and the text that they stand in; `behind` is what comes then."""
    if is_left_open(part):
        return None
    opened, closed = _AROUND["xml"]
    next_one = _NEXT.match(behind)
    # Whatever is open in there ends where that begins.
    follows = f"<{next_one[1]}/>" if next_one else ""
    home = f"{opened}{part}{follows}{closed}"
    node = parse(home, "xml")
    if node.problem or node.attributes or node.span.end < len(home) or not (next_one or behind.startswith("</")):
        return None
    if not follows:
        return home, node.children
    # What holds changes itself, and is left open, would hold those behind it as well.
    apart = node.children and node.children[-1].span.start == len(opened) + len(part)
    return (home, node.children[:-1]) if apart else None


def _of_data(syntax: Syntax, part: str, touched: Span) -> tuple[str, tuple[Node, ...]] | None:
    opened, closed = _AROUND[syntax]
    home = f"{opened}{part}{closed}"
    node = spelling.recased(parse(home, syntax))
    if (
        problem(node)
        or node.attributes
        or [one.span.shifted(-len(opened)).holds(touched) for one in node.children] != [True]
    ):
        return None
    return home, node.children
