"""What each operation leaves behind."""

from collections.abc import Callable
from typing import Any

from towpath.operations import Operation
from towpath.schema.effects import (
    columns,
    constraints,
    indexes,
    objects,
    said,
    sequences,
    session,
    tables,
    types,
    unclear,
    views,
)
from towpath.schema.state import Draft, State

_EFFECTS: dict[type[Operation], Callable[[Draft, Any], None]] = {
    **columns.EFFECTS,
    **constraints.EFFECTS,
    **indexes.EFFECTS,
    **objects.EFFECTS,
    **said.EFFECTS,
    **sequences.EFFECTS,
    **session.EFFECTS,
    **tables.EFFECTS,
    **types.EFFECTS,
    **unclear.EFFECTS,
    **views.EFFECTS,
}


def applied(state: State, operation: Operation) -> State:
    """The state after an operation."""
    draft = Draft(state)
    apply(draft, operation)
    return state.put(draft.facts())


def apply(draft: Draft, operation: Operation) -> None:
    """Writes into the draft what the operation changes; one that changes nothing known writes nothing."""
    effect = _EFFECTS.get(type(operation))
    if effect:
        effect(draft, operation)
