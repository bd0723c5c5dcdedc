"""What operations leave behind, where more than the thing that they name changes."""

from typing import Any

import pytest

from databases.replay import read
from towpath.operations import (
    Column,
    ForeignKey,
    MoveObject,
    MoveTable,
    Name,
    Operation,
    RenameObject,
    RenameTable,
    Type,
)
from towpath.schema import State, Table, applied, resolve

USERS = "create table users (id bigint primary key, email text, age int check (age > 0));"
ORDERS = "create table orders (id int, user_id bigint references users (id));"
PARTED = "create table p (k int, v text) partition by range (k); create table p1 partition of p default;"


def after(text: str) -> State:
    state = State(migration="1")
    for operations in read(text):
        for operation in operations:
            state = applied(state, operation)
    return state


def table(text: str, name: str) -> Table:
    found = after(text).table(Name(name))
    assert found is not None
    return found


def names(found: Any) -> list[str]:
    return [getattr(one.name, "name", one.name) for one in found]


def test_a_view_and_what_it_reads_know_each_other() -> None:
    text = f"{USERS} create view v as select id from users; create view w as select * from v;"
    assert table(text, "v").reads == (Name("users"),)
    assert table(text, "users").read_by == (Name("v"),)
    assert table(text, "v").read_by == (Name("w"),)


def test_a_drop_with_cascade_takes_views_and_foreign_keys_along() -> None:
    text = f"{USERS} {ORDERS} create view v as select id from users; create view w as select * from v;"
    state = after(f"{text} drop table users cascade;")
    assert [str(found.name) for found in state.tables()] == ["orders"]
    assert table(f"{text} drop table users cascade;", "orders").foreign_keys == ()


def test_a_dropped_column_takes_along_what_stands_on_it() -> None:
    text = f"{USERS} create index on users (lower(email)); create index i on users (id) where email <> '';"
    left = table(f"{text} alter table users drop column email, drop column age;", "users")
    assert names(left.columns) == ["id"]
    assert names(left.constraints) == ["users_pkey"]
    assert names(left.indexes) == ["users_pkey"]


def test_a_star_in_a_count_reads_no_column() -> None:
    text = f"{USERS} create view v as select count(*) from users; alter table users drop column age cascade;"
    assert after(text).table(Name("v")) is not None


@pytest.mark.parametrize(
    ("change", "expression"),
    [
        ("alter table users rename column age to years", "years > 0"),
        ("alter table users rename column email to age_of", "age > 0"),
    ],
)
def test_a_check_follows_the_name_of_its_column(change: str, expression: str) -> None:
    assert table(f"{USERS} {change};", "users").checks[0].expression == expression


def test_what_was_quoted_in_a_check_stays_quoted() -> None:
    text = 'create table t (a int, check ("a" > 0)); alter table t rename column a to b;'
    assert table(text, "t").checks[0].expression == '"b" > 0'


def test_a_foreign_key_follows_the_names_that_it_points_to() -> None:
    text = f"{USERS} {ORDERS} alter table users rename column id to number; alter table users rename to people;"
    (key,) = table(text, "orders").foreign_keys
    assert (key.target, key.target_columns) == (Name("people"), ("number",))
    assert table(text, "people").referenced_by == (Name("orders"),)


def test_what_makes_a_table_anew_that_a_key_named_before_leaves_the_key() -> None:
    text = "create table orders (id int, user_id int, constraint k foreign key (user_id) references users (id));"
    anew = f"{text} drop table if exists users; create table users (id int primary key);"
    assert [key.name for key in table(anew, "orders").foreign_keys] == ["k"]
    assert table(anew, "users").referenced_by == (Name("orders"),)
    assert not table(f"{text} drop table users;", "orders").foreign_keys
    assert not table(f"{text} drop table if exists users cascade;", "orders").foreign_keys


def test_a_serial_column_has_a_sequence_that_follows_it() -> None:
    text = "create table t (id serial);"
    assert table(text, "t").column("id") == Column("id", Type("integer"), False, "nextval('t_id_seq'::regclass)")
    sequence = after(f"{text} alter table t rename to u;").sequence(Name("t_id_seq"))
    assert sequence is not None
    assert sequence.made.owned_by == (Name("u"), "id")
    assert after(f"{text} alter table t drop column id;").sequence(Name("t_id_seq")) is None
    renamed = table(f"{text} alter sequence t_id_seq rename to s;", "t").column("id")
    assert renamed is not None
    assert renamed.default == "nextval('s'::regclass)"


