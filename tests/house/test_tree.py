"""What must not be in the tree: rooms that are too long, and paths that only one machine has."""

import ast
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LONGEST = 350
# Tables, one row after another, which are not read from top to bottom.
TABLES: frozenset[str] = frozenset()
# Written in halves, so that this file is not what it looks for.
ELSEWHERE = ("../" + "shared", "/wo" + "rk/", "/ro" + "ot/", "/tm" + "p/")


def tracked(*patterns: str) -> list[str]:
    """The files that git knows or would take, from the root on."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return [path for path in listed if (ROOT / path).is_file()]


@pytest.mark.parametrize("path", tracked("server/*.py", "rules/*.py"))
def test_a_room_is_short(path: str) -> None:
    text = (ROOT / path).read_text("utf-8")
    # The page of a rule has examples of every system, and is no code.
    page = (ast.get_docstring(ast.parse(text), clean=False) or "") if path.startswith("rules/") else ""
    assert path in TABLES or text.count("\n") - page.count("\n") <= LONGEST


def test_nothing_names_a_place_outside_of_the_tree() -> None:
    named: list[str] = []
    for path in tracked():
        data = (ROOT / path).read_bytes()
        named += [f"{path}: {place}" for place in ELSEWHERE if place.encode() in data and b"\0" not in data]
    assert named == []
