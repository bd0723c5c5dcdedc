"""What has landed, held against a base branch in real repositories."""

from pathlib import Path

import pytest

from repositories import commit, git, repository, write
from towpath.frameworks import Kept, liquibase
from towpath.history.landed import Deleted, Edited, Landed, Renamed
from towpath.linter import FileReport
from towpath.linter.opening import Project
from towpath.operations import Migration
from towpath.project import Found, Tree

USERS = "create table users (id bigint primary key, email text);\n"
INDEX = "create index users_email on users (email);\n"
CONFIGURED = {
    "flyway.conf": "flyway.locations=filesystem:db\nflyway.postgresql.transactional.lock=false\n",
    "towpath.toml": 'database = "postgresql@15"\n',
}
FLYWAY = {**CONFIGURED, "db/V1__users.sql": USERS, "db/V2__email.sql": INDEX}


@pytest.fixture
def flyway(tmp_path: Path) -> Path:
    """A Flyway project of which all has landed, on a branch of its own."""
    folder = repository(tmp_path, FLYWAY)
    git(folder, "switch", "--quiet", "--create", "work")
    return folder


def landed(project: Project) -> Landed:
    project.workspace.check()
    found = project.workspace.loaded[0].landed
    assert found is not None
    return found


def reports(project: Project) -> dict[str, FileReport]:
    return {report.path: report for report in project.workspace.check().files}


def rules(report: FileReport) -> list[str]:
    return [placed.rule for placed in report.findings]


def test_only_what_has_not_landed_is_judged(flyway: Path) -> None:
    write(flyway, {"db/V3__more.sql": INDEX.replace("users_email", "more")})
    found = reports(Project(str(flyway)))
    assert {path: report.judged for path, report in found.items()} == {
        "db/V1__users.sql": False,
        "db/V2__email.sql": False,
        "db/V3__more.sql": True,
    }
    assert found["db/V2__email.sql"].landed == "main"
    assert "blocking-index" in rules(found["db/V3__more.sql"])
    assert not found["db/V2__email.sql"].findings


def test_everything_is_judged_where_that_is_asked_for(flyway: Path) -> None:
    found = reports(Project(str(flyway), everything=True))
    assert "blocking-index" in rules(found["db/V2__email.sql"])


def test_a_table_of_a_migration_that_has_not_landed_is_new(flyway: Path) -> None:
    write(flyway, {"db/V3__tags.sql": "create table tags (id bigint, name text);\n"})
    write(flyway, {"db/V4__tags.sql": "create index tags_name on tags (name);\n"})
    assert "blocking-index" not in rules(reports(Project(str(flyway)))["db/V4__tags.sql"])
    assert "blocking-index" in rules(reports(Project(str(flyway), everything=True))["db/V4__tags.sql"])


@pytest.mark.parametrize(
    ("text", "same"),
    [(f"-- why\n{USERS}", True), (USERS.replace(" (", "\n(  "), True), (USERS.replace("text", "int"), False)],
)
def test_an_edit_is_told_from_one_of_comments_and_white_space(flyway: Path, text: str, same: bool) -> None:
    write(flyway, {"db/V1__users.sql": text})
    assert landed(Project(str(flyway))).edited == (Edited("V1", same),)


def test_line_ends_are_no_edit(flyway: Path) -> None:
    write(flyway, {path: text.replace("\n", "\r\n") for path, text in FLYWAY.items()})
    assert landed(Project(str(flyway))) == Landed("main", frozenset(("V1", "V2")))


def test_the_step_that_was_edited_is_named(flyway: Path) -> None:
    write(flyway, {"db/V2__email.sql": f"{INDEX}drop index users_email;\n"})
    write(flyway, {"db/V1__users.sql": f"{USERS}\n"})
    assert set(landed(Project(str(flyway))).edited) == {Edited("V2", False, 1), Edited("V1", True)}


def test_what_is_gone_and_what_has_another_name(flyway: Path) -> None:
    (flyway / "db/V2__email.sql").rename(flyway / "db/V3__email.sql")
    found = landed(Project(str(flyway)))
    assert found.renamed == (Renamed("V2", "db/V2__email.sql", "V3", "db/V3__email.sql"),)
    assert "V3" in found.identities
    (flyway / "db/V3__email.sql").unlink()
    (flyway / "db/V1__users.sql").rename(flyway / "db/V1__people.sql")
    found = landed(Project(str(flyway)))
    assert found.renamed == (Renamed("V1", "db/V1__users.sql", "V1", "db/V1__people.sql"),)
    assert found.deleted == (Deleted("V2", "db/V2__email.sql", "email", "V1"),)
    assert not found.edited


def test_what_came_to_the_base_later_is_not_gone(flyway: Path) -> None:
    git(flyway, "switch", "--quiet", "main")
    commit(flyway, {"db/V3__theirs.sql": "select 3;\n", "db/V1__users.sql": f"-- theirs\n{USERS}"})
    git(flyway, "switch", "--quiet", "work")
    found = landed(Project(str(flyway)))
    assert (found.edited, found.renamed, found.deleted) == ((), (), ())
    assert [one.identity for one in found.ahead] == ["V3"]
    assert found.identities == {"V1", "V2"}


