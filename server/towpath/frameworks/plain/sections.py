"""The parts of a file that dbmate and goose tell apart by comments."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from towpath.source import Span, pattern

DBMATE_UP = "-- migrate:up"
DBMATE_DOWN = "-- migrate:down"
DBMATE_OUTSIDE = "transaction:false"
GOOSE_UP = "-- +goose Up"
GOOSE_DOWN = "-- +goose Down"
GOOSE_OUTSIDE = "-- +goose NO TRANSACTION"

_DBMATE = pattern(r"^--\s*migrate:(?P<direction>up|down)(?P<options>[ \t]*$|[ \t]+\S.*)", re.M)
_GOOSE = pattern(r"^--[ \t]*\+goose[ \t]+(?P<said>\w+(?:[ \t]+\w+)*)[ \t]*$", re.M | re.I)


class Section(NamedTuple):
    """One direction: where its statements stand, each span sent or split by itself, and whether in a transaction.

    `message` says that a span is sent to the database as one message.
    """

    spans: tuple[Span, ...] = ()
    inside: bool = True
    message: bool = False


class Sections(NamedTuple):
    """A way there and, where it is written, the way back."""

    up: Section
    down: Section | None


def dbmate(text: str) -> list[Sections]:
    """The migrations of a file: mostly one; none where nothing is marked as its way there."""
    found: list[Sections] = []
    for direction, section in _dbmate_sections(text):
        if direction == "up":
            found.append(Sections(section, None))
        elif found:
            found[-1] = Sections(found[-1].up, section)
    return found


def _dbmate_sections(text: str) -> Iterator[tuple[str, Section]]:
    marks = list(_DBMATE.finditer(text))
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    for mark, end in zip(marks, ends):
        inside = DBMATE_OUTSIDE not in mark["options"].split()
        yield mark["direction"], Section((Span(mark.end(), end),), inside, message=True)


def goose(text: str) -> Sections | None:
    """The two directions of a file; None where nothing is marked as its way there."""
    marks = [(mark, " ".join(mark["said"].lower().split())) for mark in _GOOSE.finditer(text)]
    inside = all(said != "no transaction" for _, said in marks)
    found: dict[str, Section] = {}
    direction = ""
    for number, (mark, said) in enumerate(marks):
        end = marks[number + 1][0].start() if number + 1 < len(marks) else len(text)
        if said in ("up", "down"):
            direction = said
            found[direction] = Section((), inside)
        if direction and text[mark.end() : end].strip():
            before = found[direction]
            # Only what stands alone in a block is one message; a file in which more follows is sent in several.
            block = said == "statementbegin" and not before.spans
            found[direction] = Section((*before.spans, Span(mark.end(), end)), inside, block)
    return Sections(found["up"], found.get("down")) if "up" in found else None


def marked(texts: Sequence[str]) -> str | None:
    """The tool whose marks stand in any of the texts."""
    for text in texts:
        if _DBMATE.search(text):
            return "dbmate"
        if _GOOSE.search(text):
            return "goose"
    return None
