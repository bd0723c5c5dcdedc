"""Diffs are those that git applies."""

import subprocess
from pathlib import Path

import pytest

from reports.samples import files
from towpath.reports.colour import Colours
from towpath.reports.diff import diff, painted


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a\nb\n", "a\nc\n"),
        ("a\nb", "a\nb\nc"),
        ("a\nb", "a\nb\n"),
        ("a\r\nb\r\n", "a\r\nx\r\nb\r\n"),
        ("a\x0c\u2028b\nc\rd\n", "a\x0c\u2028b\ne\rd\n"),
        (None, "a\nb\n"),
        (None, "a"),
        ("a\n", ""),
    ],
)
def test_git_applies_it(old: str | None, new: str, tmp_path: Path) -> None:
    path = tmp_path / "db" / "V1.sql"
    path.parent.mkdir()
    if old is not None:
        path.write_bytes(old.encode())
    said = "".join(diff({"db/V1.sql": old}, {"db/V1.sql": new}, files(tmp_path)))
    subprocess.run(["git", "apply", "--whitespace=nowarn", "-"], cwd=tmp_path, input=said.encode(), check=True)
    assert path.read_bytes() == new.encode()


def test_several_files_stand_in_order_and_what_did_not_change_is_left_out(tmp_path: Path) -> None:
    before = {"b.sql": "x\n", "a.sql": "x\n", "c.sql": "x\n"}
    said = list(diff(before, {"b.sql": "y\n", "a.sql": "y\n", "c.sql": "x\n"}, files(tmp_path)))
    assert [line for line in said if line.startswith("+++")] == ["+++ b/a.sql\n", "+++ b/b.sql\n"]


def test_lines_are_coloured_without_their_ends() -> None:
    assert painted("+a\n", Colours(True)) == "\033[32m+a\033[0m\n"
    assert painted("+a\n", Colours(False)) == "+a\n"
    assert painted(" a\n", Colours(True)) == " a\n"
