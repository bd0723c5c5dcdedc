"""Laws about the facts of MySQL, MariaDB and SQLite: every row can be believed and read."""

import pytest

from towpath.databases.database import SUPPORTED
from towpath.databases.facts import ALGORITHMS, LOCKS, Fact, facts

DIALECTS = ("mysql", "mariadb", "sqlite")
ROWS = [(dialect, fact) for dialect in DIALECTS for found in facts(dialect).rows.values() for fact in found]
MODES = frozenset(("SHARED READ", "RESERVED", "EXCLUSIVE"))
ROLES = frozenset(("table", "copied", "read", "other"))


@pytest.mark.parametrize(("dialect", "fact"), ROWS, ids=lambda one: one.id if isinstance(one, Fact) else one)
def test_a_fact_has_a_proof_or_a_source(dialect: str, fact: Fact) -> None:
    if fact.provenance == "proven":
        assert fact.statement
        assert dialect != "mysql"  # No test runs one.
    else:
        assert fact.source
        assert not fact.statement


@pytest.mark.parametrize(("dialect", "fact"), ROWS, ids=lambda one: one.id if isinstance(one, Fact) else one)
def test_a_fact_is_well_formed(dialect: str, fact: Fact) -> None:
    assert set(fact.versions) <= set(SUPPORTED[dialect])
    assert {mode for _, mode in fact.locks} <= MODES
    roles = {role for role, _ in fact.locks} | {*fact.rewrites, *fact.rebuilds_indexes, *fact.scans}
    assert roles <= ROLES
    assert fact.algorithm in ALGORITHMS
    assert fact.lock in LOCKS
    assert bool(fact.lock) == (dialect != "sqlite" and not fact.refused)
    if fact.refused:
        assert not roles


@pytest.mark.parametrize("dialect", DIALECTS)
def test_rows_of_one_fact_do_not_overlap(dialect: str) -> None:
    for found in facts(dialect).rows.values():
        versions = [version for fact in found for version in fact.versions or SUPPORTED[dialect]]
        assert len(versions) == len(set(versions)), found[0].id


def test_mysql_and_mariadb_have_the_same_facts() -> None:
    """What says which facts an operation is does so for both."""
    only = {"add check: not enforced"}
    assert {*facts("mysql").rows} - only == {*facts("mariadb").rows}
