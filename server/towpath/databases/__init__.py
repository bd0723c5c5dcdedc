"""What operations cost: one table of facts for each database, and which of them an operation is."""

from towpath.databases.claims import Claim, impact_of
from towpath.databases.database import DIALECTS, Database, database
from towpath.databases.facts import facts
from towpath.databases.impact import CONFLICTS, MODES, UNKNOWN, Impact, strongest
from towpath.databases.postgresql import claim as _postgresql
from towpath.operations import Operation
from towpath.schema import Lookup

__all__ = [
    "CONFLICTS",
    "DIALECTS",
    "MODES",
    "UNKNOWN",
    "Claim",
    "Database",
    "Impact",
    "database",
    "impact",
    "refused",
    "strongest",
]

_CLAIMS = {"postgresql": _postgresql}


def impact(operation: Operation, state: Lookup, database: Database) -> Impact:
    """What an operation costs on a database when it finds this state; unknown where there are no facts.

    Of several versions the most cautious answer. What decides and is not in the state is taken in the cautious way
    too, and said in `assumes`.
    """
    claim = _claim(operation, state, database)
    if claim is None:
        return UNKNOWN
    if database.assumes:
        claim = claim._replace(assumes=database.assumes + claim.assumes)
    return impact_of(claim, facts(database.dialect).together(claim.facts, database.versions))


def refused(operation: Operation, state: Lookup, database: Database) -> str:
    """Why one of the versions of a database does not run an operation at all; empty where each of them does."""
    claim = _claim(operation, state, database)
    if claim is None:
        return ""
    known = facts(database.dialect)
    each = (known.together(claim.facts, (version,)) for version in database.versions)
    return next((fact.refused for fact in each if fact.refused), "")


def _claim(operation: Operation, state: Lookup, database: Database) -> Claim | None:
    claimed = _CLAIMS.get(database.dialect)
    return claimed(operation, state) if claimed else None
