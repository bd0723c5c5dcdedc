from pathlib import Path
from typing import cast

import pytest
from lsprotocol import types

from towpath.linter import Workspace
from towpath.lsp.documents import Document, Documents
from towpath.lsp.indexing import Indexing
from towpath.lsp.roots import Roots
from towpath.project import Tree


class Updates:
    """A workspace that keeps what it is told."""

    def __init__(self, root: str) -> None:
        self.tree = Tree(root)
        self.texts: dict[str, str | None] = {}
        self.refreshed: list[str] = []

    def update(self, path: str, text: str | None) -> None:
        self.texts[path] = text

    def refresh(self, path: str) -> None:
        self.refreshed.append(path)

    def knows(self, path: str) -> bool:
        return True


class Opened:
    """Roots whose workspaces are looked into."""

    def __init__(self, *folders: Path) -> None:
        self.documents = Documents()
        self.made: dict[str, Updates] = {}
        self.roots = Roots(self._make, self.documents, Indexing(lambda end: end(), lambda _, __: None, lambda _: None))
        self.roots.change(map(str, folders))

    def _make(self, root: str, folder: str) -> Workspace:
        self.made[root] = Updates(root)
        return cast("Workspace", self.made[root])

    def open(self, path: Path, text: str) -> Document:
        item = types.TextDocumentItem(uri=path.as_uri(), language_id="sql", version=1, text=text)
        self.documents.open(item)
        document = self.documents.get(path.as_uri())
        assert document
        self.roots.take(document)
        return document


def project(*parts: Path) -> None:
    for folder in parts:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "towpath.toml").touch()


def test_the_nearest_root_knows_a_file(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    project(tmp_path, inner)
    opened = Opened(tmp_path, inner)
    opened.open(inner / "1.sql", "a")
    opened.open(tmp_path / "db" / "2.sql", "b")
    assert opened.made[str(inner)].texts == {"1.sql": "a"}
    assert opened.made[str(tmp_path)].texts == {"db/2.sql": "b"}


def test_a_folder_of_a_project_means_the_project(tmp_path: Path) -> None:
    project(tmp_path)
    opened = Opened(tmp_path / "db", tmp_path / "app")
    opened.open(tmp_path / "db" / "1.sql", "a")
    opened.open(tmp_path / "app" / "2.sql", "b")
    assert opened.made[str(tmp_path)].texts == {"db/1.sql": "a", "app/2.sql": "b"}


def test_a_file_without_a_folder_belongs_to_its_project(tmp_path: Path) -> None:
    project(tmp_path)
    opened = Opened()
    opened.open(tmp_path / "db" / "1.sql", "a")
    assert opened.made[str(tmp_path)].texts == {"db/1.sql": "a"}


def test_the_home_of_a_user_is_no_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "notes").mkdir()
    assert Opened().roots.root_of(str(tmp_path / "notes" / "1.sql")) == str(tmp_path / "notes")


def test_a_workspace_that_is_made_again_gets_what_is_open(tmp_path: Path) -> None:
    project(tmp_path)
    opened = Opened(tmp_path)
    opened.open(tmp_path / "1.sql", "a")
    opened.roots.forget()
    opened.open(tmp_path / "2.sql", "b")
    assert opened.made[str(tmp_path)].texts == {"1.sql": "a", "2.sql": "b"}


def test_a_folder_that_is_taken_away_is_no_root_any_more(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    project(tmp_path, inner)
    opened = Opened(tmp_path, inner)
    assert opened.roots.folders == (str(tmp_path), str(inner))
    opened.roots.change([], [str(inner)])
    assert opened.roots.folders == (str(tmp_path),)
    opened.open(inner / "1.sql", "a")
    assert opened.made[str(tmp_path)].texts == {"inner/1.sql": "a"}


def test_a_closed_document_leaves_the_file_on_the_disk(tmp_path: Path) -> None:
    project(tmp_path)
    opened = Opened(tmp_path)
    opened.roots.release(opened.open(tmp_path / "1.sql", "a"))
    assert opened.made[str(tmp_path)].texts == {"1.sql": None}


def test_where_a_project_stands_does_not_matter_but_where_a_file_does_in_it(tmp_path: Path) -> None:
    root = tmp_path / "build" / "app"
    root.mkdir(parents=True)
    project(root)
    opened = Opened(root)
    opened.open(root / "1.sql", "a")
    assert opened.roots.refresh(str(root / "2.sql"))
    assert not opened.roots.refresh(str(root / "build" / "3.sql"))
    assert not opened.roots.refresh(str(tmp_path / "4.sql"))
    assert opened.made[str(root)].refreshed == ["2.sql"]


def test_a_changed_file_is_told_to_every_workspace_that_holds_it(tmp_path: Path) -> None:
    inner, other = tmp_path / "inner", tmp_path / "other"
    project(tmp_path, inner, other)
    opened = Opened(tmp_path, inner, other)
    for folder in (tmp_path, inner, other):
        opened.open(folder / "1.sql", "a")
    opened.roots.refresh(str(inner / "2.sql"))
    assert {root: made.refreshed for root, made in opened.made.items()} == {
        str(tmp_path): ["inner/2.sql"],
        str(inner): ["2.sql"],
        str(other): [],
    }
