from collections.abc import Callable, Mapping

import pytest

from towpath.frameworks import Kept, plain
from towpath.operations import CreateTable, Migration, Script, Statement, Transactional
from towpath.project import Tree

Project = Callable[[Mapping[str, str]], Tree]
TABLE = "create table a (id integer);\n"
TWO = TABLE + "create table b (id integer);\n"
BUILD = "create index concurrently i on a (id);\n"
SQLX = '[dependencies]\nsqlx = "0.8"\n'


def read(tree: Tree) -> tuple[Migration, ...]:
    (found,) = plain.detect(tree)
    return plain.read(found, tree, Kept())


def kinds(script: Script | None) -> list[str]:
    return [type(operation).__name__ for step in script.steps for operation in step.operations] if script else []


@pytest.mark.parametrize(
    ("files", "identities"),
    [
        (["m/10_b.up.sql", "m/9_a.up.sql", "m/9_a.down.sql", "m/010_c.up.sql"], ["9", "10", "10 (m/10_b.up.sql)"]),
        (["migrations/10_b.sql", "migrations/9_a.sql"], ["9_a", "10_b"]),
        (["migrations/2024-02-01_b.sql", "migrations/2024-01-31_a.sql"], ["2024-01-31_a", "2024-02-01_b"]),
        (
            ["m/2024-02-01-000000_b/up.sql", "m/2024-01-01-000000-0000_a/up.sql"],
            ["202401010000000000", "20240201000000"],
        ),
    ],
)
def test_the_order_in_which_they_run(project: Project, files: list[str], identities: list[str]) -> None:
    assert [one.identity for one in read(project(dict.fromkeys(files, TABLE)))] == identities


def test_pairs_are_one_migration(project: Project) -> None:
    first, second = read(
        project({"m/1_users.up.sql": TABLE, "m/1_users.down.sql": "drop table a;", "m/2_b.up.sql": TABLE})
    )
    assert (first.title, first.up.path, kinds(first.up)) == ("users", "m/1_users.up.sql", ["CreateTable"])
    assert (first.down and first.down.path, kinds(first.down)) == ("m/1_users.down.sql", ["DropTable"])
    assert second.down is None


def test_a_way_back_without_its_other_half(project: Project) -> None:
    first, second = read(project({"m/1_a.up.sql": TABLE, "m/2_b.down.sql": "drop table b;"}))
    assert (first.identity, second.identity, second.up.steps, kinds(second.down)) == ("1", "2 down", (), ["DropTable"])


@pytest.mark.parametrize(("text", "inside"), [(TABLE, False), (TWO, True), (BUILD, False), (TABLE + BUILD, True)])
def test_golang_migrate_sends_a_file_as_one_message(project: Project, text: str, inside: bool) -> None:
    (migration,) = read(project({"m/1_a.up.sql": text, "m/1_a.down.sql": text}))
    assert migration.up.transactional is inside
    assert migration.down is not None
    assert migration.down.transactional is inside


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        (TABLE, True),
        ("-- no-transaction\n" + BUILD, False),
        ("-- no-transaction\n" + TABLE + BUILD, True),
        (TABLE + "-- no-transaction\n", True),
        ("\n-- no-transaction\n" + BUILD, True),
    ],
)
def test_sqlx_reads_its_switch_at_the_very_beginning(project: Project, text: str, inside: bool) -> None:
    (migration,) = read(project({"Cargo.toml": SQLX, "migrations/1_a.sql": text}))
    assert migration.up.transactional is inside


@pytest.mark.parametrize(
    ("metadata", "text", "inside"),
    [
        ({}, BUILD, True),
        ({"metadata.toml": "run_in_transaction = true\n"}, BUILD, True),
        ({"metadata.toml": "run_in_transaction = false\n"}, BUILD, False),
        ({"metadata.toml": "run_in_transaction = false\n"}, TABLE + BUILD, True),
        ({"metadata.toml": "# nothing said is false\n"}, BUILD, False),
    ],
)
def test_diesels_switch_stands_in_a_file_beside(
    project: Project, metadata: Mapping[str, str], text: str, inside: bool
) -> None:
    folder = "m/2024-01-01-000000_a"
    files = {f"{folder}/{name}": said for name, said in metadata.items()}
    (migration,) = read(project({f"{folder}/up.sql": text, f"{folder}/down.sql": "select 1;", **files}))
    assert migration.up.transactional is inside
    assert migration.identity == "20240101000000"


def test_of_an_unknown_runner_each_file_is_one_transaction(project: Project) -> None:
    (migration,) = read(project({"migrations/1_a.sql": BUILD}))
    assert migration.up.transactional is True


