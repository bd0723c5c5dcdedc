"""A value of an enum, used in the transaction that adds it: the server refuses just what the rule speaks of."""

import psycopg
import pytest

from databases.scratch import Template
from rules.told import told

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
