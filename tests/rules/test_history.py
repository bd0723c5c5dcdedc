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


def mended(folder: Path, path: str, rule: str) -> dict[str, str | None]:
    """The files that the first fix of a finding changes, as they are then."""
    workspace = Project(str(folder)).workspace
    found = [placed for placed in workspace.report(path).findings if placed.rule == rule]
    first = workspace.proposals(found[0])[0]
    assert not first.safe
    return first.rewrite.texts(workspace.tree)


def titles(folder: Path, path: str, rule: str) -> list[str]:
    """What the fixes of a finding offer."""
    workspace = Project(str(folder)).workspace
    found = next(placed for placed in workspace.report(path).findings if placed.rule == rule)
    return [proposal.title for proposal in workspace.proposals(found)]


USERS = {**FLYWAY, "db/V1__a.sql": "create table users (id bigint primary key, name varchar(9));\n"}
ONWARD = "Restore it, and put the change into a new migration"
RESTORE = "Restore it as the base branch has it"


def test_an_edit_comes_in_a_new_migration_behind_all_others(tmp_path: Path) -> None:
    repository(tmp_path, USERS)
    text = "create table users (id bigint primary key, called varchar(9));\ncreate index called on users (called);\n"
    write(tmp_path, {"db/V1__a.sql": text, "db/V3__c.sql": "select 3;\n"})
    new = "alter table users rename column name to called;\ncreate index called on users (called);\n"
    assert mended(tmp_path, "db/V1__a.sql", "edited-migration") == {
        "db/V1__a.sql": USERS["db/V1__a.sql"],
        "db/V4__change_users.sql": new,
    }


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({"db/V3__c.sql": "create index a on users (email);\n"}, "migrations that have not landed build on the change"),
        ({"db/V1__a.sql": "select 1;\n"}, "the change has to be written into a new migration by hand"),
        (
            {"db/V1__a.sql": "create table users (id bigint primary key, name text);\nupdate users set name = '';\n"},
            "the change has to be written into a new migration by hand",
        ),
    ],
)
def test_an_edit_that_cannot_be_said_so_is_only_restored(files: dict[str, str], reason: str, tmp_path: Path) -> None:
    repository(tmp_path, USERS)
    text = "create table users (id bigint primary key, name varchar(9), email text);\n"
    write(tmp_path, {"db/V1__a.sql": text, **files})
    assert titles(tmp_path, "db/V1__a.sql", "edited-migration") == [f"{RESTORE}: {reason}"]


def test_how_an_edit_is_written_is_nothing_to_bring_along(tmp_path: Path) -> None:
    repository(tmp_path, USERS)
    write(tmp_path, {"db/V1__a.sql": f"-- users\n{USERS['db/V1__a.sql']}"})
    assert titles(tmp_path, "db/V1__a.sql", "edited-migration") == [RESTORE]


def test_a_migration_that_is_only_the_bases_is_no_place_to_come_behind(tmp_path: Path) -> None:
    branched(tmp_path, USERS, {}, {"db/V3__theirs.sql": "select 3;\n"})
    write(tmp_path, {"db/V1__a.sql": "create table users (id bigint primary key);\n"})
    [title] = titles(tmp_path, "db/V1__a.sql", "edited-migration")
    assert title == f"{RESTORE}: there are several heads to put the change behind"


def test_an_edited_migration_is_restored_with_its_own_line_ends(tmp_path: Path) -> None:
    repository(tmp_path, FLYWAY)
    write(tmp_path, {"db/V1__a.sql": "select 7;\r\n"})
    assert mended(tmp_path, "db/V1__a.sql", "edited-migration") == {"db/V1__a.sql": "select 1;\r\n"}


def test_a_file_with_a_new_migration_in_it_is_not_restored(tmp_path: Path) -> None:
    path = "db/migrations/20240101000000_users.sql"
    first = "-- migrate:up\nselect 1;\n-- migrate:down\n"
    repository(tmp_path, {path: first, "towpath.toml": CONFIGURED["towpath.toml"]})
    write(tmp_path, {path: first.replace("1", "2") + "-- migrate:up\nselect 3;\n-- migrate:down\n"})
    workspace = Project(str(tmp_path)).workspace
    [placed] = [one for one in workspace.report(path).findings if one.rule == "edited-migration"]
    assert not workspace.proposals(placed)


def test_what_is_gone_comes_back_with_its_way_back(tmp_path: Path) -> None:
    files = {
        f"migrations/000{number}_a.{way}.sql": f"select {number};\n" for number in (1, 2) for way in ("up", "down")
    }
    repository(tmp_path, {**files, "towpath.toml": CONFIGURED["towpath.toml"]})
    for way in ("up", "down"):
        (tmp_path / f"migrations/0001_a.{way}.sql").unlink()
    assert mended(tmp_path, "migrations/0002_a.up.sql", "deleted-migration") == {
        "migrations/0001_a.up.sql": "select 1;\n",
        "migrations/0001_a.down.sql": "select 1;\n",
    }


def test_an_old_name_is_given_back(tmp_path: Path) -> None:
    repository(tmp_path, FLYWAY)
    (tmp_path / "db/V2__b.sql").rename(tmp_path / "db/V7__b.sql")
    assert mended(tmp_path, "db/V7__b.sql", "renamed-migration") == {
        "db/V2__b.sql": "select 2;\n",
        "db/V7__b.sql": None,
    }


