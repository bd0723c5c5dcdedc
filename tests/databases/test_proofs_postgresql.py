"""Every fact about PostgreSQL against real servers: what a statement is claimed to do, and what it does.

All proofs run on the oldest version that is still maintained and on the newest, and on the others those of facts that
are not the same on every version, with every twentieth of the rest. With TOWPATH_PROVE set all of them run on each
version, and the black box is asked every time.
"""

import os
from collections.abc import Callable
from typing import Any

import pytest

from databases.measure import Measured, measure
from databases.proofs import Proof, proofs
from databases.scratch import Template
from towpath.databases.claims import impact_of
from towpath.databases.database import SUPPORTED
from towpath.databases.facts import facts
from towpath.databases.impact import CONFLICTS, Impact
from towpath.operations import Name

pytestmark = pytest.mark.server

# Whose end is waited for, of those that the black box tries; the strongest that fits is what is claimed.
WAITS = {
    "transactions that read or write the table": "reads",
    "transactions that write to the table": "writes",
    "snapshots older than it, anywhere in the database": "snapshot",
}
PASSES = "transactions that write to a partitioned table with such a column"
WHOLLY = (14, 18)
TWENTIETH = 20
EVERYTHING = bool(os.environ.get("TOWPATH_PROVE"))


def _trials() -> list[tuple[int, Proof]]:
    """The proofs to run, each with the version to run it on."""
    return [
        (version, proof)
        for version in SUPPORTED["postgresql"]
        for number, proof in enumerate(proofs())
        if version in proof.versions and (version in WHOLLY or EVERYTHING or _is_sample(number, proof))
    ]


def _is_sample(number: int, proof: Proof) -> bool:
    differs = any(len(facts("postgresql").rows[fact]) > 1 for fact in proof.facts)
    return differs or number % TWENTIETH == 0


def _id(given: int | Proof) -> str:
    return str(given) if isinstance(given, int) else f"{' + '.join(given.facts)}: {given.statement}"


@pytest.mark.parametrize(("version", "proof"), _trials(), ids=_id)
def test_claim_is_what_the_server_does(version: int, proof: Proof, major: Callable[[int], Template]) -> None:
    fact = facts("postgresql").together(proof.facts, (version,))
    claim = proof.claim
    relations = {name.name for names in claim.roles.values() for name in names}
    measured = measure(major(version), proof.setup, proof.statement, relations, proof.first or EVERYTHING)
    if fact.refused:
        assert measured.refused == fact.sqlstate
        return
    claimed = _claimed(impact_of(claim, fact), {name.name for name in claim.roles.get("view", ())})
    found = _found(measured)
    if measured.in_transaction == "refused":
        _covered(measured, claimed)
        del claimed["locks"], found["locks"]
    for name in claim.roles.get("passed", ()):
        # It is locked for no longer than it takes to see that it holds no rows, which only who holds a lock sees.
        claimed["stopped"][name.name] = CONFLICTS["SHARE"]
    claimed["waits_for"].discard(PASSES)
    tried = measured.stopped.keys()
    claimed["stopped"] = {name: modes for name, modes in claimed["stopped"].items() if name in tried}
    assert claimed == found, _side_by_side(claimed, found)


def _claimed(impact: Impact, views: set[str]) -> dict[str, Any]:
    """A claim in the words of the measurement. Whoever reads a view waits for its tables, so views are not tried."""
    locks: dict[str, set[str]] = {}
    for name, mode in impact.locks:
        locks.setdefault(name.name, set()).add(mode)
    return {
        "refused": "",
        "in_transaction": impact.in_transaction,
        "locks": locks,
        "stopped": {name: set[str]().union(*(CONFLICTS[mode] for mode in modes)) for name, modes in locks.items()},
        "rewrites": _plain(impact.rewrites),
        "rebuilds_indexes": _plain(impact.rebuilds_indexes),
        "scans": _plain(impact.scans),
        "blocks_reads": _plain(impact.blocks_reads) - views,
        "blocks_writes": _plain(impact.blocks_writes) - views,
        "waits_for": set(impact.waits_for),
    }


def _found(measured: Measured) -> dict[str, Any]:
    """A measurement in the same words."""
    found = measured._asdict()
    ended = found.pop("waits")
    waits = {said for said, holder in WAITS.items() if holder in ended}
    if "reads" in ended:
        waits.discard("transactions that write to the table")
    locks = {name: set(modes) for name, modes in measured.locks.items()}
    return {
        **found,
        "locks": locks,
        "stopped": {n: set(m) for n, m in measured.stopped.items() if m},
        "waits_for": waits,
    }


def _covered(measured: Measured, claimed: dict[str, Any]) -> None:
    """What a statement held while it waited is no more than what is claimed."""
    for name, modes in measured.locks.items():
        for mode in modes:
            assert CONFLICTS[mode] <= claimed["stopped"].get(name, set()), f"it held {mode} on {name}"


def _side_by_side(claimed: dict[str, Any], found: dict[str, Any]) -> str:
    differing = [key for key in found if claimed[key] != found[key]]
    return "".join(f"\n{key}\n    claimed  {claimed[key]}\n    measured {found[key]}" for key in differing)


def _plain(names: tuple[Name, ...]) -> set[str]:
    return {name.name for name in names}
