"""A value of an enum, used in the transaction that adds it: the server refuses just what the rule speaks of."""

from collections.abc import Callable

import psycopg
import pytest

from databases.scratch import Template
from rules.told import RULES, told
from towpath.databases import database, impact
from towpath.history import replay
from towpath.linter import Settings
from towpath.operations import Migration, Script
from towpath.schema import State, applied
from towpath.sql import read_piece, read_statement, split

RULE = "enum-value-in-transaction"
BEFORE = """
create type weather as enum ('wet');
create type "Sky" as enum ('low');
create table days (id bigint primary key, w weather, said text);
create table notes (id bigint primary key, said text);
insert into days values (1, 'wet', 'dry');
"""
ADDED = "alter type weather add value 'dry'"
REFUSED = [
    "insert into days values (2, 'dry')",
    "insert into days select id, 'dry' from notes",
    "update days set w = 'dry'",
    "delete from days where w = 'dry'",
    "alter table days alter column w set default 'dry'",
    "alter table notes add column w weather default 'dry'",
    "alter table days add check (w <> 'dry')",
    "create index on days (id) where w = 'dry'",
    "create table weeks (w weather default 'dry')",
    "create view dry_days as select id from days where w = 'dry'",
    "create function dry() returns weather language sql as $$ select 'dry'::weather $$",
    "do $$ begin insert into days values (2, 'dry'); end $$",
]
TAKEN = [
    "select 1",
    "update days set w = 'wet'",
    "update notes set said = 'dry'",
    "insert into notes values (1, 'dry')",
    "alter table notes add check (said <> 'dry')",
    "alter table notes add column more text default 'dry'",
    "create table weeks (w text default 'dry')",
    "create view dry_notes as select id from notes where said = 'dry'",
    "create function dry() returns weather language plpgsql as $$ begin return 'dry'; end $$",
    "comment on type weather is 'it may be ''dry'''",
    "alter type weather add value 'fair' after 'dry'",
]


def _done(text: str, state: State) -> State:
    for piece in split(text):
        for step in read_piece(text, piece):
            for operation in step.operations:
                state = applied(state, operation)
    return state


@pytest.mark.parametrize(("use", "refused"), [*((one, True) for one in REFUSED), *((one, False) for one in TAKEN)])
def test_impact_says_it_too(use: str, refused: bool) -> None:
    on = database("postgresql")
    assert on
    before = _done(ADDED, _done(BEFORE, State()).within("2"))
    operations = [operation for step in read_statement(use) for operation in step.operations]
    said = {impact(operation, before, on).in_transaction for operation in operations}
    assert ("refused" in said) is refused
    behind = _done("commit", before)
    assert {impact(operation, behind, on).in_transaction for operation in operations} == {"allowed"}


@pytest.mark.parametrize(("transactional", "said"), [(True, "refused"), (False, "allowed")])
def test_a_label_that_is_added_on_its_own_may_be_used(transactional: bool, said: str) -> None:
    def script(text: str, inside: bool) -> Script:
        steps = [step for piece in split(text) for step in read_piece(text, piece)]
        return Script("a.sql", tuple(steps), tuple(0 for _ in steps), inside)

    series = [
        Migration("sql", "1", script(BEFORE, True)),
        Migration("sql", "2", script(f"{ADDED};\n{REFUSED[2]}", transactional)),
    ]
    record = replay(series)["2", "up"].records[-1]
    on = database("postgresql")
    assert on
    assert impact(record.exact[0][1], record.before, on).in_transaction == said


@pytest.mark.server
@pytest.mark.parametrize(("use", "refused"), [*((one, True) for one in REFUSED), *((one, False) for one in TAKEN)])
def test_the_server_and_the_rule_agree(use: str, refused: bool, postgresql: Template) -> None:
    assert bool(told(RULE, f"{ADDED};\n{use};", BEFORE)) is refused
    with postgresql.copy() as scratch:
        session = scratch.connect()
        session.execute(BEFORE.encode())
        session.execute("begin")
        session.execute(ADDED.encode())
        if refused:
            with pytest.raises(psycopg.errors.UnsafeNewEnumValueUsage):
                session.execute(use.encode())
        else:
            session.execute(use.encode())


@pytest.mark.server
@pytest.mark.parametrize("version", [12, 16, 17, 18])
@pytest.mark.parametrize("made", ["select 1", "create type fresh as enum ('a')"])
def test_each_version_and_the_rule_agree(version: int, made: str, major: Callable[[int], Template]) -> None:
    """Of a type that is there before, and of one that the same transaction makes."""
    added = ADDED if made == "select 1" else "alter type fresh add value 'dry'"
    use = "create table weeks (w weather default 'dry')".replace("weather", added.split()[2])
    on = database(f"postgresql@{version}")
    assert on
    speaks = bool(told(RULE, f"{made};\n{added};\n{use};", BEFORE, Settings(RULES, databases=(on,))))
    with major(version).copy() as scratch:
        session = scratch.connect()
        session.execute(BEFORE.encode())
        for statement in ("begin", made, added):
            session.execute(statement.encode())
        try:
            session.execute(use.encode())
            refused = False
        except psycopg.errors.UnsafeNewEnumValueUsage:
            refused = True
    assert speaks is refused
