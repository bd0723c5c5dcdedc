"""From facts and the relations that play their roles to an impact."""

from collections.abc import Mapping
from typing import NamedTuple

from towpath.databases.facts import Fact
from towpath.databases.impact import BLOCK_READS, BLOCK_WRITES, Impact, strongest
from towpath.operations import Name

Roles = Mapping[str, tuple[Name, ...]]

# An index that is locked blocks the table that it stands on: whoever plans a query opens every index of the table. So
# it does where the name of the index is not known.
_STANDS_ON = {"index": "table", "indexes": "table", "partition index": "partition", "partition indexes": "partitions"}
# Nobody writes to these but the statements that lock them anyhow.
_NOT_WRITTEN = frozenset(("materialized view",))


class Claim(NamedTuple):
    """Which facts an operation is, and which relations play their roles.

    A role `ROLE rows` names the relations that hold the rows of `ROLE`, where these are others: the partitions of a
    table, the tables under a view. A role `ROLE wholes` names the tables that `ROLE` is a partition or child of: who
    reads them reads it too. The role `unindexed` names tables that are known to have no index.
    """

    facts: tuple[str, ...]
    roles: Roles
    assumes: tuple[str, ...] = ()


def impact_of(claim: Claim, fact: Fact) -> Impact:
    """What the facts of a claim, put together, do to the relations that it names."""
    roles = claim.roles
    if fact.refused:
        return Impact(provenance=fact.provenance, in_transaction=fact.in_transaction, refused=fact.refused)
    if fact.lock:
        return _online(claim, fact)
    locks: dict[Name, tuple[str, ...]] = {}
    reads: list[Name] = []
    writes: list[Name] = []
    for role, mode in fact.locks:
        names = roles.get(role, ())
        for name in names:
            locks[name] = (*locks[name], mode) if name in locks else (mode,)
        if mode in BLOCK_WRITES:
            stands = _STANDS_ON.get(role)
            blocked = _indexed(roles.get(stands, ()), roles) if stands else names
            if blocked and (reaching := roles.get(f"{stands or role} wholes")):
                blocked += reaching
            if role not in _NOT_WRITTEN:
                writes += blocked
            if mode in BLOCK_READS:
                reads += blocked
    for role in fact.blocks_writes:
        writes += roles.get(role, ())
    return Impact(
        tuple([(name, mode) for name, modes in locks.items() for mode in strongest(modes)]),
        _holding_rows(fact.rewrites, roles),
        _indexed(_holding_rows(fact.rebuilds_indexes, roles), roles),
        _holding_rows(fact.scans, roles),
        _once(reads),
        _once(writes),
        fact.waits_for,
        fact.in_transaction,
        fact.provenance,
        claim.assumes,
    )


def _online(claim: Claim, fact: Fact) -> Impact:
    """What MySQL and MariaDB do while they let others go on as far as the fact's lock says."""
    roles = claim.roles
    locks = {name: mode for role, mode in reversed(fact.locks) for name in roles.get(role, ())}
    changed = tuple(name for name, mode in locks.items() if mode == "EXCLUSIVE")
    return Impact(
        tuple(locks.items()),
        _holding_rows(fact.rewrites, roles),
        _holding_rows(fact.rebuilds_indexes, roles),
        _holding_rows(fact.scans, roles),
        changed if fact.lock == "EXCLUSIVE" else (),
        changed if fact.lock in ("SHARED", "EXCLUSIVE") else (),
        fact.waits_for,
        fact.in_transaction,
        fact.provenance,
        claim.assumes,
        algorithm=fact.algorithm,
        lock=fact.lock,
    )


def _holding_rows(wanted: tuple[str, ...], roles: Roles) -> tuple[Name, ...]:
    return _once([name for role in wanted for name in roles.get(f"{role} rows", roles.get(role, ()))])


def _once(names: list[Name]) -> tuple[Name, ...]:
    return tuple(names if len(names) < 2 else dict.fromkeys(names))


def _indexed(names: tuple[Name, ...], roles: Roles) -> tuple[Name, ...]:
    """Those of some tables that may have an index."""
    bare = roles.get("unindexed")
    return tuple(name for name in names if name not in bare) if bare else names
