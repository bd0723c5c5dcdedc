"""The operations that lead from one schema to another."""

import pytest

from databases.replay import replayed
from towpath.schema import State, alike, applied, between
from towpath.sql.write import write

USERS = "create table users (id bigint primary key, name text, age int);"
ORDERS = "create table orders (id int, user_id bigint, constraint k foreign key (user_id) references users (id));"


def after(text: str) -> State:
    return replayed(State(), text)


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        (USERS, USERS, []),
        ("", "create table t (a int not null);", ["CREATE TABLE t (\n    a integer NOT NULL\n)"]),
        (
            USERS,
            USERS.replace("age int", "age bigint not null default 3"),
            [
                "ALTER TABLE users ALTER COLUMN age TYPE bigint",
                "ALTER TABLE users ALTER COLUMN age SET DEFAULT 3",
                "ALTER TABLE users ALTER COLUMN age SET NOT NULL",
            ],
        ),
        (
            USERS.replace("age int", "age int not null default 3"),
            USERS,
            ["ALTER TABLE users ALTER COLUMN age DROP DEFAULT", "ALTER TABLE users ALTER COLUMN age DROP NOT NULL"],
        ),
        (USERS, USERS.replace("age int", "years int"), ["ALTER TABLE users RENAME COLUMN age TO years"]),
        (
            USERS,
            USERS.replace("age int", "years bigint"),
            ["ALTER TABLE users ADD COLUMN years bigint", "ALTER TABLE users DROP COLUMN age"],
        ),
        (
            f"{USERS} create index a on users (age);",
            f"{USERS} create index b on users (name);",
            ["DROP INDEX a", "CREATE INDEX b ON users (name)"],
        ),
        (
            USERS + ORDERS,
            USERS + ORDERS.replace("references users (id)", "references users (id) on delete cascade"),
            [
                "ALTER TABLE orders DROP CONSTRAINT k",
                "ALTER TABLE orders ADD CONSTRAINT k FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE",
            ],
        ),
        # The rows of a table that is gone are not brought back by what makes a table.
        (USERS, "", []),
        (USERS, USERS.replace("users", "people"), []),
    ],
)
def test_what_is_in_between(before: str, now: str, said: list[str]) -> None:
    assert [write(operation) for operation in between(after(before), after(now))] == said


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("", USERS + ORDERS),
        ("", ORDERS.replace("orders", "a") + USERS),
        (USERS, USERS.replace("name text", "name varchar(9) default 'x', mail text") + ORDERS),
        (USERS + ORDERS, USERS + ORDERS.replace("constraint k ", "constraint l ")),
        (USERS, USERS.replace("age int", "age int, unique (age), constraint c check (age > 1)")),
        (USERS.replace("age int", "age int, unique (age), constraint c check (age > 1)"), USERS),
        (USERS.replace("age int", "age int, unique (age)"), USERS.replace(", age int", "")),
    ],
)
def test_it_leads_there(before: str, now: str) -> None:
    start, end = after(before), after(now)
    state = start
    for operation in between(start, end):
        state = applied(state, operation)
    assert not alike(start, end)
    assert alike(state, end)


def test_what_no_table_has_is_left_as_it_is() -> None:
    assert between(State(), after("create type mood as enum ('good');")) == ()
