"""Which lines of a broken text of a program are to blame, so that the statements around them can still be read."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from towpath.source import Span, pattern

_PAIRS = {")": "(", "]": "[", "}": "{"}
# What each bracket adds, and takes off again: a sum tells how many of each kind are open. The same for quotes, blocks.
_WEIGHTS = {"(": 1, ")": -1, "[": 1 << 20, "]": -1 << 20, "{": 1 << 40, "}": -1 << 40}
_QUOTE, _BLOCK = 1 << 60, 1 << 80
# Where a line begins that is neither blank nor a comment, and whether it begins as a statement does.
_LINE = pattern(r"^(?P<depth>[ \t]*)(?:(?P<begins>[\w@*:\[({\"'])|[^\s#])", re.M)


class _Line(NamedTuple):
    """A line that begins outside of any quoted text: where, and how deep it is indented."""

    start: int
    indentation: int
    begins: bool


def blamed(
    text: str,
    errors: Sequence[int],
    tokens: re.Pattern[str],
    ends: re.Pattern[str] | None = None,
    more: Sequence[int] = (),
    blocks: Sequence[tuple[int, int]] = (),
) -> list[Span]:
    """Groups of whole lines, any of which may be what breaks the text: around its errors, and where brackets open.

    `tokens` finds brackets, comments and quoted texts, those that nothing closes with a group at their end; `ends` is
    what a line begins with that ends a block; `more` are further places to look at; `blocks` are the places where
    blocks begin (1) and end (-1). Groups without which no bracket and no block stays open come first, then those at the
    very places, and of them the shortest.
    """
    marks, quoted = _marks(text, tokens)
    lines = _lines(text, quoted)
    offsets = dict.fromkeys((*_unclosed(marks, lines, len(text)), *more, *errors[:3]))
    groups: dict[Span, bool] = {}
    for offset in offsets:
        for far, group in _around(text, lines, offset, ends):
            groups[group] = far and groups.get(group, True)
    open_without = _Open(marks, blocks)
    return sorted(groups, key=lambda group: (open_without(group), groups[group], group.end - group.start, group))


class _Open:
    """Whether something of a text stays open if a group of lines goes: then the rest of it still breaks."""

    def __init__(self, marks: Sequence[tuple[int, str]], blocks: Sequence[tuple[int, int]]) -> None:
        weighed = ((at, _WEIGHTS.get(said, _QUOTE)) for at, said in marks)
        found = sorted((*weighed, *((at, by * _BLOCK) for at, by in blocks))) if blocks else [*weighed]
        self._starts = [at for at, _ in found]
        self._sums = list(accumulate((by for _, by in found), initial=0))

    def __call__(self, group: Span) -> bool:
        inside = bisect_left(self._starts, group.start), bisect_left(self._starts, group.end)
        return self._sums[-1] != self._sums[inside[1]] - self._sums[inside[0]]


def white(lines: str) -> str:
    """Lines with all their letters made blank."""
    return re.sub(r"[^\r\n]", " ", lines)


def _marks(text: str, tokens: re.Pattern[str]) -> tuple[list[tuple[int, str]], list[tuple[int, int]]]:
    """Brackets by place, and quotes that nothing closes, which are empty here; and the quoted texts of many lines."""
    marks: list[tuple[int, str]] = []
    quoted: list[tuple[int, int]] = []
    for match in tokens.finditer(text):
        start, end = match.span()
        first = text[start]
        if match.lastindex:
            marks.append((start, ""))
        elif first in _WEIGHTS:
            marks.append((start, first))
        elif first != "#" and text.find("\n", start, end) >= 0:
            quoted.append((start, end))
    return marks, quoted


def _lines(text: str, quoted: Sequence[tuple[int, int]]) -> list[_Line]:
    """The lines of a text, those left out that begin within a quoted text."""
    inner = {at + 1 for start, end in quoted for at in range(start, end) if text[at] == "\n"}
    return [
        _Line(match.start(), match.end("depth") - match.start(), match["begins"] is not None)
        for match in _LINE.finditer(text)
        if match.start() not in inner
    ]


def _unclosed(marks: Iterable[tuple[int, str]], lines: Sequence[_Line], end: int) -> Iterator[int]:
    """Where a bracket or a quote is opened that nothing closes before a line begins that stands no deeper."""
    indentations = {line.start: line for line in lines}
    stack: list[tuple[str, int, int]] = []
    line = 0
    starts = iter([*(one.start for one in lines), end + 1])
    following = next(starts)
    for at, said in marks:
        while at >= following:
            line = following
            following = next(starts)
            begun = indentations[line]
            while stack and begun.begins and begun.indentation <= stack[-1][2]:
                yield stack.pop()[1]
        if not said:
            yield at
        elif said in _PAIRS:
            if stack and stack[-1][0] == _PAIRS[said]:
                stack.pop()
            else:
                yield at
        else:
            depth = indentations[line].indentation if line in indentations else 0
            stack.append((said, at, depth))
    for _, start, _ in stack:
        yield start


def _around(
    text: str, lines: Sequence[_Line], offset: int, ends: re.Pattern[str] | None
) -> Iterator[tuple[bool, Span]]:
    """The line of an offset with what stands deeper behind it, and each line that it stands under, which is farther."""
    at = bisect_right(lines, offset, key=lambda line: line.start) - 1
    if at < 0:
        return
    if (before := _before(lines, at)) is not None:
        yield True, Span(lines[before].start, lines[at].start)
    depth = None
    for number in range(at, -1, -1):
        line = lines[number]
        if depth is not None and line.indentation >= depth:
            continue
        far, depth = depth is not None, line.indentation
        yield far, Span(line.start, _line_end(text, line.start))
        end = _group_end(text, lines, number)
        yield far, Span(line.start, end)
        if ends is not None and ends.match(text, end):
            yield far, Span(line.start, _line_end(text, end))
        if depth == 0:
            return


def _before(lines: Sequence[_Line], number: int) -> int | None:
    """The line that begins what stands before a line and as deep: it may lack what would part the two."""
    for other in range(number - 1, -1, -1):
        if lines[other].indentation < lines[number].indentation:
            return None
        if lines[other].indentation == lines[number].indentation and lines[other].begins:
            return other
    return None


def _group_end(text: str, lines: Sequence[_Line], number: int) -> int:
    for line in lines[number + 1 :]:
        if line.indentation <= lines[number].indentation and line.begins:
            return line.start
    return len(text)


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end + 1
