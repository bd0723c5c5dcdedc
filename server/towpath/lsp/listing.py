"""A file's diagnostics as one JSON list; what stands where it stood is kept ready, of others only places are new."""

import json
from collections.abc import Iterator, Sequence
from itertools import takewhile
from operator import attrgetter

from towpath.linter import Placed
from towpath.lsp.client import Client
from towpath.lsp.convert import Texts, said
from towpath.source import Encoding, LineIndex, Span, alike

Key = tuple[str, str, str, tuple[str, ...]]
# What a diagnostic says that leads to no other place, wherever it stands.
_says = attrgetter("rule", "severity", "message", "assumes", "related")


class Listing:
    """The lists of one document; kept is what its last version said."""

    def __init__(self) -> None:
        self._kept: dict[Key, str] = {}
        self._findings: Sequence[Placed] = ()
        self._items: list[str] = []
        self._text = ""
        self._lines = 0

    def of(self, findings: Sequence[Placed], lines: LineIndex, texts: Texts, client: Client) -> str:
        front, back = self._same(findings, lines)
        if len(self._kept) > 2 * len(findings) + 100:
            self._kept = {}
        made = self._made(findings[front : len(findings) - back], lines, texts, client)
        self._items[front : len(self._items) - back] = made
        self._findings, self._text, self._lines = findings, lines.text, len(lines.starts)
        return f"[{','.join(self._items)}]"

    def _same(self, findings: Sequence[Placed], lines: LineIndex) -> tuple[int, int]:
        """How many of the first and of the last ones stand where they stood, on the very same lines."""
        old, text = self._findings, lines.text
        begins, ends = alike(self._text, text)
        pairs = zip(old, findings)
        front = _count(one is other and one.span.end < begins and not one.related for one, other in pairs)
        by, first = len(text) - len(self._text), text.find("\n", len(text) - ends)
        # Where lines came or went, the numbers of all behind them are others.
        if len(lines.starts) != self._lines or first < 0:
            return front, 0
        pairs = zip(reversed(old[front:]), reversed(findings[front:]))
        return front, _count(first < other.span.start and _stands(one, other, by) for one, other in pairs)

    def _made(self, findings: Sequence[Placed], lines: LineIndex, texts: Texts, client: Client) -> Iterator[str]:
        for placed in findings:
            key = placed.rule, placed.severity, placed.message, placed.assumes
            text = None if placed.related else self._kept.get(key)
            if text is None:
                text = json.dumps(said(placed, texts, client), separators=(",", ":"))[1:]
            if not placed.related:
                self._kept[key] = text
            yield f'{{"range":{_range(placed.span, lines, client.encoding)},{text}'


def _count(holds: Iterator[bool]) -> int:
    """How many hold from the first on."""
    return sum(takewhile(bool, holds))


def _stands(one: Placed, other: Placed, by: int) -> bool:
    """Whether a finding is another one that stands so many characters further behind."""
    moved = other.span.start - one.span.start == by == other.span.end - one.span.end
    return moved and not one.related and _says(one) == _says(other)


def _range(span: Span, lines: LineIndex, encoding: Encoding) -> str:
    line, character = lines.position(span.start, encoding)
    end_line, end_character = lines.position(span.end, encoding)
    return (
        f'{{"start":{{"line":{line},"character":{character}}},"end":{{"line":{end_line},"character":{end_character}}}}}'
    )
