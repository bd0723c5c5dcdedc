from collections.abc import Callable, Mapping

import pytest

from towpath.frameworks import plain
from towpath.project import Found, Tree

Project = Callable[[Mapping[str, str]], Tree]
TABLE = "create table a (id integer);\n"
GOOSE = f"-- +goose Up\n{TABLE}-- +goose Down\ndrop table a;\n"
DBMATE = f"-- migrate:up\n{TABLE}\n-- migrate:down\ndrop table a;\n"


def only(tree: Tree) -> Found:
    (found,) = plain.detect(tree)
    return found


def test_a_file_for_each_direction_is_golang_migrates(project: Project) -> None:
    found = only(project({"db/1_a.up.sql": TABLE, "db/1_a.down.sql": TABLE, "db/2_b.sql": TABLE}))
    assert (found.framework, found.folder, found.runner.name) == ("sql", "db", "golang-migrate")
    assert found.files == ("db/1_a.down.sql", "db/1_a.up.sql")


@pytest.mark.parametrize(
    "files",
    [
        {"Cargo.toml": '[dependencies]\nsqlx = { version = "0.8", features = ["postgres"] }\n', "m/1_a.up.sql": TABLE},
        {"m/20240101000000_a.up.sql": "-- Add up migration script here\n" + TABLE},
        {"migrations/1_a.sql": "-- no-transaction\ncreate index concurrently i on a (b);\n"},
        {"Cargo.toml": '[dependencies]\nsqlx = "0.8"\n', "migrations/1_a.sql": TABLE},
    ],
)
def test_what_sqlx_is_known_by(project: Project, files: Mapping[str, str]) -> None:
    assert only(project(files)).runner.name == "sqlx"


@pytest.mark.parametrize(
    ("files", "runner"),
    [
        ({"sql/00001_a.sql": GOOSE}, "goose"),
        ({"sql/20240101000000_a.sql": DBMATE}, "dbmate"),
        ({"m/2024-01-01-000000_a/up.sql": TABLE}, "diesel"),
        ({"m/00000000000000_diesel_initial_setup/up.sql": TABLE}, "diesel"),
        ({"Cargo.toml": '[dependencies]\ndiesel = "2"\n', "m/20240101000000_a/up.sql": TABLE}, "diesel"),
        ({"migrations/1700000000000_a/up.sql": TABLE}, "unknown"),
        ({"db/migrations/0001_a.sql": TABLE}, "unknown"),
        ({"supabase/migrations/20240101000000_a.sql": TABLE}, "unknown"),
        ({"migrate/2024-01-01-a.sql": TABLE}, "unknown"),
        ({"migrations/postgres/001.sql": TABLE}, "unknown"),
    ],
)
def test_what_runs_the_files(project: Project, files: Mapping[str, str], runner: str) -> None:
    assert only(project(files)).runner.name == runner


@pytest.mark.parametrize(
    "path",
    ["queries/01_users.sql", "migrations/users.sql", "sql/V1__a.sql", "a/up.sql", "migrations/x/1_a.sql", "1_a/up.sql"],
)
def test_ordinary_sql_is_left_alone(project: Project, path: str) -> None:
    assert list(plain.detect(project({path: TABLE}))) == []


def test_the_database_by_a_folders_name(project: Project) -> None:
    found = only(project({"clickhouse/schema/1_a.sql": GOOSE}))
    assert found.dialects == ("clickhouse",)


def test_the_database_by_the_driver(project: Project) -> None:
    found = only(project({"go.mod": "require (\n\tgithub.com/jackc/pgx/v5 v5.5.0\n)\n", "db/1_a.sql": GOOSE}))
    assert found.dialects == ("postgresql",)
    assert found.configuration == ("go.mod",)


def test_the_driver_tells_more_than_a_hint(project: Project) -> None:
    cargo = '[dependencies]\nsqlx = { version = "0.8", features = ["sqlite"] }\n'
    found = only(project({"Cargo.toml": cargo, "migrations/1_a.sql": "create table a (b jsonb);\n"}))
    assert (found.runner.name, found.dialects) == ("sqlx", ("sqlite",))


def test_a_file_that_none_claims_is_a_series_by_itself(project: Project) -> None:
    found = plain.single(project({"sql/cleanup.sql": TABLE, "sql/other.sql": TABLE}), "sql/cleanup.sql")
    assert (found.files, found.runner.name) == (("sql/cleanup.sql",), "unknown")
    assert found.evidence[0].said == "a file of SQL by itself"


def test_a_numbered_file_that_none_claims_has_its_siblings(project: Project) -> None:
    tree = project({"sql/01_a.sql": TABLE, "sql/02_b.sql": TABLE, "sql/readme.sql": TABLE, "sql/more/03_c.sql": TABLE})
    assert plain.single(tree, "sql/02_b.sql").files == ("sql/01_a.sql", "sql/02_b.sql")


def test_a_half_that_none_claims_has_its_other_half(project: Project) -> None:
    tree = project({"a/up.sql": TABLE, "a/down.sql": TABLE, "up.sql": TABLE})
    assert plain.single(tree, "a/up.sql").files == ("a/down.sql", "a/up.sql")
    assert plain.single(tree, "up.sql").files == ("up.sql",)
