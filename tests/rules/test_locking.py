"""What the rules on locks say, beyond their pages."""

import pytest

from rules.told import RULES, texts, told
from towpath.databases import database
from towpath.linter import Settings

USERS = """
create table orgs (id bigint primary key);
create table users (id bigint primary key, email text, name varchar(50), org_id bigint);
"""
PARTED = "create table events (id bigint not null, at date) partition by range (at); create table orgs (id bigint);"
FOREIGN = "alter table users add constraint f foreign key (org_id) references orgs"


def on(text: str) -> Settings:
    """Settings for a database."""
    found = database(text)
    assert found
    return Settings(RULES, databases=(found,))


def test_a_foreign_key_names_both_tables_that_wait():
    (found,) = told("scanning-foreign-key", FOREIGN, USERS)
    assert found.message == "writes to users and orgs wait until every row of users has been looked up in orgs"


def test_a_foreign_key_to_a_new_table_makes_only_one_wait():
    (found,) = told(
        "scanning-foreign-key", "create table a (id int); alter table users add foreign key (id) references a"
    )
    assert found.message == "writes to users wait until every row of users has been looked up in a"


@pytest.mark.parametrize("end", ["not valid", "not enforced"])
def test_a_foreign_key_that_is_not_checked_is_silent(end: str):
    assert texts("scanning-foreign-key", f"{FOREIGN} {end}", USERS) == []


def test_a_partitioned_table_takes_unchecked_foreign_keys_from_18_on():
    text = "alter table events add constraint f foreign key (id) references orgs"
    assert told("scanning-foreign-key", text, PARTED)[0].fixes == ()
    assert told("scanning-foreign-key", text, PARTED, on("postgresql@17"))[0].fixes == ()
    assert len(told("scanning-foreign-key", text, PARTED, on("postgresql@18"))[0].fixes) == 1


def test_several_constraints_beside_one_column_have_no_fix_that_uncovers_the_next():
    text = "alter table users add column code int default 1 references orgs check (code > 0)"
    assert told("scanning-foreign-key", text, USERS)[0].fixes == ()
    assert texts("scanning-check", text, USERS) == []


def test_not_null_is_silent_where_it_is_proven():
    proof = "alter table users add constraint c check (email is not null);"
    assert texts("scanning-not-null", "alter table users alter email set not null", USERS + proof) == []
    assert texts("scanning-not-null", "alter table users alter id set not null", USERS) == []


def test_not_null_that_is_only_promised_is_not_proven():
    promise = "alter table users add constraint c check (email is not null) not valid;"
    assert len(texts("scanning-not-null", "alter table users alter email set not null", USERS + promise)) == 1


def test_what_is_not_known_lowers_the_finding():
    assert told("scanning-not-null", "alter table t alter a set not null")[0].severity == "warning"
    assert told("rewriting-type-change", "alter table t alter a type text")[0].severity == "warning"
    assert told("rewriting-type-change", "alter table users alter id type int", USERS)[0].severity == "error"


@pytest.mark.parametrize("column", ["a int", "a int default 1", "a timestamptz default now()", "a text default 'x'"])
def test_a_column_with_the_same_value_in_each_row_is_silent(column: str):
    assert texts("rewriting-default", f"alter table users add column {column}", USERS) == []


@pytest.mark.parametrize(
    ("column", "why"),
    [
        ("a uuid default gen_random_uuid()", "since gen_random_uuid() may differ from row to row"),
        ("a serial", "with a number in a"),
        ("a bigint generated always as identity", "with a number in a"),
        ("a int generated always as (id * 2) stored", "with a computed"),
        ("a positive", "since a has to fit its domain"),
    ],
)
def test_a_column_with_a_value_of_its_own_in_each_row_says_why(column: str, why: str):
    domain = "create domain positive as int check (value > 0);"
    name = "rewriting-default" if "default gen" in column else "rewriting-column"
    (found,) = told(name, f"alter table users add column {column}", USERS + domain)
    assert found.message == f"reads and writes wait until every row and index of users has been written anew, {why}"


