"""What operations cost: one table of facts for each database, and which of them an operation is."""

from collections.abc import Sequence

from towpath.databases.claims import Claim, impact_of
from towpath.databases.database import COMMITTING, DIALECTS, WITHOUT_FACTS, Database, database
from towpath.databases.facts import Fact, facts, table_path
from towpath.databases.impact import CONFLICTS, MODES, UNKNOWN, Impact, strongest, weight
from towpath.databases.postgresql import claim as _postgresql
from towpath.databases.total import Locks, hardest, held
from towpath.operations import Operation
from towpath.schema import Lookup

__all__ = [
    "COMMITTING",
    "CONFLICTS",
    "DIALECTS",
    "MODES",
    "UNKNOWN",
    "WITHOUT_FACTS",
    "Claim",
    "Database",
    "Fact",
    "Impact",
    "Locks",
    "by_version",
    "claimed",
    "cost",
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


def impact(operation: Operation, state: Lookup, database: Database, beside: Sequence[Operation] = ()) -> Impact:
    """What an operation costs on a database when it finds this state; unknown where there are no facts.

    `beside`: all exact operations of its statement, since MySQL and MariaDB do one of them otherwise than alone. Of
    several versions the most cautious answer. What decides and is not in the state is taken in the cautious way too,
    and said in `assumes`.
    """
    return cost(operation, claimed(operation, state, database, beside), database)


def cost(operation: Operation, claim: Claim | None, database: Database) -> Impact:
    """What an operation costs that is this in facts."""
    if claim is None:
        return UNKNOWN
    if database.assumes:
        claim = claim._replace(assumes=database.assumes + claim.assumes)
    return _answer(operation, claim, database.dialect, database.versions)


def refused(operation: Operation, claim: Claim | None, database: Database) -> str:
    """Why one of the versions of a database does not run an operation that is this in facts; empty: each does."""
    if claim is None:
        return ""
    known = facts(database.dialect)
    each = ((version, known.together(claim.facts, (version,))) for version in database.versions)
    # What is neither refused nor done online is run, whatever it costs.
    doubtful = (version for version, fact in each if fact.refused or fact.lock)
    answers = (_answer(operation, claim, database.dialect, (version,)) for version in doubtful)
    return next((found.refused for found in answers if found.refused), "")


def by_version(
    operation: Operation, state: Lookup, database: Database, beside: Sequence[Operation] = ()
) -> list[tuple[tuple[int, ...], Impact]]:
    """What an operation costs on each of the versions, those together on which it costs the same."""
    claim = claimed(operation, state, database, beside)
    if claim is None:
        return []
    found: list[tuple[tuple[int, ...], Impact]] = []
    for version in database.versions:
        one = _answer(operation, claim, database.dialect, (version,))
        if found and found[-1][1] == one:
            found[-1] = (*found[-1][0], version), one
        else:
            found.append(((version,), one))
    return found


def known_from(operation: Operation, state: Lookup, database: Database, beside: Sequence[Operation] = ()) -> list[Fact]:
    """The rows of the table of facts that an answer comes from."""
    claim = claimed(operation, state, database, beside)
    if claim is None:
        return []
    known = facts(database.dialect)
    return [row for fact in claim.facts for row in known.of(fact, database.versions)]


def _answer(operation: Operation, claim: Claim, dialect: str, versions: tuple[int, ...]) -> Impact:
    """What a claim comes to on any of these versions."""
    found = impact_of(claim, facts(dialect).together(claim.facts, versions))
    if not found.lock:
        return found
    from towpath.databases.mysql import refusal

    why = refusal(operation, found, dialect)
    return Impact(provenance=found.provenance, assumes=found.assumes, refused=why) if why else found


def claimed(operation: Operation, state: Lookup, database: Database, beside: Sequence[Operation] = ()) -> Claim | None:
    """What an operation is in facts, and whom it touches; None where there are no facts."""
    dialect = database.dialect
    if dialect == "postgresql":
        return _postgresql(operation, state)
    if dialect in ("mysql", "mariadb"):
        from towpath.databases.mysql import claim as of_mysql

        return of_mysql(dialect, operation, state, beside)
    if dialect == "sqlite":
        from towpath.databases.sqlite import claim as of_sqlite

        return of_sqlite(operation, state)
    return None
