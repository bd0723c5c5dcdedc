"""Files that the series of several databases have in common."""

from pathlib import Path

from laws.systems import findings, workspace
from towpath.linter import Workspace

TABLE = "create table users (id bigint primary key, name text);\n"
INDEX = "create index users_name on users (name);\n"


def made(common: str, postgresql: str) -> Workspace:
    files = {
        "db/migration/common/V1__users.sql": TABLE,
        "db/migration/common/V2__more.sql": common,
        "db/migration/mysql/V3__name.sql": INDEX,
        "db/migration/postgresql/V3__name.sql": postgresql,
    }
    return workspace(files, Path("/nonexistent-towpath-folder"))


def test_each_series_knows_what_came_before() -> None:
    widened = "alter table users alter column name type varchar(50);\n"
    found = findings(made(widened, "alter table users alter column name type varchar(60);\n"))
    assert [one.path for one in found if one.rule == "rewriting-type-change"] == ["db/migration/common/V2__more.sql"]


def test_a_common_file_is_judged_once_and_left_to_people() -> None:
    workspace = made(INDEX, "select 1;\n")
    (found,) = [one for one in findings(workspace) if one.rule == "blocking-index"]
    assert (found.path, found.database) == ("db/migration/common/V2__more.sql", "postgresql")
    assert workspace.proposals(found) == ()
    assert workspace.together([found], unsafe=True).mended == ()


def test_a_file_of_one_database_is_fixed() -> None:
    workspace = made("select 1;\n", INDEX)
    (found,) = [one for one in findings(workspace) if one.rule == "blocking-index"]
    assert [proposal.title for proposal in workspace.proposals(found)]
