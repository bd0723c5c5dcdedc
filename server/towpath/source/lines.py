"""Where lines begin, and positions in the encodings that editors count in.

A line ends at LF, CRLF or CR and nowhere else: a form feed, NEL or U+2028 stands inside its line
(Language Server Protocol 3.17, "Text Documents").
"""

from bisect import bisect_right
from collections.abc import Callable
from itertools import accumulate, count
from operator import add
from typing import Literal, NamedTuple

from towpath.source.patterns import pattern

Encoding = Literal["utf-8", "utf-16", "utf-32"]

_LINE_END = pattern(r"\r\n|\n|\r")


class Position(NamedTuple):
    """A 0-based line, and a 0-based character counted in the units of some encoding."""

    line: int
    character: int


def _utf8(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def _utf16(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


UNITS: dict[Encoding, Callable[[str], int]] = {"utf-8": _utf8, "utf-16": _utf16, "utf-32": len}


class LineIndex:
    """The lines of one version of a text; built once, in one pass."""

    __slots__ = ("_ascii", "starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = _starts(text)
        self._ascii = text.isascii()

    def position(self, offset: int, encoding: Encoding = "utf-32") -> Position:
        """The position of an offset; one outside of the text is taken as its nearest end."""
        offset = min(max(offset, 0), len(self.text))
        line = bisect_right(self.starts, offset) - 1
        start = self.starts[line]
        if self._ascii or encoding == "utf-32":
            return Position(line, offset - start)
        return Position(line, UNITS[encoding](self.text[start:offset]))

    def offset(self, position: Position, encoding: Encoding = "utf-32") -> int:
        """The offset of a position; one past the end of its line is the end of the line, as the protocol says."""
        if position.line < 0:
            return 0
        if position.line >= len(self.starts):
            return len(self.text)
        start, end = self.starts[position.line], self.line_end(position.line)
        if self._ascii or encoding == "utf-32":
            return start + min(max(position.character, 0), end - start)
        return start + _characters(self.text[start:end], max(position.character, 0), encoding)

    def line_end(self, line: int) -> int:
        """Where a line's text ends, its line end left out."""
        if line + 1 >= len(self.starts):
            return len(self.text)
        end = self.starts[line + 1]
        if self.text[end - 1] == "\n" and end - 2 >= self.starts[line] and self.text[end - 2] == "\r":
            return end - 2
        return end - 1

    def line(self, number: int) -> str:
        """A line's text without its line end."""
        return self.text[self.starts[number] : self.line_end(number)]


def _starts(text: str) -> list[int]:
    if "\r" in text:
        return [0, *[match.end() for match in _LINE_END.finditer(text)]]
    lengths = map(len, text.split("\n")[:-1])
    return [0, *map(add, accumulate(lengths), count(1))]


def _characters(line: str, units: int, encoding: Encoding) -> int:
    """How many code points of a line make up so many units; half a code point counts as none of it."""
    measure, count, at = UNITS[encoding], 0, 0
    for at, character in enumerate(line):
        count += measure(character)
        if count > units:
            return at
    return len(line)
