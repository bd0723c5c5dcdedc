"""A file of SQL as blocks and steps, read again only where it changed."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from towpath.operations import Opaque, Script, Step, Transactional
from towpath.source import Span
from towpath.sql import Piece, read_piece, resplit, split


class SqlFile(NamedTuple):
    """One version of a file, or of a part of it that begins at `offset`: its statements, and the steps of each.

    `dialect` is the database whose SQL it was read as; empty: PostgreSQL's.
    """

    path: str
    text: str
    pieces: tuple[Piece, ...]
    steps: tuple[tuple[Step, ...], ...]
    offset: int = 0
    dialect: str = ""

    @property
    def statements(self) -> int:
        """How many statements it has, empty ones left out."""
        return sum(piece.start < piece.end for piece in self.pieces)

    def script(self, transactional: Transactional = True) -> Script:
        """All its steps as a script."""
        return script(self.path, (self,), transactional)


# The steps of statements by their text, which alone decides what they are.
Known = Mapping[str, tuple[Step, ...]]


def blocks(file: SqlFile) -> dict[str, tuple[Step, ...]]:
    """The steps of each statement with nothing left open, by its text."""
    return {
        file.text[piece.start : piece.end]: steps for piece, steps in zip(file.pieces, file.steps) if not piece.problem
    }


def script(path: str, files: Iterable[SqlFile], transactional: Transactional = True) -> Script:
    """The steps of the parts of a file, one after the other, as one script."""
    steps: list[Step] = []
    starts: list[int] = []
    for file in files:
        for piece, found in zip(file.pieces, file.steps):
            steps += found
            starts += [piece.start + file.offset] * len(found)
    return Script(path, tuple(steps), tuple(starts), transactional)


def one_message(file: SqlFile) -> bool:
    """Whether PostgreSQL takes a text that is sent as one message as one transaction: one statement alone it does not.

    PostgreSQL documentation, "Message Flow", "Multiple Statements in a Simple Query".
    """
    return file.statements > 1


def unread(path: str, reason: str) -> Script:
    """The script of a file that was not read, as one step that says why."""
    step = Step("", Span(0, 0), (Opaque(reason),), ({},))
    return Script(path, (step,), (0,))


def read(
    path: str, text: str, kept: SqlFile | None = None, offset: int = 0, known: Known | None = None, dialect: str = ""
) -> SqlFile:
    """Reads a file; of the version that is kept, every statement that is still there keeps its very steps.

    Without one, so do statements of other files that are `known`.
    """
    if kept is None or kept.dialect != dialect:
        pieces = split(text, dialect)
        return SqlFile(path, text, tuple(pieces), tuple(_steps(text, pieces, known or {}, dialect)), offset, dialect)
    if kept.text == text:
        return kept if kept.offset == offset else kept._replace(offset=offset)
    pieces, front, back = resplit(kept.text, list(kept.pieces), text, dialect)
    gone = slice(front, len(kept.pieces) - back)
    here = blocks(kept._replace(pieces=kept.pieces[gone], steps=kept.steps[gone]))
    steps = (
        *kept.steps[:front],
        *_steps(text, pieces[front : len(pieces) - back], here, dialect),
        *(kept.steps[len(kept.steps) - back :] if back else ()),
    )
    return SqlFile(path, text, tuple(pieces), steps, offset, dialect)


def _steps(text: str, pieces: Sequence[Piece], known: Known, dialect: str) -> list[tuple[Step, ...]]:
    """The steps of each statement; one that is left open ends where its surroundings say, so its text does not tell."""
    found = (None if piece.problem else known.get(text[piece.start : piece.end]) for piece in pieces)
    return [read_piece(text, piece, dialect) if steps is None else steps for steps, piece in zip(found, pieces)]
