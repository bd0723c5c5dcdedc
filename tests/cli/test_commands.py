"""The other commands, and what all have in common."""

import json
from pathlib import Path

import pytest

import towpath
from towpath.main import run
from towpath.packs import Catalogue
from towpath.rule import Rule
from towpath.testing import Failure


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "db").mkdir()
    (tmp_path / "towpath.toml").write_text('[[folder]]\npath = "db"\ndatabase = "postgresql@15"\n')
    (tmp_path / "db" / "V1__users.sql").write_text("create table users (id bigint primary key, email text);\n")
    (tmp_path / "db" / "V2__email.sql").write_text(
        "create index users_email on users (email);\n"
        "alter table users drop column email;\n"
        "do $$ begin execute format('x'); end $$;\n"
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    return tmp_path


def test_show_has_the_shape_that_the_contract_promises(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["show", "db/V2__email.sql", "--format", "json"]) == 0
    said = json.loads(capsys.readouterr().out)
    (file,) = said["files"]
    assert (said["version"], file["path"], file["framework"], file["database"]) == (
        1,
        "db/V2__email.sql",
        "flyway",
        "postgresql",
    )
    (migration,) = file["migrations"]
    assert set(migration) == {"identity", "parents", "repeatable", "operations", "units"}
    assert migration["units"] == [
        {
            "direction": "up",
            "unit": 0,
            "transaction": True,
            "held": [{"table": "users", "mode": "ACCESS EXCLUSIVE"}],
            "blocks_reads": ["users"],
            "blocks_writes": ["users"],
            "known": False,
        }
    ]
    index, drop, opaque = migration["operations"]
    assert index == {
        "kind": "CreateIndex",
        "direction": "up",
        "range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 41}},
        "unit": 0,
        "transaction": True,
        "table": "users",
        "understood": True,
        "sql": "CREATE INDEX users_email ON users (email)",
        "sql_complete": True,
        "locks": [{"table": "users", "mode": "SHARE"}],
        "rewrites": [],
        "rebuilds_indexes": [],
        "scans": ["users"],
        "blocks_reads": [],
        "blocks_writes": ["users"],
        "waits_for": [],
        "in_transaction": "allowed",
        "refused": "",
        "provenance": "proven",
        "assumes": [],
        "reverse": {"sql": "DROP INDEX users_email", "restores_data": True, "loses_data": False},
        "irreversible": None,
    }
    assert (drop["reverse"]["restores_data"], drop["reverse"]["loses_data"]) == (False, False)
    assert set(opaque) == set(index)
    assert (opaque["understood"], opaque["provenance"], opaque["table"]) == (False, "unknown", None)
    assert file["not_analysed"][0]["reason"]


def test_show_for_people(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["show", "db"]) == 0
    said = capsys.readouterr().out
    assert "up, unit 1, in a transaction" in said
    assert "CREATE INDEX users_email ON users (email)" in said
    assert "SHARE on users" in said
    assert "writers wait on:" in said
    assert "DROP INDEX users_email" in said
    assert "not analysed: line 3:" in said


def test_explain_prints_a_page(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "blocking-index"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("blocking-index (indexes, error)\n")
    assert "create index users_email on users (email);" in said
    assert "```" not in said


def test_explain_lists_the_catalogue_by_family(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines.index("indexes") < lines.index("loss")
    assert next(line for line in lines if line.startswith("  blocking-index ")).endswith(".")


def test_explain_of_no_rule(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "blocking-indx"]) == 2
    assert capsys.readouterr().err == 'towpath: there is no rule "blocking-indx"; did you mean "blocking-index"?\n'


def test_doctor_says_what_was_detected_and_why(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctor"]) == 0
    said = capsys.readouterr().out
    assert f"towpath {towpath.__version__}" in said
    assert "db: flyway, 2 files" in said
    assert "V1__users.sql" in said
    assert "postgresql@15, by the configuration" in said
    assert "configuration: towpath.toml" in said
    assert "every migration is judged" in said


def test_doctor_tells_wrong_configuration(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "towpath.toml").write_text("fail-on = 1\n")
    assert run(["doctor"]) == 2
    assert "towpath.toml:1: fail-on is 1" in capsys.readouterr().err


@pytest.mark.parametrize(("wrong", "status"), [(0, 0), (1, 1)])
def test_test_runs_the_examples_of_a_pack(
    wrong: int, status: int, project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def failures(rule: Rule, _: Catalogue) -> list[Failure]:
        return [Failure(rule.name, 7, "nothing is found")] * (wrong if rule.name == "blocking-index" else 0)

    monkeypatch.setattr("towpath.cli.test.failures", failures)
    assert run(["test"]) == status
    lines = capsys.readouterr().out.splitlines()
    assert lines[:-1] == ["blocking-index, line 7 of its page: nothing is found"] * wrong
    assert lines[-1].endswith(f"rules, {wrong} wrong")


def test_test_of_a_pack_that_is_not_there(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["test", "acme"]) == 2
    assert 'the rule pack "acme" is not installed' in capsys.readouterr().err


@pytest.mark.parametrize("command", ["check", "show", "explain", "server", "doctor", "test"])
def test_every_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([command, "--help"]) == 0
    assert "Usage:" in capsys.readouterr().out


def test_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"towpath {towpath.__version__}\n"


def test_no_command_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 2
    assert run(["chekc"]) == 2


@pytest.mark.parametrize("address", ["4389", "localhost:", ":4389", "localhost:x"])
def test_an_address_has_a_host_and_a_port(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["server", "--tcp", address]) == 2
    assert "is no address" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "address"),
    [
        ([], None),
        (["--stdio"], None),
        (["--tcp", "127.0.0.1:4389"], ("127.0.0.1", 4389)),
        (["--tcp", "[::1]:1"], ("::1", 1)),
    ],
)
def test_the_server_is_started(
    arguments: list[str], address: tuple[str, int] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[tuple[str, int] | None] = []

    def serve(at: tuple[str, int] | None) -> int:
        started.append(at)
        return 0

    monkeypatch.setattr("towpath.main.serve", serve)
    assert run(["server", *arguments]) == 0
    assert started == [address]


def test_a_defect_is_named_in_one_line(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object) -> None:
        raise RuntimeError("no idea")

    monkeypatch.setattr("towpath.linter.Workspace.check", crash)
    assert run(["check"]) == 3
    said = capsys.readouterr().err
    assert said.startswith("towpath: a defect of Towpath: RuntimeError: no idea (test_commands.py:")
    assert said.count("\n") == 1


def test_what_the_server_refuses_is_shown_as_such(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "V1__a.sql").write_text("alter table users modify age bigint, algorithm=instant;\n")
    (tmp_path / "towpath.toml").write_text('database = "mysql@9"\n')
    assert run(["show", str(tmp_path / "V1__a.sql")]) == 0
    shown = capsys.readouterr().out
    assert "the server refuses it: ALGORITHM=INSTANT is asked for, and it takes COPY" in shown
    assert "outside of a transaction" in shown
