"""What one statement really does to a PostgreSQL server, asked of the server itself.

Where a statement may run in a transaction, its locks are read in `pg_locks` by another session while the transaction
is open, and readers and writers try their luck meanwhile. The black box is the second witness; where a statement
refuses a transaction, it is the only one.
"""

import time
from collections.abc import Iterable
from typing import NamedTuple

import psycopg
from psycopg import errors

from databases import blackbox
from databases.blackbox import Modes
from databases.scratch import Connection, Scratch, Template
from towpath.databases.impact import CONFLICTS

# So many rows read through an index are more than a look-up.
BULK = 100
BLOCK = 8192

# Who reads or writes to a table does so to its partitions and children; to plan it is enough to wait for them.
READ = "SELECT FROM {} LIMIT 0"
WRITE = "EXPLAIN DELETE FROM {}"

# A sequence that belongs to a column comes and goes with it, and is not named.
RELATIONS = """
SELECT c.oid, c.relname, c.relkind::text, coalesce(pg_relation_filenode(c.oid), 0), t.relname, pg_relation_size(c.oid)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_index i ON i.indexrelid = c.oid LEFT JOIN pg_class t ON t.oid = i.indrelid
WHERE n.nspname !~ '^(pg_|information_schema)' AND c.relkind IN ('r', 'p', 'i', 'I', 'm', 'v', 'S')
AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = c.oid AND c.relkind = 'S' AND deptype IN ('a', 'i'))
"""
SCANS = """
SELECT t.relname, pg_stat_get_xact_numscans(t.oid),
    (SELECT sum(pg_stat_get_xact_tuples_returned(indexrelid))::bigint FROM pg_index WHERE indrelid = t.oid), 0
FROM pg_class t WHERE relkind IN ('r', 'm') AND t.oid >= 16384
"""
SCANS_OUTSIDE = """
SELECT t.relname, seq_scan, (SELECT sum(idx_tup_read)::bigint FROM pg_stat_user_indexes i WHERE i.relid = t.relid),
    heap_blks_read + heap_blks_hit
FROM pg_stat_user_tables t JOIN pg_statio_user_tables USING (relid)
"""


class Relation(NamedTuple):
    name: str
    kind: str
    file: int
    table: str | None
    size: int


class Counts(NamedTuple):
    """Sequential scans of a table, rows read through its indexes, and blocks read (0 where they are not asked for)."""

    scans: int
    looked_up: int
    blocks: int


class Measured(NamedTuple):
    """What came out; a `refused` statement was not run. `waits` are the holders whose end it waits for."""

    refused: str = ""
    in_transaction: str = "allowed"
    locks: Modes = {}
    stopped: Modes = {}
    rewrites: frozenset[str] = frozenset()
    rebuilds_indexes: frozenset[str] = frozenset()
    scans: frozenset[str] = frozenset()
    blocks_reads: frozenset[str] = frozenset()
    blocks_writes: frozenset[str] = frozenset()
    waits: frozenset[str] = frozenset()


def measure(
    template: Template, setup: str, statement: str, relations: Iterable[str], thorough: bool = True
) -> Measured:
    """One statement's effects on a fresh database; the black box tries the relations named, and those found locked.

    Not `thorough`: the black box is left out, or, where it is the only witness, tries a reader and a writer only.
    """
    with template.copy() if setup else template.pristine() as scratch:
        session = scratch.connect()
        session.execute(setup.encode())
        try:
            return _inside(scratch, session, statement, relations, thorough)
        except errors.ActiveSqlTransaction:
            pass
        except psycopg.Error as error:
            return Measured(error.sqlstate or "?")
    try:
        return _outside(template, setup, statement, relations, thorough)
    except psycopg.Error as error:
        return Measured(error.sqlstate or "?", "refused")


def _inside(
    scratch: Scratch, session: Connection, statement: str, relations: Iterable[str], thorough: bool
) -> Measured:
    monitor, other = scratch.connect(), scratch.connect()
    before = _relations(monitor)
    with session.transaction(force_rollback=True):
        counted = _counts(session, SCANS)
        session.execute(statement.encode())
        locks = _locks(before, monitor.execute(blackbox.HELD, (session.info.backend_pid,)).fetchall())
        reads, writes = _blocked(other, before)
        after = _relations(session)
        scans = _scans(counted, _counts(session, SCANS), after)
        rewrites, rebuilds = _files(before, after)
    tried = _lockable(before, {*relations, *locks}) if thorough else ()
    stopped = blackbox.inside(session, other, statement, tried)
    return Measured("", "allowed", locks, stopped, rewrites, rebuilds, scans, reads, writes)


