"""What commits together."""

import pytest

from towpath.frameworks import sqlfile
from towpath.history import units
from towpath.operations import Migration, Transactional


def migration(text: str, transactional: Transactional = True, identity: str = "1") -> Migration:
    return Migration("sql", identity, sqlfile.read(f"{identity}.sql", text).script(transactional=transactional))


def kinds(*migrations: Migration, scope: str = "migration") -> list[tuple[list[str], Transactional]]:
    found = units(migrations, scope)
    return [([type(operation).__name__ for operation in unit.operations], unit.transactional) for unit in found]


INDEX, COLUMN = "create index i on t (a);", "alter table t add column a int;"


def test_a_migration_is_one_unit() -> None:
    assert kinds(migration(COLUMN + INDEX)) == [(["AddColumn", "CreateIndex"], True)]


def test_without_a_transaction_every_statement_stands_alone() -> None:
    assert kinds(migration(COLUMN + INDEX, False)) == [(["AddColumn"], False), (["CreateIndex"], False)]


def test_commit_ends_a_unit_and_the_next_statement_begins_one() -> None:
    assert kinds(migration(f"{COLUMN} commit; {INDEX}")) == [
        (["AddColumn", "ControlTransaction"], True),
        (["CreateIndex"], True),
    ]


def test_begin_opens_a_transaction_where_there_is_none() -> None:
    assert kinds(migration(f"{INDEX} begin; {COLUMN} commit; {INDEX}", False)) == [
        (["CreateIndex"], False),
        (["ControlTransaction", "AddColumn", "ControlTransaction"], True),
        (["CreateIndex"], False),
    ]


def test_what_the_runner_refuses_says_why() -> None:
    assert kinds(migration(COLUMN + INDEX, "it mixes")) == [(["AddColumn", "CreateIndex"], "it mixes")]


@pytest.mark.parametrize(("scope", "count"), [("migration", 2), ("run", 1)])
def test_a_runner_may_put_all_migrations_into_one_transaction(scope: str, count: int) -> None:
    assert len(kinds(migration(COLUMN), migration(INDEX, identity="2"), scope=scope)) == count


def test_a_migration_without_a_transaction_parts_the_run() -> None:
    made = [migration(COLUMN), migration(INDEX, False, "2"), migration(COLUMN, identity="3")]
    assert len(kinds(*made, scope="run")) == 3


def test_where_statements_commit_rows_alone_share_a_transaction() -> None:
    rows = "insert into t values (1);"
    text = f"set foreign_key_checks = 0; {rows} {rows} {COLUMN} {rows} begin; {rows} {INDEX} {rows}"
    found = units([migration(text)], commits=True)
    assert [(len(unit.operations), unit.transactional) for unit in found] == [
        (3, True),
        (1, False),
        (3, True),
        (1, False),
        (1, True),
    ]
