"""A file of SQL as blocks and steps, read again only where it changed."""

from typing import NamedTuple

from towpath.operations import Step, Transactional
from towpath.operations.steps import Script
from towpath.sql import Piece, read_piece, resplit, split


class SqlFile(NamedTuple):
    """One version of a file: its statements, and the steps of each."""

    path: str
    text: str
    pieces: tuple[Piece, ...]
    steps: tuple[tuple[Step, ...], ...]

    def script(self, start: int = 0, end: int | None = None, transactional: Transactional = True) -> Script:
        """The steps between two offsets of the file, as a script."""
        stop = len(self.text) if end is None else end
        steps: list[Step] = []
        starts: list[int] = []
        for piece, found in zip(self.pieces, self.steps):
            if start <= piece.start < stop:
                steps += found
                starts += [piece.start] * len(found)
        return Script(self.path, tuple(steps), tuple(starts), transactional)


def read(path: str, text: str, kept: SqlFile | None = None) -> SqlFile:
    """Reads a file; of the version that is kept, every statement that is still there keeps its very steps."""
    if kept is None:
        pieces = split(text)
        return SqlFile(path, text, tuple(pieces), tuple(read_piece(text, piece) for piece in pieces))
    if kept.text == text:
        return kept
    pieces, front, back = resplit(kept.text, list(kept.pieces), text)
    known = {
        kept.text[piece.start : piece.end]: steps
        for piece, steps in zip(kept.pieces[front : len(kept.pieces) - back], kept.steps[front:])
        if not piece.problem
    }
    middle = [
        known.get(text[piece.start : piece.end], None) if not piece.problem else None
        for piece in pieces[front : len(pieces) - back]
    ]
    steps = (
        *kept.steps[:front],
        *(
            found if found is not None else read_piece(text, piece)
            for found, piece in zip(middle, pieces[front : len(pieces) - back])
        ),
        *(kept.steps[len(kept.steps) - back :] if back else ()),
    )
    return SqlFile(path, text, tuple(pieces), steps)
