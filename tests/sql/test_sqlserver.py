"""Statements of SQL Server: where they end, and what they do. No server judges them here: the list is of its manual."""

from pathlib import Path

import pytest

from sql.blocks import blocks
from towpath.operations import (
    AddColumn,
    AddConstraint,
    AlterConstraint,
    Check,
    Column,
    CreateIndex,
    CreateTable,
    DropColumn,
    DropConstraint,
    DropIndex,
    DropTable,
    ForeignKey,
    Guard,
    IndexKey,
    Name,
    Opaque,
    Operation,
    PrimaryKey,
    RedefineColumn,
    RenameColumn,
    RenameIndex,
    RenameObject,
    SetDefault,
    SetSetting,
    Type,
    UpdateRows,
    ValidateConstraint,
)
from towpath.sql import read_piece, read_statement, split

BLOCKS = blocks(Path(__file__).parent / "sqlserver" / "hand.sql")
T = Name("t", "dbo")


def statements(text: str) -> list[str]:
    return [text[piece.start : piece.end] for piece in split(text, "sqlserver") if piece.kind == "sql"]


def operations(text: str) -> list[Operation]:
    steps = [step for piece in split(text, "sqlserver") for step in read_piece(text, piece, "sqlserver")]
    return [operation for step in steps for operation in step.operations]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("select 1; select 2", ["select 1", "select 2"]),
        ("select 1\nGO\nselect 2\n  go 5 -- five times\nselect 3", ["select 1", "select 2", "select 3"]),
        ("select 'GO\nGO\n' /* GO\n/* GO */\nGO */ + [GO]\nGO", ["select 'GO\nGO\n' /* GO\n/* GO */\nGO */ + [GO]"]),
        (
            "create table t (a int) alter table t add b int alter table t alter column b bigint\nselect a from t",
            [
                "create table t (a int)",
                "alter table t add b int",
                "alter table t alter column b bigint",
                "select a from t",
            ],
        ),
        (
            "insert into t (a) select 1 union all select 2 insert t values (1) select 3",
            ["insert into t (a) select 1 union all select 2", "insert t values (1)", "select 3"],
        ),
        ("insert into t exec p 1 exec q", ["insert into t exec p 1", "exec q"]),
        ("update t set a = 1 set @x = 2", ["update t set a = 1", "set @x = 2"]),
        (
            "if exists (select 1 from t) drop table t else print 'a' drop table if exists u",
            ["if exists (select 1 from t) drop table t else print 'a'", "drop table if exists u"],
        ),
        (
            "begin try select 1; end try\nbegin catch rollback; throw; end catch commit",
            ["begin try select 1; end try\nbegin catch rollback; throw; end catch", "commit"],
        ),
        (
            "while 1 = 1 begin if @a = case when 1 = 1 then 2 end break; select 1 end begin tran",
            ["while 1 = 1 begin if @a = case when 1 = 1 then 2 end break; select 1 end", "begin tran"],
        ),
        (
            "create procedure p as begin select 1; update t set a = 1 end\nselect 2\nGO\ndrop table t",
            ["create procedure p as begin select 1; update t set a = 1 end\nselect 2", "drop table t"],
        ),
        (
            ";with c as (select 1 a) insert t select a from c grant select, update on t to x deny delete on t to y",
            [
                "with c as (select 1 a) insert t select a from c",
                "grant select, update on t to x",
                "deny delete on t to y",
            ],
        ),
        (
            "merge t using s on 1 = 1 when matched then update set a = 1 when not matched then insert values (1);"
            "alter table t add constraint f foreign key (a) references u (a) on delete set null on update cascade",
            [
                "merge t using s on 1 = 1 when matched then update set a = 1 when not matched then insert values (1)",
                "alter table t add constraint f foreign key (a) references u (a) on delete set null on update cascade",
            ],
        ),
        (
            "declare c cursor for select a from t open c fetch next from c into @a close c "
            "select a from t order by a offset 0 rows fetch next 5 rows only deallocate c",
            [
                "declare c cursor for select a from t",
                "open c",
                "fetch next from c into @a",
                "close c",
                "select a from t order by a offset 0 rows fetch next 5 rows only",
                "deallocate c",
            ],
        ),
        (
            "alter table t disable trigger all disable trigger a on t alter database d set online set nocount on",
            [
                "alter table t disable trigger all",
                "disable trigger a on t",
                "alter database d set online",
                "set nocount on",
            ],
        ),
        (":setvar a 1\nselect $(a)", ["select $(a)"]),
        (";;\nGO\n;", []),
        ("", []),
    ],
)
def test_boundaries(text: str, found: list[str]) -> None:
    assert statements(text) == found


@pytest.mark.parametrize(
    ("text", "problem"),
    [("select 'a\nGO\nselect 1", "the quote ' is never closed"), ("select 1 /* a", "the comment /* never ends")],
)
def test_what_is_left_open_is_said(text: str, problem: str) -> None:
    first, *others = split(text, "sqlserver")
    assert first.problem == problem
    assert [text[piece.start : piece.end] for piece in others] == (["select 1"] if "GO" in text else [])


