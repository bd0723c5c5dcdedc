"""When a lock timeout is missing."""

import pytest

from rules.told import RULES, Told, told
from towpath.linter import Settings

USERS = "create table users (id bigint primary key, email text); create table logs (id bigint);"
ADD = "alter table users add column a int;"


def missing(text: str, settings: Settings | None = None) -> list[Told]:
    return told("missing-lock-timeout", text, USERS, settings)


@pytest.mark.parametrize(
    "before",
    ["set lock_timeout = '5s';", "set local lock_timeout = 2000;", "select set_config('lock_timeout', '1s', true);"],
)
def test_one_that_is_set_before_is_enough(before: str):
    assert missing(before + ADD) == []


@pytest.mark.parametrize(
    "before",
    [
        "set lock_timeout = 0;",
        "set local lock_timeout = '0s';",
        "set lock_timeout = '5s'; reset lock_timeout;",
        "set lock_timeout to default;",
        "set statement_timeout = '5s';",
    ],
)
def test_none_is_none(before: str):
    assert [one.text for one in missing(before + ADD)] == [ADD.rstrip(";")]


def test_one_that_is_set_afterwards_comes_too_late():
    (found,) = missing(f"{ADD} set lock_timeout = '5s'; alter table users add column b int;")
    assert found.text == ADD.rstrip(";")


def test_it_is_told_once_in_a_transaction():
    assert len(missing("alter table users add column a int, add column b int; drop table logs;")) == 1


def test_without_a_transaction_what_is_set_once_holds_for_all():
    found = told("missing-lock-timeout", f"{ADD} alter table logs add column b int;", USERS, outside=True)
    assert [(one.text, one.fixes[0]) for one in found] == [(ADD.rstrip(";"), "Set lock_timeout to 5s first")]


def test_each_transaction_waits_by_itself():
    twice = f"begin; {ADD} commit; begin; alter table logs add column b int; commit;"
    assert len(told("missing-lock-timeout", twice, USERS, outside=True)) == 2


def test_what_blocks_nobody_is_not_told():
    text = """
    insert into users values (1); update users set email = '' where id = 1; analyze users;
    comment on table users is 'x';
    alter table users validate constraint c; create table t (a int); create index i on t (a); create view v as select 1;
    """
    assert missing(text) == []


def test_a_table_that_is_pointed_to_waits_too():
    (found,) = missing("create table t (a int references users);")
    assert "its lock on users," in found.message


def test_it_is_worse_on_hot_and_large_tables():
    assert missing(ADD)[0].severity == "info"
    assert missing(ADD, Settings(RULES, hot=frozenset(("users",))))[0].severity == "warning"
    assert missing(ADD, Settings(RULES, large=frozenset(("users",))))[0].severity == "warning"
    assert missing(ADD, Settings(RULES, hot=frozenset(("logs",))))[0].severity == "info"


def test_one_that_is_set_outside_is_enough():
    assert missing(ADD, Settings(RULES, lock_timeout="5s")) == []
    assert len(missing(ADD, Settings(RULES, lock_timeout="0"))) == 1
    assert len(missing(ADD, Settings(RULES, statement_timeout="5s"))) == 1


def test_the_option_is_what_is_set():
    options = {"missing-lock-timeout": {"timeout": "300ms"}}
    assert missing(ADD, Settings(RULES, options=options))[0].fixes == ("Set lock_timeout to 300ms first",)


def test_what_is_set_for_a_transaction_ends_with_it() -> None:
    text = "begin; set local lock_timeout = '1s'; alter table users add a int; commit; alter table users add b int;"
    assert [one.text for one in missing(text)] == ["alter table users add b int"]
