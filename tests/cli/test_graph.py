"""`towpath graph` in its forms."""

import json
from pathlib import Path

import pytest

from repositories import repository, write
from towpath.main import run


def revision(name: str, parent: str | None) -> dict[str, str]:
    said = f'"""{name} it"""\nrevision = "{name}"\ndown_revision = {parent!r}\n\n\ndef upgrade():\n    pass\n'
    return {f"m/versions/{name}.py": said}


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Revisions of which one has landed, and two come behind it."""
    ini = {"alembic.ini": "[alembic]\nscript_location = m\nsqlalchemy.url = postgresql://localhost/a\n"}
    repository(tmp_path, {**ini, **revision("a1", None)})
    write(tmp_path, {**revision("b2", "a1"), **revision("c3", "a1")})
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    return tmp_path


def test_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["graph"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "m/versions: alembic, 3 migrations"
    assert lines[3] == "| a1  a1 it  landed (main)"
    assert {line[:4] for line in lines[1:3]} == {"* b2", "* c3"}
    assert lines[4].endswith("the tool expects one [multiple-heads]")


def test_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["graph", "--format", "json", "m"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["version"] == 1
    [series] = said["series"]
    assert (series["framework"], series["path"], sorted(series["heads"])) == ("alembic", "m/versions", ["b2", "c3"])
    assert [problem["rule"] for problem in series["problems"]] == ["multiple-heads"]
    assert series["migrations"][0] == {
        "identity": "a1",
        "path": "m/versions/a1.py",
        "parents": [],
        "landed": True,
        "title": "a1 it",
    }
    assert {one["identity"]: one["landed"] for one in series["migrations"]} == {"a1": True, "b2": False, "c3": False}


def test_as_pictures(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["graph", "--format", "dot"]) == 0
    drawn = capsys.readouterr().out
    assert drawn.startswith("digraph migrations {\n")
    assert '  "0:b2" -> "0:a1";\n' in drawn
    assert run(["graph", "--format", "mermaid"]) == 0
    drawn = capsys.readouterr().out
    assert drawn.startswith("flowchart BT\n")
    assert '  m0_0("a1")\n' in drawn


def test_what_is_wrong_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["graph", "--base", "nothing"]) == 2
    assert 'the base "nothing" is no branch' in capsys.readouterr().err
