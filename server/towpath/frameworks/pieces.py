"""The steps of a program's statements, and what is kept of them from one reading to the next."""

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from functools import cached_property
from typing import NamedTuple

from towpath.frameworks.embedded import Inner
from towpath.operations import (
    ControlTransaction,
    Guard,
    Opaque,
    Operation,
    Places,
    Script,
    Statement,
    Step,
    Transactional,
)
from towpath.source import Span


class Piece(NamedTuple):
    """A step, and where its block starts, from where the statement of the function starts that it stands in."""

    start: int
    step: Step


class Entry(NamedTuple):
    """One statement: its text, what it depends on before it, its steps, and what it asked of what was known.

    `free`: it neither binds a name nor leaves the function, but for what `binding` says, on which others depend.
    `commits`: it begins or ends a transaction, or stands behind one that does.
    """

    text: str
    before: int
    start: int
    pieces: tuple[Piece, ...]
    asked: Mapping[tuple[object, ...], object] = {}
    free: bool = False
    binding: str = ""
    commits: bool = False


class Body(NamedTuple):
    """The statements of a function. `context` stands for all that they depend on elsewhere in the file."""

    entries: tuple[Entry, ...]
    context: int

    def script(self, path: str, transactional: Transactional = True) -> Script:
        steps = tuple([piece.step for entry in self.entries for piece in entry.pieces])
        starts = tuple([entry.start + piece.start for entry in self.entries for piece in entry.pieces])
        return Script(path, steps, starts, transactional)


# How many statements may have gone where the next one is looked for.
_NEAR = 3


class Before:
    """The statements of the version before: as they were, and their steps one by one."""

    def __init__(self, old: Body | None, context: int) -> None:
        self._old = old.entries if old else ()
        self._usable = self._old if old and old.context == context else ()
        # Where the next one is looked for first: most statements stand behind what they stood behind.
        self._next = 0
        self._missed = False
        self._elsewhere: dict[tuple[str, int], list[Entry]] | None = None

    def entry(self, text: str, before: int) -> Entry | None:
        """The statement that was spelled so and hangs on the same; none that commits, or stood behind one that does."""
        found = self._found(text, before)
        return found if found is not None and not found.commits else None

    def _found(self, text: str, before: int) -> Entry | None:
        if self._elsewhere is None:
            for at in range(self._next, min(self._next + _NEAR, len(self._usable))):
                entry = self._usable[at]
                if entry.text == text and entry.before == before:
                    self._next, self._missed = at + 1, False
                    return entry
            if not self._missed:
                # The one that was typed in; if more are others, they are looked for wherever they stood.
                self._missed = True
                return None
            self._elsewhere = {}
            for entry in reversed(self._usable[self._next :]):
                self._elsewhere.setdefault((entry.text, entry.before), []).append(entry)
        found = self._elsewhere.get((text, before))
        return found.pop() if found else None

    def steps(self, pieces: Sequence[Piece]) -> tuple[Piece, ...]:
        """The pieces, with steps of the version before that are the same in all that they say."""
        return tuple(Piece(piece.start, self._step(piece.step)) for piece in pieces)

    @cached_property
    def _steps(self) -> dict[str, list[Step]]:
        """The steps by their text, the last one first."""
        found: dict[str, list[Step]] = {}
        for entry in reversed(self._old):
            for piece in reversed(entry.pieces):
                found.setdefault(piece.step.block, []).append(piece.step)
        return found

    def _step(self, step: Step) -> Step:
        known = self._steps.get(step.block, [])
        for number in range(len(known) - 1, -1, -1):
            if _says(known[number]) == _says(step):
                return known.pop(number)
        return step


def _says(step: Step) -> tuple[object, ...]:
    return (
        step.span,
        step.operations,
        step.guard,
        step.origin,
        step.outside,
        step.turn,
        step.reversible,
        step.assured,
        step.lacks,
        step.anew,
        step.together,
        step.inside,
    )


def nowhere() -> tuple[Places, ...]:
    return ({},)


def unplaced(inner: Inner) -> tuple[Places, ...]:
    return tuple({} for _ in inner.operations)


def placed(inner: Inner, by: int, length: int) -> Callable[[], tuple[Places, ...]]:
    """The places of an inner statement from its block's start on, found when they are asked for."""

    def places() -> tuple[Places, ...]:
        found = (({part: span.shifted(by) for part, span in one.items()}) for one in inner.places())
        block = Span(0, length)
        return tuple({part: span for part, span in one.items() if block.holds(span)} for one in found)

    return places


def for_others(
    operations: tuple[Operation, ...], guarded: Guard | None, dialect: str = "postgresql"
) -> tuple[Operation, ...]:
    """The operations; what is not understood of a step that is only for other databases is their own SQL."""
    if guarded is None or not guarded.databases or dialect in guarded.databases:
        return operations
    kind = f"sql for {' and '.join(guarded.databases)}"
    return tuple(Statement(kind, (), one.text) if isinstance(one, Opaque) else one for one in operations)


def committed(pieces: Sequence[Piece], outside: bool) -> tuple[list[Piece], bool]:
    """Steps behind a COMMIT that a statement says: they stand alone until a BEGIN does."""
    result: list[Piece] = []
    for piece in pieces:
        said = [one for one in piece.step.operations if isinstance(one, ControlTransaction)]
        if not said and not outside:
            result.append(piece)
            continue
        begins, ends = any(one.begins for one in said), any(one.ends and one.behind is None for one in said)
        # Who runs a statement outside of the transaction begins one behind it.
        goes_on = not piece.step.outside and (ends or (outside and not begins))
        if outside and not begins and not piece.step.outside:
            piece = Piece(piece.start, _alone(piece.step))
        outside = goes_on
        result.append(piece)
    return result, outside


def commits(pieces: Sequence[Piece]) -> bool:
    """Whether a statement begins or ends a transaction, or stands behind one that does."""
    return any(
        piece.step.outside or any(isinstance(one, ControlTransaction) for one in piece.step.operations)
        for piece in pieces
    )


def _alone(step: Step) -> Step:
    """A step that stands outside of the transaction."""
    alone = copy(step)
    alone.outside = True
    return alone
