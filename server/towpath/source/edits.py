"""Spans and edits, and what edits make of a text."""

from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import NamedTuple


class Span(NamedTuple):
    """A half-open range of code points; an empty one is a place where something could stand."""

    start: int
    end: int

    def shifted(self, by: int) -> "Span":
        return Span(self.start + by, self.end + by)

    def of(self, text: str) -> str:
        return text[self.start : self.end]

    def holds(self, other: "Span") -> bool:
        return self.start <= other.start and other.end <= self.end


class Edit(NamedTuple):
    """This span becomes this text."""

    span: Span
    text: str

    def shifted(self, by: int) -> "Edit":
        return Edit(self.span.shifted(by), self.text)


def apply(text: str, edits: Iterable[Edit]) -> str:
    """The text after all edits; equal edits are one edit, which is how the turns of a loop agree."""
    pieces: list[str] = []
    end = 0
    for edit in sorted(set(edits)):
        pieces += (text[end : edit.span.start], edit.text)
        end = edit.span.end
    return "".join((*pieces, text[end:]))


def overlap(edits: Iterable[Edit]) -> bool:
    """Whether two different edits touch the same characters, or insert at the same place."""
    return any(a.span.end > b.span.start or a.span == b.span for a, b in pairwise(sorted(set(edits))))


def alike(old: str, new: str) -> tuple[int, int]:
    """How many characters two texts share at the front, and behind that at the end."""
    front = _shared(min(len(old), len(new)), lambda low, high: old[low:high] == new[low:high])
    back, most = (len(old), len(new)), min(len(old), len(new)) - front
    end = _shared(most, lambda low, high: old[back[0] - high : back[0] - low] == new[back[1] - high : back[1] - low])
    return front, end


def _shared(most: int, same: Callable[[int, int], bool]) -> int:
    """How far two texts are the same; by halves, since comparing slices is quick."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if same(low, middle):
            low = middle
        else:
            high = middle - 1
    return low