def test_only_a_default_can_come_later():
    assert len(told("rewriting-default", "alter table users add a real default random()", USERS)[0].fixes) == 1
    (required,) = told("rewriting-default", "alter table users add a real not null default random()", USERS)
    assert [fix.rpartition("; ")[2] for fix in required.fixes] == [
        "the next one gives old rows theirs, in batches, and those behind it NOT NULL",
    ]
    assert told("rewriting-column", "alter table users add a serial", USERS)[0].fixes == ()


def test_a_primary_key_takes_over_an_index_only_where_nothing_has_to_be_searched_for_null():
    known = "create table t (a int not null, b int);"
    assert len(told("blocking-primary-key", "alter table t add primary key (a)", known)[0].fixes) == 1
    assert told("blocking-primary-key", "alter table t add primary key (a, b)", known)[0].fixes == ()
    assert told("blocking-primary-key", "alter table t add primary key (a)")[0].fixes == ()


def test_a_constraint_that_takes_over_an_index_is_silent():
    assert texts("blocking-unique", "alter table users add constraint u unique using index i", USERS) == []


def test_small_tables_do_not_keep_anybody_waiting():
    small = Settings(RULES, small=frozenset(("users",)))
    text = """
    alter table users add unique (email), add check (id > 0), alter email set not null, alter id type int,
        add column a uuid default gen_random_uuid();
    create index i on users (lower(email));
    """
    spoken = {rule.name for rule in RULES if told(rule.name, text, USERS, small)}
    assert spoken == {"missing-lock-timeout", "unique-over-duplicates"}


def test_a_serial_column_is_stored_as_the_number_that_it_is():
    before = "create table t (a serial, b bigserial);"
    assert texts("rewriting-type-change", "alter table t alter a type integer, alter b type bigint", before) == []
    assert texts("rewriting-type-change", "alter table t alter a type bigint", before) == ["bigint"]


def test_a_foreign_key_beside_a_new_column_keeps_readers_out_too():
    text = "alter table users add column team bigint default 1 references orgs"
    (found,) = told("scanning-foreign-key", text, USERS)
    assert found.message == (
        "reads and writes of users, and writes to orgs, wait until every row of users has been looked up in orgs"
    )


def test_a_constant_of_a_type_that_is_not_known_does_not_differ_from_row_to_row():
    (found,) = told("rewriting-column", "alter table users add column a shade default 'dark'", USERS)
    assert found.message.endswith("since a has to fit its domain")


def test_a_statement_that_copies_a_table_is_told_once() -> None:
    text = "alter table users change org_id owner_id bigint not null, modify name varchar(50) not null"
    assert len(told("copying-alter", text, "", on("mariadb@10.11"))) == 1


def test_what_stands_beside_a_new_column_decides() -> None:
    before = "create table users (id bigint primary key, a int, v int as (a) virtual)"
    alone, together = "alter table users add b int", "alter table users add b int, drop a"
    assert told("copying-alter", alone, before, on("mariadb@10.11")) == []
    assert len(told("copying-alter", together, before.replace("(a)", "(id)"), on("mariadb@10.11"))) == 1
    assert told("copying-alter", together, before.replace("(a)", "(id)"), on("mysql@9")) == []


def test_what_is_asked_for_is_taken_for_what_is_done() -> None:
    before = "create table users (id bigint primary key, a int)"
    copied = "alter table users add b int, algorithm=copy"
    assert len(told("copying-alter", copied, before, on("mysql@9"))) == 1
    assert told("copying-alter", f"{copied}, lock=none", before, on("mariadb@11")) == []
    refused = "alter table users modify a bigint, algorithm=inplace"
    assert told("copying-alter", refused, before, on("mysql@9")) == []
    assert len(told("unsupported-alter", refused, before, on("mysql@9"))) == 1


def test_sqlite_keeps_a_column_that_something_names() -> None:
    before = """
    create table users (id integer primary key, a int check (a > 0), b int, c int, check (b > c));
    create view v as select c from users;
    """
    refused = [len(told("unsupported-alter", f"alter table users drop {one}", before, on("sqlite"))) for one in "abc"]
    assert refused == [0, 1, 1]
