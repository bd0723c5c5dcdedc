"""What the rules on transactions, compatibility, loss and data say, beyond their pages."""

import pytest

from rules.told import texts, told

USERS = """
create table users (id bigint primary key, email text);
create table orders (id int, user_id int references users);
"""


def test_a_body_cannot_commit_in_between():
    text = "do $$ begin create index concurrently i on users (id); end $$"
    (found,) = told("concurrent-in-transaction", text, USERS)
    assert (found.text, found.fixes) == ("concurrently", ())


def test_what_is_refused_anyway_is_not_moved():
    before = "create table events (at date) partition by range (at);"
    text = "alter table users add a int; create index concurrently i on events (at)"
    (found,) = told("concurrent-in-transaction", text, USERS + before)
    assert "a partitioned table takes no index concurrently" in found.message
    assert found.fixes == ()


@pytest.mark.parametrize(
    "text",
    ["reindex table concurrently users", "alter table p detach partition q concurrently", "drop index concurrently i"],
)
def test_every_concurrent_statement_has_to_be_alone(text: str):
    assert texts("concurrent-in-transaction", f"select 1; {text};")


@pytest.mark.parametrize(
    "column",
    ["a int", "a int not null default 1", "a serial not null", "a int generated always as (id) stored not null"],
)
def test_a_column_that_fills_itself_is_not_required(column: str):
    assert texts("required-column-without-default", f"alter table users add column {column}", USERS) == []


def test_a_required_column_is_pointed_at_where_it_says_so():
    text = "alter table users add column a int not null"
    assert texts("required-column-without-default", text, USERS) == ["not null"]


@pytest.mark.parametrize(
    "rule", ["dropped-column", "renamed-column", "renamed-table", "required-column-without-default"]
)
def test_compatibility_is_about_tables_that_are_there(rule: str):
    text = """
    create table t (a int, b int); alter table t drop a; alter table t rename b to c; alter table t add d int not null;
    alter table t rename to u;
    """
    assert texts(rule, text) == []


def test_a_name_that_is_taken_in_the_same_transaction_goes_on():
    assert texts("renamed-table", "alter table users rename to people; create view users as select 1;", USERS) == []
    assert texts("renamed-table", "alter table users rename to people; create view user as select 1;", USERS) != []


def test_a_table_that_is_dropped_with_cascade_takes_its_foreign_keys_along():
    (found,) = told("cascading-drop", "drop table users cascade", USERS)
    assert "the foreign keys of orders" in found.message
    assert texts("dropped-table", "drop table users cascade", USERS) == []


def test_truncate_names_what_points_to_the_table():
    before = (
        USERS + "create table items (order_id int); alter table items add foreign key (order_id) references orders;"
    )
    (found,) = told("unfiltered-write", "truncate users cascade", before)
    assert found.message == "every row of users, and of orders, items is deleted"


def test_a_column_that_was_just_added_has_nothing_to_lose():
    assert texts("unfiltered-write", "alter table users add a int; update users set a = 1;", USERS) == []
    assert texts("unfiltered-write", "alter table users add a int; update users set a = 1, email = '';", USERS) != []


def test_rows_before_and_after_a_change_are_mixed_with_it():
    add, fill = "alter table users add a int;", "update users set email = '' where id > 5;"
    (after,) = told("mixed-schema-and-data", add + fill, USERS)
    assert after.message == "users stays locked until these rows of users have been written"
    assert len(after.fixes) == 1
    (before,) = told("mixed-schema-and-data", fill + add, USERS)
    assert before.message == "these rows of users stay locked until users could be changed"
    assert before.fixes == ()


def test_rows_that_commit_by_themselves_are_not_mixed_in():
    add, fill = "alter table users add a int;", "update users set email = '' where id > 5;"
    assert texts("mixed-schema-and-data", f"begin; {add} commit; {fill}", USERS) == []


def test_what_is_not_understood_says_why():
    (found,) = told("not-analysed", "do $$ begin execute format('drop table %I', 'a'); end $$")
    assert (found.severity, found.message) == ("hint", "this is not analysed: dynamic SQL")


def test_no_code_that_is_running_knows_a_column_that_was_just_added():
    text = "alter table users add a int; alter table users rename a to b; alter table users drop b;"
    assert texts("renamed-column", text, USERS) == []
    assert texts("dropped-column", text, USERS) == []
    assert texts("renamed-column", "alter table users rename email to a; alter table users rename a to b", USERS) == [
        "alter table users rename email to a"
    ]


def test_a_column_whose_name_is_taken_again_loses_its_values():
    (swapped,) = told(
        "dropped-column", "alter table users add a int, drop email; alter table users rename a to email;", USERS
    )
    assert swapped.message == "the values of users.email are gone: another column takes its name"
    (gone,) = told("dropped-column", "alter table users drop email; alter table orders add email text;", USERS)
    assert gone.message.startswith("code that is still running and names users.email fails")


@pytest.mark.parametrize("emptied", ["truncate users", "delete from users"])
def test_an_emptied_table_takes_a_required_column(emptied: str):
    add = "alter table users add a int not null"
    (found,) = told("required-column-without-default", f"{emptied}; {add}", USERS)
    assert found.severity == "warning"
    assert "has rows" not in found.message
    (again,) = told("required-column-without-default", f"{emptied}; insert into users values (1); {add}", USERS)
    assert again.severity == "error"


def test_a_table_of_which_some_rows_are_deleted_is_not_empty():
    text = "delete from users where id = 1; alter table users add a int not null"
    assert told("required-column-without-default", text, USERS)[0].severity == "error"


def test_each_of_several_names_is_pointed_at():
    assert texts("dropped-table", "drop table users, orders", USERS) == ["users", "orders"]
    assert texts("cascading-drop", "drop view a, s.b cascade", USERS) == ["a", "s.b"]
    assert texts("cascading-drop", "drop view a cascade", USERS) == ["cascade"]
    assert texts("unfiltered-write", "truncate users, orders", USERS) == ["users", "orders"]
    assert texts("blocking-index-drop", "drop index i, j", USERS) == ["i", "j"]
    assert texts("dropped-column", "alter table users drop email, drop name", USERS) == ["drop email", "drop name"]


@pytest.mark.parametrize(
    ("query", "many"),
    [
        ("select 1, 'a', now()", False),
        ("select 1 union all select 2", False),
        ("table orders", True),
        ("select generate_series(1, 9)", True),
        ("select jsonb_array_elements('[1]')", True),
        ("select id from orders", True),
    ],
)
def test_rows_that_are_written_out_are_not_data_to_wait_for(query: str, many: bool):
    text = f"alter table users add a int; insert into users {query};"
    assert bool(texts("mixed-schema-and-data", text, USERS)) is many
