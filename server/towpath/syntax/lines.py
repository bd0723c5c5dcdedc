"""The lines of a program's text, with what each of them opens and closes: most say what they said before a key."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from typing import NamedTuple

from towpath.source import pattern

PAIRS = {")": "(", "]": "[", "}": "{"}
# What each bracket adds, and takes off again: a sum tells how many of each kind are open. The same for quotes, blocks.
_WEIGHTS = {"(": 1, ")": -1, "[": 1 << 20, "]": -1 << 20, "{": 1 << 40, "}": -1 << 40}
QUOTE, BLOCK = 1 << 60, 1 << 80
# Where a line begins that is neither blank nor a comment, and whether it begins as a statement does.
_LINE = pattern(r"(?P<depth>[ \t]*)(?:(?P<begins>[\w@*:\[({\"'])|[^\s#])")

Marks = tuple[tuple[int, str], ...]


class Line(NamedTuple):
    """What a line says: how deep it is indented, and whether it begins as a statement does.

    `indentation` is -1 where it is blank, a comment, or begins within a text of several lines. `weight` is what it adds
    to what is open; `marks` are the brackets in it whose other halves are not, by their places in the line, and, empty
    here, quotes that nothing closes and brackets that close what nothing opened.
    """

    indentation: int
    begins: bool
    weight: int
    marks: Marks


class Lines:
    """The lines of one text, and where each of them starts.

    `tokens` finds brackets, comments and quoted texts, those that nothing closes with a group at their end. `known` are
    lines of another text, by what they say.
    """

    __slots__ = ("counted", "known", "said", "starts", "text")

    def __init__(self, text: str, tokens: re.Pattern[str], known: Mapping[str, Line]) -> None:
        self.text = text
        texts = text.split("\n")
        self.starts = [*accumulate((len(one) + 1 for one in texts[:-1]), initial=0)]
        self.known: dict[str, Line] = {}
        self.said = [*self._read(texts, tokens, known)]
        # Those that are neither blank nor comments nor within texts.
        self.counted = [number for number, line in enumerate(self.said) if line.indentation >= 0]

    def _read(self, texts: list[str], tokens: re.Pattern[str], known: Mapping[str, Line]) -> Iterator[Line]:
        until = 0  # Where the last text ends that goes on over several lines.
        for start, said in zip(self.starts, texts):
            if until <= start and not _may_go_on(said):
                if (line := self.known.get(said)) is None:
                    line = self.known[said] = known.get(said) or _line(said, tokens)
                yield line
            else:
                within, end = until > start, start + len(said)
                marks, until = _marks(self.text, max(start, until), end, tokens) if until <= end else ([], until)
                yield _said("" if within else said, [(at - start, mark) for at, mark in marks])

    @property
    def weight(self) -> int:
        """How many brackets and quotes of each kind are open in all; 0: none."""
        return sum(line.weight for line in self.said)


def weight(text: str, tokens: re.Pattern[str], known: Mapping[str, Line]) -> int:
    """What some lines add to what is open, where no text goes on from one to the next."""
    return sum((known.get(said) or _line(said, tokens)).weight for said in text.split("\n"))


def _may_go_on(line: str) -> bool:
    """Whether a text may begin in a line that does not end there."""
    return '"""' in line or "'''" in line or line.endswith(("\\", "\\\r"))


def _line(said: str, tokens: re.Pattern[str]) -> Line:
    return _said(said, _marks(said, 0, len(said), tokens)[0])


def _said(line: str, marks: list[tuple[int, str]]) -> Line:
    found = _LINE.match(line)
    depth, begins = (found.end("depth"), found["begins"] is not None) if found else (-1, False)
    return Line(depth, begins, sum(_WEIGHTS.get(mark, QUOTE) for _, mark in marks), tuple(_apart(marks)))


def _marks(text: str, start: int, end: int, tokens: re.Pattern[str]) -> tuple[list[tuple[int, str]], int]:
    """The brackets of a line by place, and its quotes that nothing closes, empty here; and where a longer text ends."""
    found: list[tuple[int, str]] = []
    ends = start
    for match in tokens.finditer(text, start):
        at, ends = match.span()
        if at >= end:
            break
        if match.lastindex:
            found.append((at, ""))
        elif text[at] in _WEIGHTS:
            found.append((at, text[at]))
        if ends > end:
            return found, ends
    return found, start


def _apart(marks: Iterable[tuple[int, str]]) -> list[tuple[int, str]]:
    """Those whose other halves are not among them."""
    found: list[tuple[int, str]] = []
    opened: list[tuple[int, str]] = []
    for at, mark in marks:
        if mark not in PAIRS:
            (opened if mark else found).append((at, mark))
        elif not opened:
            found.append((at, mark))
        elif opened[-1][1] == PAIRS[mark]:
            opened.pop()
        else:
            found.append((at, ""))
    return sorted((*found, *opened))
