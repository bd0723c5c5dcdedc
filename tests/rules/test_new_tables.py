"""Which tables and views are new in a migration, so that nobody waits for them."""

import pytest

from rules.told import EMPTY
from towpath.linter import Settings, Workspace
from towpath.operations import DropObject, Name, TruncateTable
from towpath.rule import Context, Finding, rule

BEFORE = """
create table users (id bigint primary key, at date);
create table events (id bigint, at date) partition by range (at);
create table events_1 partition of events default;
create view v as select id from users;
create materialized view counts as select count(*) from users;
"""


@rule(severity="error")
def marked(operation: TruncateTable | DropObject, context: Context) -> list[Finding]:
    """What is truncated or dropped last is what is asked for."""
    name: Name = operation.table if isinstance(operation, TruncateTable) else operation.name
    return [Finding("new" if context.is_new(name) else "old")]


def _asked(text: str) -> str:
    made = Workspace(EMPTY, lambda _: Settings((marked,)))
    made.update("db/migration/V1__before.sql", BEFORE)
    made.update("db/migration/V2__change.sql", text)
    return [placed.message for placed in made.report("db/migration/V2__change.sql").findings][-1]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("truncate users;", "old"),
        ("truncate unknown;", "old"),
        ("create table fresh (a int); truncate fresh;", "new"),
        ("create table if not exists fresh (a int); truncate fresh;", "new"),
        ("create table if not exists users (id bigint); truncate users;", "old"),
        ("create temporary table scratch (a int); truncate scratch;", "new"),
        ("create table fresh as select * from users; truncate fresh;", "new"),
        ("create table fresh (like users including all); truncate fresh;", "new"),
        ("create table kid () inherits (users); truncate kid;", "new"),
        ("create table kid () inherits (users); truncate users;", "old"),
        ("select id into fresh from users; truncate fresh;", "new"),
        ("create table events_2 partition of events for values from ('2020-01-01') to ('2021-01-01'); "
         "truncate events_2;", "new"),
        ("create table events_2 partition of events for values from ('2020-01-01') to ('2021-01-01'); "
         "truncate events;", "old"),
        ("create table fresh (id bigint, at date); alter table events attach partition fresh for values "
         "from ('2020-01-01') to ('2021-01-01'); truncate fresh;", "new"),
        ("alter table events detach partition events_1; truncate events_1;", "old"),
        ("alter table users rename to people; truncate people;", "old"),
        ("create table fresh (a int); alter table fresh rename to renamed; truncate renamed;", "new"),
        ("create schema app; create table fresh (a int); alter table fresh set schema app; truncate app.fresh;", "new"),
        ("create schema app; alter table users set schema app; truncate app.users;", "old"),
        ("create table fresh (a int); alter table users rename to older; alter table fresh rename to users; "
         "truncate users;", "new"),
        ("create table fresh (a int); alter table users rename to older; alter table fresh rename to users; "
         "truncate older;", "old"),
        ("drop table users cascade; create table users (id bigint); truncate users;", "new"),
        ("drop table if exists fresh; create table fresh (id bigint); truncate fresh;", "new"),
        ("create table fresh (a int); drop table fresh; truncate fresh;", "old"),
        ("create table fresh (a int); do $$ begin execute 'alter table fresh add b ' || 'int'; end $$; "
         "truncate fresh;", "new"),
        ("drop view v;", "old"),
        ("create or replace view v as select id from users where id > 1; drop view v;", "old"),
        ("alter view v rename to w; drop view w;", "old"),
        ("create view w as select 1; drop view w;", "new"),
        ("create materialized view more as select 1; drop materialized view more;", "new"),
        ("create materialized view if not exists counts as select 1; drop materialized view counts;", "old"),
        ("drop view v; create view v as select 1; drop view v;", "new"),
    ],
)  # fmt: skip
def test_what_is_new(text: str, said: str) -> None:
    assert _asked(text) == said
