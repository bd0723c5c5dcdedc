"""What of a way back goes along with what goes to new revisions, and what takes its place."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from towpath.changes import Part, Said
from towpath.frameworks.alembic.runs import Item
from towpath.frameworks.undone import undoes
from towpath.frameworks.writing import Ask
from towpath.operations import (
    AddConstraint,
    CreateIndex,
    DropConstraint,
    DropIndex,
    Name,
    Operation,
    Step,
    replace,
)


class Taken(NamedTuple):
    """A request with what its author wrote of the way back in its new revisions.

    `stays` is what is left of the way back here, None where all of it is; `down` is the request about that.
    """

    ask: Ask
    down: Ask
    stays: list[Item] | None = None


def taken_along(ask: Ask) -> Taken:
    """What the new revisions of a request take along."""
    down = ask.migration.down
    ask = ask._replace(parts=[replace(part, back=tuple(map(_concurrently, part.back))) for part in ask.parts])
    if ask.direction == "down" or down is None:
        return Taken(ask, ask)
    stays: list[Item] = []
    taken: dict[int, list[Said]] = {}
    for number, step in enumerate(down.steps):
        said = Said(step.operations, number)
        place = _undone_by(step, ask.parts)
        if place is None:
            stays.append(Item(said, step.outside))
            continue
        if place not in taken:
            stays += _prepared(ask, ask.parts[place])
        taken.setdefault(place, []).append(said)
    if not taken:
        return Taken(ask, ask)
    parts = [replace(part, back=_back(part, taken.get(place, ()))) for place, part in enumerate(ask.parts)]
    own = [Part(tuple(found), None, own=True) for found in taken.values()]
    # What is made here tells what kind of thing is dropped.
    here = [part for part in ask.parts if not part.own]
    return Taken(ask._replace(parts=parts), ask._replace(direction="down", parts=[*own, *here]), stays)


def _undone_by(step: Step, parts: Sequence[Part]) -> int | None:
    """The new revision that a step of the way back takes back."""
    if step.guard is not None or not step.operations:
        return None
    for place, part in enumerate(parts):
        if part.own and all(any(undoes(back, one) for one in part.operations) for back in step.operations):
            return place
    return None


def _back(part: Part, taken: Sequence[Said]) -> tuple[Said, ...]:
    """The way back of a new revision: what its author wrote of it, and the rest of what undoes it."""
    left = list(taken)
    found: list[Said] = []
    for said in part.back:
        match = next((one for one in taken if _same(one, said, part)), None)
        if match is None:
            found.append(said)
        elif match in left:
            left.remove(match)
            found.append(match)
    return (*found, *left)


def _concurrently(said: Said) -> Said:
    """What builds an index anew does so as the index was built."""
    made = (replace(one, concurrently=True) if isinstance(one, CreateIndex) else one for one in said.operations)
    return replace(said, operations=tuple(made))


def _same(written: Said, said: Said, part: Part) -> bool:
    """Whether what is written takes back all that is said, in whatever words."""
    return all(
        any(
            type(one) is type(other) and any(undoes(one, forth) and undoes(other, forth) for forth in part.operations)
            for one in written.operations
        )
        for other in said.operations
    )


def _prepared(ask: Ask, part: Part) -> Iterator[Item]:
    """What takes back what was prepared here for a new revision, in the place of what went there."""
    known = {operation for step in ask.script.steps for operation in step.operations}
    needs = {_needed(operation) for operation in part.operations}
    for said in (said for one in ask.parts if not one.own for said in one.said):
        for operation in said.operations:
            if operation in known:
                continue
            if isinstance(operation, CreateIndex) and operation.name in needs:
                index = Name(operation.name or "", operation.table.schema)
                back: Operation = DropIndex(index, operation.concurrently)
                yield Item(Said((back,), None), operation.concurrently)
            elif isinstance(operation, AddConstraint) and operation.constraint.name in needs:
                yield Item(Said((DropConstraint(operation.table, operation.constraint.name or ""),), None), False)


def _needed(operation: Operation) -> str | None:
    """The name of what an operation needs to be there, and takes along or takes over."""
    if isinstance(operation, DropConstraint):
        return operation.name
    constraint = operation.constraint if isinstance(operation, AddConstraint) else None
    return getattr(constraint, "index", None)


def undone(ask: Ask, said: Said | None, operation: Operation) -> Operation | None:
    """The operation that one of a way back takes back; of a constraint or an index that goes, what made it."""
    ref = said.undoes if said is not None else None
    if ref is not None and ref.step < len(ask.migration.up.steps):
        operations = ask.migration.up.steps[ref.step].operations
        return operations[ref.operation] if ref.operation < len(operations) else None
    every = (one for part in ask.parts for one in part.operations)
    return next(
        (one for one in every if isinstance(operation, DropConstraint | DropIndex) and undoes(operation, one)), None
    )
