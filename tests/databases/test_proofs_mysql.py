"""Every fact about MariaDB and MySQL is what a server does: two witnesses, and what reading comes to.

The server is asked which ALGORITHM and LOCK it takes, the least first; and whether the table is another one behind the
statement, or rows were copied, since it takes INSTANT for some that it copies. With TOWPATH_PROVE set on every server,
else on MariaDB 10.11.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

import pymysql
import pytest

from servers.mariadb import connect, server
from towpath.databases import database, impact
from towpath.databases.facts import ALGORITHMS, LOCKS, Fact, facts
from towpath.operations import Operation
from towpath.schema import State, applied, resolve
from towpath.sql import read_statement, split

BASE = Path(__file__).with_name("base_mysql.sql").read_text("utf-8")
FURTHER = Path(__file__).with_name("proofs_mysql.tsv")
SERVERS = ("mariadb@10", "mariadb@11", "mysql@9") if os.environ.get("TOWPATH_PROVE") else ("mariadb@10",)
# Where nothing can be asked: other statements, and these clauses.
_NOT_ASKED = ("add partition", "drop partition", "truncate partition", "reorganize", "exchange partition")


class Proof(NamedTuple):
    """A statement that is one fact, on one server."""

    on: str
    fact: Fact
    setup: str
    statement: str

    @property
    def dialect(self) -> str:
        return self.on.partition("@")[0]

    @property
    def version(self) -> int:
        return int(self.on.partition("@")[2])


def proofs() -> list[Proof]:
    return [proof for on in SERVERS for proof in proofs_on(on)]


def proofs_on(on: str) -> list[Proof]:
    """The proofs in the rows of a server's version, and the further ones of the facts of these rows."""
    dialect, _, version = on.partition("@")
    known = facts(dialect).rows
    rows = {row.id: row for found in known.values() for row in found if row.statement and _holds(row, int(version))}
    own = [Proof(on, row, row.setup, row.statement) for row in rows.values()]
    lines = [line.split("\t") for line in FURTHER.read_text("utf-8").splitlines() if not line.startswith("#")]
    further = [
        Proof(on, rows[fact], setup, statement)
        for fact, only, _, setup, statement in lines[1:]
        if only in ("", dialect) and fact in rows
    ]
    return own + further


def _holds(row: Fact, version: int) -> bool:
    return not row.versions or version in row.versions


@pytest.fixture(scope="module")
def socket_of() -> Iterator[Callable[[str], Path]]:
    """The socket of a server, which is started when it is first asked for."""
    with ExitStack() as running:
        sockets: dict[str, Path] = {}

        def found(on: str) -> Path:
            if on not in sockets:
                sockets[on] = running.enter_context(server(on))
            return sockets[on]

        yield found


def _begin(cursor: Any, dialect: str, setup: str = "") -> None:
    cursor.execute("drop database if exists w")
    cursor.execute("create database w")
    cursor.execute("use w")
    cursor.execute("set session sql_mode = default, foreign_key_checks = 1")
    for text in (BASE, setup):
        for piece in split(text, dialect):
            cursor.execute(text[piece.start : piece.end])


def _asked(proof: Proof, algorithm: str, lock: str) -> str | None:
    """The statement with what is asked of it; None where nothing can be, or something is already."""
    statement = proof.statement
    is_mariadb = proof.dialect == "mariadb"
    if not statement.startswith("alter table") or (is_mariadb and any(words in statement for words in _NOT_ASKED)):
        return None
    if "exchange partition" in statement or "algorithm=" in statement or "lock=" in statement:
        return None
    table, rest = statement.split(" ", 3)[2:]
    between = " " if rest.startswith(("partition by", "remove partitioning")) else ", "
    # MySQL does nothing in an instant where a lock is asked for.
    asks = f"algorithm={algorithm}" + ("" if algorithm == "INSTANT" and not is_mariadb else f", lock={lock}")
    return f"alter table {table} {asks}{between}{rest}"


