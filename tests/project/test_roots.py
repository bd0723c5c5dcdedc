"""Where a project begins."""

from pathlib import Path

from towpath.project import root_of


def made(folder: Path, *paths: str) -> Path:
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text("[tool.towpath]\n" if path.endswith("pyproject.toml") else "")
    return folder


def root(folder: Path, *named: str, here: str = ".") -> str:
    found = Path(root_of([str(folder / path) for path in named], str(folder / here)))
    return found.relative_to(folder).as_posix()


def test_the_nearest_configuration_or_repository(tmp_path: Path) -> None:
    made(
        tmp_path, ".git/HEAD", "a/towpath.toml", "a/b/x.sql", "c/package.json", "c/x.sql", "d/pyproject.toml", "d/x.sql"
    )
    assert root(tmp_path, "a/b/x.sql") == "a"
    assert root(tmp_path, "c/x.sql") == "."
    assert root(tmp_path, "d/x.sql") == "d"
    assert root(tmp_path, "a/b", "c/x.sql") == "."
    assert root(tmp_path, here="a/b") == "a"


def test_without_a_repository_what_a_tool_calls_a_project(tmp_path: Path) -> None:
    made(tmp_path, "p/package.json", "p/prisma/schema.prisma", "p/prisma/migrations/1_a/migration.sql")
    assert root(tmp_path, "p/prisma/migrations/1_a/migration.sql") == "p/prisma"
    assert root(tmp_path, "p/prisma", "p/package.json") == "p"


def test_a_file_on_its_own_is_the_project_of_its_folder(tmp_path: Path) -> None:
    made(tmp_path, "x/y.sql", "x/z.sql", "w/v.sql")
    assert root(tmp_path, "x/y.sql") == "x"
    assert root(tmp_path, "x/y.sql", "x/z.sql") == "x"
    assert root(tmp_path, "x/y.sql", "w/v.sql") == "."
