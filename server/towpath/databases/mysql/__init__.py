"""Which facts about MySQL and MariaDB an operation is, and which relations play their roles."""

from collections.abc import Callable
from typing import Any

from towpath.databases.claims import Claim
from towpath.databases.mysql import columns, tables
from towpath.operations import Operation
from towpath.schema import Lookup

_CLAIMS: dict[type[Operation], Callable[[Any, Lookup], Claim | None]] = {**columns.CLAIMS, **tables.CLAIMS}


def claim(operation: Operation, state: Lookup) -> Claim | None:
    """What an operation is in facts; None where there is none about it."""
    make = _CLAIMS.get(type(operation))
    return make(operation, state) if make else None
