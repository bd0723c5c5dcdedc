"""Statements of Oracle: where they end, and what they do. No server judges them here: the list is of its manual."""

from pathlib import Path

import pytest

from sql.blocks import blocks
from towpath.operations import (
    AddColumn,
    AddConstraint,
    AlterColumnType,
    AlterConstraint,
    Check,
    Column,
    CreateIndex,
    CreateTable,
    DropColumn,
    DropNotNull,
    DropTable,
    Guard,
    IndexKey,
    InsertRows,
    Name,
    NotNull,
    Opaque,
    Operation,
    PrimaryKey,
    Reindex,
    RenameObject,
    SetDefault,
    SetNotNull,
    SetSetting,
    Statement,
    Type,
    UpdateRows,
    ValidateConstraint,
)
from towpath.sql import read_piece, read_statement, split

BLOCKS = blocks(Path(__file__).parent / "oracle" / "hand.sql")
T = Name("T")


def statements(text: str) -> list[str]:
    return [text[piece.start : piece.end] for piece in split(text, "oracle") if piece.kind == "sql"]


def operations(text: str) -> list[Operation]:
    steps = [step for piece in split(text, "oracle") for step in read_piece(text, piece, "oracle")]
    return [operation for step in steps for operation in step.operations]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("select 1 from dual; select 2 from dual", ["select 1 from dual", "select 2 from dual"]),
        ("drop table a\n/\ndrop table b;\n/\n", ["drop table a", "drop table b"]),
        ("select q'[it's; a]', q'!;!', ';', \";\" from dual; select 1 / 2 from a", [
            "select q'[it's; a]', q'!;!', ';', \";\" from dual",
            "select 1 / 2 from a",
        ]),
        (
            "begin\n  update t set a = 1 / 2;\nend;\n/\ndrop table t;",
            ["begin\n  update t set a = 1 / 2;\nend;", "drop table t"],
        ),
        (
            "create or replace editionable procedure p is begin null; end;\n/\ncreate type a as object (b date);\n/\n",
            ["create or replace editionable procedure p is begin null; end;", "create type a as object (b date)"],
        ),
        (
            "create package body p as procedure q is begin null; end; end p;\n  /  \nselect 1 from dual",
            ["create package body p as procedure q is begin null; end; end p;", "select 1 from dual"],
        ),
        (
            "SET DEFINE OFF\nPROMPT it's\nREM 'nor;\n@other.sql\nset role a;\nwhenever sqlerror exit\ndrop table t;",
            ["set role a", "drop table t"],
        ),
        ("-- a;\n/* b; */ drop table t; -- c", ["drop table t"]),
        (";/\n;", ["/"]),
        ("", []),
    ],
)  # fmt: skip
def test_boundaries(text: str, found: list[str]) -> None:
    assert statements(text) == found


@pytest.mark.parametrize("label", BLOCKS)
def test_every_statement_of_the_list_is_read(label: str) -> None:
    found = operations(BLOCKS[label])
    assert found
    assert not [one for one in found if isinstance(one, Opaque)]


def test_how_many_statements_there_are() -> None:
    assert len(BLOCKS) == 77
    assert len([block for block in BLOCKS.values() if len(statements(block)) == 1]) == 77


@pytest.mark.parametrize("label", BLOCKS)
def test_every_prefix_of_the_list_is_read_without_a_crash(label: str) -> None:
    text = BLOCKS[label]
    for end in range(len(text)):
        for piece in split(text[:end], "oracle"):
            for step in read_piece(text[:end], piece, "oracle"):
                assert all(0 <= span.start <= span.end <= end for places in step.places for span in places.values())