@pytest.mark.parametrize(
    ("text", "up", "down"),
    [
        (f"-- migrate:up\n{TWO}-- migrate:down\ndrop table a;\n", True, True),
        (f"-- migrate:up transaction:false\n{BUILD}-- migrate:down\ndrop table a;\n", False, True),
        (
            f"-- migrate:up transaction:false\n{TABLE}{BUILD}-- migrate:down transaction:false\ndrop table a\n",
            True,
            False,
        ),
        (f"-- migrate:up transaction:true other:x\n{BUILD}-- migrate:down\n", True, True),
    ],
)
def test_dbmates_sections(project: Project, text: str, up: Transactional, down: Transactional) -> None:
    (migration,) = read(project({"db/20240101000000_a.sql": text}))
    assert migration.identity == "20240101000000"
    assert (migration.up.transactional, migration.down and migration.down.transactional) == (up, down)


def test_a_section_may_end_without_a_semicolon(project: Project) -> None:
    text = "-- migrate:up\ncreate table a (id int)\n-- migrate:down\ndrop table a"
    (migration,) = read(project({"db/1_a.sql": text}))
    assert (kinds(migration.up), kinds(migration.down)) == (["CreateTable"], ["DropTable"])
    assert migration.down is not None
    assert migration.down.span(0).of(text) == "drop table a"


def test_a_file_of_dbmates_may_hold_several_migrations(project: Project) -> None:
    text = "".join(
        f"-- migrate:up\ncreate table {name} (id int);\n-- migrate:down\ndrop table {name};\n" for name in "ab"
    )
    first, second = read(project({"db/1_a.sql": text}))
    assert (first.identity, second.identity) == ("1", "1 #2")
    assert second.up.span(0).of(text) == "create table b (id int)"


def test_a_file_that_dbmate_refuses(project: Project) -> None:
    _, second = read(project({"db/1_a.sql": "-- migrate:up\nselect 1;\n", "db/2_b.sql": TABLE}))
    assert second.up.transactional == "dbmate refuses a file without -- migrate:up"
    assert kinds(second.up) == ["CreateTable"]


BLOCK = "-- +goose NO TRANSACTION\n-- +goose Up\n-- +goose StatementBegin\n{}-- +goose StatementEnd\n-- +goose Down\n"
FUNCTION = "create function f() returns int language plpgsql as $$\nbegin\n  return 1; -- one\nend\n$$"


@pytest.mark.parametrize(
    ("text", "up", "down"),
    [
        (f"-- +goose Up\n{TWO}-- +goose Down\ndrop table a;\n", True, True),
        (f"-- +goose NO TRANSACTION\n-- +goose Up\n{TABLE}{BUILD}-- +goose Down\ndrop table a;\n", False, False),
        (f"--+goose up\n{TABLE}-- +GOOSE   down\ndrop table a;\n", True, True),
        (BLOCK.format(TABLE + BUILD), True, False),
        (BLOCK.format(BUILD), False, False),
    ],
)
def test_gooses_sections(project: Project, text: str, up: Transactional, down: Transactional) -> None:
    (migration,) = read(project({"db/00001_a.sql": text}))
    assert migration.identity == "1"
    assert (migration.up.transactional, migration.down and migration.down.transactional) == (up, down)


def test_a_block_of_gooses_needs_no_semicolon(project: Project) -> None:
    text = (
        f"-- +goose Up\n{TABLE}-- +goose StatementBegin\n{FUNCTION}\n-- +goose StatementEnd\n"
        "create table ${NAME} (id int);\n-- +goose ENVSUB ON\n-- +goose Down\ndrop function f;\n"
    )
    (migration,) = read(project({"db/00001_a.sql": text}))
    assert kinds(migration.up) == ["CreateTable", "CreateFunction", "CreateTable"]
    assert migration.up.span(1).of(text) == FUNCTION
    assert len(migration.down.steps if migration.down else ()) == 1


def test_a_file_that_goose_refuses(project: Project) -> None:
    _, second = read(project({"db/1_a.sql": "-- +goose Up\nselect 1;\n", "db/2_b.sql": TABLE}))
    assert second.up.transactional == "goose refuses a file without -- +goose Up"


def test_statements_that_no_rule_needs_are_read(project: Project) -> None:
    (migration,) = read(project({"migrations/1_a.sql": "alter table a set (fillfactor = 70);\n" + TABLE}))
    first, second = (step.operations[0] for step in migration.up.steps)
    assert isinstance(first, Statement)
    assert isinstance(second, CreateTable)
