"""The names that are left to PostgreSQL, as it gives them and as the state has them."""

import pytest

from databases.replay import replayed
from databases.scratch import Template
from towpath.operations import Name
from towpath.schema import State

LONG = "a_table_of_orders_with_a_name_that_leaves_little"
OTHER = "a_column_of_customers_that_is_long"
TEXT = f"""
create table "{LONG}" (id int primary key, "{OTHER}" int unique, "ü{OTHER}" int references "{LONG}" (id));
create index on "{LONG}" ("{OTHER}", id);
create index on "{LONG}" ("{OTHER}", id);
alter table "{LONG}" add unique ("{OTHER}"), add check ("{OTHER}" > 0), add check (id > 1 and "{OTHER}" > id);
create table short (a int unique, b int, check (a > b));
alter table short add unique (a), add foreign key (b) references short (a), add foreign key (b) references short (a);
"""
NAMES = """
select conname from pg_constraint where conrelid = %s::regclass and contype <> 'n'
union select relname from pg_class join pg_index on indexrelid = pg_class.oid where indrelid = %s::regclass
"""


@pytest.mark.server
@pytest.mark.parametrize("table", [LONG, "short"])
def test_names_are_put_together_and_shortened_as_the_server_does(postgresql: Template, table: str) -> None:
    known = replayed(State(), TEXT).table(Name(table))
    assert known is not None
    with postgresql.pristine() as scratch:
        session = scratch.connect()
        with session.transaction(force_rollback=True):
            session.execute(TEXT.encode())
            given = {name for (name,) in session.execute(NAMES, (table, table)).fetchall()}
    assert {one.name for one in known.constraints} | {index.name.name for index in known.indexes} == given


DIVIDED = """
create table whole (k int primary key, v text, at date, unique (k, v), constraint filled check (v <> ''))
    partition by range (k);
create table part partition of whole for values from (0) to (9);
create index on whole (lower(v), at) include (k);
create index on whole ((k + 1), (v || 'x'), coalesce(v, ''));
create table later (like part including all);
create table joining (k int not null, v text, at date, constraint filled check (v <> ''));
create index own on joining (lower(v), at) include (k);
alter table whole attach partition joining for values from (9) to (19);
alter table whole add unique (k, at);
create table shift (room int4range, during tsrange, exclude using gist (room with &&, during with &&));
"""


@pytest.mark.server
@pytest.mark.parametrize("table", ["whole", "part", "later", "joining", "shift"])
def test_names_on_partitions_are_those_that_the_server_gives(postgresql: Template, table: str) -> None:
    known = replayed(State(), DIVIDED).table(Name(table))
    assert known is not None
    with postgresql.pristine() as scratch:
        session = scratch.connect()
        with session.transaction(force_rollback=True):
            session.execute(DIVIDED.encode())
            given = {name for (name,) in session.execute(NAMES, (table, table)).fetchall()}
    assert {one.name for one in known.constraints} | {index.name.name for index in known.indexes} == given
