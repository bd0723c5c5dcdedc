"""A migration forth and back: what its way back leaves, and what undoes it."""

import pytest

from towpath.changes import Insert
from towpath.frameworks import sqlfile
from towpath.history import Trip, replay
from towpath.operations import Migration, Opaque, Script, Step
from towpath.source import Span
from towpath.sql.write import write

BEFORE = """
create table users (id bigint primary key, email varchar(50) not null, age integer default 1);
create index users_email on users (email);
create table orders (id bigint primary key, user_id bigint constraint owner references users);
create type mood as enum ('sad');
"""


def trip(up: str, down: str | None = None) -> Trip:
    first = Migration("sql", "1", sqlfile.read("1.sql", BEFORE).script())
    back = sqlfile.read("2.down.sql", down).script() if down is not None else None
    found = replay([first, Migration("sql", "2", sqlfile.read("2.sql", up).script(), back)])
    return Trip(found["2", "up"], found.get(("2", "down")))


def said(changes: tuple[Insert, ...]) -> list[str]:
    return [f"-- {one.note}: {write(one.operation)}" if one.note else write(one.operation) or "" for one in changes]


@pytest.mark.parametrize(
    ("up", "back"),
    [
        (
            "alter table users add column a int; create index a on users (a)",
            ["DROP INDEX a", "ALTER TABLE users DROP COLUMN a"],
        ),
        ("create table a (id int)", ["DROP TABLE a"]),
        (
            "alter table users drop column age",
            ["-- the values of users.age do not come back: ALTER TABLE users ADD COLUMN age integer DEFAULT 1"],
        ),
        (
            "update users set age = 2; alter table users alter column age set default 2",
            [
                "-- what the rows of users held before is not kept anywhere: "
                "ALTER TABLE users ALTER COLUMN age SET DEFAULT 1"
            ],
        ),
        (
            "alter type mood add value 'glad'; alter table users alter column age set default 2",
            [
                "-- PostgreSQL can take no value out of an enum, so 'glad' stays in mood: "
                "ALTER TABLE users ALTER COLUMN age SET DEFAULT 1"
            ],
        ),
        (
            "alter table orders drop constraint owner",
            ["ALTER TABLE orders ADD CONSTRAINT owner FOREIGN KEY (user_id) REFERENCES users NOT VALID"],
        ),
        ("set lock_timeout = '1s'; alter table orders validate constraint owner", []),
        ("drop index if exists nothing", []),
        ("insert into users values (1)", []),
    ],
)
def test_what_undoes_a_migration(up: str, back: list[str]) -> None:
    found = trip(up).way_back
    assert (said(found.changes), found.why) == (back, "")


def test_what_only_a_run_knows_is_not_compared() -> None:
    up = "alter table users drop column age; create table ${one} (id int); alter table users add column a ${kind}"
    down = "alter table users drop column a; drop table ${other}; alter table users add column age ${kind} default 1"
    assert trip(up, down).differences == ()


def test_what_the_way_up_takes_away_was_there() -> None:
    up = "drop index unseen; alter table other drop constraint unseen_too; create index i on other (a)"
    down = "create index unseen on other (a); alter table other add constraint unseen_too check (a > 0)"
    assert [one.what for one in trip(up, down).differences] == ["the index i"]


def test_why_something_cannot_be_undone() -> None:
    found = trip("alter table others drop column a; create table b (id int)").way_back
    assert said(found.changes) == ["DROP TABLE b"]
    assert "others.a" in found.why
    assert found.of(1).why == ""
    assert "'glad' stays in mood" in trip("alter type mood add value 'glad'").way_back.why