@pytest.mark.parametrize("label", BLOCKS)
def test_every_statement_of_the_list_is_read(label: str) -> None:
    """As operations or named statements; what is put together at run time says so."""
    found = operations(BLOCKS[label])
    assert found
    assert [one.reason for one in found if isinstance(one, Opaque)] == (
        ["dynamic SQL"] if label == "exec with variables" else []
    )


def test_how_many_statements_there_are() -> None:
    assert len(BLOCKS) == 85
    assert len([block for block in BLOCKS.values() if len(statements(block)) == 1]) == 85


@pytest.mark.parametrize("label", BLOCKS)
def test_every_prefix_of_the_list_is_read_without_a_crash(label: str) -> None:
    text = BLOCKS[label]
    for end in range(len(text)):
        for piece in split(text[:end], "sqlserver"):
            for step in read_piece(text[:end], piece, "sqlserver"):
                assert all(0 <= span.start <= span.end <= end for places in step.places for span in places.values())


@pytest.mark.parametrize(
    "text",
    [
        "alter table t add a",
        "alter table t",
        "create table t (a int",
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
            "alter table [dbo].[T] add [A] [nvarchar](max) not null constraint d default (N'') with values, b as (a+1)",
            [
                AddColumn(T, Column("a", Type("nvarchar", ("max",)), False, "(N'')")),
                AddColumn(T, Column("b", None, None, generated="virtual", expression="(a+1)")),
            ],
        ),
        (
            "alter table dbo.t alter column a int not null",
            [RedefineColumn(T, Column("a", Type("integer"), False), alone=True)],
        ),
        ("alter table dbo.t drop column a, b", [DropColumn(T, "a"), DropColumn(T, "b")]),
        ("alter table dbo.t drop c", [DropConstraint(T, "c")]),
        (
            "alter table dbo.t with nocheck add constraint f foreign key (a) references dbo.u (id), check (a > 0)",
            [
                AddConstraint(T, ForeignKey(("a",), Name("u", "dbo"), ("id",), "f", valid=False)),
                AddConstraint(T, Check("a > 0", valid=False)),
            ],
        ),
        ("alter table dbo.t with check check constraint f", [ValidateConstraint(T, "f")]),
        ("alter table dbo.t nocheck constraint f", [AlterConstraint(T, "f", enforced=False)]),
        ("alter table dbo.t add constraint d default 1 for a", [SetDefault(T, "a", "1")]),
        (
            "create table dbo.t (id int identity(1, 1) primary key, r timestamp, index i (r desc))",
            [
                CreateTable(
                    T,
                    (
                        Column("id", Type("integer"), False, identity="by default"),
                        Column("r", Type("rowversion")),
                    ),
                    (PrimaryKey(("id",)),),
                ),
                CreateIndex("i", T, (IndexKey("r", descending=True),)),
            ],
        ),
        ("drop index dbo.t.i", [DropIndex(Name("i", "dbo"), table=T)]),
        ("exec sp_rename 'dbo.T.[A b]', 'C', 'COLUMN'", [RenameColumn(T, "a b", "c")]),
        ("exec sp_rename N'dbo.T.I', N'J', N'INDEX'", [RenameIndex(Name("i", "dbo"), "j", T)]),
        ("exec sp_rename 'dbo.T', 'U'", [RenameObject("object", T, "u")]),
        ("exec (N'drop table dbo.t; select 1')", [DropTable(T)]),
        (
            "update x set a = 1 from dbo.t x where x.b is null",
            [UpdateRows(T, "update x set a = 1 from dbo.t x where x.b is null", ("a",), "x.b is null", True)],
        ),
        (
            "with c as (select top 9 * from dbo.t) update c set a = 1",
            [UpdateRows(T, "with c as (select top 9 * from dbo.t) update c set a = 1", ("a",), joined=True)],
        ),
        ("set lock_timeout 5000", [SetSetting("lock_timeout", "5000")]),
        (":setvar a 1", []),
        (":r other.sql", [Opaque("a command of sqlcmd, not SQL", ":r other.sql")]),
    ],
)
def test_operations(text: str, found: list[Operation]) -> None:
    assert operations(text) == found


def test_what_stands_under_if_is_read_with_its_condition() -> None:
    text = "if object_id('t') is null begin drop table a; select 1; drop table b end else exec('drop table c')"
    steps = read_statement(text, "sqlserver")
    said = "object_id('t') is null"
    assert [(step.operations, step.guard, step.span.of(text), step.origin) for step in steps] == [
        ((DropTable(Name("a")),), Guard((), said), "drop table a", "body"),
        ((DropTable(Name("b")),), Guard((), said), "drop table b", "body"),
        ((DropTable(Name("c")),), Guard((), f"not ({said})"), "exec('drop table c')", "body"),
    ]


def test_what_only_an_error_leads_to_is_not_done() -> None:
    (step,) = read_statement("begin try drop table a end try begin catch rollback; throw end catch", "sqlserver")
    assert (step.operations, step.guard) == ((DropTable(Name("a")),), None)
