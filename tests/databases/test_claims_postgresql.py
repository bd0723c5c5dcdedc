"""What is claimed of a statement that was read, when the state is the one that was replayed before it.

The proofs say by hand which facts a statement is and which relations it touches; reading must come to the same.
"""

from typing import Any

import pytest

from databases.proofs import Proof, proofs
from databases.replay import claims
from towpath.databases import Impact, strongest
from towpath.databases.claims import impact_of
from towpath.databases.facts import facts
from towpath.operations import Name
from towpath.schema import State


def _id(proof: Proof) -> str:
    return f"{' + '.join(proof.facts)}: {proof.statement}"


@pytest.mark.parametrize("proof", proofs(), ids=_id)
def test_reading_comes_to_the_same_claim(proof: Proof, base: State) -> None:
    table, newest = facts("postgresql"), proof.versions[-1:]
    found = [impact_of(claim, table.together(claim.facts, newest)) for claim in claims(proof, base)]
    by_hand = impact_of(proof.claim, table.together(proof.facts, newest))
    assert _together(found) == _together([by_hand])
    assert not [said for one in found for said in one.assumes]


def _together(impacts: list[Impact]) -> dict[str, Any]:
    """What the operations of one statement do, as sets."""
    modes: dict[Name, tuple[str, ...]] = {}
    for one in impacts:
        for name, mode in one.locks:
            modes[name] = (*modes.get(name, ()), mode)
    fields = ("rewrites", "rebuilds_indexes", "scans", "blocks_reads", "blocks_writes", "waits_for")
    sets = {field: {str(item) for one in impacts for item in getattr(one, field)} for field in fields}
    return {
        "locks": {str(name): set(strongest(found)) for name, found in modes.items()},
        "in_transaction": {one.in_transaction for one in impacts},
        "refused": {one.refused for one in impacts},
        **sets,
    }
