"""Which facts about PostgreSQL an operation is, and which relations play their roles."""

from collections.abc import Callable
from typing import Any

from towpath.databases.claims import Claim
from towpath.databases.postgresql import columns, constraints, indexes, objects, partitions, rows, statements, tables
from towpath.operations import Operation
from towpath.schema import Lookup
from towpath.schema.labels import ADDED, Label, uses

_CLAIMS: dict[type[Operation], Callable[[Any, Lookup], Claim | None]] = {
    **columns.CLAIMS,
    **constraints.CLAIMS,
    **indexes.CLAIMS,
    **objects.CLAIMS,
    **partitions.CLAIMS,
    **rows.CLAIMS,
    **statements.CLAIMS,
    **tables.CLAIMS,
}


def claim(operation: Operation, state: Lookup) -> Claim | None:
    """What an operation is in facts; None where there is none about it."""
    make = _CLAIMS.get(type(operation))
    found = make(operation, state) if make else None
    added: tuple[Label, ...] = state.fact(ADDED) or ()
    for label in added if found else ():
        found = _unsafe(operation, label, state, found) if found else None
    return found


def _unsafe(operation: Operation, label: Label, state: Lookup, found: Claim) -> Claim:
    """The claim of an operation that may use a label which its own transaction has added."""
    said = uses(operation, label.type, label.label, state)
    if not said:
        return found
    fact = "use of an uncommitted label" + (" of a new type" if label.young else "")
    assumes = (said,) if isinstance(said, str) else ()
    return found._replace(facts=(*found.facts, fact), assumes=(*found.assumes, *assumes))
