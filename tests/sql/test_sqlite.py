"""Statements of SQLite: where they end, and what they do; SQLite itself is the judge."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from towpath.operations import (
    AddColumn,
    Column,
    CreateIndex,
    CreateTable,
    DropConstraint,
    ForeignKey,
    IndexKey,
    Name,
    Opaque,
    Operation,
    PrimaryKey,
    SetNotNull,
    SetSetting,
    Type,
    Unique,
)
from towpath.sql import read_statement, split

_LIST = Path(__file__).parent / "sqlite" / "hand.sql"
_BLOCK = re.compile(r"^-- \[(?P<label>.*)\]\n(?P<sql>(?:(?!-- \[).*\n?)*)", re.MULTILINE)
BLOCKS = {found["label"]: found["sql"] for found in _BLOCK.finditer(_LIST.read_text(encoding="utf-8"))}
TABLES = [label for label in BLOCKS if label.startswith("create table") and label != "create table as"]
SCRATCH = """
CREATE TABLE o (id INTEGER PRIMARY KEY);
CREATE TABLE users (id INTEGER PRIMARY KEY, a INTEGER, b TEXT, email TEXT, x);
CREATE TABLE t (id INTEGER PRIMARY KEY, a UNIQUE, b);
CREATE TABLE u (id, a);
CREATE TABLE new__users (id, x);
CREATE INDEX i ON users (email);
CREATE TRIGGER trg AFTER INSERT ON u BEGIN SELECT 1; END;
CREATE VIEW v AS SELECT 1 AS a;
"""
T = Name("t")


def statements(text: str) -> list[str]:
    return [text[piece.start : piece.end] for piece in split(text, "sqlite")]


def operations(text: str) -> list[Operation]:
    steps = [step for piece in statements(text) for step in read_statement(piece, "sqlite")]
    return [operation for step in steps for operation in step.operations]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("select 1; select 2", ["select 1", "select 2"]),
        ("select ';', \";\", `;`, [;], 'it''s;'; select 2", ["select ';', \";\", `;`, [;], 'it''s;'", "select 2"]),
        ("-- a;\nselect 1; /* b; */ select 2", ["select 1", "select 2"]),
        (
            "create trigger a after insert on t begin select case 1 when 1 then 2 end; end; select 1",
            ["create trigger a after insert on t begin select case 1 when 1 then 2 end; end", "select 1"],
        ),
        ("begin; select 1; end;", ["begin", "select 1", "end"]),
    ],
)
def test_boundaries(text: str, found: list[str]) -> None:
    assert statements(text) == found


@pytest.mark.parametrize("label", BLOCKS)
def test_every_statement_of_the_list_is_understood(label: str) -> None:
    found = operations(BLOCKS[label])
    assert len(statements(BLOCKS[label])) == 1
    assert found
    assert not [one for one in found if isinstance(one, Opaque)]


@pytest.mark.parametrize("label", BLOCKS)
def test_sqlite_takes_what_the_list_says(label: str) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(SCRATCH)
        connection.execute("drop table if exists new__users" if "quoted" in label else "select 1")
        connection.execute("drop trigger trg" if label.startswith("create trigger") else "select 1")
        connection.execute("drop view v" if label == "create view" else "select 1")
        connection.execute("drop table t" if label in TABLES or label == "create temp table" else "select 1")
        connection.execute("drop index i" if label == "create index" else "select 1")
        added = re.search(r"\((?P<version>3\.\d+)\)", label)
        try:
            connection.execute("EXPLAIN " + BLOCKS[label])
            problem = ""
        except sqlite3.OperationalError as error:
            problem = str(error)
    newer = added is not None and tuple(map(int, added["version"].split("."))) > sqlite3.sqlite_version_info[:2]
    assert ("syntax error" in problem) == newer, problem


@pytest.mark.parametrize("label", TABLES)
def test_the_columns_are_those_that_sqlite_makes(label: str) -> None:
    (created,) = operations(BLOCKS[label])
    assert isinstance(created, CreateTable)
    asked = f"PRAGMA {created.table.schema or 'main'}.table_xinfo({created.table.name})"
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript("CREATE TABLE o (id INTEGER PRIMARY KEY);" + BLOCKS[label])
        rows = connection.execute(asked).fetchall()
    assert [row[1] for row in rows] == [column.name for column in created.columns]
    key = {column for one in created.constraints if isinstance(one, PrimaryKey) for column in one.columns}
    # A key of a table without rowids means NOT NULL, which SQLite then says of its columns.
    implied = key if "WITHOUT ROWID" in created.options else set[str]()
    assert [bool(row[3]) for row in rows] == [
        column.nullable is False or column.name in implied for column in created.columns
    ]
    assert [(row[4] or "").strip("()") for row in rows] == [
        (column.default or "").strip("()") for column in created.columns
    ]
    assert [row[6] for row in rows] == [{None: 0, "virtual": 2, "stored": 3}[one.generated] for one in created.columns]
    assert {row[1] for row in rows if row[5]} == key


@pytest.mark.parametrize("label", BLOCKS)
def test_every_prefix_of_the_list_is_read_without_a_crash(label: str) -> None:
    text = BLOCKS[label]
    for end in range(len(text)):
        for piece in split(text[:end], "sqlite"):
            for step in read_statement(text[piece.start : piece.end], "sqlite"):
                assert all(0 <= span.start <= span.end <= end for places in step.places for span in places.values())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("alter table [t] add `a` unsigned big int(8)", [AddColumn(T, Column("a", Type("unsigned big int", ("8",))))]),
        ("alter table t alter a set not null", [SetNotNull(T, "a")]),
        ("alter table t drop constraint c", [DropConstraint(T, "c")]),
        ("pragma foreign_keys = off", [SetSetting("foreign_keys", "off")]),
        (
            "create table t (id integer primary key autoincrement, a, unique (a), foreign key (a) references o)",
            [
                CreateTable(
                    T,
                    (Column("id", Type("integer"), identity="by default"), Column("a")),
                    (PrimaryKey(("id",)), Unique(("a",)), ForeignKey(("a",), Name("o"))),
                )
            ],
        ),
        (
            "create index i on t (a collate nocase desc, b + 1) where a is not null",
            [
                CreateIndex(
                    "i",
                    T,
                    (IndexKey("a", collation="nocase", descending=True), IndexKey(None, "b + 1")),
                    where="a is not null",
                )
            ],
        ),
    ],
)
def test_operations(text: str, found: list[Operation]) -> None:
    assert operations(text) == found
