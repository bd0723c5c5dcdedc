"""What is written for SQL Server and Oracle: the standard's words where both take them, else nothing."""

import pytest

from sql.test_oracle import BLOCKS as ORACLE
from sql.test_sqlserver import BLOCKS as SQLSERVER
from towpath.operations import (
    AddColumn,
    AlterColumnType,
    Column,
    CreateIndex,
    DropColumn,
    DropIndex,
    DropTable,
    IndexKey,
    Name,
    Operation,
    RenameColumn,
    RenameTable,
    SetNotNull,
    Statement,
    Type,
)
from towpath.sql import read_piece, split
from towpath.sql.write import Manner, write

CASES = [("sqlserver", text) for text in SQLSERVER.values()] + [("oracle", text) for text in ORACLE.values()]
T = Name("T")


def _read(text: str, dialect: str) -> list[Operation]:
    steps = [step for piece in split(text, dialect) for step in read_piece(text, piece, dialect)]
    return [operation for step in steps for operation in step.operations]


@pytest.mark.parametrize(("dialect", "text"), CASES)
def test_what_is_written_says_what_was_read(dialect: str, text: str) -> None:
    for operation in _read(text, dialect):
        written = write(operation, Manner(dialect=dialect))
        called = isinstance(operation, Statement) and operation.kind == "call"  # Which stands in a block alone.
        if written is not None and not called:
            assert operation in _read(written, dialect), written


@pytest.mark.parametrize(
    ("operation", "on_sqlserver", "on_oracle"),
    [
        (DropTable(T), "DROP TABLE T", "DROP TABLE T"),
        (DropTable(Name("a b", "dbo")), "DROP TABLE dbo.[a b]", None),
        (DropTable(T, if_exists=True), None, None),
        (AddColumn(T, Column("A", Type("integer"), False, "0")),
         "ALTER TABLE T ADD A integer DEFAULT 0 NOT NULL", "ALTER TABLE T ADD A integer DEFAULT 0 NOT NULL"),
        (AddColumn(T, Column("A", Type("boolean"))), None, None),
        (AddColumn(T, Column("A", Type("varchar2", ("9",)))), None, "ALTER TABLE T ADD A varchar2(9)"),
        (DropColumn(T, "ORDER"), "ALTER TABLE T DROP COLUMN [ORDER]", 'ALTER TABLE T DROP COLUMN "ORDER"'),
        (AlterColumnType(T, "A", Type("integer")), None, None),
        (SetNotNull(T, "A"), None, None),
        (RenameTable(T, "U"), None, "ALTER TABLE T RENAME TO U"),
        (RenameColumn(T, "A", "B"), None, "ALTER TABLE T RENAME COLUMN A TO B"),
        (CreateIndex("I", T, (IndexKey("A", descending=True),), unique=True),
         "CREATE UNIQUE INDEX I ON T (A DESC)", "CREATE UNIQUE INDEX I ON T (A DESC)"),
        (CreateIndex("I", T, (IndexKey("A"),), concurrently=True), None, None),
        (DropIndex(Name("I")), None, "DROP INDEX I"),
        (DropIndex(Name("I"), table=T), "DROP INDEX I ON T", "DROP INDEX I"),
    ],
)  # fmt: skip
def test_written(operation: Operation, on_sqlserver: str | None, on_oracle: str | None) -> None:
    assert write(operation, Manner(dialect="sqlserver")) == on_sqlserver
    assert write(operation, Manner(dialect="oracle")) == on_oracle