def test_what_is_repeated_is_judged_when_it_changed_and_never_edited(flyway: Path) -> None:
    git(flyway, "switch", "--quiet", "main")
    commit(flyway, {"db/R__view.sql": INDEX})
    assert not reports(Project(str(flyway)))["db/R__view.sql"].judged
    write(flyway, {"db/R__view.sql": f"{INDEX}-- again\n"})
    project = Project(str(flyway))
    assert "blocking-index" in rules(reports(project)["db/R__view.sql"])
    assert not landed(project).edited


def test_a_migration_that_is_added_to_a_landed_file_is_new(tmp_path: Path) -> None:
    first = f"-- migrate:up\n{USERS}-- migrate:down\ndrop table users;\n"
    path = "db/migrations/20240101000000_users.sql"
    folder = repository(tmp_path, {path: first, "towpath.toml": CONFIGURED["towpath.toml"]})
    write(folder, {path: f"{first}-- migrate:up\n{INDEX}-- migrate:down\ndrop index users_email;\n"})
    project = Project(str(folder))
    assert landed(project).identities == {"20240101000000"}
    report = reports(project)[path]
    assert report.judged
    assert [(placed.rule, placed.migration) for placed in report.findings if placed.rule == "blocking-index"] == [
        ("blocking-index", "20240101000000 #2")
    ]


def test_a_downgrade_that_changed_is_an_edit_in_alembic(tmp_path: Path) -> None:
    text = '"""first"""\nfrom alembic import op\n\nrevision = "a1"\ndown_revision = None\n\n\n'
    text += 'def upgrade():\n    op.execute("select 1")\n\n\ndef downgrade():\n    pass\n'
    folder = repository(tmp_path, {"alembic.ini": "[alembic]\nscript_location = m\n", "m/versions/a1_first.py": text})
    write(folder, {"m/versions/a1_first.py": text.replace("pass", 'op.execute("select 2")')})
    assert landed(Project(str(folder))).edited == (Edited("a1", False),)


@pytest.mark.parametrize(("last", "count"), [("V1", 1), ("1", 1), ("V1__users", 1), ("2", 2), ("0", 0), ("1.5", 1)])
def test_a_setting_says_what_has_landed(tmp_path: Path, last: str, count: int) -> None:
    write(tmp_path, {**FLYWAY, "towpath.toml": f'database = "postgresql"\nstart-after = "{last}"\n'})
    judged = [report.judged for report in reports(Project(str(tmp_path))).values()]
    assert judged == [False] * count + [True] * (2 - count)


@pytest.mark.parametrize(("last", "count"), [("20240101", 1), ("20240102", 2), ("2024", 0), ("20240101000000", 1)])
def test_a_stamp_may_be_a_day(tmp_path: Path, last: str, count: int) -> None:
    files = {"db/migrations/20240101000000_a.sql": USERS, "db/migrations/20240102000000_b.sql": INDEX}
    files = {path: f"-- migrate:up\n{text}\n-- migrate:down\n" for path, text in files.items()}
    write(tmp_path, {**files, "towpath.toml": f'start-after = "{last}"\n'})
    assert sum(report.landed != "" for report in reports(Project(str(tmp_path))).values()) == count


def test_an_editor_that_looks_again_judges_by_the_new_base(flyway: Path) -> None:
    write(flyway, {"db/V3__more.sql": INDEX.replace("users_email", "more")})
    project = Project(str(flyway))
    assert reports(project)["db/V3__more.sql"].judged
    assert not project.workspace.look_at_base()
    git(flyway, "add", "--all")
    git(flyway, "commit", "--quiet", "--message=more")
    git(flyway, "branch", "--force", "main", "work")
    assert project.workspace.look_at_base()
    assert not project.workspace.report("db/V3__more.sql").judged


def test_what_did_not_change_is_the_very_same_answer(flyway: Path) -> None:
    project = Project(str(flyway))
    project.workspace.update("db/V3__more.sql", "create index")
    before = landed(project)
    project.workspace.update("db/V3__more.sql", "create index a on users (id);")
    assert landed(project) is before
    project.workspace.update("db/V1__users.sql", f"{USERS} ")
    assert landed(project).edited == (Edited("V1", True),)


def test_a_landed_migration_is_not_fixed(flyway: Path) -> None:
    project = Project(str(flyway))
    write(flyway, {"db/V3__more.sql": INDEX.replace("users_email", "more")})
    reports(project)
    loaded = project.workspace.loaded[0]
    assert not loaded.may_fix("db/V2__email.sql")
    assert loaded.may_fix("db/V3__more.sql")


MODEL = "class User < ApplicationRecord\n{}end\n"
RAILS = {
    "config/database.yml": "production:\n  adapter: postgresql\n",
    "db/migrate/20240101000000_users.rb": "class Users < ActiveRecord::Migration[7.1]\nend\n",
    "app/models/user.rb": MODEL.format(""),
}
DROPPED = (
    "class NoName < ActiveRecord::Migration[7.1]\n  def change\n    remove_column :users, :name, :string\n  end\nend\n"
)
IGNORING = MODEL.format('  self.ignored_columns += ["name"]\n')


