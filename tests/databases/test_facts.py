"""Laws about the tables of facts: every row can be believed, read and reached."""

from pathlib import Path

import pytest

from databases.proofs import proofs
from databases.replay import claims
from towpath.databases.database import SUPPORTED
from towpath.databases.facts import Fact, facts
from towpath.databases.impact import MODES
from towpath.schema import State

ROWS = [fact for found in facts("postgresql").rows.values() for fact in found]
ROLES = frozenset(
    """
    table partitions children target referencing parent partition copied read view sequence index indexes other whole
    parts
    """.split()
) | {
    "default partition",
    "materialized view",
    "partition index",
    "partition indexes",
    "partition partitions",
    "target partitions",
}


@pytest.mark.parametrize("fact", ROWS, ids=lambda fact: f"{fact.id} {fact.versions}")
def test_a_fact_has_a_proof_or_a_source(fact: Fact) -> None:
    if fact.provenance == "proven":
        assert fact.statement
    else:
        assert fact.source
        assert not fact.statement or fact.provenance == "assumed"


@pytest.mark.parametrize("fact", ROWS, ids=lambda fact: f"{fact.id} {fact.versions}")
def test_a_fact_is_well_formed(fact: Fact) -> None:
    assert set(fact.versions) <= set(SUPPORTED["postgresql"])
    assert {mode for _, mode in fact.locks} <= set(MODES)
    roles = {role for role, _ in fact.locks} | {
        *fact.rewrites,
        *fact.rebuilds_indexes,
        *fact.scans,
        *fact.blocks_writes,
    }
    assert roles <= ROLES
    if fact.refused:
        assert not roles


def test_rows_of_one_fact_do_not_overlap() -> None:
    for found in facts("postgresql").rows.values():
        versions = [version for fact in found for version in fact.versions or SUPPORTED["postgresql"]]
        assert len(versions) == len(set(versions)), found[0].id


def test_every_role_of_a_fact_is_played_in_some_proof_of_it() -> None:
    played: dict[str, set[str]] = {}
    for proof in proofs():
        for fact in proof.facts:
            played.setdefault(fact, set()).update(role for role, names in proof.claim.roles.items() if names)
    for fact in ROWS:
        if fact.provenance == "proven":
            missing = {role for role, _ in fact.locks} - played[fact.id]
            assert not missing, f"{fact.id}: no proof names {missing}"


def test_every_fact_that_has_a_proof_is_reached_by_reading_it(base: State) -> None:
    reached = {fact for proof in proofs() for claim in claims(proof, base) for fact in claim.facts}
    proven = {fact.id for fact in ROWS if fact.statement}
    assert not proven - reached


def test_the_readme_counts_them_rightly() -> None:
    text = Path("README.md").read_text("utf-8")
    proven = sum(fact.provenance == "proven" for fact in ROWS)
    assert (
        f"{len(ROWS)} rows for PostgreSQL 12 to 18, of\nwhich {proven} are proven and {len(ROWS) - proven} say" in text
    )
    runs = sum(len(proof.versions) for proof in proofs())
    assert f"{len(proofs())} statements prove them, {runs:,} times" in text
