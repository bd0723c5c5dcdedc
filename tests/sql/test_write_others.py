"""What is written for MySQL and SQLite, read again, says the same."""

import pytest

from sql.test_mysql import BLOCKS as MYSQL
from sql.test_sqlite import BLOCKS as SQLITE
from towpath.operations import (
    AddColumn,
    AlterColumnType,
    Column,
    CreateIndex,
    DropConstraint,
    DropIndex,
    IndexKey,
    Name,
    Operation,
    RedefineColumn,
    Type,
)
from towpath.sql import read_statement, split
from towpath.sql.write import Manner, manner, write

CASES = [("mysql", text) for text in MYSQL.values()] + [("sqlite", text) for text in SQLITE.values()]
T = Name("t")


def _read(text: str, dialect: str) -> list[Operation]:
    return [
        operation
        for piece in split(text, dialect)
        for step in read_statement(text[piece.start : piece.end], dialect)
        for operation in step.operations
    ]


@pytest.mark.parametrize(("dialect", "text"), CASES)
@pytest.mark.parametrize("quoted", [True, False])
def test_what_is_written_says_what_was_read(dialect: str, text: str, quoted: bool) -> None:
    how = Manner(quoted=quoted, dialect=dialect)
    for operation in _read(text, dialect):
        written = write(operation, how)
        if written is not None:
            again = _read(written, dialect)
            # A key over whole columns is a constraint however it is spelled.
            assert again == [operation], f"{written}\n{again}\n{operation}"


@pytest.mark.parametrize(
    ("operation", "written"),
    [
        (
            AddColumn(T, Column("a", Type("integer unsigned"), False, "0", comment="x"), position="AFTER b"),
            "ALTER TABLE t ADD COLUMN a int unsigned NOT NULL DEFAULT 0 COMMENT 'x' AFTER b",
        ),
        (RedefineColumn(T, Column("key", Type("varchar", ("9",)))), "ALTER TABLE t MODIFY COLUMN `key` varchar(9)"),
        (DropConstraint(T, "PRIMARY"), "ALTER TABLE t DROP PRIMARY KEY"),
        (DropIndex(Name("i"), table=T, online="ALGORITHM=INPLACE, LOCK=NONE"),
         "DROP INDEX i ON t ALGORITHM=INPLACE LOCK=NONE"),
        (CreateIndex("i", T, (IndexKey("a", prefix=5),), method="fulltext"), "CREATE FULLTEXT INDEX i ON t (a(5))"),
        (AlterColumnType(T, "a", Type("integer")), None),
    ],
)  # fmt: skip
def test_written_for_mysql(operation: Operation, written: str | None) -> None:
    assert write(operation, Manner(dialect="mysql")) == written


def test_the_manner_of_an_author_of_mysql() -> None:
    assert manner("alter table `t` add `a` int", "mysql") == Manner(upper=False, quoted=True, dialect="mysql")