def test_whether_the_code_ignored_a_column_before_is_told_by_the_base(tmp_path: Path) -> None:
    folder, path = repository(tmp_path, RAILS), "db/migrate/20240102000000_no_name.rb"
    git(folder, "switch", "--quiet", "--create", "work")
    write(folder, {path: DROPPED, "app/models/user.rb": IGNORING})
    project = Project(str(folder))

    def told() -> list[tuple[str, str]]:
        return [(one.severity, one.message) for one in reports(project)[path].findings if one.rule == "dropped-column"]

    ((severity, message),) = told()
    assert severity == "info"
    assert message.startswith("the code ignores users.name from this branch on")
    git(folder, "stash", "--quiet", "--include-untracked")
    git(folder, "switch", "--quiet", "main")
    commit(folder, {"app/models/user.rb": IGNORING})
    git(folder, "switch", "--quiet", "work")
    git(folder, "merge", "--quiet", "main")
    write(folder, {path: DROPPED})
    project.workspace.refresh()
    project.workspace.look_at_base()
    assert told() == [("hint", "the code ignores users.name, and its values will be gone")]


def test_what_the_base_has_of_a_file_with_many_migrations_is_read_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sets = [f"--changeset anna:{number}\ncreate table t{number} (id bigint);\n" for number in range(1, 9)]
    head, path = "--liquibase formatted sql\n\n", "db/changes.sql"
    url = {"liquibase.properties": "url: jdbc:postgresql://localhost/app\n"}
    folder = repository(tmp_path, {path: head + "\n".join(sets), **url})
    git(folder, "switch", "--quiet", "--create", "work")
    project = Project(str(folder))
    landed(project)
    reading, trees = liquibase.read, list[Tree]()

    def read(found: Found, tree: Tree, kept: Kept) -> tuple[Migration, ...]:
        trees.append(tree)
        return reading(found, tree, kept)

    monkeypatch.setattr(liquibase, "read", read)
    for letter in "abc":
        project.workspace.update(path, head + "\n".join([*sets, f"--changeset anna:9\nselect '{letter}';\n"]))
        assert (len(landed(project).identities), landed(project).edited) == (8, ())
    assert len([tree for tree in trees if tree is not project.workspace.tree]) == 1


MADE = """\
from django.db import migrations, models


class Migration(migrations.Migration):
    {replaces}dependencies = [{parent}]
    operations = [
        {operation},
    ]
"""
PLAN = 'migrations.CreateModel("Plan", [("id", models.BigAutoField(primary_key=True))])'
NAME = 'migrations.AddField("plan", "name", models.CharField(max_length=9, db_index=True, null=True))'
CODE = 'migrations.AddIndex("plan", models.Index(fields=["name"], name="plan_code"))'
SQUASHED = "shop/migrations/0002_squashed.py"
REPLACES = 'replaces = [("shop", "0002_name"), ("shop", "0003_code")]\n    '


def made(operation: str, parent: str = "", replaces: str = "") -> str:
    return MADE.format(operation=operation, parent=parent and f'("shop", "{parent}")', replaces=replaces)


@pytest.fixture
def django(tmp_path: Path) -> Path:
    """A Django project of which all has landed, and a branch with one migration in the place of two."""
    files = {
        "settings.py": 'DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql"}}\n',
        "shop/migrations/0001_initial.py": made(PLAN),
        "shop/migrations/0002_name.py": made(NAME, "0001_initial"),
        "shop/migrations/0003_code.py": made(CODE, "0002_name"),
    }
    folder = repository(tmp_path, files)
    git(folder, "switch", "--quiet", "--create", "work")
    write(folder, {SQUASHED: made(f"{NAME},\n        {CODE}", "0001_initial", REPLACES)})
    return folder


def test_what_runs_in_the_place_of_landed_migrations_has_landed_with_them(django: Path) -> None:
    report = reports(Project(str(django)))[SQUASHED]
    assert not report.judged
    assert not report.findings


@pytest.mark.parametrize(
    "replaces", ["", REPLACES.replace("0003_code", "0003_other"), REPLACES.replace('"shop", "0003', '"more", "0003')]
)
def test_what_does_more_than_landed_migrations_is_new(django: Path, replaces: str) -> None:
    project = Project(str(django))
    assert not project.workspace.report(SQUASHED).judged
    text = made(f"{NAME},\n        {CODE}", "0001_initial", replaces)
    project.workspace.update(SQUASHED, text)
    assert project.workspace.report(SQUASHED).judged
    write(django, {SQUASHED: text})
    assert project.workspace.report(SQUASHED).findings == Project(str(django)).workspace.report(SQUASHED).findings


def test_what_another_migration_runs_in_the_place_of_may_go(django: Path) -> None:
    for name in ("0002_name", "0003_code"):
        (django / f"shop/migrations/{name}.py").unlink()
    assert not landed(Project(str(django))).deleted
    git(django, "add", "--all")
    git(django, "commit", "--quiet", "--message", "squashed")
    assert not landed(Project(str(django))).deleted
