from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from towpath import frameworks
from towpath.frameworks import Kept
from towpath.operations import Migration, Opaque
from towpath.project import Found, Tree

Project = Callable[[Mapping[str, str]], Tree]
TABLE = "create table a (id integer);\ncreate index i on a (id);\n"

SERIES = {
    "flyway": {"db/V1__a.sql": TABLE, "db/V2__b.sql": TABLE, "db/V3__c.sql": TABLE},
    "prisma": {f"m/2024010{n}000000_a/migration.sql": TABLE for n in (1, 2, 3)},
    "golang-migrate": {f"m/{n}_a.up.sql": TABLE for n in (1, 2, 3)},
    "dbmate": {f"m/{n}_a.sql": f"-- migrate:up\n{TABLE}" for n in (1, 2, 3)},
    "goose": {f"m/{n}_a.sql": f"-- +goose Up\n{TABLE}" for n in (1, 2, 3)},
    "diesel": {f"m/2024-01-0{n}-000000_a/up.sql": TABLE for n in (1, 2, 3)},
}


def read(found: Found, tree: Tree, kept: Kept) -> tuple[Migration, ...]:
    return frameworks.FRAMEWORKS[found.framework].read(found, tree, kept)


@pytest.mark.parametrize("system", SERIES)
def test_only_what_changed_is_made_anew(project: Project, system: str) -> None:
    tree = project(SERIES[system])
    (found,) = frameworks.detect(tree)
    kept = Kept()
    before = read(found, tree, kept)
    path = before[1].path
    tree.unsaved[path] = SERIES[system][path].replace("index i", "index j")
    after = read(found, tree, kept)
    assert [a is b for a, b in zip(before, after, strict=True)] == [True, False, True]
    assert [a is b for a, b in zip(before[1].up.steps, after[1].up.steps, strict=True)] == [True, False]


def test_what_is_read_anew_and_says_the_same_is_the_very_same(project: Project) -> None:
    tree = project(SERIES["flyway"])
    (found,) = frameworks.detect(tree)
    kept = Kept()
    before = read(found, tree, kept)
    tree.forget()
    assert all(a is b for a, b in zip(before, read(found, tree, kept), strict=True))


def test_the_switch_file_of_a_migration_belongs_to_it(project: Project) -> None:
    tree = project({**SERIES["flyway"], "db/V2__b.sql.conf": "executeInTransaction=true\n"})
    (found,) = frameworks.detect(tree)
    kept = Kept()
    before = read(found, tree, kept)
    tree.unsaved["db/V2__b.sql.conf"] = "executeInTransaction=false\n"
    after = read(found, tree, kept)
    assert [a is b for a, b in zip(before, after, strict=True)] == [True, False, True]
    assert after[1].up.transactional is False


def test_files_that_come_leave_the_others_as_they_are(project: Project) -> None:
    tree = project(SERIES["flyway"])
    (found,) = frameworks.detect(tree)
    kept = Kept()
    before = read(found, tree, kept)
    later = tree.with_changes({"db/V1.1__new.sql": TABLE, "db/V2__b.sql.conf": "executeInTransaction=false\n"})
    (again,) = frameworks.detect(later)
    after = read(again, later, kept)
    assert [one.identity for one in after] == ["V1", "V1.1", "V2", "V3"]
    assert (after[0] is before[0], after[2] is before[1], after[3] is before[2]) == (True, False, True)
    assert after[2].up.transactional is False


def test_settings_that_change_make_the_migrations_anew(project: Project) -> None:
    tree = project({**SERIES["flyway"], "flyway.conf": "flyway.locations=filesystem:db\n"})
    (found,) = frameworks.detect(tree)
    kept = Kept()
    before = read(found, tree, kept)
    tree.unsaved["flyway.conf"] = "flyway.locations=filesystem:db\nflyway.executeInTransaction=false\n"
    (again,) = frameworks.detect(tree)
    after = read(again, tree, kept)
    assert [one.up.transactional for one in after] == [False, False, False]
    assert all(a.up.steps[0] is b.up.steps[0] for a, b in zip(before, after, strict=True))


def test_a_file_that_disappears_says_why(project: Project, tmp_path: Path) -> None:
    tree = project(SERIES["flyway"])
    (found,) = frameworks.detect(tree)
    (tmp_path / "db/V2__b.sql").unlink()
    tree.forget()
    first, second, third = read(found, tree, Kept())
    (operation,) = second.up.steps[0].operations
    assert isinstance(operation, Opaque)
    assert operation.reason.startswith("the file cannot be read")
    assert len(first.up.steps) == len(third.up.steps) == 2