def test_the_next_version_is_beyond_what_came_to_the_base(tmp_path: Path) -> None:
    branched(tmp_path, FLYWAY, {"db/V3__mine.sql": "select 3;\n"}, {"db/V9__theirs.sql": "select 4;\n"})
    assert mended(tmp_path, "db/V3__mine.sql", "out-of-order") == {
        "db/V10__mine.sql": "select 3;\n",
        "db/V3__mine.sql": None,
    }


@pytest.mark.parametrize(
    ("files", "mine", "new"),
    [
        ({"db/V1__a.sql": "select 1;\n"}, "db/V1__mine.sql", "db/V2__mine.sql"),
        (
            {"prisma/migrations/20240103000000_a/migration.sql": "select 1;\n"},
            "prisma/migrations/20240102000000_mine/migration.sql",
            "prisma/migrations/20240103000001_mine/migration.sql",
        ),
        (
            {"db/migrate/20240103000000_a.rb": "class A < ActiveRecord::Migration[7.1]\n  def change\n  end\nend\n"},
            "db/migrate/20240102000000_mine.rb",
            "db/migrate/20240103000001_mine.rb",
        ),
        ({"migrations/0003_a.up.sql": "select 1;\n"}, "migrations/0002_mine.up.sql", "migrations/0004_mine.up.sql"),
    ],
)
def test_each_system_has_its_next_version(files: dict[str, str], mine: str, new: str, tmp_path: Path) -> None:
    repository(tmp_path, {**CONFIGURED, **files})
    [text] = files.values()
    write(tmp_path, {mine: text.replace("class A", "class Mine").replace("1;", "2;")})
    workspace = Project(str(tmp_path)).workspace
    [placed] = [one for one in workspace.report(mine).findings if one.family == "history"]
    assert dict(workspace.proposals(placed)[0].rewrite.renames) == {mine: new}


def test_my_revisions_go_behind_the_other_head(tmp_path: Path) -> None:
    files = {"alembic.ini": "[alembic]\nscript_location = m\n", **revision("a", None)}
    branched(tmp_path, files, {**revision("b", "a"), **revision("d", "b")}, revision("c", "a"))
    git(tmp_path, "merge", "--quiet", "--no-edit", "main")
    changed = mended(tmp_path, "m/versions/d.py", "multiple-heads")
    assert changed == revision("b", "c")
    write(tmp_path, {path: text or "" for path, text in changed.items()})
    assert not told(tmp_path)


@pytest.mark.parametrize("astray", [("c", "b", "a"), ("x", "c", "nowhere")])
def test_heads_are_not_put_together_while_one_is_astray(astray: tuple[str, str, str], tmp_path: Path) -> None:
    """Another file has its name, or its parent is nowhere: then nothing that Alembic could load would be written."""
    name, own, parent = astray
    (text,) = revision(own, parent).values()
    files = {"alembic.ini": "[alembic]\nscript_location = m\n", **revision("a", None), **revision("b", "a")}
    write(tmp_path, {**files, f"m/versions/{name}.py": text})
    workspace = Project(str(tmp_path)).workspace
    found = [one for file in workspace.check().files for one in file.findings if one.rule == "multiple-heads"]
    assert found
    assert not any(workspace.proposals(one) for one in found)


def test_my_migrations_go_behind_the_other_head_in_django(tmp_path: Path) -> None:
    def migration(name: str, parent: str) -> dict[str, str]:
        said = f"dependencies = [{parent}]" if parent else "dependencies = []"
        text = f"from django.db import migrations\n\n\nclass Migration(migrations.Migration):\n    {said}\n"
        return {f"shop/migrations/{name}.py": text}

    base = {**migration("0001_initial", ""), "manage.py": "import django\n"}
    branched(
        tmp_path,
        base,
        migration("0002_mine", '("shop", "0001_initial")'),
        migration("0002_theirs", "('shop', '0001_initial')"),
    )
    git(tmp_path, "merge", "--quiet", "--no-edit", "main")
    changed = mended(tmp_path, "shop/migrations/0002_mine.py", "multiple-heads")
    assert changed == migration("0002_mine", '("shop", "0002_theirs")')


def test_among_other_fixes_nothing_is_thrown_away(tmp_path: Path) -> None:
    repository(tmp_path, {**FLYWAY, "db/V3__c.sql": "select 3;\n"})
    write(tmp_path, {"db/V1__a.sql": "select 7;\n"})
    (tmp_path / "db/V2__b.sql").unlink()
    workspace = Project(str(tmp_path)).workspace
    findings = [placed for report in workspace.check().files for placed in report.findings]
    assert {placed.rule for placed in findings} == {"edited-migration", "deleted-migration"}
    assert not workspace.together(findings).mended
    assert workspace.together(findings, unsafe=True).rewrite.texts(workspace.tree) == {"db/V2__b.sql": "select 2;\n"}


def test_what_a_docstring_tells_is_mended_among_the_safe_fixes(tmp_path: Path) -> None:
    doc = '"""tags\n\nRevision ID: b\nRevises: z\n"""\n'
    said = {path: f"{doc}{text}" for path, text in revision("b", "a").items()}
    write(tmp_path, {"alembic.ini": "[alembic]\nscript_location = m\n", **revision("a", None), **said})
    workspace = Project(str(tmp_path)).workspace
    found = [one for report in workspace.check().files for one in report.findings if one.family == "history"]
    [(path, text)] = workspace.together(found).rewrite.texts(workspace.tree).items()
    assert text == said[path].replace("Revises: z", "Revises: a")
