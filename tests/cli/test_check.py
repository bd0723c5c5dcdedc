"""`towpath check` as it is called: what it prints where, what it writes, and how it exits."""

import io
import json
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from towpath.main import run
from towpath.rule import Rule

USERS = "create table users (id bigint primary key, email text);\n"
INDEX = "create index users_email on users (email);\n"
DROP = "set lock_timeout = '5s';\ndrop index users_email;\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A Flyway project with an index that blocks, which is the working directory."""
    write(tmp_path, "flyway.conf", "flyway.locations=filesystem:db\nflyway.postgresql.transactional.lock=false\n")
    write(tmp_path, "towpath.toml", 'database = "postgresql@15"\n')
    write(tmp_path, "db/V1__users.sql", USERS)
    write(tmp_path, "db/V2__email.sql", INDEX)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    return tmp_path


def write(root: Path, path: str, text: str) -> Path:
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
    return target


def rules(output: str) -> list[str]:
    """The rules that a JSON report names."""
    return [finding["rule"] for finding in json.loads(output)["findings"]]


def test_findings_go_to_standard_output_and_fail(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check"]) == 1
    said = capsys.readouterr()
    assert "db/V2__email.sql:1:1: error:" in said.out
    assert "[blocking-index]" in said.out
    assert "    1 | create index users_email on users (email);\n      | ^^^" in said.out
    assert said.out.rstrip().splitlines()[-1].endswith("in 2 files.")
    assert said.err.startswith("towpath: no base branch, since there is no git repository; every migration is judged")
    assert said.err.count("\n") == 1


@pytest.mark.parametrize("paths", [["db"], ["db/V2__email.sql"], ["./db/V2__email.sql", "db/V1__users.sql"]])
def test_files_and_folders_can_be_named(paths: list[str], project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", *paths, "--format", "json"]) == 1
    assert "blocking-index" in rules(capsys.readouterr().out)


def test_only_what_is_named_is_reported(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "db/V1__users.sql", "--format", "json"]) == 0
    assert [file["path"] for file in json.loads(capsys.readouterr().out)["files"]] == ["db/V1__users.sql"]


@pytest.mark.parametrize(
    ("named", "reported"),
    [
        (["."], {"1_a.sql", "db/V1__users.sql", "db/V2__email.sql"}),
        (["sql"], {"sql/1_b.sql"}),
        (["sql/cleanup.sql"], {"sql/cleanup.sql"}),
        ([".", "sql"], {"1_a.sql", "db/V1__users.sql", "db/V2__email.sql", "sql/1_b.sql"}),
        ([], {"db/V1__users.sql", "db/V2__email.sql"}),
    ],
)
def test_numbered_files_are_migrations_where_their_folder_is_named(
    named: list[str], reported: set[str], project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in ("1_a.sql", "sql/1_b.sql", "sql/cleanup.sql"):
        write(project, path, "select 1;\n")
    run(["check", *named, "--format", "json"])
    assert {file["path"] for file in json.loads(capsys.readouterr().out)["files"]} == reported


def test_paths_are_relative_to_where_one_stands(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project / "db")
    assert run(["check", "V2__email.sql"]) == 1
    assert capsys.readouterr().out.startswith("V2__email.sql:1:1: ")


def test_with_and_without_options_it_is_the_same(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "db"]) == 1
    plain = capsys.readouterr().out
    assert run(["check", "--format", "text", "db"]) == 1
    assert capsys.readouterr().out == plain


def test_the_order_is_always_the_same(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(3, 9):
        write(project, f"db/V{number}__more.sql", f"create index i{number} on users (email);\ndrop table t{number};\n")
    places: list[tuple[Any, ...]] = []
    run(["check", "--format", "json"])
    for one in json.loads(capsys.readouterr().out)["findings"]:
        start = one["range"]["start"]
        places.append((one["path"], start["line"], start["character"], one["range"]["end"]["character"], one["rule"]))
    assert places == sorted(places)
    assert len(places) >= 12


@pytest.mark.parametrize(
    ("options", "status"),
    [
        (["--exit-zero"], 0),
        (["--ignore", "blocking-index,missing-lock-timeout"], 0),
        (["--ignore", "indexes", "--ignore", "locking"], 0),
        (["--select", "loss"], 0),
        (["--select", "indexes"], 1),
        (["--select", "loss", "--extend-select", "blocking-index"], 1),
        (["--fail-on", "error", "--ignore", "indexes"], 0),
        (["--fail-on", "hint", "--select", "missing-lock-timeout"], 1),
        (["--all"], 1),
    ],
)
def test_exit_status(options: list[str], status: int, project: Path) -> None:
    assert run(["check", *options]) == status


def test_the_configuration_says_when_to_fail(project: Path) -> None:
    write(project, "towpath.toml", 'database = "postgresql@15"\nfail-on = "error"\n[severity]\nindexes = "warning"\n')
    assert run(["check"]) == 0
    assert run(["check", "--fail-on", "warning"]) == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere.sql"], "towpath: there is no file or folder nowhere.sql\n"),
        (["--select", "blocking-indx"], 'towpath: command line: there is no rule or family "blocking-indx"'),
        (["--database", "postgres"], '"postgres" is no database'),
        (["--format", "yaml"], "'yaml' is not one of"),
        (["--nonsense"], "No such option"),
        (["--stdin-filename", "a.sql", "db"], "no other path"),
        (["--output-file", "nowhere/report.txt"], "nowhere/report.txt cannot be written"),
    ],
)
def test_wrong_usage_is_told_on_standard_error(
    arguments: list[str], said: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check", *arguments]) == 2
    output = capsys.readouterr()
    assert said in output.err
    assert output.out == ""


def test_wrong_configuration_names_file_and_line(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(project, "db/towpath.toml", 'database = "postgresql"\nignor = []\n')
    assert run(["check"]) == 2
    said = capsys.readouterr()
    assert said.err == 'towpath: db/towpath.toml:2: unknown key "ignor"; did you mean "ignore"?\n'
    assert said.out == ""


def test_a_pack_that_is_not_there(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(project, "towpath.toml", 'database = "postgresql"\npacks = ["acme"]\n')
    assert run(["check"]) == 2
    assert capsys.readouterr().err.startswith('towpath: towpath.toml:2: the rule pack "acme" is not installed')


def test_a_crash_in_a_rule_is_one_line_and_everything_else_is_reported(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from towpath_rules.loss import dropped_table

    def crash(*_: object) -> list[object]:
        raise KeyError("users")

    broken = dropped_table.check
    assert isinstance(broken, Rule)
    monkeypatch.setattr(broken, "check", crash)
    write(project, "db/V3__drop.sql", "drop table users;\n")
    assert run(["check"]) == 3
    said = capsys.readouterr()
    assert said.err.count("the rule dropped-table failed") == 1
    assert "Traceback" not in said.err
    assert "KeyError" in said.err
    assert "[blocking-index]" in said.out


def test_a_report_can_go_to_a_file(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--format", "json", "--output-file", "report.json"]) == 1
    assert capsys.readouterr().out == ""
    assert "blocking-index" in rules((project / "report.json").read_text("utf-8"))


def test_statistics(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--statistics"]) == 1
    assert "     1  error    blocking-index\n" in capsys.readouterr().out


def test_a_diff_changes_nothing_and_fails_if_there_is_one(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--diff", "--unsafe-fixes", "--select", "blocking-index"]) == 1
    said = capsys.readouterr()
    assert said.out.startswith("--- a/db/V2__email.sql\n+++ b/db/V2__email.sql\n")
    assert "+create index concurrently users_email on users (email);\n" in said.out
    assert (project / "db" / "V2__email.sql").read_text() == INDEX
    assert run(["check", "--diff", "--select", "loss"]) == 0
    assert capsys.readouterr().out == ""


def test_fixes_are_written_until_nothing_changes(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(project, "db/V3__drop.sql", "drop index users_email;\n")
    assert run(["check", "--fix", "--unsafe-fixes", "--select", "indexes"]) == 0
    assert "concurrently" in (project / "db" / "V2__email.sql").read_text()
    assert "concurrently" in (project / "db" / "V3__drop.sql").read_text()
    assert "fixed" in capsys.readouterr().err
    before = {path: path.read_bytes() for path in project.rglob("*.*")}
    assert run(["check", "--fix", "--unsafe-fixes", "--select", "indexes"]) == 0
    assert {path: path.read_bytes() for path in project.rglob("*.*")} == before


def test_why_a_fix_is_not_offered_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    head = 'from alembic import op\n\nrevision = "a"\ndown_revision = None\n\n\ndef upgrade():\n'
    loop = '    for name in ("a", "b"):\n        op.create_index(f"ix_{name}", "users", [name])\n'
    write(tmp_path, "versions/a_index.py", head + loop)
    asked = ["--select", "blocking-index", "--exit-zero", "--database", "postgresql"]
    said = "it stands in a loop, whose other turns would change as well"
    run(["check", str(tmp_path), *asked, "--format", "json"])
    found = json.loads(capsys.readouterr().out)["findings"]
    assert [(one["fixes"], one["withheld"]) for one in found] == [([], said)] * 2
    run(["check", str(tmp_path), *asked, "--fix", "--unsafe-fixes"])
    assert f"towpath: no fix for 2: {said}\n" in capsys.readouterr().err


def test_what_a_fix_leaves_to_people_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, "settings.py", 'DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql"}}\n')
    head = "from django.db import migrations, models\n\n\nclass Migration(migrations.Migration):\n"
    add = 'migrations.AddField("order", "note", models.TextField(default="x"))'
    change = f'{head}    dependencies = [("shop", "0001_initial")]\n    operations = [\n        {add},\n    ]\n'
    new = 'migrations.CreateModel("Order", [("id", models.BigAutoField(primary_key=True))])'
    write(tmp_path, "shop/migrations/0001_initial.py", f"{head}    operations = [\n        {new},\n    ]\n")
    write(tmp_path, "shop/migrations/0002_change.py", change)
    path, asked = str(tmp_path / "shop"), ["--select", "missing-database-default", "--unsafe-fixes", "--exit-zero"]
    said = 'give order.note db_default="x" in models.py'
    run(["check", path, *asked, "--format", "json"])
    (finding,) = json.loads(capsys.readouterr().out)["findings"]
    assert [fix["by_hand"] for fix in finding["fixes"]] == [said]
    run(["check", path, *asked, "--diff"])
    assert capsys.readouterr().err.endswith(f"0002_change.py: {said}\n")
    run(["check", path, *asked, "--fix", "--format", "json"])
    output = capsys.readouterr()
    assert [one["message"] for one in json.loads(output.out)["by_hand"]] == [said]
    assert output.err.endswith(f"0002_change.py: {said}\n")


def test_unsafe_fixes_are_not_applied_unasked(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--fix", "--select", "blocking-index"]) == 1
    assert (project / "db" / "V2__email.sql").read_text() == INDEX
    assert "with --unsafe-fixes" in capsys.readouterr().err


def test_bytes_that_no_fix_is_about_stay_as_they_are(project: Path) -> None:
    path = project / "db" / "V2__email.sql"
    path.write_bytes(b"\xef\xbb\xbf-- \xc3\xbc\r\n" + INDEX.encode().replace(b"\n", b"\r\n"))
    run(["check", "--fix", "--unsafe-fixes", "--select", "blocking-index"])
    assert (
        path.read_bytes() == b"\xef\xbb\xbf-- \xc3\xbc\r\ncreate index concurrently users_email on users (email);\r\n"
    )


def stdin(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(text.encode())))


def test_one_file_can_come_from_standard_input(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    stdin(monkeypatch, "create index users_email on users (email, id);\n")
    assert run(["check", "--stdin-filename", "db/V3__new.sql", "--format", "json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert [file["path"] for file in said["files"]] == ["db/V3__new.sql"]
    assert "blocking-index" in [finding["rule"] for finding in said["findings"]]


def test_standard_input_is_fixed_to_standard_output(
    project: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    stdin(monkeypatch, INDEX)
    run(["check", "--fix", "--unsafe-fixes", "--select", "blocking-index", "--stdin-filename", "db/V2__email.sql"])
    assert capfdbinary.readouterr().out == INDEX.replace("index", "index concurrently", 1).encode()
    assert (project / "db" / "V2__email.sql").read_text() == INDEX


def test_no_migrations_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "towpath.toml", "")
    monkeypatch.chdir(tmp_path)
    assert run(["check"]) == 0
    assert "no migrations were found" in capsys.readouterr().err


def test_a_file_that_is_no_text_is_not_analysed_and_the_rest_is(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "db" / "V3__binary.sql").write_bytes(b"create\0index")
    assert run(["check"]) == 1
    said = capsys.readouterr().out
    assert "[blocking-index]" in said
    assert "V3__binary.sql" in said[said.index("Not analysed:") :]


def test_a_suppression_silences_and_an_unused_one_is_mended(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(project, "db/V2__email.sql", "-- towpath: ignore[blocking-index, dropped-table] small\n" + INDEX)
    assert run(["check", "--ignore", "missing-lock-timeout", "--format", "json"]) == 1
    assert rules(capsys.readouterr().out) == ["unused-suppression"]
    assert run(["check", "--fix", "--unsafe-fixes", "--ignore", "missing-lock-timeout"]) == 0
    assert path.read_text() == "-- towpath: ignore[blocking-index] small\n" + INDEX


@pytest.mark.skipif(sys.platform == "win32", reason="links are not for everybody there")
def test_a_link_to_a_folder_is_the_folder(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "link").symlink_to("db")
    assert run(["check", "link", "--select", "indexes"]) == 1
    assert "db/V2__email.sql:1:1: error:" in capsys.readouterr().out


def test_a_path_without_a_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", ""]) == 2
    assert capsys.readouterr().err == "towpath: there is no file or folder without a name\n"


def test_paths_that_are_named_twice_are_reported_once(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "db", "./db/V2__email.sql", "db/V2__email.sql", "--select", "indexes"]) == 1
    assert capsys.readouterr().out.count("[blocking-index]") == 1


def test_a_name_that_begins_like_an_option(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(project, "-1.sql", INDEX)
    assert run(["check", "--select", "indexes", "--", "-1.sql"]) == 1
    assert capsys.readouterr().out.startswith("-1.sql:1:1: error:")


def test_what_the_application_still_names_is_told_with_its_places(project: Path, capsys: pytest.CaptureFixture[str]):
    write(project, "db/V3__no_email.sql", "alter table users drop column email;\n")
    write(project, "src/users.py", 'MAILS = """\n  select email from users\n"""\n')
    run(["check", "--format", "json", "--select", "still-used-column", "db/V3__no_email.sql"])
    (found,) = json.loads(capsys.readouterr().out)["findings"]
    assert (
        found["message"]
        == "the code beside this migration still names users.email in one place, and fails from here on"
    )
    start, end = {"line": 1, "character": 9}, {"line": 1, "character": 14}
    place = {"path": "src/users.py", "range": {"start": start, "end": end}, "message": "SQL names it"}
    assert found["related"] == [place]
