"""Laws about the facts of MySQL, MariaDB and SQLite: every row can be believed and read."""

from pathlib import Path

import pytest

from databases.test_proofs_mysql import proofs_on
from towpath.databases.database import SUPPORTED
from towpath.databases.facts import ALGORITHMS, LOCKS, Fact, facts

DIALECTS = ("mysql", "mariadb", "sqlite")
ROWS = [(dialect, fact) for dialect in DIALECTS for found in facts(dialect).rows.values() for fact in found]
MODES = frozenset(("SHARED READ", "RESERVED", "EXCLUSIVE"))
NAMES = {"mariadb@10": "MariaDB 10.11", "mariadb@11": "MariaDB 11.8", "mysql@9": "MySQL 9.7"}
ROLES = frozenset(("table", "copied", "read", "other"))


@pytest.mark.parametrize(("dialect", "fact"), ROWS, ids=lambda one: one.id if isinstance(one, Fact) else one)
def test_a_fact_has_a_proof_or_a_source(dialect: str, fact: Fact) -> None:
    if fact.provenance == "proven":
        assert fact.statement
        # Of MySQL only version 9 can be had.
        assert dialect != "mysql" or fact.versions == (9,)
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


def test_the_readme_counts_them_rightly() -> None:
    text = " ".join(Path("README.md").read_text("utf-8").split())
    for dialect, name in (("mariadb", "MariaDB"), ("mysql", "MySQL"), ("sqlite", "SQLite")):
        rows = [fact for one, fact in ROWS if one == dialect]
        proven = sum(fact.provenance == "proven" for fact in rows)
        assert f"{len(rows)} rows for {name}, of which {proven} are proven" in text
    for on in ("mariadb@10", "mariadb@11", "mysql@9"):
        assert f"{len(proofs_on(on))} statements on {NAMES[on]}" in text


def test_mysql_and_mariadb_have_the_same_facts() -> None:
    """What says which facts an operation is does so for both."""
    only = {"add check: not enforced"}
    assert {*facts("mysql").rows} - only == {*facts("mariadb").rows}