@pytest.mark.parametrize(
    "text",
    [
        "alter table t add (a",
        "alter table t",
        "create table t (a number",
        "drop table",
        "update t set",
        "create index i on",
    ],
)
def test_what_is_not_finished_is_said_to_be(text: str) -> None:
    (found,) = operations(text)
    assert isinstance(found, Opaque)
    assert found.incomplete


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "alter table t add (\"a\" varchar2(10 char) default 'x' not null, b number(*, 0) invisible)",
            [
                AddColumn(T, Column("a", Type("varchar2", ("10 char",)), False, "'x'")),
                AddColumn(T, Column("B", Type("number", ("*", "0")), storage="invisible")),
            ],
        ),
        ("alter table t add a timestamp(6) with time zone", [AddColumn(T, Column("A", Type("timestamptz", ("6",))))]),
        (
            "alter table t modify (a number(12) default 1 not null, b null)",
            [
                AlterColumnType(T, "A", Type("number", ("12",))),
                SetDefault(T, "A", "1"),
                SetNotNull(T, "A"),
                DropNotNull(T, "B"),
            ],
        ),
        ("alter table t modify a constraint nn not null", [SetNotNull(T, "A")]),
        (
            "alter table t add constraint c check (a > 0) enable novalidate",
            [AddConstraint(T, Check("a > 0", "C", valid=False))],
        ),
        ("alter table t modify constraint c validate", [ValidateConstraint(T, "C")]),
        ("alter table t enable novalidate constraint c", [AlterConstraint(T, "C", enforced=True)]),
        (
            "alter table t set unused (a, b) cascade constraints",
            [DropColumn(T, "A", cascade=True), DropColumn(T, "B", cascade=True)],
        ),
        (
            "create table app.t (id number(19) generated always as identity, n number constraint nn not null, "
            "primary key (id) using index tablespace x) tablespace y",
            [
                CreateTable(
                    Name("T", "APP"),
                    (
                        Column("ID", Type("number", ("19",)), False, identity="always"),
                        Column("N", Type("number"), False),
                    ),
                    (NotNull("N", "NN"), PrimaryKey(("ID",), options="using index tablespace x")),
                    options="tablespace y",
                )
            ],
        ),
        (
            "create unique index i on t (upper(a), b desc) online",
            [
                CreateIndex(
                    "I", T, (IndexKey(None, "upper(a)"), IndexKey("B", descending=True)), unique=True, options="online"
                )
            ],
        ),
        ("alter index i rebuild online", [Reindex("index", Name("I"), concurrently=True)]),
        ("rename a to b", [RenameObject("relation", Name("A"), "B")]),
        ("alter session set ddl_lock_timeout = 10", [SetSetting("ddl_lock_timeout", "10")]),
        (
            "insert all into t (a) values (1) into u (a) values (2) select 1 from dual",
            [
                InsertRows(name, "insert all into t (a) values (1) into u (a) values (2) select 1 from dual", True)
                for name in (T, Name("U"))
            ],
        ),
        (
            "update t x set (a, b) = (select 1, 2 from dual), c = 3 where rownum < 5",
            [
                UpdateRows(
                    T,
                    "update t x set (a, b) = (select 1, 2 from dual), c = 3 where rownum < 5",
                    ("A", "B", "C"),
                    "rownum < 5",
                    limited=True,
                )
            ],
        ),
        ("prompt it's; nothing", []),
        ("@other.sql", [Opaque("a command of SQL*Plus, not SQL", "@other.sql")]),
    ],
)
def test_operations(text: str, found: list[Operation]) -> None:
    assert operations(text) == found


def test_a_block_is_read_statement_by_statement() -> None:
    text = (
        "declare n number; begin select count(*) into n from user_tables; "
        "if n = 0 then execute immediate 'drop table t'; else execute immediate 'drop ' || n; end if; "
        "p.log('x'); exception when others then null; end;"
    )
    steps = read_statement(text, "oracle")
    assert [(step.operations, step.guard, step.span.of(text)) for step in steps] == [
        (
            (Statement("select", (), "select count(*) into n from user_tables"),),
            None,
            "select count(*) into n from user_tables",
        ),
        ((DropTable(T),), Guard((), "n = 0"), "execute immediate 'drop table t'"),
        (
            (Opaque("dynamic SQL", "execute immediate 'drop ' || n"),),
            Guard((), "not (n = 0)"),
            "execute immediate 'drop ' || n",
        ),
        ((Statement("call", (Name("LOG", "P"),), "p.log('x')"),), None, "p.log('x')"),
    ]
