"""Which facts about MySQL and MariaDB an operation is, and which relations play their roles."""

from collections.abc import Callable, Sequence
from typing import Any

from towpath.databases.claims import Claim
from towpath.databases.facts import facts
from towpath.databases.mysql import columns, tables
from towpath.databases.mysql.asked import facts_asked, refusal
from towpath.databases.mysql.together import beside_others, on_fulltext
from towpath.operations import Operation
from towpath.schema import Lookup

__all__ = ["claim", "refusal"]

_CLAIMS: dict[type[Operation], Callable[[Any, Lookup], Claim | None]] = {**columns.CLAIMS, **tables.CLAIMS}


def claim(dialect: str, operation: Operation, state: Lookup, beside: Sequence[Operation] = ()) -> Claim | None:
    """What an operation is in facts, done in one statement with those beside it; None where there is none about it."""
    made = _alone(operation, state)
    if made is None:
        return None
    known = facts(dialect)
    table = getattr(operation, "table", None)
    others = [one for one in beside if one is not operation and getattr(one, "table", None) == table]
    found = beside_others(operation, made.facts, others, state, known, _alone) if others else made.facts
    found += on_fulltext(operation, found, state, known)
    return made._replace(facts=found + facts_asked(operation))


def _alone(operation: Operation, state: Lookup) -> Claim | None:
    make = _CLAIMS.get(type(operation))
    return make(operation, state) if make else None
