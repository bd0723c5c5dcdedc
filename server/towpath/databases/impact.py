"""What an operation costs, as a value; and which lock modes keep whom waiting."""

from typing import Literal

from towpath.operations import Name, value

InTransaction = Literal["allowed", "refused", "ends it"]
Provenance = Literal["proven", "documented", "assumed", "unknown"]


@value
class Impact:
    """What happens to the database while an operation runs; every name is a relation's.

    `algorithm` and `lock` are the least that MySQL and MariaDB do it by; there `locks` are those of metadata, which are
    held for a moment at the beginning and the end, and `blocks_reads` and `blocks_writes` are for the time in between.
    `rebuilds_indexes` names the tables whose indexes, some or all, are built anew. `waits_for` says in words what must
    end before the operation can, besides holders of conflicting locks. `refused`: why the server does not run it at
    all. `assumes` are the sentences on what was not known and decided the answer.
    """

    locks: tuple[tuple[Name, str], ...] = ()
    rewrites: tuple[Name, ...] = ()
    rebuilds_indexes: tuple[Name, ...] = ()
    scans: tuple[Name, ...] = ()
    blocks_reads: tuple[Name, ...] = ()
    blocks_writes: tuple[Name, ...] = ()
    waits_for: tuple[str, ...] = ()
    in_transaction: InTransaction = "allowed"
    provenance: Provenance = "unknown"
    assumes: tuple[str, ...] = ()
    refused: str = ""
    algorithm: str = ""
    lock: str = ""


UNKNOWN = Impact()

# PostgreSQL documentation, "Explicit Locking", table 13.2; weakest first. A digit stands for each mode in this order.
_MATRIX = {
    "ACCESS SHARE": "00000001",
    "ROW SHARE": "00000011",
    "ROW EXCLUSIVE": "00001111",
    "SHARE UPDATE EXCLUSIVE": "00011111",
    "SHARE": "00110111",
    "SHARE ROW EXCLUSIVE": "00111111",
    "EXCLUSIVE": "01111111",
    "ACCESS EXCLUSIVE": "11111111",
}
MODES = tuple(_MATRIX)
CONFLICTS: dict[str, frozenset[str]] = {
    mode: frozenset(other for other, digit in zip(MODES, row) if digit == "1") for mode, row in _MATRIX.items()
}
# MySQL's and MariaDB's locks of metadata, and SQLite's of the whole file, beside the modes that they are most like.
_LIKE = {
    "SHARED READ": "ACCESS SHARE",
    "SHARED WRITE": "ROW EXCLUSIVE",
    "SHARED UPGRADABLE": "SHARE UPDATE EXCLUSIVE",
    "SHARED NO WRITE": "SHARE",
    "RESERVED": "SHARE",
}
BLOCK_READS = frozenset(mode for mode in MODES if "ACCESS SHARE" in CONFLICTS[mode])
BLOCK_WRITES = frozenset(mode for mode in MODES if "ROW EXCLUSIVE" in CONFLICTS[mode]) | {"RESERVED"}


def weight(mode: str) -> int:
    """How much a mode is in the way of others, to put modes in order by."""
    return MODES.index(_LIKE.get(mode, mode))


def strongest(modes: tuple[str, ...]) -> tuple[str, ...]:
    """The modes that no other one of them covers, weakest first: mostly one, and two for SHARE with its neighbour."""
    if len(modes) == 1:
        return modes
    if not CONFLICTS.keys() >= set(modes):
        return (max(modes, key=weight),)
    kept = (mode for mode in MODES if mode in modes)
    return tuple(mode for mode in kept if not any(CONFLICTS[mode] < CONFLICTS[other] for other in modes))
