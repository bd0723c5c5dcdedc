"""What operations cost: one table of facts for each database, and which of them an operation is."""

from collections.abc import Callable
from functools import cache

from towpath.databases.claims import Claim, impact_of
from towpath.databases.database import DIALECTS, Database, database
from towpath.databases.facts import Fact, facts, table_path
from towpath.databases.impact import CONFLICTS, MODES, UNKNOWN, Impact, strongest, weight
from towpath.databases.postgresql import claim as _postgresql
from towpath.databases.total import Locks, hardest, held
from towpath.operations import Operation
from towpath.schema import Lookup

__all__ = [
    "CONFLICTS",
    "DIALECTS",
    "MODES",
    "UNKNOWN",
    "Claim",
    "Database",
    "Fact",
    "Impact",
    "Locks",
    "by_version",
    "database",
    "hardest",
    "held",
    "impact",
    "known_from",
    "refused",
    "strongest",
    "table_path",
    "weight",
]


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


def by_version(operation: Operation, state: Lookup, database: Database) -> list[tuple[tuple[int, ...], Impact]]:
    """What an operation costs on each of the versions, those together on which it costs the same."""
    claim = _claim(operation, state, database)
    if claim is None:
        return []
    known = facts(database.dialect)
    found: list[tuple[tuple[int, ...], Impact]] = []
    for version in database.versions:
        one = impact_of(claim, known.together(claim.facts, (version,)))
        if found and found[-1][1] == one:
            found[-1] = (*found[-1][0], version), one
        else:
            found.append(((version,), one))
    return found


def known_from(operation: Operation, state: Lookup, database: Database) -> list[Fact]:
    """The rows of the table of facts that an answer comes from."""
    claim = _claim(operation, state, database)
    if claim is None:
        return []
    known = facts(database.dialect)
    return [row for fact in claim.facts for row in known.of(fact, database.versions)]


def _claim(operation: Operation, state: Lookup, database: Database) -> Claim | None:
    claimed = _claims(database.dialect)
    return claimed(operation, state) if claimed else None


@cache
def _claims(dialect: str) -> Callable[[Operation, Lookup], Claim | None] | None:
    """What says which facts an operation is on a database; loaded when it is first asked for."""
    if dialect in ("mysql", "mariadb"):
        from towpath.databases.mysql import claim

        return claim
    if dialect == "sqlite":
        from towpath.databases.sqlite import claim

        return claim
    return _postgresql if dialect == "postgresql" else None
