"""Which configuration a file has: the nearest above it, over the editor's settings, under the command line's."""

from pathlib import Path

from towpath.project import Configurations, Layer, Tree


def tree(root: Path, **files: str) -> Tree:
    for name, text in files.items():
        path = root / name.replace("__", "/").replace("_toml", ".toml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return Tree(str(root))


def test_the_nearest_file_above_wins(tmp_path: Path) -> None:
    found = Configurations(
        tree(
            tmp_path,
            towpath_toml='base = "top"',
            a__pyproject_toml='[tool.towpath]\nbase = "a"',
            a__b__pyproject_toml='[project]\nname = "b"',
            c__towpath_toml='base = "c"',
            c__pyproject_toml='[tool.towpath]\nbase = "not this"',
        )
    )
    assert [found.of(path).base for path in ("x.sql", "a/x.sql", "a/b/x.sql", "c/d/x.sql")] == ["top", "a", "a", "c"]
    assert found.of("a/b/x.sql").path == "a/pyproject.toml"
    assert found.files() == ("a/pyproject.toml", "c/towpath.toml", "towpath.toml")


def test_a_file_above_the_tree_counts_too(tmp_path: Path) -> None:
    tree(tmp_path, towpath_toml='[[folder]]\npath = "in/a"\nnonsense = 1\nignore = ["loss"]')
    (tmp_path / "in" / "a").mkdir(parents=True)
    found = Configurations(Tree(str(tmp_path / "in")))
    assert found.of("a/x.sql").path == "../towpath.toml"
    assert found.of("a/x.sql").chosen("dropped-table", "loss") is False
    assert found.of("b/x.sql").chosen("dropped-table", "loss") is None
    assert [str(error) for error in found.problems()] == ['../towpath.toml:3: unknown key "nonsense"']


def test_no_file_is_no_error(tmp_path: Path) -> None:
    found = Configurations(tree(tmp_path))
    assert found.of("x.sql").databases == ()
    assert found.problems() == ()


def test_settings_lie_under_the_file_and_flags_over_it(tmp_path: Path) -> None:
    files = tree(tmp_path, towpath_toml='database = "mysql"\nfail-on = "error"')
    settings = {"database": "sqlite", "base": "main", "start-after": None}
    found = Configurations(files, settings, Layer("the command line", {"database": "postgresql@15"})).of("x.sql")
    assert (found.databases[0].dialect, found.fail_on, found.base) == ("postgresql", "error", "main")


def test_wrong_settings_and_names_are_told_and_left_out(tmp_path: Path) -> None:
    files = tree(tmp_path, towpath_toml='ignore = ["nope"]\nfail-on = 3')
    found = Configurations(files, {"bse": "main"}, Layer("--select", {"only": ["indxes"]}))
    assert found.of("x.sql").fail_on == "warning"
    assert [str(error) for error in found.problems({"blocking-index": {}}, ["indexes"])] == [
        '--select: there is no rule or family "indxes"; did you mean "indexes"?',
        'settings of the editor: unknown key "bse"; did you mean "base"?',
        'towpath.toml:1: there is no rule or family "nope"',
        'towpath.toml:2: fail-on is 3, expected one of "error", "warning", "info", "hint"',
    ]


def test_files_with_the_same_settings_share_one_value(tmp_path: Path) -> None:
    found = Configurations(tree(tmp_path, towpath_toml='[[folder]]\npath = "a"\nignore = ["loss"]'))
    assert found.of("a/x.sql") is found.of("a/y.sql")
    assert found.of("b/x.sql") is found.of("c/x.sql")
    assert found.of("a/x.sql") is not found.of("b/x.sql")


def test_what_an_editor_holds_unsaved_comes_first(tmp_path: Path) -> None:
    files = tree(tmp_path, towpath_toml='base = "disk"')
    found = Configurations(files)
    assert found.of("x.sql").base == "disk"
    files.unsaved["towpath.toml"] = 'base = "editor"'
    assert found.of("x.sql").base == "editor"
    files.unsaved["towpath.toml"] = "base ="
    assert found.of("x.sql").base is None
    assert [error.line for error in found.problems()] == [1]


def test_a_file_that_comes_or_goes_is_seen(tmp_path: Path) -> None:
    files = tree(tmp_path)
    found = Configurations(files)
    assert found.of("x.sql").base is None
    (tmp_path / "towpath.toml").write_text('base = "main"')
    files.forget()
    assert found.of("x.sql").base == "main"
    (tmp_path / "towpath.toml").unlink()
    files.forget()
    assert found.of("x.sql").base is None
    assert found.files() == ()


def test_a_configuration_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    files = tree(tmp_path, towpath_toml="")
    (tmp_path / "towpath.toml").write_bytes(b"\0")
    found = Configurations(files)
    found.of("x.sql")
    assert [str(error).partition(" holds")[0] for error in found.problems()] == ["towpath.toml:1: the file"]


def test_a_configuration_that_is_gone_is_none(tmp_path: Path) -> None:
    files = tree(tmp_path, towpath_toml="")
    files.paths()
    (tmp_path / "towpath.toml").unlink()
    found = Configurations(files)
    found.of("x.sql")
    assert found.problems() == ()


def test_a_table_of_ours_that_is_none(tmp_path: Path) -> None:
    found = Configurations(tree(tmp_path, pyproject_toml="[tool]\ntowpath = 3\n"))
    found.of("x.sql")
    assert [str(error) for error in found.problems()] == ["pyproject.toml:2: tool.towpath is 3, expected a table"]


def test_tools_that_are_none_are_not_ours_to_tell(tmp_path: Path) -> None:
    found = Configurations(tree(tmp_path, pyproject_toml="tool = 3  # towpath\n"))
    found.of("x.sql")
    assert found.problems() == ()


def test_folders_are_told_apart_by_one_sign(tmp_path: Path) -> None:
    found = Configurations(tree(tmp_path, towpath_toml="[[folder]]\npath = 'a\\b'\n"))
    found.of("x.sql")
    (error,) = found.problems()
    assert str(error) == 'towpath.toml:2: folder.path is "a\\b", expected a text like "services/billing/**"'
