"""The rules of history in real repositories: what comes of two branches, and what is told where."""

from pathlib import Path

import pytest

from repositories import commit, git, repository, write
from towpath.linter.opening import Project

CONFIGURED = {
    "flyway.conf": "flyway.locations=filesystem:db\nflyway.postgresql.transactional.lock=false\n",
    "towpath.toml": 'database = "postgresql@15"\nselect = ["history"]\n',
}
FLYWAY = {**CONFIGURED, "db/V1__a.sql": "select 1;\n", "db/V2__b.sql": "select 2;\n"}


def revision(name: str, parent: str | None) -> dict[str, str]:
    said = (
        f'revision = "{name}"\ndown_revision = {parent and chr(34) + parent + chr(34)}\n\n\ndef upgrade():\n    pass\n'
    )
    return {f"m/versions/{name}.py": said}


def told(folder: Path) -> dict[str, list[str]]:
    """The messages of the family, by path and rule."""
    found: dict[str, list[str]] = {}
    for report in Project(str(folder)).workspace.check().files:
        for placed in report.findings:
            if placed.family == "history":
                found.setdefault(f"{placed.path} {placed.rule}", []).append(placed.message)
    return found


def branched(folder: Path, files: dict[str, str], mine: dict[str, str], theirs: dict[str, str]) -> Path:
    """Two branches that left each other: `mine` is checked out, `theirs` is the base."""
    repository(folder, files)
    git(folder, "switch", "--quiet", "--create", "work")
    if mine:
        commit(folder, mine)
    git(folder, "switch", "--quiet", "main")
    commit(folder, theirs)
    git(folder, "switch", "--quiet", "work")
    return folder


def test_a_head_that_came_to_the_base_is_told_before_it_is_merged(tmp_path: Path) -> None:
    files = {"alembic.ini": "[alembic]\nscript_location = m\n", **revision("a", None)}
    branched(tmp_path, files, revision("b", "a"), revision("c", "a"))
    found = told(tmp_path)
    assert list(found) == ["m/versions/b.py multiple-heads"]
    assert "there are 2 heads once this is merged with main" in found["m/versions/b.py multiple-heads"][0]
    git(tmp_path, "merge", "--quiet", "--no-edit", "main")
    assert told(tmp_path)["m/versions/b.py multiple-heads"] == ["there are 2 heads: c, b; the tool expects one"]
    write(tmp_path, revision("b", "c"))
    assert not told(tmp_path)


def test_two_heads_that_have_landed_are_no_fault_of_mine(tmp_path: Path) -> None:
    files = {"alembic.ini": "[alembic]\nscript_location = m\n", **revision("a", None)}
    repository(tmp_path, {**files, **revision("b", "a"), **revision("c", "a")})
    assert not told(tmp_path)


def test_a_version_that_the_base_took_meanwhile_is_told(tmp_path: Path) -> None:
    branched(tmp_path, FLYWAY, {"db/V3__mine.sql": "select 3;\n"}, {"db/V3__theirs.sql": "select 4;\n"})
    assert told(tmp_path) == {
        "db/V3__mine.sql duplicate-version": ["db/V3__theirs.sql on main has the version V3 as well"]
    }


def test_a_version_below_one_that_came_to_the_base_is_late(tmp_path: Path) -> None:
    branched(tmp_path, FLYWAY, {"db/V3__mine.sql": "select 3;\n"}, {"db/V4__theirs.sql": "select 4;\n"})
    [message] = told(tmp_path)["db/V3__mine.sql out-of-order"]
    assert message == "V4 has landed on main, and this comes before it: the tool refuses to run it behind them"


@pytest.mark.parametrize(("configured", "severity"), [("", "error"), ("flyway.outOfOrder=true\n", "info")])
def test_what_becomes_of_a_late_one_is_the_tools(configured: str, severity: str, tmp_path: Path) -> None:
    repository(tmp_path, {**FLYWAY, "flyway.conf": CONFIGURED["flyway.conf"] + configured})
    write(tmp_path, {"db/V1_5__late.sql": "select 3;\n"})
    report = Project(str(tmp_path)).workspace.report("db/V1_5__late.sql")
    assert [(one.rule, one.severity) for one in report.findings if one.family == "history"] == [
        ("out-of-order", severity)
    ]


def test_a_finding_about_a_landed_file_can_be_silenced(tmp_path: Path) -> None:
    repository(tmp_path, FLYWAY)
    write(tmp_path, {"db/V1__a.sql": "-- towpath: ignore[edited-migration] nobody ran it\nselect 3;\n"})
    assert not told(tmp_path)


def test_a_landed_file_is_told_its_own_finding_and_no_other(tmp_path: Path) -> None:
    files = {**FLYWAY, "towpath.toml": 'database = "postgresql@15"\n', "db/V3__c.sql": "create index a on b (c);\n"}
    repository(tmp_path, files)
    write(tmp_path, {"db/V3__c.sql": "create index a on b (d);\n"})
    report = Project(str(tmp_path)).workspace.report("db/V3__c.sql")
    assert [one.rule for one in report.findings] == ["edited-migration"]
    assert not report.judged


def test_a_deleted_migration_is_told_once_at_the_one_that_came_next(tmp_path: Path) -> None:
    repository(tmp_path, {**FLYWAY, "db/V3__c.sql": "select 3;\n"})
    (tmp_path / "db/V2__b.sql").unlink()
    assert list(told(tmp_path)) == ["db/V3__c.sql deleted-migration"]


def test_a_parent_that_was_deleted_here_is_told_as_deleted(tmp_path: Path) -> None:
    files = {"alembic.ini": "[alembic]\nscript_location = m\n", **revision("a", None), **revision("b", "a")}
    repository(tmp_path, files)
    (tmp_path / "m/versions/a.py").unlink()
    assert list(told(tmp_path)) == ["m/versions/b.py deleted-migration"]


def test_while_typing_nothing_is_asked_again_that_stays(tmp_path: Path) -> None:
    write(tmp_path, FLYWAY)
    workspace = Project(str(tmp_path)).workspace
    workspace.report("db/V2__b.sql")
    loaded = workspace.loaded[0]
    before = loaded.said_of_the_whole()
    workspace.update("db/V2__b.sql", "select 22;\n")
    workspace.report("db/V2__b.sql")
    assert workspace.loaded[0] is loaded
    assert loaded.said_of_the_whole() == before
