from collections.abc import Callable, Mapping

import pytest

from towpath.frameworks import Kept, plain
from towpath.frameworks.plain.next_name import next_path, way_back
from towpath.frameworks.plain.switches import framed, outside, switch_file
from towpath.operations import Direction
from towpath.project import Tree
from towpath.source import apply

Project = Callable[[Mapping[str, str]], Tree]


@pytest.mark.parametrize(
    ("files", "index", "taken", "expected"),
    [
        (["m/000003_a.up.sql"], 0, [], "m/000004_more_work.up.sql"),
        (["m/000003_a.up.sql", "m/000004_b.up.sql"], 0, [], None),
        (["m/3_a.up.sql", "m/5_b.up.sql"], 0, [], "m/4_more_work.up.sql"),
        (["m/3_a.up.sql", "m/5_b.up.sql"], 0, ["m/4_x.up.sql"], None),
        (["m/1631562784_a.up.sql"], 0, [], "m/1631562785_more_work.up.sql"),
        (["migrations/20240101235959-add-users.sql"], 0, [], "migrations/20240102000000-more-work.sql"),
        (["migrations/2024-01-31_a.sql"], 0, [], "migrations/2024-02-01_more_work.sql"),
        (["migrations/001.sql"], 0, [], "migrations/002_more_work.sql"),
        (["m/2024-01-01-000000_a/up.sql"], 0, [], "m/2024-01-01-000001_more_work/up.sql"),
        (["m/2024-01-01-000000-0000_a/up.sql"], 0, [], "m/2024-01-01-000000-0001_more_work/up.sql"),
        (["migrations/9_a.sql"], 0, [], None),
    ],
)
def test_the_name_of_a_migration_behind_another(
    project: Project, files: list[str], index: int, taken: list[str], expected: str | None
) -> None:
    tree = project(dict.fromkeys(files, "select 1;\n"))
    (found,) = plain.detect(tree)
    migrations = plain.read(found, tree, Kept())
    assert next_path(found, migrations, index, "more_work", tree, taken) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [("m/1_a.up.sql", "m/1_a.down.sql"), ("m/1_up/up.sql", "m/1_up/down.sql"), ("m/1_a.sql", None)],
)
def test_the_other_half(path: str, expected: str | None) -> None:
    assert way_back(path) == expected


@pytest.mark.parametrize(
    ("runner", "direction", "text", "expected"),
    [
        ("sqlx", "up", "select 1;\n", "-- no-transaction\nselect 1;\n"),
        ("goose", "up", "-- +goose Up\nselect 1;\n", "-- +goose NO TRANSACTION\n-- +goose Up\nselect 1;\n"),
        ("dbmate", "up", "-- migrate:up\nselect 1;\n", "-- migrate:up transaction:false\nselect 1;\n"),
        (
            "dbmate",
            "down",
            "-- migrate:up\n--migrate:down x:y\n",
            "-- migrate:up\n--migrate:down transaction:false x:y\n",
        ),
    ],
)
def test_the_mark_that_takes_a_file_out_of_its_transaction(
    runner: str, direction: Direction, text: str, expected: str
) -> None:
    edit = outside(runner, text, direction)
    assert edit is not None
    assert apply(text, [edit]) == expected


def test_tools_without_a_mark() -> None:
    assert outside("golang-migrate", "select 1;", "up") is None
    assert outside("dbmate", "select 1;", "up") is None
    assert switch_file("golang-migrate", "m/1_a.up.sql") is None


def test_diesels_switch_is_a_file() -> None:
    assert switch_file("diesel", "m/1_a/up.sql") == ("m/1_a/metadata.toml", "run_in_transaction = false\n")


@pytest.mark.parametrize("runner", ["dbmate", "goose", "sqlx", "golang-migrate", "unknown"])
@pytest.mark.parametrize("inside", [True, False])
def test_a_new_file_reads_back_as_it_was_meant(project: Project, runner: str, inside: bool) -> None:
    text = framed(runner, "create index concurrently i on a (b);\n", inside)
    marks = {
        "dbmate": "1_a.sql",
        "goose": "1_a.sql",
        "sqlx": "1_a.sql",
        "golang-migrate": "1_a.up.sql",
        "unknown": "1_a.sql",
    }
    tree = project({"Cargo.toml": "sqlx = 1\n" if runner == "sqlx" else "", f"migrations/{marks[runner]}": text})
    (found,) = plain.detect(tree)
    (migration,) = plain.read(found, tree, Kept())
    assert found.runner.name == runner
    assert [type(step.operations[0]).__name__ for step in migration.up.steps] == ["CreateIndex"]
    if runner in ("dbmate", "goose", "sqlx"):
        assert migration.up.transactional is inside
