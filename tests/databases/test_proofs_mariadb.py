"""Every fact about MariaDB is what MariaDB 10.11 does: two witnesses, and what reading comes to.

The server is asked which ALGORITHM and LOCK it takes, the least first; and whether the table is another one behind the
statement, or rows were copied, since it takes INSTANT for some that it copies.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pymysql
import pytest

from servers.mariadb import connect, server
from towpath.databases import Impact, database, impact
from towpath.databases.facts import Fact, facts
from towpath.schema import State, applied, resolve
from towpath.sql import read_statement, split

BASE = Path(__file__).with_name("base_mariadb.sql").read_text("utf-8")
FURTHER = Path(__file__).with_name("proofs_mariadb.tsv")
VERSION = (10,)
# Where nothing can be asked: other statements, and these clauses.
_NOT_ASKED = ("add partition", "drop partition", "truncate partition", "reorganize", "exchange partition")


class Proof(NamedTuple):
    fact: Fact
    setup: str
    statement: str


def proofs() -> list[Proof]:
    known = facts("mariadb").rows
    own = [Proof(row, row.setup, row.statement) for rows in known.values() for row in rows if row.statement]
    lines = [line.split("\t") for line in FURTHER.read_text("utf-8").splitlines() if not line.startswith("#")]
    for fact, _, _, setup, statement in lines[1:]:
        own.append(Proof(next(row for row in known[fact] if row.statement), setup, statement))
    return own


@pytest.fixture(scope="module")
def socket() -> Iterator[Path]:
    with server() as found:
        yield found


@pytest.fixture
def cursor(socket: Path) -> Iterator[Any]:
    connection = connect(socket)
    found = connection.cursor()
    _begin(found)
    yield found
    connection.close()


def _begin(cursor: Any, setup: str = "") -> None:
    cursor.execute("drop database if exists w")
    cursor.execute("create database w")
    cursor.execute("use w")
    cursor.execute("set session sql_mode = default, foreign_key_checks = 1")
    for text in (BASE, setup):
        for piece in split(text, "mariadb"):
            cursor.execute(text[piece.start : piece.end])


def _asked(statement: str, algorithm: str, lock: str) -> str | None:
    """The statement with what is asked of it; None where nothing can be."""
    if not statement.startswith("alter table") or any(words in statement for words in _NOT_ASKED):
        return None
    table, rest = statement.split(" ", 3)[2:]
    between = " " if rest.startswith(("partition by", "remove partitioning")) else ", "
    return f"alter table {table} algorithm={algorithm}, lock={lock}{between}{rest}"


def _least(cursor: Any, proof: Proof) -> tuple[str, str] | None:
    """The least that the server takes."""
    _begin(cursor, proof.setup)
    for algorithm in ("INSTANT", "NOCOPY", "INPLACE", "COPY"):
        for lock in ("NONE", "SHARED", "EXCLUSIVE"):
            asked = _asked(proof.statement, algorithm, lock)
            if asked is None:
                return None
            try:
                cursor.execute(asked)
                return algorithm, lock
            except pymysql.Error:
                continue
    raise AssertionError(f"MariaDB does not take {proof.statement}")


def _tables(cursor: Any) -> set[tuple[int, int]]:
    """InnoDB's own numbers of the tables and partitions."""
    cursor.execute("select table_id, space from information_schema.innodb_sys_tables where name like 'w/%'")
    return set(cursor.fetchall())


@pytest.mark.parametrize("proof", proofs(), ids=lambda proof: f"{proof.fact.id}: {proof.statement}")
def test_a_fact_is_what_the_server_does(proof: Proof, cursor: Any) -> None:
    least = _least(cursor, proof)
    _begin(cursor, proof.setup)
    before = _tables(cursor)
    copied = cursor.execute(proof.statement) or 0
    cursor.fetchall()
    after = _tables(cursor)
    # What was written anew is another one; what was exchanged is still there, under another name.
    anew = bool(before - after and after - before) and "truncate" not in proof.statement
    copied = 0 if proof.statement.startswith("create table") else copied
    if least is not None and (copied or "remove partitioning" in proof.statement):
        # It takes INSTANT for a change of partitions or of the engine, and copies all the same.
        least = ("COPY", "SHARED") if least[0] == "INSTANT" else least
    claimed = (proof.fact.algorithm, proof.fact.lock)
    assert least in (None, claimed), f"claimed {claimed}, measured {least}"
    copied = 0 if proof.statement.startswith("analyze") else copied
    assert bool(proof.fact.rewrites) == (anew or copied > 0), f"claimed {proof.fact.rewrites}, measured {anew}"


@pytest.mark.parametrize("proof", proofs(), ids=lambda proof: f"{proof.fact.id}: {proof.statement}")
def test_reading_comes_to_the_fact(proof: Proof) -> None:
    state = _replayed(State(), BASE + ";" + proof.setup)
    how = database("mariadb@10.11")
    assert how
    found: list[Impact] = []
    for step in read_statement(proof.statement, "mariadb"):
        for operation in step.operations:
            for exact in resolve(operation, state):
                found.append(impact(exact, state, how))
                state = applied(state, exact)
    known = facts("mariadb").together((proof.fact.id,), VERSION)
    locks = ("", "NONE", "SHARED", "EXCLUSIVE")
    assert max((one.lock for one in found), key=locks.index) == known.lock
    assert known.algorithm in [one.algorithm for one in found]
    assert any(one.rewrites for one in found) == bool(known.rewrites)
    assert not [said for one in found for said in one.assumes]


def _replayed(state: State, text: str) -> State:
    for piece in split(text, "mariadb"):
        for step in read_statement(text[piece.start : piece.end], "mariadb"):
            for operation in step.operations:
                for exact in resolve(operation, state):
                    state = applied(state, exact)
    return state
