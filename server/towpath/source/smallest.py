"""The smallest change from one text to another, line by line."""

from collections.abc import Sequence
from itertools import takewhile

from towpath.source.edits import Edit, Span
from towpath.source.text import Source


def smallest(source: Source, text: str) -> Edit | None:
    """The one edit that makes another text of a source; the lines before and behind what differs stay."""
    old = source.text
    if old == text:
        return None
    before, after = old.splitlines(True), text.splitlines(True)
    start = sum(len(line) for line in _common(before, after))
    rest = [lines[len(_common(before, after)) :][::-1] for lines in (before, after)]
    end = sum(len(line) for line in _common(*rest))
    return Edit(Span(start, len(old) - end), text[start : len(text) - end])


def _common(one: Sequence[str], other: Sequence[str]) -> list[str]:
    return [line for line, _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other))]
