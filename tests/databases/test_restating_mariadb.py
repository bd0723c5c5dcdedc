"""MariaDB judges ways back that say a column as a whole: after up and down the table is what it was."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from servers.mariadb import connect, server
from towpath.linter.opening import Project

TABLE = """create table users (
    id bigint not null auto_increment primary key,
    email varchar(100) not null default 'none',
    age int unsigned,
    note text comment 'it''s free',
    name varchar(40) character set latin1 collate latin1_bin
)"""
CHANGES = (
    "alter table users modify email varchar(200)",
    "alter table users modify email varchar(100) not null",
    "alter table users modify age bigint unsigned not null default 7",
    "alter table users modify note longtext",
    "alter table users modify id int not null",
    "alter table users modify name varchar(80) character set latin1 collate latin1_bin not null",
    "alter table users modify age bigint, modify email text",
    "alter table users change age years int unsigned not null",
)


@pytest.fixture(scope="module")
def cursor() -> Iterator[Any]:
    with server() as socket:
        connection = connect(socket)
        yield connection.cursor()
        connection.close()


@pytest.mark.parametrize("change", CHANGES)
def test_a_table_is_what_it_was(change: str, cursor: Any, tmp_path: Path) -> None:
    back = _way_back(change, tmp_path)
    cursor.execute("drop database if exists w")
    cursor.execute("create database w")
    cursor.execute("use w")
    cursor.execute(TABLE)
    before = _shown(cursor)
    cursor.execute(change)
    assert _shown(cursor) != before
    for statement in filter(None, map(str.strip, back.split(";\n"))):
        cursor.execute(statement.rstrip(";"))
    assert _shown(cursor) == before


def _shown(cursor: Any) -> str:
    cursor.execute("show create table users")
    return str(cursor.fetchone()[1])


def _way_back(change: str, root: Path) -> str:
    (root / "migrations").mkdir()
    (root / "towpath.toml").write_text('database = "mariadb@10.11"\n', encoding="utf-8")
    (root / "migrations/1_users.up.sql").write_text(f"{TABLE};\n", encoding="utf-8")
    (root / "migrations/1_users.down.sql").write_text("drop table users;\n", encoding="utf-8")
    (root / "migrations/2_more.up.sql").write_text(f"{change};\n", encoding="utf-8")
    workspace = Project(str(root), everything=True).workspace
    (found,) = (
        one
        for report in workspace.check().files
        for one in report.findings
        if one.rule == "missing-downgrade" and one.migration == "2"
    )
    (proposal,) = workspace.proposals(found)
    return proposal.rewrite.creates["migrations/2_more.down.sql"]
