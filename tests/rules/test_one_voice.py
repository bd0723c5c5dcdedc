"""Law 9: for one operation and one effect one rule speaks; two that could meet say which of them does."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from towpath.databases import database
from towpath.linter import FileReport, Settings, Workspace
from towpath.packs import catalogue
from towpath.sql import split

RULES = catalogue().rules
EFFECTS = {rule.name: rule.effect for rule in RULES}

BEFORE = """
create type mood as enum ('good', 'bad');
create domain positive as integer check (value > 0);
create table users (id bigint primary key, email text, name varchar(50), age integer, at timestamp);
create index users_at on users (at);
create table orders (id bigint primary key, user_id bigint references users, total numeric(10, 2) check (total > 0));
create table events (id bigint, at date) partition by range (at);
create table events_2024 partition of events for values from ('2024-01-01') to ('2025-01-01');
create view totals as select total from orders;
create materialized view sums as select sum(total) as total from orders;
create table kept (id bigint, p positive);
"""

# What the application still names.
CODE = """
class User(Base):
    __tablename__ = "users"
    name = Column(Text)
    email = Column(Text)


TOTALS = "select total, user_id from orders"
"""

# What more than one rule may have something to say about.
CROWDED = """
alter table users add column token uuid not null default gen_random_uuid() unique references tokens check (token <> '');
alter table users add column token uuid default gen_random_uuid() unique;
alter table users add column token uuid default gen_random_uuid() check (token is not null);
alter table users add column group_id bigint default 1 references groups check (group_id > 0);
alter table users add column group_id bigint default 1 references groups unique;
alter table users add column code text unique check (code <> '');
alter table users add column code text not null unique;
alter table users add column number serial primary key;
alter table users add column number bigint generated always as identity unique;
alter table users add column number positive not null;
alter table users add column number integer primary key check (number > 0) references numbers;
alter table users add column both integer generated always as (age * 2) stored unique;
alter table users add column both integer generated always as (age * 2) virtual not null;
alter table users add constraint k primary key (email);
alter table users add constraint k primary key using index users_email;
alter table users add constraint n not null email;
alter table users add constraint u unique (email), add check (email <> ''), alter column email set not null;
alter table orders add constraint f foreign key (user_id) references users, alter column user_id set not null;
alter table users alter column name type text, alter column name set not null;
alter table users alter column age type bigint, alter column age set default 0;
alter table orders drop column user_id cascade;
alter table users rename to people;
alter table users set schema old;
alter table events add column note text not null unique;
drop table users cascade;
drop table if exists users, orders cascade;
drop index users_at cascade;
drop index concurrently users_at;
drop view totals cascade;
drop type mood cascade;
truncate users cascade;
reindex table users;
refresh materialized view sums;
vacuum full users;
cluster users using users_at;
alter table users set unlogged;
create trigger g after insert on users for each row execute function f();
alter table users disable trigger all;
alter domain positive set not null;
alter table users add constraint e exclude using gist (at with =);
create table events_2025 partition of events for values from ('2025-01-01') to ('2026-01-01');
alter table events detach partition events_2024;
drop table events_2024;
alter table events attach partition loose for values from ('2026-01-01') to ('2027-01-01');
drop table orders;
alter table orders drop constraint orders_user_id_fkey;
alter table users add column own positive;
alter table users add column number serial;
create unique index on users (email);
create index concurrently if not exists users_email on users (email);
create index on events (at);
create index concurrently on events (at);
alter table events detach partition events_2024 concurrently;
reindex table concurrently users;
update users set name = '';
delete from orders;
insert into orders select * from orders;
drop table totals;
alter table users rename column name to full_name;
lock table users;
alter table users add column state text not null default 'new'; alter table users alter column state drop default;
do $$ begin alter table users add constraint u unique (email); update users set name = ''; end $$;
alter type mood add value 'fine'; create table moods (m mood default 'fine');
alter table orders add constraint f check (total > 1) not valid; alter table orders validate constraint f;
alter table users drop column email; alter table users add column email_2 text;
alter table users drop column age; alter table users add column age_2 integer;
do $$ begin execute 'drop table users cascade'; create index concurrently on users (email); end $$;
"""

# What other databases have rules of their own for, with what stands before it.
OTHERS = {
    "mariadb@10.11": (
        """
        create table users (id bigint primary key, email varchar(50), age int) charset = latin1;
        create table orders (id bigint primary key, user_id bigint, state enum('a', 'b'), b int as (id) virtual);
        """,
        """
        alter table users modify email text not null, add column age_2 int not null default (age) check (age_2 > 0);
        alter table users drop primary key, add fulltext key words (email), convert to character set utf8mb4;
        alter table orders add foreign key (user_id) references users (id) on delete cascade;
        alter table orders modify state enum('b', 'a') first, add column at date after id;
        alter table orders add column at date after id;
        alter table users modify email varchar(60) charset utf8mb4 first;
        alter table users drop column email, rename column age to years, engine = myisam;
        truncate users;
        update users set age = 1;
        drop table users;
        """,
    ),
    "sqlite@3.40": (
        """
        create table users (id integer primary key, email text, age int);
        create index users_email on users (email);
        create table orders (id integer primary key, user_id int references users (id) on delete cascade);
        """,
        """
        create table n (id int); insert into n select id from users; drop table users; alter table n rename to users;
        alter table orders drop column user_id;
        alter table users add column name text not null;
        alter table users add column token text not null default (random()) unique;
        alter table users drop column email;
        alter table users alter column age set not null;
        alter table users add constraint c check (age > 0);
        alter table users rename to people;
        """,
    ),
}

EVERYTHING = [
    statement
    for text in (CROWDED, *(path.read_text() for path in sorted(Path("tests/sql/postgresql").glob("*.sql"))))
    for statement in (text[piece.start : piece.end] for piece in split(text) if not piece.problem)
]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace whose second migration can be set, with every rule switched on."""
    made = Workspace(str(tmp_path_factory.mktemp("empty")), lambda _: Settings(RULES))
    made.update("db/migration/V1__before.sql", BEFORE)
    made.update("shop/users.py", CODE)
    return made


