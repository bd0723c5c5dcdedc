"""What undoes an operation, from the state before it; or why nothing does."""

from collections.abc import Callable
from typing import Any

from towpath.operations import Name, Operation, RedefineColumn, replace
from towpath.schema.effects import apply
from towpath.schema.inverses import columns, constraints, indexes, objects, rows, said, sequences, tables, types, views
from towpath.schema.inverses.values import Irreversible, Reverse
from towpath.schema.resolve import resolve
from towpath.schema.state import SEARCH_PATH, Draft, Lookup

__all__ = ["Irreversible", "Reverse", "reverse"]

_INVERSES: dict[type[Operation], Callable[[Any, Lookup], Reverse | Irreversible]] = {
    **columns.INVERSES,
    **constraints.INVERSES,
    **indexes.INVERSES,
    **objects.INVERSES,
    **rows.INVERSES,
    **said.INVERSES,
    **sequences.INVERSES,
    **tables.INVERSES,
    **types.INVERSES,
    **views.INVERSES,
}
# What the names in an operation are of, so that they can be found along the search path.
_KINDS = {
    "domain": "type",
    "function": "function",
    "index": "index",
    "parent": "table",
    "partition": "table",
    "sequence": "sequence",
    "table": "table",
    "type": "type",
    "view": "table",
}


def reverse(operation: Operation, before: Lookup) -> Reverse | Irreversible:
    """What undoes an operation whose state before it is known; nothing to undo is a Reverse without operations."""
    if isinstance(operation, RedefineColumn):
        return _each(operation, before)
    inverse = _INVERSES.get(type(operation))
    if inverse is None:
        return Irreversible("what undoes this is not known")
    return inverse(operation if before.fact(SEARCH_PATH) is None else _located(operation, before), before)


def _each(operation: Operation, before: Lookup) -> Reverse | Irreversible:
    """What undoes the exact operations that one stands for, the last one first."""
    draft = Draft(before)
    found = Reverse(())
    for exact in resolve(operation, before):
        undone = reverse(exact, draft)
        if isinstance(undone, Irreversible):
            return undone
        apply(draft, exact)
        restores, loses = found.restores_data and undone.restores_data, found.loses_data or undone.loses_data
        found = Reverse(undone.operations + found.operations, restores, loses, undone.notes + found.notes)
    return found


def _located(operation: Any, before: Lookup) -> Operation:
    """The operation with names that mean the same when the search path is another one."""
    changes = {
        field: before.held(kind, name)
        for field, kind in _KINDS.items()
        if isinstance(name := getattr(operation, field, None), Name)
    }
    located: Operation = replace(operation, **changes) if changes else operation
    return located
