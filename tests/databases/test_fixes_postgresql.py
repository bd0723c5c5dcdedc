"""What fixes write does what they are offered for, on a real PostgreSQL server, whose own words are the witness."""

from collections.abc import Callable

import psycopg
import pytest

from databases.scratch import Template

pytestmark = pytest.mark.server

ATTACHED = """
create table events (id bigint, at date) partition by range (at);
create table rest partition of events default;
create table events_2025 (id bigint, at date);
insert into events_2025 values (1, '2025-03-01');
insert into rest values (1, '2024-03-01');
alter table events_2025 add constraint events_2025_bound_check
    check (at IS NOT NULL AND at >= '2025-01-01' AND at < '2026-01-01') not valid;
alter table rest add constraint rest_bound_check check (at < '2025-01-01' OR at >= '2026-01-01') not valid;
alter table events_2025 validate constraint events_2025_bound_check;
alter table rest validate constraint rest_bound_check;
"""
LISTED = """
create table logs (id bigint, kind text, n int generated always as (id * 2) stored) partition by list (kind);
create table logs_a (id bigint, kind text not null, n int generated always as (id * 2) stored);
insert into logs_a values (1, 'a');
alter table logs_a add constraint logs_a_bound_check check (kind IN ('a', 'b')) not valid;
alter table logs_a validate constraint logs_a_bound_check;
"""


@pytest.mark.parametrize("version", [14, 18])
@pytest.mark.parametrize(
    ("before", "attach", "tables"),
    [
        (
            ATTACHED,
            "alter table events attach partition events_2025 for values from ('2025-01-01') to ('2026-01-01')",
            ["events_2025", "rest"],
        ),
        (LISTED, "alter table logs attach partition logs_a for values in ('a', 'b')", ["logs_a"]),
    ],
)
def test_a_partition_whose_rows_were_checked_is_not_read_again(
    version: int, before: str, attach: str, tables: list[str], major: Callable[[int], Template]
) -> None:
    with _session(major(version)) as session:
        said: list[str] = []
        session.execute(before.encode())
        session.add_notice_handler(lambda notice: said.append(notice.message_primary or ""))
        session.execute("set client_min_messages = debug1")
        session.execute(attach.encode())
    assert [table for table in tables if any(f'"{table}" is implied by existing' in one for one in said)] == tables
    assert not [one for one in said if one.startswith("verifying")]


@pytest.mark.parametrize("version", [14, 18])
def test_a_partition_that_is_made_by_itself_locks_the_whole_less(
    version: int, major: Callable[[int], Template]
) -> None:
    whole = (
        "create table logs (id bigint, kind text, n int generated always as (id * 2) stored) partition by list (kind)"
    )
    with _session(major(version)) as session:
        session.execute(whole)
        with session.transaction():
            session.execute("create table a (like logs including defaults including constraints including generated)")
            session.execute("alter table logs attach partition a for values in ('a')")
            session.execute("insert into logs (id, kind) values (1, 'a')")
            modes = session.execute("select mode from pg_locks where relation = 'logs'::regclass").fetchall()
            assert ("ShareUpdateExclusiveLock",) in modes
            assert ("AccessExclusiveLock",) not in modes
        assert session.execute("select n from a").fetchall() == [(2,)]


def _session(template: Template) -> "psycopg.Connection[tuple[object, ...]]":
    session = template.outside
    session.execute("drop database if exists fixes")
    session.execute("create database fixes")
    return psycopg.connect(template.server.address("fixes"), autocommit=True)
