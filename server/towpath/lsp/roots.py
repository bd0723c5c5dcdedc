"""The folders that are open, each with its workspace; the nearest one above a file is the one that knows it."""

import os
from collections.abc import Callable, Iterable, Iterator

from towpath.linter import Workspace
from towpath.lsp.documents import Document, Documents
from towpath.project import root_of
from towpath.project.configurations import NAMES as CONFIGURATIONS
from towpath.project.tree import matters_at


class Roots:
    """The workspaces, each made when the first of its files is opened.

    `make` gets the root of one, and the open folder that it was found for, or the file's own.
    """

    def __init__(self, make: Callable[[str, str], Workspace], documents: Documents) -> None:
        self._make = make
        self._documents = documents
        self._folders: list[str] = []
        self._open: dict[str, Workspace] = {}
        self._projects: dict[str, str] = {}

    def __iter__(self) -> Iterator[tuple[str, Workspace]]:
        return iter(list(self._open.items()))

    @property
    def folders(self) -> tuple[str, ...]:
        return tuple(self._folders)

    def change(self, added: Iterable[str], removed: Iterable[str] = ()) -> None:
        """Folders were added to the editor's window, or taken from it; every file may now have another root."""
        gone = {os.path.normpath(folder) for folder in removed}
        new = [os.path.normpath(folder) for folder in added]
        self._folders = [folder for folder in dict.fromkeys((*self._folders, *new)) if folder not in gone]
        self.forget()

    def forget(self) -> None:
        """Every workspace is made again when it is needed next."""
        self._open.clear()
        self._projects.clear()

    def root_of(self, path: str) -> str:
        """The project that the nearest open folder above a file belongs to, else the one of the file's own folder.

        It is the project, and not the folder, so that the terminal, which does the same, finds the same.
        """
        start = self._start(path)
        if start not in self._projects:
            self._projects[start] = _project(start)
        return self._projects[start]

    def _start(self, path: str) -> str:
        above = [folder for folder in self._folders if _holds(folder, path)]
        return max(above, key=len) if above else os.path.dirname(os.path.normpath(path))

    def place(self, path: str) -> tuple[Workspace, str]:
        """The workspace of a file, and the file's path in it."""
        root = self.root_of(path)
        if root not in self._open:
            self._open[root] = self._make(root, self._start(path))
            for document in self._documents:
                if self.root_of(document.path) == root and not document.path.endswith(CONFIGURATIONS):
                    self._open[root].update(relative(document.path, root), document.source.text)
        return self._open[root], relative(path, root)

    def take(self, document: Document) -> None:
        """The editor's text of a file comes before the one on the disk."""
        workspace, path = self.place(document.path)
        workspace.update(path, document.source.text)

    def refresh(self, path: str) -> bool:
        """A file changed on the disk, came or went; whether it matters to any workspace, by its place in it."""
        holding = [
            (workspace, inside)
            for root, workspace in self
            if _holds(root, path) and (matters_at(inside := relative(path, root)) or workspace.tree.asked(inside))
        ]
        for workspace, inside in holding:
            workspace.refresh(inside)
        return bool(holding)

    def release(self, document: Document) -> None:
        """The file on the disk counts again."""
        workspace, path = self.place(document.path)
        workspace.update(path, None)


def relative(path: str, root: str) -> str:
    """A path from a root on, with `/`, as workspaces have them."""
    return os.path.relpath(path, root).replace(os.sep, "/")


def absolute(path: str, root: str) -> str:
    return os.path.normpath(os.path.join(root, *path.split("/")))


def _holds(folder: str, path: str) -> bool:
    return path.startswith(folder.rstrip(os.sep) + os.sep)


def _project(start: str) -> str:
    """The project that a folder belongs to; never the whole of the user's home, or of the disk, for one file's sake."""
    found = root_of([start], start)
    return start if is_everything(found) else found


def is_everything(folder: str) -> bool:
    """Whether a folder is the user's home, or the disk."""
    return os.path.dirname(folder) == folder or folder == os.path.expanduser("~")