def _outside(template: Template, setup: str, statement: str, relations: Iterable[str], thorough: bool) -> Measured:
    with template.copy() as scratch:
        session, monitor = scratch.connect(), scratch.connect()
        session.execute(setup.encode())
        before = _relations(monitor)
        _flush(session)
        counted = _counts(monitor, SCANS_OUTSIDE)
        session.execute(statement.encode())
        _flush(session)
        after = _relations(monitor)
        scans = _scans(counted, _counts(monitor, SCANS_OUTSIDE), after)
        rewrites, rebuilds = _files(before, after)
    holders = blackbox.HOLDERS if thorough else blackbox.QUICK
    waits = blackbox.outside(template, setup, statement, _lockable(before, relations), holders)
    stopped = {name: modes & CONFLICTS.keys() for name, modes in waits.stopped.items()}
    reads = frozenset(name for name, holders in waits.stopped.items() if "reads" in holders)
    writes = frozenset(name for name, holders in waits.stopped.items() if "writes" in holders)
    ended = frozenset[str]().union(*waits.ended.values())
    return Measured(
        "",
        "refused",
        _locks(before, waits.held),
        stopped if thorough else {},
        rewrites,
        rebuilds,
        scans,
        reads,
        writes,
        ended,
    )


def _relations(session: Connection) -> dict[int, Relation]:
    return {row[0]: Relation(*row[1:]) for row in session.execute(RELATIONS)}


def _lockable(relations: dict[int, Relation], names: Iterable[str]) -> list[str]:
    """The relations that LOCK TABLE takes."""
    return sorted({relation.name for relation in relations.values() if relation.kind in "rpv"} & {*names})


def _locks(relations: dict[int, Relation], held: Iterable[tuple[int, str]]) -> Modes:
    """Modes by relation, without those that a stronger one says already; an index's lock, where its table's is not."""
    found: dict[str, set[str]] = {}
    for oid, mode in held:
        if relation := relations.get(oid):
            found.setdefault(relation.name, set()).add(_words(mode))
    tables = {relation.name: relation.table for relation in relations.values()}
    kept = {name: _undominated(modes, found.get(tables[name] or "", set())) for name, modes in found.items()}
    return {name: modes for name, modes in kept.items() if modes}


def _words(mode: str) -> str:
    """`AccessShareLock` as SQL spells it."""
    return next(name for name in CONFLICTS if name.title().replace(" ", "") + "Lock" == mode)


def _undominated(modes: Iterable[str], others: Iterable[str]) -> frozenset[str]:
    modes = frozenset(modes)
    return frozenset(
        mode
        for mode in modes
        if not any(CONFLICTS[mode] < CONFLICTS[other] for other in modes)
        and not any(CONFLICTS[mode] <= CONFLICTS[other] for other in others)
    )


def _blocked(other: Connection, relations: dict[int, Relation]) -> tuple[frozenset[str], frozenset[str]]:
    """The relations that nobody can read now, and those that nobody can write."""
    other.execute("SET lock_timeout = '2ms'")
    reads = {r.name for r in relations.values() if r.kind in "rpmS" and not _passes(other, READ, r)}
    writes = {r.name for r in relations.values() if r.kind in "rp" and not _passes(other, WRITE, r)}
    calls = {r.name for r in relations.values() if r.kind == "S" and not _passes(other, "SELECT nextval('{}')", r)}
    return frozenset(reads), frozenset(writes | calls)


def _passes(other: Connection, statement: str, relation: Relation) -> bool:
    try:
        other.execute(statement.format(relation.name).encode())
    except errors.LockNotAvailable:
        return False
    return True


def _files(before: dict[int, Relation], after: dict[int, Relation]) -> tuple[frozenset[str], frozenset[str]]:
    """Tables with a new file, and tables whose indexes have; an index may come back under another number."""
    named = {relation.name: relation for relation in after.values()}
    changed = [
        (relation, found)
        for oid, relation in before.items()
        if (found := after.get(oid) or named.get(relation.name)) and found.file != relation.file
    ]
    filled = {relation.name for relation in after.values() if relation.kind in "rm" and relation.size}
    tables = frozenset(found.name for relation, found in changed if relation.kind in "rm")
    indexes = frozenset(found.table for _, found in changed if found.table)
    return tables & filled, indexes & filled


def _counts(session: Connection, query: str) -> dict[str, Counts]:
    return {row[0]: Counts(*(number or 0 for number in row[1:])) for row in session.execute(query.encode())}


def _scans(before: dict[str, Counts], after: dict[str, Counts], relations: dict[int, Relation]) -> frozenset[str]:
    """Tables that were read as a whole: in sequence, through an index, or (VACUUM counts neither) block by block."""
    sizes = {relation.name: relation.size for relation in relations.values()}
    found = {name: Counts(*(b - a for a, b in zip(before[name], after[name]))) for name in before.keys() & after.keys()}
    return frozenset(name for name, counts in found.items() if _scanned(counts, sizes.get(name, 0)))


def _scanned(counts: Counts, size: int) -> bool:
    """A table without any block is not scanned, whatever is counted."""
    return size > 0 and (counts.scans > 0 or counts.looked_up >= BULK or counts.blocks * BLOCK >= size)


def _flush(session: Connection) -> None:
    """Statistics reach the others when the next transaction ends; before PostgreSQL 15, some time after that."""
    if session.info.server_version < 150000:
        time.sleep(1.2)
    else:
        session.execute("SELECT pg_stat_force_next_flush()")
    session.execute("SELECT 1")
