"""What a tool derives the way back of, step by step; and where it cannot."""

from collections.abc import Iterator

from towpath.changes import Insert, Ref
from towpath.operations import Operation, RunCode, Statement
from towpath.rule import Context, Irreversible, Step, Trip, WayBack


def steps(trip: Trip, context: Context) -> Iterator[tuple[int, Step, WayBack]]:
    """Each step that the tool cannot take back, with the number of its first operation, and what takes it back."""
    told: set[int] = set()
    done = trip.migration.up.steps
    if all(step.reversible for step in done):
        return
    for number, operation in enumerate(context.operations):
        ref = context.ref(number)
        step = done[ref.step]
        if step.reversible or ref.step in told:
            continue
        told.add(ref.step)
        found = trip.way_back.of(ref.step)
        yield number, step, found if found.changes or found.reasons else _nothing(operation, ref, context.at(number))


def _nothing(operation: Operation, ref: Ref, context: Context) -> WayBack:
    """What was done to rows, or for the session, is left as it is, which the author has to say."""
    undone = context.undo(operation)
    lost = isinstance(undone, Irreversible) and not isinstance(operation, RunCode)
    note = undone.reason if isinstance(undone, Irreversible) and lost else ""
    at = Ref(ref.migration, 0, 0, "down")
    return WayBack((Insert(Statement("nothing"), at, last=True, undoes=ref, note=note),))
