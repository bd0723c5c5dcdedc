import pytest

from towpath.frameworks import sqlfile
from towpath.frameworks.flyway.transactions import REFUSED, REFUSED_GROUP, transactional
from towpath.operations import Transactional
from towpath.project import Found, Runner


def switch(
    text: str,
    beside: str | None = None,
    dialects: tuple[str, ...] = ("postgresql",),
    files: tuple[str, ...] = (),
    **said: str,
) -> Transactional:
    found = Found("flyway", "", files, Runner("flyway"), dialects, (), tuple(said.items()))
    return transactional(sqlfile.read("V1__a.sql", text), beside, found)


@pytest.mark.parametrize(
    "statement",
    [
        "create index concurrently i on a (b)",
        "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON a (b)",
        "create /* why */ index -- here\n concurrently i on a (b)",
        "drop index concurrently i",
        "vacuum a",
        "VACUUM (ANALYZE) a",
        "reindex schema s",
        "reindex (verbose) database d",
        "reindex verbose system d",
        "reindex schema concurrently s",
        "alter system set work_mem = '1GB'",
        "create database d",
        "drop tablespace t",
        "create subscription s connection 'c' publication p",
        "discard all",
    ],
)
def test_flyway_runs_these_without_a_transaction_by_itself(statement: str) -> None:
    assert switch(f"-- a comment\n{statement};\n") is False


@pytest.mark.parametrize(
    "statement",
    [
        "create index i on a (b)",
        "create table concurrently (index int)",
        "reindex index concurrently i",
        "reindex table concurrently a",
        "alter table a detach partition b concurrently",
        "alter type mood add value 'glad'",
        "discard plans",
        "select 'vacuum'",
        "",
    ],
)
def test_flyway_does_not_detect_these(statement: str) -> None:
    assert switch(f"{statement};\n") is True


MIXED = "create table a (b int);\ncreate index concurrently i on a (b);\n"


def test_mixed_statements_are_refused() -> None:
    assert switch(MIXED) == REFUSED
    assert switch("create index concurrently i on a (b);\nset lock_timeout = '5s';") == REFUSED


def test_statements_that_all_need_none_are_not_mixed() -> None:
    assert switch("drop index concurrently i;\ncreate index concurrently i on a (b);\n;") is False


def test_mixed_may_be_allowed() -> None:
    assert switch(MIXED, mixed="true") is False
    assert switch("create table a (b int);", mixed="true") is True


@pytest.mark.parametrize(
    ("beside", "expected"),
    [
        ("executeInTransaction=false\n", False),
        ("# build it\nexecuteInTransaction = false", False),
        ("executeInTransaction=true\n", True),
        ("encoding=UTF-8\n", REFUSED),
        ("executeintransaction=false\n", REFUSED),
    ],
)
def test_the_own_configuration_of_a_migration_decides(beside: str, expected: Transactional) -> None:
    assert switch(MIXED, beside) == expected


def test_all_migrations_may_run_without_a_transaction() -> None:
    assert switch("create table a (b int);", executeintransaction="false") is False
    assert switch(MIXED, executeintransaction="false") is False
    assert switch("create table a (b int);", "executeInTransaction=true", executeintransaction="false") is True


def test_other_databases_have_no_such_statements() -> None:
    assert switch("vacuum;", dialects=("sqlite",)) is True
    assert switch("vacuum;", dialects=()) is False
    assert switch("vacuum;", dialects=("mysql", "postgresql")) is False


def test_one_transaction_over_all_pending_migrations_has_no_place_for_one_that_needs_none() -> None:
    two = ("V1__a.sql", "V2__b.sql")
    assert switch("vacuum;", files=two, group="true") == REFUSED_GROUP
    assert switch("create table a (b int);", "executeInTransaction=false", files=two, group="true") == REFUSED_GROUP
    assert switch("create table a (b int);", files=two, group="true") is True
    assert switch("vacuum;", files=two, group="true", mixed="true") is False
    assert switch("vacuum;", files=two, group="true", executeintransaction="false") is False
    assert switch("vacuum;", files=two[:1], group="true") is False
    assert switch(MIXED, files=two, group="true") == REFUSED
