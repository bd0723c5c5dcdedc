import os
from pathlib import Path

from towpath.lsp.watching import GLOBS, Stamps
from towpath.project import Tree
from towpath.project.tree import matters_at


def stamps(root: Path) -> Stamps:
    return Stamps(Tree(str(root)))


def later(path: Path) -> None:
    """A time that differs, whatever the clock of the file system can tell apart."""
    time = path.stat().st_mtime_ns + 2_000_000_000
    os.utime(path, ns=(time, time))


def test_nothing_changed(tmp_path: Path) -> None:
    (tmp_path / "1.sql").write_text("a")
    assert stamps(tmp_path).changed() == []


def test_a_file_that_changed_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "1.sql").write_text("a")
    known = stamps(tmp_path)
    (tmp_path / "1.sql").write_text("b")
    later(tmp_path / "1.sql")
    assert known.changed() == ["1.sql"]
    assert known.changed() == []


def test_a_file_that_came(tmp_path: Path) -> None:
    (tmp_path / "db").mkdir()
    (tmp_path / "db" / "1.sql").write_text("a")
    known = stamps(tmp_path)
    (tmp_path / "db" / "2.sql").write_text("b")
    later(tmp_path / "db")
    assert known.changed() == ["db/2.sql"]
    (tmp_path / "db" / "2.sql").write_text("bc")
    assert known.changed() == ["db/2.sql"]


def test_a_file_that_went(tmp_path: Path) -> None:
    (tmp_path / "1.sql").write_text("a")
    known = stamps(tmp_path)
    (tmp_path / "1.sql").unlink()
    later(tmp_path)
    assert known.changed() == ["1.sql"]
    assert known.changed() == []


def test_a_folder_that_came_with_files(tmp_path: Path) -> None:
    known = stamps(tmp_path)
    (tmp_path / "2024_a").mkdir()
    (tmp_path / "2024_a" / "migration.sql").write_text("a")
    later(tmp_path)
    assert known.changed() == ["2024_a/migration.sql"]
    (tmp_path / "2024_a" / "migration.sql").write_text("ab")
    assert known.changed() == ["2024_a/migration.sql"]


def test_a_file_that_was_read_counts_whatever_it_is_called(tmp_path: Path) -> None:
    (tmp_path / "constants.py").write_text("a = 1")
    tree = Tree(str(tmp_path))
    known = Stamps(tree)
    assert tree.text("constants.py") == "a = 1"
    assert known.changed() == []
    (tmp_path / "constants.py").write_text("a = 22")
    assert known.changed() == ["constants.py"]
    assert known.changed() == []


def test_what_no_framework_asks_for_is_not_looked_at(tmp_path: Path) -> None:
    known = stamps(tmp_path)
    (tmp_path / "notes.txt").write_text("a")
    (tmp_path / "node_modules").mkdir()
    (tmp_path / "node_modules" / "1.sql").write_text("a")
    later(tmp_path)
    assert known.changed() == []


def test_a_root_that_is_gone_is_no_harm(tmp_path: Path) -> None:
    root = tmp_path / "project"
    root.mkdir()
    (root / "1.sql").write_text("a")
    known = stamps(root)
    (root / "1.sql").unlink()
    root.rmdir()
    assert known.changed() == ["1.sql"]


def test_files_that_matter() -> None:
    assert matters_at("/a/V1__x.sql")
    assert matters_at("/a/flyway.toml")
    assert matters_at("/a/migrations/env.py")
    assert matters_at("/a/users/migrations/0001_initial.py")
    assert not matters_at("/a/node_modules/b/1.sql")
    assert not matters_at("/a/main.py")
    endings, names, *git = GLOBS
    assert ".sql" not in endings
    assert "sql," in endings
    assert "pom.xml" in names
    assert all(glob.startswith("**/.git/") for glob in git)
