"""Statements of MySQL and MariaDB: where they end, and what they do."""

import re
from pathlib import Path

import pytest

from towpath.operations import (
    AddColumn,
    AddConstraint,
    Column,
    CreateIndex,
    CreateTable,
    DeleteRows,
    DropConstraint,
    DropIndex,
    ForeignKey,
    IndexKey,
    InsertRows,
    Name,
    Opaque,
    Operation,
    PrimaryKey,
    RedefineColumn,
    RenameColumn,
    RenameTable,
    SetSetting,
    Statement,
    Type,
    Unique,
    UpdateRows,
)
from towpath.sql import read_statement, resplit, split

_LIST = Path(__file__).parent / "mysql" / "hand.sql"
_BLOCK = re.compile(r"^-- \[(?P<label>.*)\]\n(?P<sql>(?:(?!-- \[).*\n?)*)", re.MULTILINE)
BLOCKS = {found["label"]: found["sql"] for found in _BLOCK.finditer(_LIST.read_text(encoding="utf-8"))}
T = Name("t")


def statements(text: str) -> list[str]:
    return [text[piece.start : piece.end] for piece in split(text, "mysql") if piece.kind == "sql"]


def operations(text: str) -> list[Operation]:
    steps = [step for piece in statements(text) for step in read_statement(piece, "mysql")]
    return [operation for step in steps for operation in step.operations]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("select 1; select 2", ["select 1", "select 2"]),
        ("select ';', \";\", `;`, 'it''s;\\';'; # no;\nselect 2", ["select ';', \";\", `;`, 'it''s;\\';'", "select 2"]),
        ("-- a;\nselect 1--1; /* b; /* c */ select 2", ["select 1--1", "select 2"]),
        ("/*!40101 SET NAMES utf8 */;\nselect 1;", ["/*!40101 SET NAMES utf8 */", "select 1"]),
        (
            "create trigger a before insert on t for each row begin set @a = case 1 when 1 then 2 end; end; select 1",
            [
                "create trigger a before insert on t for each row begin set @a = case 1 when 1 then 2 end; end",
                "select 1",
            ],
        ),
        (
            "create procedure p() begin if a then select 1; end if; case b when 1 then select 2; end case; end; do 3",
            [
                "create procedure p() begin if a then select 1; end if; case b when 1 then select 2; end case; end",
                "do 3",
            ],
        ),
        ("begin; select 1; end", ["begin", "select 1", "end"]),
        ("delimiter //\nselect 1; select 2 //\ndelimiter ;\nselect 3;", ["select 1; select 2", "select 3"]),
        (";;select 1;;", ["select 1"]),
        ("", []),
    ],
)
def test_boundaries(text: str, found: list[str]) -> None:
    assert statements(text) == found


def test_a_quote_that_is_left_open_ends_where_the_next_statement_must_begin() -> None:
    first, second = split("insert into t values ('a);\nselect 1;", "mysql")
    assert first.problem == "the quote ' is never closed"
    assert second.problem is None


def test_a_delimiter_that_is_changed_cuts_what_follows_anew() -> None:
    old = "delimiter //\nselect 1; select 2 //\ndelimiter ;\nselect 3;\nselect 4;"
    new = old.replace("//", "$$")
    assert resplit(old, split(old, "mysql"), new, "mysql")[0] == split(new, "mysql")


@pytest.mark.parametrize("label", BLOCKS)
def test_every_statement_of_the_list_is_understood(label: str) -> None:
    found = operations(BLOCKS[label])
    assert len(statements(BLOCKS[label])) == 1
    assert found
    assert not [one for one in found if isinstance(one, Opaque) and one.reason != "dynamic SQL"]


