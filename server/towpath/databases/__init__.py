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
    "strongest",
]

_CLAIMS = {"postgresql": _postgresql}


def impact(operation: Operation, state: Lookup, database: Database) -> Impact:
    """What an operation costs on a database when it finds this state; unknown where there are no facts.

    Of several versions the most cautious answer. What decides and is not in the state is taken in the cautious way
    too, and said in `assumes`.
    """
    claimed = _CLAIMS.get(database.dialect)
    claim = claimed(operation, state) if claimed else None
    if claim is None:
        return UNKNOWN
    if database.assumes:
        claim = claim._replace(assumes=database.assumes + claim.assumes)
    return impact_of(claim, facts(database.dialect).together(claim.facts, database.versions))
