"""MariaDB judges what is read: it takes what the list says, and makes the columns and indexes that we read."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pymysql
import pytest

from servers.mariadb import connect, server
from sql.test_mysql import BLOCKS
from towpath.operations import CreateIndex, CreateTable, Operation, PrimaryKey, Unique
from towpath.sql import read_statement, split

REFUSED = "; not MariaDB 10.11"
_SYNTAX = 1064
# MySQL's own collations, which MariaDB takes by other names.
_COLLATION = ("utf8mb4_0900_ai_ci", "utf8mb4_unicode_ci")
# What would take the server away, or needs a variable that holds a statement.
_NOT_RUN = ("prepare", "execute", "deallocate", "flush")
TABLES = [
    label for label in BLOCKS if label.startswith("create table") and "select" not in label and "like" not in label
]


@pytest.fixture(scope="module")
def socket() -> Iterator[Path]:
    with server() as found:
        yield found


@pytest.fixture
def cursor(socket: Path) -> Iterator[Any]:
    connection = connect(socket)
    found = connection.cursor()
    found.execute("drop database if exists w")
    found.execute("create database w")
    found.execute("use w")
    yield found
    connection.close()


def _problem(cursor: Any, statement: str) -> int:
    try:
        cursor.execute(statement.replace(*_COLLATION))
        cursor.fetchall()
    except pymysql.Error as error:
        return int(error.args[0])
    return 0


@pytest.mark.parametrize("label", [label for label in BLOCKS if label not in _NOT_RUN])
def test_mariadb_takes_what_the_list_says(label: str, cursor: Any) -> None:
    (piece,) = split(BLOCKS[label], "mariadb")
    problem = _problem(cursor, BLOCKS[label][piece.start : piece.end])
    assert (problem == _SYNTAX) == label.endswith(REFUSED), problem


@pytest.mark.parametrize("label", [label for label in TABLES if not label.endswith(REFUSED)])
def test_the_columns_and_indexes_are_those_that_mariadb_makes(label: str, cursor: Any) -> None:
    (piece,) = split(BLOCKS[label], "mariadb")
    statement = BLOCKS[label][piece.start : piece.end]
    cursor.execute("create table o (id int unsigned primary key)")
    assert not _problem(cursor, statement)
    operations = [one for step in read_statement(statement, "mariadb") for one in step.operations]
    created = next(one for one in operations if isinstance(one, CreateTable))
    cursor.execute(
        "select column_name, is_nullable, extra from information_schema.columns"
        " where table_schema = 'w' and table_name = %s order by ordinal_position",
        (created.table.name,),
    )
    assert list(cursor.fetchall()) == [
        (
            column.name,
            "NO" if column.nullable is False or column.name in _key(created) else "YES",
            "auto_increment" if column.identity else column.storage.lower() if "ON UPDATE" in column.storage else "",
        )
        for column in created.columns
    ]
    cursor.execute(
        "select distinct index_name from information_schema.statistics where table_schema = 'w' and table_name = %s",
        (created.table.name,),
    )
    assert {name for (name,) in cursor.fetchall()} == set(_indexes(created, operations))


def _key(created: CreateTable) -> tuple[str, ...]:
    return next((one.columns for one in created.constraints if isinstance(one, PrimaryKey)), ())


def _indexes(created: CreateTable, operations: list[Operation]) -> Iterator[str]:
    for one in (*created.constraints, *operations):
        if isinstance(one, PrimaryKey | Unique | CreateIndex) and one.name:
            yield one.name