def _least(cursor: Any, proof: Proof) -> tuple[str, str] | None:
    """The least that the server takes."""
    _begin(cursor, proof.dialect, proof.setup)
    for algorithm in ("INSTANT", "NOCOPY", "INPLACE", "COPY"):
        for lock in ("NONE", "SHARED", "EXCLUSIVE"):
            asked = _asked(proof, algorithm, lock)
            if asked is None:
                return None
            try:
                cursor.execute(asked)
                return algorithm, lock
            except pymysql.Error:
                continue
    raise AssertionError(f"{proof.on} does not take {proof.statement}")


def _tables(cursor: Any, dialect: str) -> set[tuple[int, int]]:
    """InnoDB's own numbers of the tables and partitions."""
    view = "innodb_tables" if dialect == "mysql" else "innodb_sys_tables"
    cursor.execute(f"select table_id, space from information_schema.{view} where name like 'w/%'")
    return set(cursor.fetchall())


@pytest.mark.parametrize("proof", proofs(), ids=lambda proof: f"{proof.on} {proof.fact.id}: {proof.statement}")
def test_a_fact_is_what_the_server_does(proof: Proof, socket_of: Callable[[str], Path]) -> None:
    connection = connect(socket_of(proof.on))
    try:
        _compare(proof, connection.cursor())
    finally:
        connection.close()


def _compare(proof: Proof, cursor: Any) -> None:
    if proof.fact.refused:
        _begin(cursor, proof.dialect, proof.setup)
        with pytest.raises(pymysql.Error) as refused:
            cursor.execute(proof.statement)
        assert str(refused.value.args[0]) == proof.fact.sqlstate
        return
    least = _least(cursor, proof)
    if least == ("INSTANT", "NONE") and proof.dialect == "mysql":
        least = ("INSTANT", proof.fact.lock)  # Which lock it then takes, cannot be asked.
    _begin(cursor, proof.dialect, proof.setup)
    before = _tables(cursor, proof.dialect)
    copied = cursor.execute(proof.statement) or 0
    cursor.fetchall()
    after = _tables(cursor, proof.dialect)
    # What was written anew is another one; what was exchanged is still there, under another name.
    anew = bool(before - after and after - before) and "truncate" not in proof.statement
    copied = 0 if proof.statement.startswith(("create table", "analyze", "optimize")) else copied
    if least is not None and (copied or "remove partitioning" in proof.statement):
        # It takes INSTANT for a change of partitions or of the engine, and copies all the same.
        least = ("COPY", "SHARED") if least[0] == "INSTANT" else least
    claimed = (proof.fact.algorithm, proof.fact.lock)
    assert least in (None, claimed), f"claimed {claimed}, measured {least}"
    assert bool(proof.fact.rewrites) == (anew or copied > 0), f"claimed {proof.fact.rewrites}, measured {anew}"


@pytest.mark.parametrize("proof", proofs(), ids=lambda proof: f"{proof.on} {proof.fact.id}: {proof.statement}")
def test_reading_comes_to_the_fact(proof: Proof) -> None:
    state = _replayed(State(), BASE + ";" + proof.setup, proof.dialect)
    how = database(proof.on)
    assert how
    exact: list[tuple[Operation, State]] = []
    for step in read_statement(proof.statement, proof.dialect):
        for operation in step.operations:
            for one in resolve(operation, state):
                exact.append((one, state))
                state = applied(state, one)
    beside = [one for one, _ in exact]
    found = [impact(one, before, how, beside) for one, before in exact]
    known = facts(proof.dialect).together((proof.fact.id,), (proof.version,))
    if known.refused:
        assert [one.refused for one in found if one.refused] == [known.refused]
        return
    assert max((one.lock for one in found), key=LOCKS.index) == known.lock
    assert max((one.algorithm for one in found), key=ALGORITHMS.index) == known.algorithm
    assert any(one.rewrites for one in found) == bool(known.rewrites)
    assert not [said for one in found for said in one.assumes]


def _replayed(state: State, text: str, dialect: str) -> State:
    for piece in split(text, dialect):
        for step in read_statement(text[piece.start : piece.end], dialect):
            for operation in step.operations:
                for exact in resolve(operation, state):
                    state = applied(state, exact)
    return state
