"""Projects in which something is missing or mixed up: terminal and editor say so, and never that all is well."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from lsp.clients import REAL, editor, until
from repositories import commit, git, repository, write
from towpath.main import run

CONFIGURED = 'database = "postgresql@15"\n'
ALEMBIC = {"alembic.ini": "[alembic]\nscript_location = m\n", "m/env.py": "", "towpath.toml": CONFIGURED}
DJANGO = {"manage.py": "import django\n", "shop/migrations/__init__.py": "", "towpath.toml": CONFIGURED}
MIGRATION = "from django.db import migrations\n\n\nclass Migration(migrations.Migration):\n    dependencies = [{}]\n"
INDEX = "create index i on users (email);\n"
ADDED = '    op.create_index("i", "users", ["email"])\n'
RAILS = "class A < ActiveRecord::Migration[7.1]\n  def change\n    add_index :users, :email\n  end\nend\n"

Found = set[tuple[str, str]]


def revision(name: str, behind: str = "", does: str = "    pass\n") -> str:
    head = f'from alembic import op\n\nrevision = "{name}"\ndown_revision = {behind!r}\n\n\n'
    return f"{head}def upgrade():\n{does}\n\ndef downgrade():\n    pass\n"


HALF_ALEMBIC = {**ALEMBIC, "m/versions/c3_x.py": revision("c3", "b2"), "m/versions/d4_y.py": revision("d4", "c3")}
HALF_DJANGO = {**DJANGO, "shop/migrations/0003_c.py": MIGRATION.format('("shop", "0002_b")')}
# Nothing tells how Flyway's and Rails' begin; what they did not make is old, and not new.
HALF_FLYWAY = {"towpath.toml": CONFIGURED, "db/migration/V7__index.sql": INDEX}
HALF_RAILS = {"towpath.toml": CONFIGURED, "db/migrate/20240107000000_a.rb": RAILS}
TWO_IN_ONE = {**ALEMBIC, "m/versions/a1_x.py": revision("a1", does=ADDED), "m/versions/V1__index.sql": INDEX}
THREE_IN_ONE = {
    "towpath.toml": CONFIGURED,
    "db/migrate/20240101000000_a.rb": RAILS,
    "db/migrate/V1__index.sql": INDEX,
    "db/migrate/000002_index.up.sql": INDEX,
    "db/migrate/000002_index.down.sql": "drop index i;\n",
}
CASES: dict[str, tuple[Mapping[str, str], Found]] = {
    "half a series of Alembic's": (HALF_ALEMBIC, {("m/versions/c3_x.py", "missing-parent")}),
    "half a series of Django's": (HALF_DJANGO, {("shop/migrations/0003_c.py", "missing-parent")}),
    "half a series of Flyway's": (HALF_FLYWAY, {("db/migration/V7__index.sql", "blocking-index")}),
    "half a series of Rails'": (HALF_RAILS, {("db/migrate/20240107000000_a.rb", "blocking-index")}),
    "Alembic and Flyway in one folder": (
        TWO_IN_ONE,
        {("m/versions/a1_x.py", "blocking-index"), ("m/versions/V1__index.sql", "blocking-index")},
    ),
    "Rails, Flyway and golang-migrate in one folder": (
        THREE_IN_ONE,
        {(path, "blocking-index") for path in THREE_IN_ONE if path.endswith((".rb", "x.sql", ".up.sql"))},
    ),
}


def checked(capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, Found, str]:
    """The exit status, the errors by path and rule, and what stands on stderr."""
    status = run(["check", "--format", "json", *options])
    said = capsys.readouterr()
    findings: list[dict[str, str]] = json.loads(said.out)["findings"] if said.out else []
    return status, {(one["path"], one["rule"]) for one in findings if one["severity"] == "error"}, said.err


@pytest.mark.parametrize("name", CASES)
async def test_it_is_told_in_both_places(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    files, expected = CASES[name]
    write(tmp_path, dict(files))
    monkeypatch.chdir(tmp_path)
    status, found, _ = checked(capsys)
    assert (status, found) == (1, expected)
    async with editor("vscode", tmp_path, command=REAL) as client:
        for path, rule in expected:
            assert rule in {one.code for one in await client.pull(client.open(tmp_path / path))}


def test_a_parent_that_was_deleted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {**ALEMBIC, "m/versions/a1_x.py": revision("a1"), "m/versions/b2_y.py": revision("b2", "a1")}
    repository(tmp_path, files)
    git(tmp_path, "switch", "--quiet", "--create", "work")
    (tmp_path / "m/versions/a1_x.py").unlink()
    commit(tmp_path, {})
    monkeypatch.chdir(tmp_path)
    assert checked(capsys)[:2] == (1, {("m/versions/b2_y.py", "deleted-migration")})
    assert checked(capsys, "--all")[:2] == (1, {("m/versions/b2_y.py", "missing-parent")})


async def test_a_repository_without_commits_and_a_base_that_does_not_exist(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    repository(tmp_path, {})
    write(tmp_path, TWO_IN_ONE)
    monkeypatch.chdir(tmp_path)
    status, found, said = checked(capsys)
    assert (status, found) == (1, CASES["Alembic and Flyway in one folder"][1])
    assert "the repository has no commit yet; every migration is judged" in said
    assert checked(capsys, "--base", "main") == (
        2,
        set(),
        f'towpath: command line: the base "main" is no branch and no commit of the repository in {tmp_path}; '
        "the repository has no commit yet\n",
    )
    write(tmp_path, {"towpath.toml": f'{CONFIGURED}base = "origin/main"\n'})
    assert checked(capsys)[0] == 2
    async with editor("vscode", tmp_path, command=REAL) as client:
        # Without a base everything is judged, and the mistake is shown where it stands.
        uri = client.open(tmp_path / "m/versions/V1__index.sql")
        assert "blocking-index" in {one.code for one in await client.pull(uri)}
        (told,) = await until(lambda: client.published)
        assert told.uri == (tmp_path / "towpath.toml").as_uri()
        assert [one.range.start.line for one in told.diagnostics] == [1]


async def test_ten_thousand_files_in_one_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made = {f"db/migration/V{number}__t.sql": f"create table t{number} (id bigint);\n" for number in range(1, 10_000)}
    last = "db/migration/V10000__index.sql"
    write(tmp_path, {**made, "towpath.toml": CONFIGURED, last: "create index i on t9 (id);\n"})
    monkeypatch.chdir(tmp_path)
    assert checked(capsys)[:2] == (1, {(last, "blocking-index")})
    async with editor("vscode", tmp_path, command=REAL) as client:
        uri = client.open(tmp_path / last)
        if not await client.pull(uri):
            # It is read beside the conversation; the client is told to ask again.
            await until(lambda: client.diagnostic_refresh_count)
        assert "blocking-index" in {one.code for one in await client.pull(uri)}
