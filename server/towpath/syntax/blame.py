"""Which lines of a broken text of a program are to blame, so that the statements around them can still be read."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from towpath.source import Span
from towpath.syntax.lines import BLOCK, PAIRS, Lines


def blamed(
    lines: Lines,
    errors: Sequence[int],
    ends: re.Pattern[str] | None = None,
    more: Iterable[int] = (),
    blocks: Sequence[tuple[int, int]] = (),
) -> list[Span]:
    """Groups of whole lines, any of which may be what breaks the text: around its errors, and where brackets open.

    `ends` is what a line begins with that ends a block; `more` are further places to look at; `blocks` are the lines
    that begin blocks (1) and end them (-1), by where they start. Groups without which no bracket and no block stays
    open come first, then those at the very places, and of them the shortest.
    """
    return _groups(lines, (*_unclosed(lines), *more, *errors[:3]), ends, _Open(lines, blocks))


def certain(
    lines: Lines, plain: re.Pattern[str], ends: re.Pattern[str] | None = None, blocks: Sequence[tuple[int, int]] = ()
) -> Span | None:
    """The lines that break a text for certain, if nothing breaks the rest: the one group that leaves something open.

    None where that is not told by brackets and quotes alone. `plain` takes lines in which nothing is a bracket or a
    quote but what looks like one. They break the text if what stands before and behind them is whole: then the text
    has a bracket too many, or a quote.
    """
    whole = lines.weight
    if not whole:
        return None
    open_without = _Open(lines, blocks)
    group = next(iter(_groups(lines, _unclosed(lines), ends, open_without)), None)
    if group is None or open_without(group) or not plain.fullmatch(group.of(lines.text)):
        return None
    own = lines.said[bisect_left(lines.starts, group.start) : bisect_left(lines.starts, group.end)]
    quotes = sum(not mark for line in own for _, mark in line.marks)
    return group if sum(line.weight for line in own) == whole and quotes < 2 else None


def _groups(lines: Lines, offsets: Iterable[int], ends: re.Pattern[str] | None, open_without: "_Open") -> list[Span]:
    """The groups of lines around some places, the one first that is to blame before the others."""
    groups: dict[Span, bool] = {}
    for offset in dict.fromkeys(offsets):
        for far, group in _around(lines, offset, ends):
            groups[group] = far and groups.get(group, True)
    return sorted(groups, key=lambda group: (open_without(group), groups[group], group.end - group.start, group))


class _Open:
    """Whether something of a text stays open if a group of lines goes: then the rest of it still breaks."""

    def __init__(self, lines: Lines, blocks: Sequence[tuple[int, int]]) -> None:
        weights = [line.weight for line in lines.said]
        for start, by in blocks:
            weights[bisect_left(lines.starts, start)] += by * BLOCK
        self._starts = lines.starts
        self._sums = list(accumulate(weights, initial=0))

    def __call__(self, group: Span) -> bool:
        inside = bisect_left(self._starts, group.start), bisect_left(self._starts, group.end)
        return self._sums[-1] != self._sums[inside[1]] - self._sums[inside[0]]


def white(lines: str) -> str:
    """Lines with all their letters made blank."""
    return re.sub(r"[^\r\n]", " ", lines)


def _unclosed(lines: Lines) -> Iterator[int]:
    """Where a bracket or a quote is opened that nothing closes before a line begins that stands no deeper."""
    stack: list[tuple[str, int, int]] = []
    depth = 0
    for start, (indentation, begins, _, marks) in zip(lines.starts, lines.said):
        if indentation >= 0:
            depth = indentation
            while stack and begins and depth <= stack[-1][2]:
                yield stack.pop()[1]
        for at, said in marks:
            if not said:
                yield start + at
            elif said not in PAIRS:
                stack.append((said, start + at, depth))
            elif stack and stack[-1][0] == PAIRS[said]:
                stack.pop()
            else:
                yield start + at
    for _, start, _ in stack:
        yield start


def _around(lines: Lines, offset: int, ends: re.Pattern[str] | None) -> Iterator[tuple[bool, Span]]:
    """The line of an offset with what stands deeper behind it, and each line that it stands under, which is farther."""
    starts, counted = lines.starts, lines.counted
    at = bisect_right(counted, bisect_right(starts, offset) - 1) - 1
    if at < 0:
        return
    if (before := _before(lines, at)) is not None:
        yield True, Span(starts[counted[before]], starts[counted[at]])
    depth = None
    for place in range(at, -1, -1):
        line = lines.said[counted[place]]
        if depth is not None and line.indentation >= depth:
            continue
        far, depth = depth is not None, line.indentation
        start, end = starts[counted[place]], _group_end(lines, place)
        yield far, Span(start, _line_end(lines.text, start))
        yield far, Span(start, end)
        if ends is not None and ends.match(lines.text, end):
            yield far, Span(start, _line_end(lines.text, end))
        if depth == 0:
            return


def _before(lines: Lines, place: int) -> int | None:
    """The line that begins what stands before a line and as deep: it may lack what would part the two."""
    indentation = lines.said[lines.counted[place]].indentation
    for other in range(place - 1, -1, -1):
        line = lines.said[lines.counted[other]]
        if line.indentation < indentation:
            return None
        if line.indentation == indentation and line.begins:
            return other
    return None


def _group_end(lines: Lines, place: int) -> int:
    indentation = lines.said[lines.counted[place]].indentation
    for other in range(place + 1, len(lines.counted)):
        line = lines.said[lines.counted[other]]
        if line.indentation <= indentation and line.begins:
            return lines.starts[lines.counted[other]]
    return len(lines.text)


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end + 1
