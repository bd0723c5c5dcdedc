"""Law 6: an editor that was told of every key, and a terminal that reads the bytes, find the same."""

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from laws import program_texts
from laws.sql_texts import edited
from laws.systems import SYSTEMS, changes, findings, series, workspace
from repositories import repository
from towpath.cli.check import Check, check
from towpath.linter import Workspace
from towpath.linter.opening import Project
from towpath.reports.files import Files
from towpath.reports.json import json as report

BEFORE = "create table users (id bigint primary key, email text);\ncreate table orders (id bigint, total numeric);\n"
PATH = "db/migration/V2__change.sql"
NOWHERE = Path("/nonexistent-towpath-folder")


def in_editor(root: Path, path: str, keys: tuple[str, ...]) -> Any:
    """What is found after all these texts of one file, each looked at before the next came."""
    project = Project(str(root))
    made: Workspace = project.workspace
    for text in keys:
        made.update(path, text)
        made.report(path)
    reports = made.check((path,)).files
    return json.loads(report(reports, Files(made.tree, str(root)), made.proposals, lambda _: ""))


def in_terminal(root: Path, path: str) -> Any:
    """What `towpath check` writes into its report."""
    out = root / "report.json"
    check(Check((str(root / path),), format="json", output_file=str(out)))
    return json.loads(out.read_text("utf-8"))


def found(said: Any) -> list[Any]:
    """The findings with their fixes, and what was not analysed, without what depends on where one stands."""
    findings = [
        {key: one[key] for key in ("rule", "severity", "message", "range", "direction")} for one in said["findings"]
    ]
    fixes = [[(fix["title"], fix["safe"]) for fix in one["fixes"]] for one in said["findings"]]
    return [findings, fixes, [(one["range"], one["reason"]) for one in said["not_analysed"]]]


@settings(max_examples=60, deadline=None)
@given(edited(), st.sampled_from([b"", b"\xef\xbb\xbf"]))
def test_both_doors_find_the_same(texts: tuple[str, str], mark: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve()
        (root / PATH).parent.mkdir(parents=True)
        (root / "towpath.toml").write_text('database = "postgresql"\n', "utf-8")
        (root / "db/migration/V1__before.sql").write_bytes(BEFORE.encode())
        (root / PATH).write_bytes(mark + texts[1].encode())
        assert found(in_editor(root, PATH, texts)) == found(in_terminal(root, PATH))


@settings(max_examples=60, deadline=None)
@given(program_texts.edited())
def test_both_doors_find_the_same_in_python(one: program_texts.Edited) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve()
        for path, text in {**one.files, one.path: one.text, "towpath.toml": 'database = "postgresql"\n'}.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(text.encode())
        keys = (one.files[one.path], one.text)
        assert found(in_editor(root, one.path, keys)) == found(in_terminal(root, one.path))


@settings(max_examples=15, deadline=None)
@given(edited(), st.booleans())
def test_both_doors_find_the_same_with_a_base(texts: tuple[str, str], landed: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve()
        files = {"towpath.toml": 'database = "postgresql"\n', "db/migration/V1__before.sql": BEFORE}
        repository(root, {**files, PATH: texts[0]} if landed else files)
        (root / PATH).write_bytes(texts[1].encode())
        assert found(in_editor(root, PATH, texts)) == found(in_terminal(root, PATH))


@pytest.mark.parametrize("system", SYSTEMS)
@settings(max_examples=6, deadline=None)
@given(series, changes)
def test_files_that_came_and_went_leave_nothing_behind(system: str, series: list[list[str]], more: list[str]) -> None:
    shorter, longer = SYSTEMS[system](series), SYSTEMS[system]([*series, more])
    made = workspace(shorter, NOWHERE)
    findings(made)
    for files in (longer, shorter):
        for path in {**shorter, **longer}:
            made.update(path, files.get(path))
        assert findings(made) == findings(workspace(files, NOWHERE))
