"""Which lines of a broken Python text are to blame, so that the statements around them can still be read."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from towpath.source import Span, pattern

_TOKENS = (
    r"(?P<open>[\[({])|(?P<close>[\])}])|(?P<comment>#[^\n]*)"
    r"|(?P<string>(?i:[rbuf]{0,2})(?:\"\"\"(?:[^\\\"]|\\.|\"(?!\"\"))*\"\"\"|'''(?:[^\\']|\\.|'(?!''))*'''"
    r"|\"(?:[^\\\"\n]|\\.)*\"|'(?:[^\\'\n]|\\.)*'))"
    r"|(?P<unclosed>(?i:[rbuf]{0,2})(?:\"\"\"|'''|\"|')[^\n]*)"
)
_PAIRS = {")": "(", "]": "[", "}": "{"}
_BEGINS = pattern(r"[ \t]*(?=[\w@*\[({\"'])")


@cache
def _tokens() -> re.Pattern[str]:
    return re.compile(_TOKENS, re.S)


class _Line(NamedTuple):
    """A line that begins outside of any quoted text: where, and how deep it is indented."""

    start: int
    indentation: int
    begins: bool


def blamed(text: str, errors: Sequence[int]) -> list[Span]:
    """Groups of whole lines, any of which may be what breaks the text: around its errors, and where brackets open.

    The shortest comes first.
    """
    tokens = list(_tokens().finditer(text))
    lines = _lines(text, tokens)
    offsets = dict.fromkeys((*_unclosed(tokens, lines, len(text)), *errors[:3]))
    groups = {group for offset in offsets for group in _around(text, lines, offset)}
    return sorted(groups, key=lambda group: (group.end - group.start, group))


def blanked(text: str, group: Span) -> str:
    """The text with a group of lines made white; where it was the only body of a block, `pass` stands there."""
    lines = text[group.start : group.end]
    white = re.sub(r"[^\r\n]", " ", lines)
    lead = len(lines) - len(lines.lstrip(" \t"))
    before = text[: group.start].rstrip()
    if before.endswith(":") and len(white.splitlines()[0] if white else "") >= lead + 4:
        white = f"{white[:lead]}pass{white[lead + 4 :]}"
    return text[: group.start] + white + text[group.end :]


def _lines(text: str, tokens: Iterable[re.Match[str]]) -> list[_Line]:
    """The lines of a text, those left out that begin within a quoted text."""
    quoted = [match.span() for match in tokens if match.lastgroup == "string"]
    inner = {at + 1 for start, end in quoted if "\n" in text[start:end] for at in range(start, end) if text[at] == "\n"}
    found: list[_Line] = []
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end + 1
        line = text[start:end]
        if line.strip() and start not in inner and not line.lstrip().startswith("#"):
            found.append(_Line(start, len(line) - len(line.lstrip(" \t")), bool(_BEGINS.match(line))))
        start = end
    return found


def _unclosed(tokens: Iterable[re.Match[str]], lines: Sequence[_Line], end: int) -> Iterator[int]:
    """Where a bracket or a quote is opened that nothing closes before a line begins that stands no deeper."""
    indentations = {line.start: line for line in lines}
    stack: list[tuple[str, int, int]] = []
    line = 0
    starts = iter([*(one.start for one in lines), end + 1])
    following = next(starts)
    for match in tokens:
        while match.start() >= following:
            line = following
            following = next(starts)
            begun = indentations[line]
            while stack and begun.begins and begun.indentation <= stack[-1][2]:
                yield stack.pop()[1]
        depth = indentations[line].indentation if line in indentations else 0
        if match.lastgroup == "unclosed":
            yield match.start()
        elif match.lastgroup == "open":
            stack.append((match[0], match.start(), depth))
        elif match.lastgroup == "close":
            if stack and stack[-1][0] == _PAIRS[match[0]]:
                stack.pop()
            else:
                yield match.start()
    for _, start, _ in stack:
        yield start


def _around(text: str, lines: Sequence[_Line], offset: int) -> Iterator[Span]:
    """The line of an offset with what stands deeper behind it, alone, and with each line that it stands under."""
    at = max((number for number, line in enumerate(lines) if line.start <= offset), default=None)
    if at is None:
        return
    depth = None
    for number in range(at, -1, -1):
        line = lines[number]
        if depth is not None and line.indentation >= depth:
            continue
        depth = line.indentation
        yield Span(line.start, _line_end(text, line.start))
        yield Span(line.start, _group_end(text, lines, number))
        if depth == 0:
            return


def _group_end(text: str, lines: Sequence[_Line], number: int) -> int:
    for line in lines[number + 1 :]:
        if line.indentation <= lines[number].indentation and line.begins:
            return line.start
    return len(text)


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end + 1