@pytest.mark.parametrize(
    ("up", "down", "differences"),
    [
        ("create table a (id int)", "drop table a", []),
        ("create table a (id int)", "select 1", ["left the table a"]),
        ("alter table users add column a int", "select 1", ["left the column users.a"]),
        ("alter table others add column a int", "select 1", ["left the column others.a"]),
        ("alter table others alter column a type int", "alter table others alter column a type text", []),
        ("alter table users drop column age", "select 1", ["missing the column users.age"]),
        ("alter table users drop column age", "alter table users add age integer default 5", []),
        ("alter table users alter column email type text", "select 1", ["changed the type of users.email"]),
        (
            "alter table users alter column email drop not null",
            "select 1",
            ["changed whether NULL is taken of users.email"],
        ),
        ("alter table users alter column age drop default", "select 1", ["changed the default of users.age"]),
        (
            "create index a on users (age)",
            "drop index users_email",
            ["left the index a", "missing the index users_email"],
        ),
        ("alter table users rename to people", "alter table people rename to users", []),
        (
            "alter table orders drop constraint owner",
            "alter table orders add foreign key (user_id) references users not valid",
            [],
        ),
        ("alter table orders drop constraint owner", "select 1", ["missing the constraint owner"]),
        ("create type a as enum ('x')", "select 1", ["left the type a"]),
        ("drop type mood", "select 1", ["missing the type mood"]),
        ("create table a (id int)", "frobnicate", []),
    ],
)
def test_what_a_way_back_leaves(up: str, down: str, differences: list[str]) -> None:
    assert [f"{one.kind} {one.what}" for one in trip(up, down).differences] == differences


def test_what_completes_a_way_back() -> None:
    up = "alter table users add column a int; create index a on users (age); drop index users_email"
    found = trip(up, "drop index a")
    assert said(found.completing) == ["CREATE INDEX users_email ON users (email)", "ALTER TABLE users DROP COLUMN a"]


def test_what_a_way_back_has_done_already_is_not_done_again() -> None:
    up = "alter table users add constraint users_email unique using index users_email"
    found = trip(up, "alter table users drop constraint users_email")
    assert said(found.completing) == ["CREATE INDEX users_email ON users (email)"]


def test_what_cannot_be_completed_is_not_tried() -> None:
    found = trip("alter table users alter column email type text; drop type mood", "create type mood as enum ('x')")
    assert found.differences
    assert said(found.completing) == ["ALTER TABLE users ALTER COLUMN email TYPE varchar(50)"]


def test_what_is_dropped_under_a_name_that_only_a_run_knows_may_be_what_is_left() -> None:
    up = "alter table orders add constraint one foreign key (id) references users"
    assert [one.what for one in trip(up, "select 1").differences] == ["the constraint one"]
    assert trip(up, "alter table orders drop constraint ${name}").differences == ()


def behind_code(up: str, down: str, code: str) -> Trip:
    """A migration behind one that nobody can read, which stands behind those that made the tables."""
    unread = Step("x", Span(0, 1), (Opaque("a class makes it", "x"),), ({},))
    migrations = [
        Migration("sql", "1", sqlfile.read("1.sql", BEFORE).script()),
        Migration("sql", "2", Script("2.xml", (unread,), (0,))),
        Migration("sql", "3", sqlfile.read("3.sql", code).script()),
        Migration("sql", "4", sqlfile.read("4.sql", up).script(), sqlfile.read("4.down.sql", down).script()),
    ]
    found = replay(migrations)
    return Trip(found["4", "up"], found["4", "down"])


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("", []),
        ("alter table users add constraint adult check (age > 17)", ["the constraint adult"]),
        ("alter table users add note text", []),
    ],
)
def test_what_something_unclear_may_have_taken_away_need_not_come_back(code: str, expected: list[str]) -> None:
    up = "alter table orders drop constraint owner; alter table users drop constraint if exists adult"
    assert [one.what for one in behind_code(up, "select 1", code).differences] == expected


def test_what_a_migration_itself_leaves_is_told_behind_something_unclear() -> None:
    found = behind_code("alter table users add note text", "select 1", "")
    assert [one.what for one in found.differences] == ["the column users.note"]
