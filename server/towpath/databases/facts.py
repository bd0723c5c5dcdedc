"""Facts about a database, read from its table: one fact a row, each with its proof or its source.

The columns of a table:

    id                what happens, in words; an operation is one of these, or several at once
    versions          the major versions for which the row holds: `12-17`, `18`; empty for all (SQLite's minor ones)
    algorithm, lock   MySQL and MariaDB: the least that the server does it by, and what it lets others do meanwhile
    locks             modes by role: `table=SHARE; target=ROW SHARE`
    rewrites, rebuilds_indexes, scans
                      roles whose relations are written anew, have indexes built anew, are read from end to end
    blocks_writes     roles to whose relations nobody writes meanwhile, though they are not locked
    waits_for         what must end before it can, besides holders of conflicting locks
    in_transaction    empty for allowed, `refused`, or `ends it` for what commits by itself
    refused           SQLSTATE and reason, where the server does not run it at all
    provenance        `proven` by the statement in the row, `documented` or `assumed` by its source
    source            where else it is known from
    roles             for the proof: which relation plays which role
    setup, statement  for the proof: what is run before, and what is measured

Rows add up: an operation that is several facts takes the strictest of each. So a row says all that its own statement
does, and may be read alone.
"""

import os
from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

from towpath.databases.impact import InTransaction, Provenance

_WEAKEST: tuple[Provenance, ...] = ("proven", "documented", "assumed", "unknown")


_PROVENANCE: dict[str, Provenance] = {"proven": "proven", "documented": "documented", "assumed": "assumed"}


_IN_TRANSACTION: dict[str, InTransaction] = {"": "allowed", "ends it": "ends it", "refused": "refused"}
# From the least to the most that is in the way of others.
ALGORITHMS = ("", "INSTANT", "NOCOPY", "INPLACE", "COPY")
LOCKS = ("", "NONE", "SHARED", "EXCLUSIVE")


class Fact(NamedTuple):
    """A row, or what several rows come to; roles stand for relations that only an operation can name."""

    id: str
    versions: tuple[int, ...] = ()
    locks: tuple[tuple[str, str], ...] = ()
    rewrites: tuple[str, ...] = ()
    rebuilds_indexes: tuple[str, ...] = ()
    scans: tuple[str, ...] = ()
    blocks_writes: tuple[str, ...] = ()
    waits_for: tuple[str, ...] = ()
    in_transaction: InTransaction = "allowed"
    refused: str = ""
    sqlstate: str = ""
    provenance: Provenance = "proven"
    source: str = ""
    roles: str = ""
    setup: str = ""
    statement: str = ""
    line: int = 0
    algorithm: str = ""
    lock: str = ""


class Facts:
    """The facts of one database; what rows come to is worked out once for each combination that occurs."""

    def __init__(self, rows: Iterable[Fact]) -> None:
        self.rows: dict[str, list[Fact]] = {}
        for row in rows:
            self.rows.setdefault(row.id, []).append(row)
        self._known: dict[tuple[tuple[str, ...], tuple[int, ...]], Fact] = {}

    def of(self, id: str, versions: tuple[int, ...]) -> list[Fact]:
        """The rows of one fact that say something of these versions."""
        return _fitting(self.rows[id], versions)

    def together(self, ids: tuple[str, ...], versions: tuple[int, ...]) -> Fact:
        """What several facts come to on any of these versions, the most cautious answer."""
        found = self._known.get((ids, versions))
        if found is None:
            found = self._known[ids, versions] = _union([_on(self.rows[id], versions) for id in ids])
        return found


@cache
def facts(dialect: str) -> Facts:
    """The facts of a database, read when they are first asked for."""
    with open(table_path(dialect), encoding="utf-8") as file:
        text = file.read()
    numbered = enumerate(text.splitlines(), 1)
    lines = [(number, line.split("\t")) for number, line in numbered if line and not line.startswith("#")]
    return Facts(_fact(dict(zip(lines[0][1], line)), number) for number, line in lines[1:])


def table_path(dialect: str) -> str:
    """The path of the table of a database."""
    return os.path.join(os.path.dirname(__file__), f"{dialect}.tsv")


def words(text: str, separator: str = ",") -> tuple[str, ...]:
    """The parts of a list in a cell."""
    return tuple(part.strip() for part in text.split(separator)) if text else ()


def _fact(cells: dict[str, str], line: int) -> Fact:
    plain: dict[str, Any] = {
        name: cells.get(name, "") for name in ("source", "roles", "setup", "statement", "algorithm", "lock")
    }
    sqlstate, _, refused = cells.get("refused", "").partition(" ")
    locks = [lock.partition("=") for lock in words(cells.get("locks", ""), ";")]
    return Fact(
        cells["id"],
        versions(cells.get("versions", "")),
        tuple((role, mode) for role, _, mode in locks),
        words(cells.get("rewrites", "")),
        words(cells.get("rebuilds_indexes", "")),
        words(cells.get("scans", "")),
        words(cells.get("blocks_writes", "")),
        words(cells.get("waits_for", ""), ";"),
        _IN_TRANSACTION[cells.get("in_transaction", "")],
        refused,
        sqlstate,
        _PROVENANCE[cells["provenance"]],
        **plain,
        line=line,
    )


def versions(text: str) -> tuple[int, ...]:
    """The versions from `12-17` or `18`; none from an empty cell."""
    first, _, last = text.partition("-")
    return tuple(range(int(first), int(last or first) + 1)) if first else ()


def _on(rows: list[Fact], versions: tuple[int, ...]) -> Fact:
    """What the rows of one fact say of these versions; refused where none of them runs it."""
    fitting = _fitting(rows, versions)
    if not fitting:
        known = sorted(version for row in rows for version in row.versions)
        when = f"before version {known[0]}" if versions[-1] < known[0] else f"after version {known[-1]}"
        return _union(rows)._replace(refused=f"there is no such thing {when}")
    running = [row for row in fitting if not row.refused]
    return _union(running) if running else fitting[0]


def _fitting(rows: list[Fact], versions: tuple[int, ...]) -> list[Fact]:
    return [row for row in rows if not (row.versions and versions) or not set(row.versions).isdisjoint(versions)]


def _union(rows: list[Fact]) -> Fact:
    """Everything that any of the rows says."""
    if len(rows) == 1:
        return rows[0]

    def every(field: str) -> tuple[Any, ...]:
        return tuple(dict.fromkeys(item for row in rows for item in getattr(row, field)))

    provenances: list[Provenance] = [row.provenance for row in rows]
    return Fact(
        rows[0].id,
        (),
        every("locks"),
        every("rewrites"),
        every("rebuilds_indexes"),
        every("scans"),
        every("blocks_writes"),
        every("waits_for"),
        max((row.in_transaction for row in rows), key=[*_IN_TRANSACTION.values()].index),
        next((row.refused for row in rows if row.refused), ""),
        next((row.sqlstate for row in rows if row.refused), ""),
        max(provenances, key=_WEAKEST.index),
        algorithm=max((row.algorithm for row in rows), key=ALGORITHMS.index),
        lock=max((row.lock for row in rows), key=LOCKS.index),
    )
