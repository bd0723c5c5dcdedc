"""What stands uncommitted at the end of a migration, where its runner lets the next one join its transaction."""

from collections.abc import Sequence
from typing import Any

from towpath.history.units import units
from towpath.operations import AddConstraint, AddEnumValue, Migration, Operation, value
from towpath.schema import State

UNCOMMITTED = "uncommitted"
# What later steps of the same transaction stumble over.
_TOLD = (AddConstraint, AddEnumValue)


@value
class Uncommitted:
    """An operation that was done, and where."""

    operation: Operation
    migration: str
    step: int


def uncommitted(migration: Migration, done: Sequence[Sequence[Operation]], before: State) -> tuple[Uncommitted, ...]:
    """What is not committed behind a migration; `done` are the exact operations of each of its steps."""
    held: tuple[Uncommitted, ...] = before.fact(UNCOMMITTED) or ()
    told = [(step, one) for step, operations in enumerate(done) for one in operations if isinstance(one, _TOLD)]
    if not held and not told:
        return ()
    made = units([migration])
    last = made[-1].transactional if made else migration.up.transactional
    if last is not True:
        return ()
    steps = {step for _, step in made[-1].members} if made else set[int]()
    own = tuple(Uncommitted(one, migration.identity, step) for step, one in told if step in steps)
    begun = held if len(made) < 2 else ()
    return (*begun, *own) if own else begun


def fact(before: State, found: tuple[Uncommitted, ...]) -> tuple[tuple[str, Any], ...]:
    """The fact that says so, if it says anything new."""
    known = before.fact(UNCOMMITTED)
    return () if known == found or (known is None and not found) else ((UNCOMMITTED, found),)