@pytest.mark.parametrize(
    ("operation", "exact"),
    [
        (RenameTable(Name("t_id_seq"), "s"), RenameObject("sequence", Name("t_id_seq"), "s")),
        (RenameTable(Name("v"), "w"), RenameObject("view", Name("v"), "w")),
        (MoveTable(Name("v"), "app"), MoveObject("view", Name("v"), "app")),
        (RenameTable(Name("t"), "u"), RenameTable(Name("t"), "u")),
    ],
)
def test_alter_table_renames_what_is_no_table_as_well(operation: Operation, exact: Operation) -> None:
    state = after("create table t (id serial); create view v as select id from t;")
    assert list(resolve(operation, state)) == [exact]


def test_a_schema_that_is_renamed_or_dropped_takes_along_what_lives_in_it() -> None:
    text = (
        "create schema a; create type a.m as enum ('x'); create table a.t (c a.m); create view v as select c from a.t;"
    )
    renamed = after(f"{text} alter schema a rename to b;")
    assert renamed.table(Name("t", "a")) is None
    assert renamed.users(Name("m", "b")) == (Name("t", "b"),)
    assert table(f"{text} alter schema a rename to b;", "v").reads == (Name("t", "b"),)
    assert after(f"{text} drop schema a cascade;").tables() == []


def test_a_type_knows_its_users_under_every_name() -> None:
    text = "create domain d as int; create domain e as d; create table t (a e); alter domain d rename to f;"
    state = after(text)
    assert state.users(Name("f")) == (Name("t"),)
    assert state.users(Name("d")) == ()
    assert after(f"{text} alter table t alter column a type int;").users(Name("f")) == ()


def test_what_is_made_on_the_whole_is_on_its_partitions() -> None:
    text = f"{PARTED} create index i on p (v); alter table p add constraint c check (k > 0), add column w int not null;"
    part = table(text, "p1")
    assert [(index.name.name, index.part_of) for index in part.indexes] == [("p1_v_idx", Name("i"))]
    assert names(part.constraints) == ["c"]
    assert part.column("w") == Column("w", Type("integer"), False)
    assert table(f"{text} drop index i; alter table p drop constraint c;", "p1").indexes == ()


def test_an_index_of_the_whole_alone_is_valid_once_all_partitions_have_theirs() -> None:
    text = f"{PARTED} create index i on only p (v); create index j on p1 (v);"
    assert [index.valid for index in table(text, "p").indexes] == [False]
    assert [index.valid for index in table(f"{text} alter index i attach partition j;", "p").indexes] == [True]


def test_a_partition_that_leaves_keeps_what_it_has() -> None:
    text = f"{USERS} {PARTED} alter table p add foreign key (k) references users (id);"
    assert table(text, "users").referenced_by == (Name("p"),)
    left = table(f"{text} alter table p detach partition p1;", "p1")
    assert [type(one) for one in left.constraints] == [ForeignKey]
    assert table(f"{text} alter table p detach partition p1;", "users").referenced_by == (Name("p"), Name("p1"))


def test_like_takes_what_is_asked_for() -> None:
    text = "create table t (a int default 1 primary key, b int check (b > 0), c int generated always as identity);"
    bare = table(f"{text} create table n (like t);", "n")
    assert [(one.name, one.default, one.identity, one.nullable) for one in bare.columns] == [
        ("a", None, None, False),
        ("b", None, None, True),
        ("c", None, None, False),
    ]
    assert bare.constraints == bare.indexes == ()
    whole = table(f"{text} create table n (like t including all excluding indexes);", "n")
    assert [(one.default, one.identity) for one in whole.columns] == [("1", None), (None, None), (None, "always")]
    assert names(whole.constraints) == ["t_b_check"]


def test_what_is_not_understood_leaves_doubt_about_what_it_names() -> None:
    doubted = table(f"{USERS} do $$ begin execute format('alter table %I drop c', 'users'); end $$;", "users")
    assert (doubted.whole, doubted.constraints, doubted.born) == (False, (), "1")
    assert all(column.type is None and column.nullable is None for column in doubted.columns)
    added = table(f"{USERS} do $$ begin execute 'create index on users' || rest; end $$;", "users")
    assert (added.whole, len(added.columns)) == (False, 3)
    read = table(f"{USERS} do $$ begin execute 'delete from users where ' || rest; end $$;", "users")
    assert read.whole


def test_names_are_held_under_the_schema_that_the_search_path_leads_to() -> None:
    state = after("set search_path = app; create table t (a int); reset search_path;")
    found = state.table(Name("t", "app"))
    assert found is not None
    assert found.name == Name("t", "app")
    assert state.table(Name("t")) is None
