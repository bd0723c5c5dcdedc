"""The base branch on the command line: which one is taken, what is said of it, and how a wrong one exits."""

import json
from pathlib import Path

import pytest

from repositories import commit, git, repository, write
from towpath.main import run

USERS = "create table users (id bigint primary key, email text);\n"
INDEX = "create index users_email on users (email);\n"
FILES = {
    "flyway.conf": "flyway.locations=filesystem:db\nflyway.postgresql.transactional.lock=false\n",
    "towpath.toml": 'database = "postgresql@15"\n',
    "db/V1__users.sql": USERS,
    "db/V2__email.sql": INDEX,
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A Flyway project on main, whose second migration came on a branch."""
    repository(tmp_path, {path: text for path, text in FILES.items() if "V2" not in path})
    git(tmp_path, "switch", "--quiet", "--create", "work")
    commit(tmp_path, FILES)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    return tmp_path


def judged(output: str) -> dict[str, bool]:
    return {file["path"]: file["judged"] for file in json.loads(output)["files"]}


def test_what_the_base_has_is_not_judged_and_that_is_said(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check"]) == 1
    said = capsys.readouterr()
    assert said.out.endswith("in 1 file.\nNot judged: 1 file that has landed (main); --all judges every file.\n")
    assert said.err == ""


@pytest.mark.parametrize(
    ("options", "first", "second"),
    [
        ([], False, True),
        (["--base", "work"], False, False),
        (["--base", "HEAD~1"], False, True),
        (["--all"], True, True),
    ],
)
def test_the_base_can_be_named(
    options: list[str], first: bool, second: bool, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["check", *options, "--format", "json"])
    assert judged(capsys.readouterr().out) == {"db/V1__users.sql": first, "db/V2__email.sql": second}


def test_all_is_understood_without_other_options(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--all"]) == 1
    assert "in 2 files." in capsys.readouterr().out


def test_a_base_that_does_not_exist_is_wrong_usage(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--base", "trunk"]) == 2
    said = capsys.readouterr()
    assert said.err.startswith('towpath: command line: the base "trunk" is no branch and no commit of the repository')
    assert said.out == ""
    write(project, {"towpath.toml": 'database = "postgresql@15"\nbase = "origin/trunk"\n'})
    assert run(["check"]) == 2
    assert capsys.readouterr().err.startswith('towpath: towpath.toml:2: the base "origin/trunk" is no branch')
    assert run(["check", "--base", "main"]) == 1


def test_a_base_without_a_repository_is_wrong_usage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, FILES)
    monkeypatch.chdir(tmp_path)
    assert run(["check", "--base", "main"]) == 2
    expected = 'towpath: command line: the base "main" cannot be looked for, since there is no git repository\n'
    assert capsys.readouterr().err == expected


def test_all_and_a_base_exclude_each_other(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--all", "--base", "main"]) == 2
    assert "--base has no use beside it" in capsys.readouterr().err


def test_doctor_says_which_base_is_taken(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctor"]) == 0
    head = git(project, "rev-parse", "main")[:12]
    assert f"base: main (there is no default branch of a remote) at {head}\n" in capsys.readouterr().out


def test_fixes_do_nothing_to_what_has_landed_but_restore_it(project: Path) -> None:
    edited = INDEX.replace("(email)", "(email, id)")
    write(project, {"db/V2__email.sql": edited})
    run(["check", "--base", "work", "--fix"])
    assert (project / "db/V2__email.sql").read_text() == edited
    run(["check", "--base", "work", "--fix", "--unsafe-fixes"])
    assert (project / "db/V2__email.sql").read_text() == INDEX


def test_a_series_that_is_gone_as_a_whole_is_found_where_its_folder_is_named(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git(project, "rm", "--quiet", "-r", "db")
    assert run(["check"]) == 1
    said = capsys.readouterr().out
    assert "flyway.conf:1:29: error: the migrations that main has in db (1 file) are all gone" in said
    assert run(["check", "--ignore", "deleted-migration"]) == 0
    assert run(["check", "--fix", "--unsafe-fixes"]) == 0
    assert (project / "db/V1__users.sql").exists()


def test_a_series_that_moved_as_a_whole_is_not_gone(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    git(project, "mv", "db", "sql")
    write(project, {"flyway.conf": (project / "flyway.conf").read_text().replace("filesystem:db", "filesystem:sql")})
    run(["check"])
    assert "gone" not in capsys.readouterr().out


def test_an_edit_of_what_has_landed_goes_into_a_new_migration(project: Path) -> None:
    write(project, {"db/V1__users.sql": USERS.replace("text", "text, age bigint")})
    assert run(["check", "--base", "work", "--fix", "--unsafe-fixes", "--select", "history"]) == 0
    assert (project / "db/V1__users.sql").read_text("utf-8") == USERS
    assert (project / "db/V3__add_age_to_users.sql").read_text("utf-8") == "alter table users add column age bigint;\n"


def test_an_edit_that_would_be_lost_is_left(project: Path) -> None:
    edited = f"-- who uses the system\n{USERS}"
    write(project, {"db/V1__users.sql": edited})
    run(["check", "--base", "work", "--fix", "--unsafe-fixes", "--select", "history"])
    assert (project / "db/V1__users.sql").read_text("utf-8") == edited
