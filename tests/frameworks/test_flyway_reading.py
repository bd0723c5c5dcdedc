from collections.abc import Callable, Mapping

import pytest

from towpath.frameworks import Kept, flyway
from towpath.operations import CreateTable, Migration, Opaque
from towpath.project import Tree

Project = Callable[[Mapping[str, str]], Tree]
TABLE = "create table a (id integer);"


def read(tree: Tree) -> tuple[Migration, ...]:
    (found,) = flyway.detect(tree)
    return flyway.read(found, tree, Kept())


def identities(tree: Tree) -> list[str]:
    return [migration.identity for migration in read(tree)]


def test_the_order_in_which_flyway_runs_them(project: Project) -> None:
    names = [
        "V10__j",
        "V2__b",
        "V1_9__i",
        "V1.10__j",
        "R__b_view",
        "R__a_view",
        "B2__all",
        "afterMigrate",
        "beforeMigrate",
    ]
    assert identities(project({f"db/{name}.sql": TABLE for name in names})) == [
        "beforeMigrate",
        "V1.9",
        "V1.10",
        "V2",
        "B2",
        "V10",
        "R__a_view",
        "R__b_view",
        "afterMigrate",
    ]


def test_versions_are_ordered_over_all_folders(project: Project) -> None:
    files = {"db/migration/old/V3__c.sql": TABLE, "db/migration/V2__b.sql": TABLE, "db/migration/new/V1__a.sql": TABLE}
    assert identities(project(files)) == ["V1", "V2", "V3"]


def test_equal_versions_are_both_there(project: Project) -> None:
    assert identities(project({"db/V1__a.sql": TABLE, "db/V01__b.sql": TABLE, "db/V1.0__c.sql": TABLE})) == [
        "V1",
        "V1 (db/V1.0__c.sql)",
        "V1 (db/V1__a.sql)",
    ]


def test_an_undo_script_is_the_way_back_of_its_version(project: Project) -> None:
    first, second = read(project({"db/V1.2__a.sql": TABLE, "db/U1_2__a.sql": "drop table a;", "db/V2__b.sql": TABLE}))
    assert (first.identity, first.up.path, first.down and first.down.path) == (
        "V1.2",
        "db/V1.2__a.sql",
        "db/U1_2__a.sql",
    )
    assert second.down is None


def test_an_undo_script_without_its_version_is_there_by_itself(project: Project) -> None:
    first, second = read(project({"db/V1__a.sql": TABLE, "db/U2__b.sql": "drop table b;"}))
    assert (first.down, second.identity, second.up.steps) == (None, "U2", ())
    assert second.down is not None
    assert len(second.down.steps) == 1


def test_repeatable_migrations_and_callbacks_are_meant_to_be_edited(project: Project) -> None:
    files = {"db/V1__a.sql": TABLE, "db/R__v.sql": "select 1;", "db/afterMigrate.sql": "select 1;"}
    assert {one.identity: one.repeatable for one in read(project(files))} == {
        "V1": False,
        "R__v": True,
        "afterMigrate": True,
    }


def test_a_migration_in_java_is_in_its_place_and_not_read(project: Project) -> None:
    first, second, third = read(
        project(
            {
                "src/main/resources/db/migration/V1__a.sql": TABLE,
                "src/main/java/db/migration/V2__Fill.java": "class V2__Fill {}",
                "src/main/resources/db/migration/V3__b.sql": TABLE,
            }
        )
    )
    assert [one.identity for one in (first, second, third)] == ["V1", "V2", "V3"]
    assert second.up.steps[0].operations == (Opaque("a migration that is written in Java or Kotlin is not read"),)


def test_the_own_configuration_of_a_migration_is_read(project: Project) -> None:
    files = {"db/V1__a.sql": TABLE, "db/V1__a.sql.conf": "executeInTransaction=false\n", "db/V2__b.sql": TABLE}
    assert [one.up.transactional for one in read(project(files))] == [False, True]


def test_a_file_that_cannot_be_read_says_why(project: Project) -> None:
    tree = project({"db/V1__a.sql": TABLE, "db/V2__b.sql": "a\0b"})
    first, second = read(tree)
    assert isinstance(first.up.steps[0].operations[0], CreateTable)
    (operation,) = second.up.steps[0].operations
    assert isinstance(operation, Opaque)
    assert "NUL bytes" in operation.reason


def test_a_migration_knows_its_title(project: Project) -> None:
    assert [one.title for one in read(project({"db/V1__add_users.sql": TABLE}))] == ["add_users"]


@pytest.mark.parametrize(("script", "switches"), [("U1__a", (True, False)), ("V1__a", (False, True))])
def test_an_undo_script_has_a_configuration_of_its_own(
    project: Project, script: str, switches: tuple[bool, bool]
) -> None:
    files = {"db/V1__a.sql": TABLE, "db/U1__a.sql": "drop table a;"}
    (migration,) = read(project({**files, f"db/{script}.sql.conf": "executeInTransaction=false"}))
    assert migration.down
    assert (migration.up.transactional, migration.down.transactional) == switches


def test_a_baseline_is_what_new_databases_begin_with(project: Project) -> None:
    files = {"db/V1__a.sql": TABLE, "db/B1__all.sql": TABLE, "db/V2__b.sql": TABLE}
    assert [(one.identity, one.fresh) for one in read(project(files))] == [("V1", False), ("B1", True), ("V2", False)]
