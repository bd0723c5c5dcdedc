"""Law 8 for Alembic: the SQL that it sends, read by `sql`, gives the operations that we read from the file."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest

from judges.running import answers
from laws.alembic_readings import CASES, ours, read, shown
from towpath.operations import ControlTransaction, Operation

# Where another version of Alembic sends something else than the newest, and why.
OLDER = {
    'op.alter_column("users", "age", server_default=sa.Identity(always=True), existing_nullable=False)': (
        "takes a column whose old default is not told for one that has an identity"
    ),
    'op.create_table("users", sa.Column("at", sa.Date()), postgresql_with={"fillfactor": 50}, '
    'postgresql_tablespace="fast")': "SQLAlchemy 2.0 does not know postgresql_with",
}
CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s_%(referred_column_0_name)s",
    "pk": "pk_%(table_name)s",
}
LONG = "a_name_that_goes_on_and_on_" * 2
NAMED = [
    'op.create_index(None, "users", ["email", "age"])',
    'op.create_index("given", "users", ["email"])',
    'op.create_unique_constraint(None, "users", ["email"])',
    'op.create_check_constraint("grown", "users", "age > 17")',
    'op.create_check_constraint(op.f("grown"), "users", "age > 17")',
    'op.create_foreign_key(None, "users", "orgs", ["org"], ["id"])',
    'op.create_primary_key(None, "users", ["id"])',
    'op.drop_constraint("grown", "users", type_="check")',
    'op.drop_constraint("grown", "users")',
    'op.drop_constraint("uq_users_email", "users", type_="unique")',
    'op.add_column("users", sa.Column("org", sa.Integer(), unique=True))',
    'op.create_foreign_key(None, "users", "users", ["boss"], ["id"])',
    'op.add_column("users", sa.Column("age", sa.Integer(), index=True))',
    'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.UniqueConstraint("id"), '
    'sa.CheckConstraint("id > 0", name="real"), sa.Column("boss", sa.Integer(), sa.ForeignKey("users.id")))',
    f'op.create_unique_constraint(None, "users_{LONG}", ["email"])',
    f'op.create_index(op.f("ix_{LONG}_and_on"), "users", ["email"])',
]


def asked(codes: list[str], dialect: str, version: str = "", convention: Mapping[str, str] | None = None) -> list[Any]:
    questions = [{"code": code, "dialect": dialect, "convention": convention} for code in codes]
    return answers("alembic_judge.py", questions, version)[1:]


def told(operations: list[Operation], code: str) -> list[Operation]:
    """Without the COMMIT and BEGIN around an `autocommit_block`, which are in the steps' own switch."""
    if "autocommit_block" not in code:
        return operations
    return [one for one in operations if not isinstance(one, ControlTransaction)]


@cache
def newest() -> list[Any]:
    return asked(CASES, "postgresql")


def test_there_are_enough_cases() -> None:
    assert len(CASES) > 240


def test_the_operations_are_those_of_the_sql_that_alembic_sends() -> None:
    for code, answer in zip(CASES, newest(), strict=True):
        assert "error" not in answer, (code, answer)
        assert ours(code) == told(read(answer["sql"]), code), code


def test_an_older_alembic_sends_the_same() -> None:
    for code, answer in zip(CASES, asked(CASES, "postgresql", "alembic-1.13"), strict=True):
        same = "error" not in answer and ours(code) == told(read(answer["sql"]), code)
        assert same != (code in OLDER), (code, answer)


def test_what_is_shown_reads_as_the_same() -> None:
    for code in CASES:
        assert read(shown(ours(code))) == ours(code), code


def test_names_come_from_the_convention() -> None:
    for code, answer in zip(NAMED, asked(NAMED, "postgresql", convention=CONVENTION), strict=True):
        assert "error" not in answer, (code, answer)
        assert ours(code, CONVENTION) == read(answer["sql"]), code


# What a database says with other words: MySQL's comments, columns and renames are parts of ALTER TABLE.
ALSO = {
    "mysql": {"COMMENT": "ALTER", "DROP": "ALTER", "CREATE": "ALTER", "ALTER": "DROP RENAME"},
    "sqlite": {"ALTER": "CREATE"},
}


@pytest.mark.parametrize("dialect", ["mysql", "sqlite"])
def test_on_other_databases_nothing_of_another_kind_happens(dialect: str) -> None:
    """Each statement that is sent there begins as one that we read, or as that database says it."""
    agreeing = 0
    for code, answer in zip(CASES, asked(CASES, dialect), strict=True):
        if "error" not in answer:
            kinds = [shown([operation]).split()[0] for operation in ours(code)]
            also = " ".join(ALSO[dialect].get(kind, "") for kind in kinds).split()
            words = {statement.split()[0] for statement in answer["sql"].split(";\n") if statement.split()}
            assert words <= {*kinds, *also, "COMMIT", "BEGIN", "DO"}, (code, answer["sql"])
            agreeing += 1
    assert agreeing > 100
