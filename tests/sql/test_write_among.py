"""What is sent where a database wants more said than what changes."""

import pytest

from towpath.operations import (
    AlterColumnType,
    Column,
    CreateTable,
    DropNotNull,
    Name,
    Operation,
    PrimaryKey,
    RenameColumn,
    SetComment,
    Type,
)
from towpath.schema import ANEW, State, applied
from towpath.sql.manner import Manner
from towpath.sql.write_among import write_among

USERS = Name("users")
TABLE = CreateTable(
    USERS,
    (Column("id", Type("integer"), False), Column("name", Type("varchar", ("9",)), False, default="'x'")),
    (PrimaryKey(("id",)),),
)


@pytest.mark.parametrize(
    ("operation", "sql"),
    [
        (DropNotNull(USERS, "name"), "ALTER TABLE users MODIFY COLUMN name varchar(9) DEFAULT 'x'"),
        (
            AlterColumnType(USERS, "name", Type("text")),
            "ALTER TABLE users MODIFY COLUMN name text NOT NULL DEFAULT 'x'",
        ),
        (
            SetComment("column", Name("name"), "c", USERS),
            "ALTER TABLE users MODIFY COLUMN name varchar(9) NOT NULL DEFAULT 'x' COMMENT 'c'",
        ),
        (DropNotNull(USERS, "unknown"), None),
    ],
)
def test_mysql_has_a_column_said_anew(operation: Operation, sql: str | None) -> None:
    assert write_among(operation, applied(State(), TABLE), Manner(dialect="mysql")) == sql


def test_sqlite_has_a_table_made_anew() -> None:
    state = applied(State(), TABLE).put([(ANEW, "new__")])
    said = write_among(RenameColumn(USERS, "name", "title"), state, Manner(dialect="sqlite"))
    assert said is not None
    assert [" ".join(part.split()) for part in said.split(";")] == [
        "CREATE TABLE new__users ( id integer NOT NULL, title varchar(9) NOT NULL DEFAULT 'x', PRIMARY KEY (id) )",
        "INSERT INTO new__users (id, title) SELECT id, name FROM users",
        "DROP TABLE users",
        "ALTER TABLE new__users RENAME TO users",
    ]
