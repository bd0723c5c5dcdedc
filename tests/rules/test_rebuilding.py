"""A table of SQLite that a fix makes anew keeps its rows, keys, indexes, triggers and views on the real library."""

import sqlite3
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, closing, contextmanager
from typing import Any

import apsw
import pytest

from databases.test_proofs_sqlite import Run
from towpath.operations import (
    AddColumn,
    AddConstraint,
    AlterColumnType,
    Check,
    Column,
    Name,
    Operation,
    SetDefault,
    SetNotNull,
    Type,
    Unique,
)
from towpath.rule.rebuilding import rebuilt
from towpath.schema import State, applied, resolve
from towpath.sql import read_statement, split
from towpath.sql.write import Manner, write

BEFORE = """
create table p (id integer primary key);
create table users (
    id integer primary key autoincrement, name varchar(20) collate nocase default 'x', "Age" int check ("Age" > 0),
    pid int references p (id) on delete cascade, g int as (id * 2) stored, unique (name, pid)
);
create index users_age on users ("Age") where "Age" > 3;
create table orders (id integer primary key, user_id int references users (id) on delete cascade);
create trigger tg after insert on users begin update users set pid = 1 where id = new.id; end;
create view v as select id from users;
"""
ROWS = """
insert into p values (1);
insert into users (id, name, "Age", pid) values (1, 'a', 5, 1), (7, 'b', 6, 1);
insert into orders values (1, 7);
"""
USERS = Name("users")
KEPT = ["index users_age", "table orders", "table p", "table users", "trigger tg", "view v"]


@contextmanager
def _standard() -> Generator[Run]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        yield lambda text: connection.execute(text).fetchall()


@contextmanager
def _newer() -> Generator[Run]:
    made: Any = apsw.Connection(":memory:")
    with closing(made) as connection:
        yield lambda text: list(connection.execute(text))


def _state() -> State:
    state = State()
    for piece in split(BEFORE, "sqlite"):
        for step in read_statement(BEFORE[piece.start : piece.end], "sqlite"):
            for operation in step.operations:
                for exact in resolve(operation, state):
                    state = applied(state, exact)
    return state


def _run(run: Run, text: str) -> None:
    for piece in split(text, "sqlite"):
        run(text[piece.start : piece.end])


@pytest.mark.parametrize("library", [_standard, _newer])
@pytest.mark.parametrize(
    "change",
    [
        SetNotNull(USERS, "name"),
        SetDefault(USERS, "name", "'y'"),
        AlterColumnType(USERS, "name", Type("text"), collation="nocase"),
        AddColumn(USERS, Column("e", Type("text"), default="(lower('X'))")),
        AddColumn(USERS, Column("u", Type("text")), (Unique(("u",)),)),
        AddConstraint(USERS, Check("id > 0", "c")),
    ],
    ids=lambda one: type(one).__name__ if isinstance(one, Operation) else "",
)
def test_everything_is_kept(change: Operation, library: Callable[[], AbstractContextManager[Run]]) -> None:
    state = _state()
    with library() as run:
        run("pragma foreign_keys = on")
        _run(run, BEFORE + ROWS)
        made = rebuilt(change, USERS, state, state.tables())
        assert made
        for one in made:
            run(write(one, Manner(dialect="sqlite")) or "")
        assert run('select id, name, "Age", pid, g from users') == [(1, "a", 5, 1, 2), (7, "b", 6, 1, 14)]
        assert run("select * from orders") == [(1, 7)]
        assert run("pragma foreign_key_check") == []
        assert run("pragma foreign_keys") == [(1,)]
        assert run("select count(*) from v") == [(2,)]
        names = run("select type || ' ' || name from sqlite_master where name not like 'sqlite_%'")
        assert sorted(name for (name,) in names) == KEPT
        run("insert into users (name) values ('c')")
        assert run("select pid from users where name = 'C'") == [(1,)]
        with pytest.raises((sqlite3.IntegrityError, apsw.ConstraintError)):
            run("insert into orders values (2, 99)")


def test_a_column_that_rows_cannot_fill_is_left_to_the_author() -> None:
    state = _state()
    required = AddColumn(USERS, Column("e", Type("text"), nullable=False))
    assert rebuilt(required, USERS, state, state.tables()) == ()


def test_a_trigger_elsewhere_that_names_the_table_is_in_the_way() -> None:
    state = _state()
    (step,) = read_statement("create trigger o after insert on orders begin update users set name = 'o'; end", "sqlite")
    state = applied(state, step.operations[0])
    assert rebuilt(SetNotNull(USERS, "name"), USERS, state, state.tables()) == ()