def report(workspace: Workspace, text: str) -> FileReport:
    workspace.update("db/migration/V2__change.sql", text)
    return workspace.report("db/migration/V2__change.sql")


def voices(found: FileReport) -> Iterator[str]:
    """The rules that speak of one operation with one effect, where they are several."""
    spoken: dict[tuple[int, int, str], set[str]] = {}
    for placed in found.findings:
        effect = EFFECTS[placed.rule]
        if effect:
            spoken.setdefault((placed.step, placed.number, effect), set()).add(placed.rule)
    for (_, _, effect), rules in spoken.items():
        if len(rules) > 1:
            yield f"{effect}: {', '.join(sorted(rules))}"


@pytest.mark.parametrize("statement", EVERYTHING, ids=lambda statement: statement[:60])
def test_one_rule_speaks_for_each_effect(workspace: Workspace, statement: str):
    assert not list(voices(report(workspace, statement + ";\nselect 1;\n")))
    assert not workspace.crashes


def test_all_of_it_in_one_transaction(workspace: Workspace):
    assert not list(voices(report(workspace, CROWDED)))


def _of_other(name: str, folder: Path) -> Workspace:
    """A workspace of another database, with every rule switched on."""
    found = database(name)
    assert found
    made = Workspace(str(folder), lambda _: Settings(RULES, databases=(found,)))
    made.update("db/migration/V1__before.sql", OTHERS[name][0])
    made.update("shop/users.py", CODE)
    return made


@pytest.mark.parametrize("name", OTHERS)
def test_one_rule_speaks_on_other_databases(name: str, tmp_path: Path):
    workspace = _of_other(name, tmp_path)
    for statement in (*OTHERS[name][1].splitlines(), OTHERS[name][1]):
        assert not list(voices(report(workspace, statement)))
    assert not workspace.crashes


def test_every_rule_is_among_those_that_speak(workspace: Workspace, tmp_path: Path):
    spoken = {placed.rule for text in (*CROWDED.splitlines(), CROWDED) for placed in report(workspace, text).findings}
    for name, (_, text) in OTHERS.items():
        spoken |= {placed.rule for placed in report(_of_other(name, tmp_path), text).findings}
    assert {rule.name for rule in RULES if rule.effect} - spoken == set()
