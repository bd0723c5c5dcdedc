"""A check of one small file starts quickly: it imports nothing that it does not need."""

import subprocess
import sys

import pytest

HEAVY = ("lsprotocol", "pygls", "asyncio", "importlib.metadata", "tree_sitter")
# What writes fixes, of which a check in text shows none.
WRITING = ("towpath.frameworks.writing", "towpath.linter.proposals", "towpath.sql.write")


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The modules that a check imports."""
    path = tmp_path_factory.mktemp("one") / "001_users.sql"
    path.write_text("create table users (id bigint primary key);\ncreate index users_id on users (id);\n")
    command = [sys.executable, "-X", "importtime", "-m", "towpath.main", "check", "--exit-zero", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=path.parent)
    assert "in 1 file" in done.stdout
    return {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}


def test_the_linter_ran(imported: set[str]) -> None:
    assert "towpath.linter.workspace" in imported


@pytest.mark.parametrize("name", HEAVY + WRITING)
def test_a_check_does_not_import(name: str, imported: set[str]) -> None:
    assert not [module for module in imported if module == name or module.startswith(f"{name}.")]