@pytest.mark.parametrize("label", BLOCKS)
def test_every_prefix_of_the_list_is_read_without_a_crash(label: str) -> None:
    text = BLOCKS[label]
    for end in range(len(text)):
        for piece in split(text[:end], "mysql"):
            for step in read_statement(text[piece.start : piece.end], "mysql"):
                assert all(0 <= span.start <= span.end <= end for places in step.places for span in places.values())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "alter table t add a int(11) unsigned not null default 0 comment 'x' after b, algorithm=inplace, lock=none",
            [
                AddColumn(
                    T,
                    Column("a", Type("integer unsigned"), False, "0", comment="x"),
                    position="after b",
                    online="algorithm=inplace, lock=none",
                )
            ],
        ),
        (
            "alter table t add (a int, b tinyint(1) charset utf8)",
            [
                AddColumn(T, Column("a", Type("integer"))),
                AddColumn(T, Column("b", Type("tinyint", ("1",)), storage="charset utf8")),
            ],
        ),
        (
            "alter table t modify a float, change a b double first",
            [
                RedefineColumn(T, Column("a", Type("real"))),
                RenameColumn(T, "a", "b"),
                RedefineColumn(T, Column("b", Type("double precision")), "first"),
            ],
        ),
        (
            "alter table t add constraint c unique key k (a), add unique (b(10)), add key (c)",
            [
                AddConstraint(T, Unique(("a",), "k")),
                CreateIndex(None, T, (IndexKey("b", prefix=10),), unique=True),
                CreateIndex(None, T, (IndexKey("c"),)),
            ],
        ),
        (
            "alter table t drop primary key, drop foreign key f, drop index i",
            [
                DropConstraint(T, "PRIMARY"),
                DropConstraint(T, "f"),
                DropIndex(Name("i"), table=T),
            ],
        ),
        (
            "create table `a``b`.t (id bigint auto_increment primary key, key k (b desc)) engine=innodb",
            [
                CreateTable(
                    Name("t", "a`b"),
                    (Column("id", Type("bigint"), False, identity="by default"),),
                    (PrimaryKey(("id",), "PRIMARY"),),
                    options="engine=innodb",
                ),
                CreateIndex("k", Name("t", "a`b"), (IndexKey("b", descending=True),)),
            ],
        ),
        (
            "alter table t add foreign key (a) references o (id) on delete set null",
            [AddConstraint(T, ForeignKey(("a",), Name("o"), ("id",), on_delete="SET NULL"))],
        ),
        ("rename table t to u, v to w.x", None),
        ("/*! set foreign_key_checks = 0 */", [SetSetting("foreign_key_checks", "0")]),
        ("insert into t set a = 1", [InsertRows(T, "insert into t set a = 1")]),
        ("insert t select * from u", [InsertRows(T, "insert t select * from u", query=True)]),
        (
            "update t join u on t.id = u.id set t.a = 1",
            [UpdateRows(T, "update t join u on t.id = u.id set t.a = 1", ("a",), None, joined=True)],
        ),
        (
            "delete from t where a = 1 limit 5",
            [DeleteRows(T, "delete from t where a = 1 limit 5", "a = 1", limited=True)],
        ),
        (
            "alter table t engine=innodb row_format=dynamic, convert to character set utf8mb4",
            [
                Statement("alter table engine", (T,), "alter table t engine=innodb"),
                Statement("alter table row_format", (T,), "alter table t row_format=dynamic"),
                Statement(
                    "alter table convert to character set", (T,), "alter table t convert to character set utf8mb4"
                ),
            ],
        ),
    ],
)
def test_operations(text: str, found: list[Operation] | None) -> None:
    if found is None:
        moved = operations(text)
        assert moved[0] == RenameTable(T, "u")
        assert moved[-1] == RenameTable(Name("v", "w"), "x")
    else:
        assert operations(text) == found


@pytest.mark.parametrize(
    "expression",
    [
        "now() - interval 1 day",
        "a regexp 'b' and not c rlike 'd' xor e div 2",
        "match (a, b) against ('c' in boolean mode)",
        "group_concat(distinct a order by b separator ',')",
        "convert(a using utf8mb4) collate utf8mb4_bin = _utf8mb4'x'",
        "cast(a as unsigned) + x'1f' + b'01'",
        "if(a, left(b, 1), values(c))",
        "a->>'$.b' <=> @c or @@session.sql_mode like '%x%'",
        "case a when 1 then 'b' else \"c\" end",
        "exists (select 1 from t use index (i) where a = ? limit 1, 2)",
    ],
)
def test_expressions(expression: str) -> None:
    text = f"update t set a = 1 where {expression}"
    assert operations(text) == [UpdateRows(T, text, ("a",), expression)]


@pytest.mark.parametrize(
    "moment", ["current_timestamp()", "CURRENT_TIMESTAMP", "localtimestamp()", "current_timestamp(3)"]
)
def test_a_moment_may_be_called(moment: str) -> None:
    (step,) = read_statement(f"ALTER TABLE t ADD a timestamp DEFAULT {moment} ON UPDATE {moment}", "mysql")
    assert isinstance(step.operations[0], AddColumn)
