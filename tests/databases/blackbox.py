"""The second witness: which locks that somebody else holds make a statement wait.

Every mode in turn is held on a relation. The modes that stop the statement tell the strongest mode that it asks for,
without a look at any catalogue; and for what cannot run in a transaction no look would be quick enough.
"""

import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from psycopg import errors

from databases.scratch import Connection, Template
from towpath.databases.impact import MODES

Modes = dict[str, frozenset[str]]

# Held by somebody who only looks, only changes rows, or keeps a view of all that was there when it began.
HOLDERS = {
    "reads": "SELECT FROM ONLY {} LIMIT 0",
    "writes": "DELETE FROM ONLY {} WHERE false",
    **{mode: f"LOCK TABLE ONLY {{}} IN {mode} MODE" for mode in MODES},
}
QUICK = ("reads", "writes")
SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; SELECT FROM paired LIMIT 0"

WAITING = "SELECT locktype FROM pg_locks WHERE pid = %s AND NOT granted AND %s = ANY (pg_blocking_pids(pid))"
HELD = "SELECT relation, mode FROM pg_locks WHERE pid = %s AND locktype = 'relation' AND granted"


class Waits(NamedTuple):
    """By relation, the holders that stop a statement; and those which it waits for though no lock conflicts."""

    stopped: Modes
    ended: Modes = {}
    held: frozenset[tuple[int, str]] = frozenset()


def inside(session: Connection, other: Connection, statement: str, relations: Iterable[str]) -> Modes:
    """The modes on each relation that stop a statement which may run in a transaction; all is rolled back."""
    session.execute("SET lock_timeout = '2ms'")
    return {
        name: frozenset(mode for mode in MODES if _stops(session, other, statement, name, mode)) for name in relations
    }


def _stops(session: Connection, other: Connection, statement: str, relation: str, mode: str) -> bool:
    with other.transaction(force_rollback=True):
        other.execute(HOLDERS[mode].format(relation).encode())
        try:
            with session.transaction(force_rollback=True):
                session.execute(statement.encode())
        except errors.LockNotAvailable:
            return True
    return False


def outside(
    template: Template, setup: str, statement: str, relations: Iterable[str], holders: Iterable[str] = tuple(HOLDERS)
) -> Waits:
    """The same for a statement that commits by itself: each time in a database of its own, and without a time limit."""
    stopped: Modes = {}
    ended: Modes = {}
    held: frozenset[tuple[int, str]] = frozenset()
    for relation in relations:
        for holder in (*holders, "snapshot"):
            hold = HOLDERS.get(holder, SNAPSHOT)
            kind, locks = _waited(template, setup, statement, hold.format(relation))
            held |= locks
            if kind:
                found = stopped if kind == "relation" else ended
                found[relation] = found.get(relation, frozenset()) | {holder}
    return Waits(stopped, ended, held)


def _waited(template: Template, setup: str, statement: str, hold: str) -> tuple[str, frozenset[tuple[int, str]]]:
    """The kind of lock that a statement came to wait for, empty for none, and the locks that it then held."""
    with template.copy() as scratch:
        session, other = scratch.connect(), scratch.connect()
        session.execute(setup.encode())
        with other.transaction(force_rollback=True):
            other.execute(hold.encode())
            return _watch(template.outside, session, other, statement)


def _watch(
    outside: Connection, session: Connection, other: Connection, statement: str
) -> tuple[str, frozenset[tuple[int, str]]]:
    pid, holder = session.info.backend_pid, other.info.backend_pid
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(session.execute, statement.encode())
        while not running.done():
            # Asked from another database: the statement may wait for those who look at its own.
            if waiting := outside.execute(WAITING, (pid, holder)).fetchone():
                held = outside.execute(HELD, (pid,)).fetchall()
                session.cancel_safe()
                assert isinstance(running.exception(), errors.QueryCanceled)
                return waiting[0], frozenset((row[0], row[1]) for row in held)
            time.sleep(0.001)
        running.result()
    return "", frozenset()
