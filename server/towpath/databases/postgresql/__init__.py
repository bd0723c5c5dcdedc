"""Which facts about PostgreSQL an operation is, and which relations play their roles."""

from collections.abc import Callable
from typing import Any

from towpath.databases.claims import Claim
from towpath.databases.postgresql import columns, constraints, indexes, objects, partitions, rows, tables
from towpath.databases.postgresql.statements import statement
from towpath.operations import Operation, Statement
from towpath.schema import Lookup

_CLAIMS: dict[type[Operation], Callable[[Any, Lookup], Claim | None]] = {
    **columns.CLAIMS,
    **constraints.CLAIMS,
    **indexes.CLAIMS,
    **objects.CLAIMS,
    **partitions.CLAIMS,
    **rows.CLAIMS,
    **tables.CLAIMS,
    Statement: statement,
}


def claim(operation: Operation, state: Lookup) -> Claim | None:
    """What an operation is in facts; None where there is none about it."""
    make = _CLAIMS.get(type(operation))
    return make(operation, state) if make else None
