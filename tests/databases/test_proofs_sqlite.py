"""Every fact about SQLite is what SQLite does, the standard library's and a newer one.

The witness of a rewrite is how many pages a statement writes to the log beside the file, of those that the table has.
"""

import sqlite3
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any

import apsw
import pytest

from towpath.databases import database, impact
from towpath.databases.facts import Fact, facts
from towpath.operations import AlterColumnType, Name, Type
from towpath.schema import ANEW, State, applied
from towpath.sql import read_statement, split

BASE = """
create table p (id integer primary key);
insert into p values (1);
create table t (
    id integer primary key, a int, b int not null, c text, k int, z text, constraint kk check (k > -1)
);
create index t_a on t (a);
create view v as select b from t;
with recursive g (i) as (select 1 union all select i + 1 from g where i < 20000)
    insert into t select i, i, i, 'some text ' || i, i, 'zzzzzz' from g;
"""
Run = Callable[[str], list[tuple[Any, ...]]]
_PAGE, _FRAME = 4096, 24


@contextmanager
def _standard(path: Path) -> Generator[Run]:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        yield lambda text: connection.execute(text).fetchall()


@contextmanager
def _newer(path: Path) -> Generator[Run]:
    made: Any = apsw.Connection(str(path))
    with closing(made) as connection:
        yield lambda text: list(connection.execute(text))


LIBRARIES: dict[str, tuple[Callable[[Path], AbstractContextManager[Run]], str]] = {
    "standard": (_standard, sqlite3.sqlite_version),
    "newer": (_newer, apsw.sqlite_lib_version()),
}
ROWS = [row for found in facts("sqlite").rows.values() for row in found]


def _set_up(run: Run, setup: str) -> None:
    for text in ("pragma journal_mode = wal; pragma wal_autocheckpoint = 0; pragma foreign_keys = on;", BASE, setup):
        for piece in split(text, "sqlite"):
            run(text[piece.start : piece.end])
    run("pragma wal_checkpoint(truncate)")


def _problem(run: Run, statement: str) -> str:
    try:
        for piece in split(statement, "sqlite"):
            run(statement[piece.start : piece.end])
    except (sqlite3.OperationalError, apsw.Error) as error:
        return str(error)
    return ""


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("fact", ROWS, ids=lambda fact: fact.id)
def test_a_fact_is_what_sqlite_does(fact: Fact, library: str, tmp_path: Path) -> None:
    path = tmp_path / "file.db"
    with LIBRARIES[library][0](path) as run:
        _set_up(run, fact.setup)
        minor = int(LIBRARIES[library][1].split(".")[1])
        pages = run("pragma page_count")[0][0]
        run("begin")
        within = _problem(run, fact.statement)
        run("rollback")
        problem = _problem(run, fact.statement)
        if fact.versions and minor not in fact.versions:
            assert "syntax error" in problem
            return
        assert (fact.refused in problem) if fact.refused else not problem
        assert (fact.in_transaction == "refused") == (bool(within) and not problem)
        if not problem and fact.id not in ("drop table", "vacuum", "create index", "drop index", "reindex"):
            log = Path(f"{path}-wal")
            written = max(0, log.stat().st_size - 32) // (_PAGE + _FRAME)
            assert bool(fact.rewrites) == (written > pages / 2), f"claimed {fact.rewrites}, wrote {written} of {pages}"


@pytest.mark.parametrize("fact", ROWS, ids=lambda fact: fact.id)
def test_reading_comes_to_the_fact(fact: Fact) -> None:
    """Statements that this database has no form for are said by the calls of other systems alone."""
    state = State()
    for text in (BASE, fact.setup):
        for piece in split(text, "sqlite"):
            for step in read_statement(text[piece.start : piece.end], "sqlite"):
                for operation in step.operations:
                    state = applied(state, operation)
    how = database("sqlite@3.54")
    assert how
    if fact.id == "make table anew":
        change = AlterColumnType(Name("t"), "b", Type("text"))
        found = impact(change, state.put([(ANEW, "n")]), how)
        assert (found.rewrites, found.locks) == ((Name("t"),), ((Name("t"), "RESERVED"),))
        return
    dialect = "postgresql" if fact.refused == "syntax error" else "sqlite"
    (operation,) = (one for step in read_statement(fact.statement, dialect) for one in step.operations)
    found = impact(operation, state, how)
    assert found.refused == fact.refused
    assert bool(found.rewrites) == bool(fact.rewrites)
    assert found.in_transaction == fact.in_transaction
