"""The files of a project, and what is no file, or cannot be read."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from towpath.project import Tree
from towpath.source import Source, Unreadable
from towpath.source.decode import LIMIT

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")


def reason(tree: Tree, path: str) -> str:
    found = tree.read(path)
    assert isinstance(found, Unreadable)
    return found.reason


@posix
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "1.sql")
    assert reason(Tree(str(tmp_path)), "1.sql") == "it is no ordinary file"


def test_a_folder_in_the_place_of_a_file(tmp_path: Path) -> None:
    tree = Tree(str(tmp_path))
    (tmp_path / "1.sql").mkdir()
    assert reason(tree, "1.sql") == "it is a folder"


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "1.sql").open("wb") as file:
        file.truncate(LIMIT + 1)
    assert reason(Tree(str(tmp_path)), "1.sql").startswith("the file has 2,097,153 bytes, more than")


def test_a_file_that_is_gone_between_listing_and_reading(tmp_path: Path) -> None:
    (tmp_path / "1.sql").write_text("select 1;")
    tree = Tree(str(tmp_path))
    assert tree.paths() == ["1.sql"]
    (tmp_path / "1.sql").unlink()
    assert reason(tree, "1.sql") == "the file cannot be read: No such file or directory"


@posix
def test_links_that_lead_in_circles(tmp_path: Path) -> None:
    (tmp_path / "1.sql").symlink_to("1.sql")
    (tmp_path / "folder").symlink_to(".")
    (tmp_path / "2.sql").write_text("select 2;")
    (tmp_path / "3.sql").symlink_to("2.sql")
    tree = Tree(str(tmp_path))
    assert tree.paths() == ["1.sql", "2.sql", "3.sql"]
    assert "symbolic links" in reason(tree, "1.sql")
    found = tree.read("3.sql")
    assert isinstance(found, Source)
    assert found.text == "select 2;"


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that anybody may enter, and a user whom something can be forbidden: root may do all."""
    with TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        is_root = os.geteuid() == 0
        yield Path(name)
        if is_root:
            os.seteuid(0)


def become_nobody() -> None:
    if os.geteuid() == 0:
        os.seteuid(65534)


@posix
def test_what_may_not_be_read(open_folder: Path) -> None:
    (open_folder / "a").mkdir()
    (open_folder / "1.sql").write_text("select 1;")
    (open_folder / "1.sql").chmod(0)
    (open_folder / "2.sql").write_text("select 2;")
    (open_folder / "a").chmod(0)
    become_nobody()
    tree = Tree(str(open_folder))
    assert tree.paths() == ["1.sql", "2.sql"]
    assert tree.problems == [("a", "the folder cannot be read: Permission denied")]
    assert reason(tree, "1.sql") == "the file cannot be read: Permission denied"
    assert isinstance(tree.read("2.sql"), Source)


def test_a_folder_is_one_on_the_disk_or_of_what_an_editor_holds(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b.py").touch()
    tree = Tree(str(tmp_path))
    assert [tree.is_folder(one) for one in ("a", "b.py", "c")] == [True, False, False]
    tree.hold("c/d.py", "")
    assert tree.is_folder("c")
    assert tree.with_changes({"e/f.py": ""}).is_folder("e")
