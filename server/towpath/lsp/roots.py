"""The folders that are open, each with its workspace; the nearest one above a file is the one that knows it."""

import os
from collections.abc import Callable, Iterable, Iterator

from towpath.linter import Workspace
from towpath.lsp.documents import Document, Documents
from towpath.lsp.indexing import Indexing
from towpath.models import counts
from towpath.project import root_of
from towpath.project.configurations import NAMES as CONFIGURATIONS
from towpath.project.tree import matters_at


class Roots:
    """The workspaces, each made when the first of its files is opened.

    `make` gets the root of one, and the open folder that it was found for, or the file's own. While `indexing` reads
    one for the first time, it is none of those that are open, and asking for it raises BusyError.
    """

    def __init__(self, make: Callable[[str, str], Workspace], documents: Documents, indexing: Indexing) -> None:
        self._make = make
        self._documents = documents
        self._indexing = indexing
        self._missed: dict[str, list[str]] = {}
        self._folders: list[str] = []
        self._open: dict[str, Workspace] = {}
        self._projects: dict[str, str] = {}

    def __iter__(self) -> Iterator[tuple[str, Workspace]]:
        return iter([(root, workspace) for root, workspace in self._open.items() if root not in self._indexing])

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
        self._missed.clear()
        self._indexing.forget()

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
        """The workspace of a file, and the file's path in it; raises BusyError while that is first read."""
        root = self.root_of(path)
        self._indexing.check(root)
        if root not in self._open:
            self._open[root] = self._make(root, self._start(path))
            for document in self._documents:
                if self.root_of(document.path) == root and not document.path.endswith(CONFIGURATIONS):
                    self._open[root].update(relative(document.path, root), document.source.text)
        workspace, inside = self._open[root], relative(path, root)
        if not workspace.knows(inside):
            self._indexing.look(root, workspace, inside)
        return workspace, inside

    def settled(self, root: str) -> list[Document]:
        """A workspace was read: what came to pass meanwhile reaches it; the documents that are open in it."""
        workspace = self._open[root]
        here = {relative(one.path, root): one for one in self._documents if self.root_of(one.path) == root}
        here = {path: one for path, one in here.items() if not path.endswith(CONFIGURATIONS)}
        for path in self._missed.pop(root, ()):
            workspace.refresh(path)
        for path in {*here, *workspace.tree.unsaved}:
            text = here[path].source.text if path in here else None
            if workspace.tree.unsaved.get(path) is not text:
                workspace.update(path, text)
        return list(here.values())

    def take(self, document: Document) -> None:
        """The editor's text of a file comes before the one on the disk."""
        workspace, path = self.place(document.path)
        workspace.update(path, document.source.text)

    def refresh(self, path: str) -> bool:
        """A file changed on the disk, came or went; whether it matters to any workspace, by its place in it."""
        for root in self._open:
            if root in self._indexing and _holds(root, path):
                self._missed.setdefault(root, []).append(relative(path, root))
        holding = [
            (workspace, inside)
            for root, workspace in self
            if _holds(root, path) and _matters(workspace, inside := relative(path, root))
        ]
        for workspace, inside in holding:
            workspace.refresh(inside)
        return bool(holding)

    def is_code(self, document: Document) -> bool:
        """Whether a document is a file of an application, which migrations elsewhere may hang on."""
        return counts(relative(document.path, self.root_of(document.path)))

    def release(self, document: Document) -> None:
        """The file on the disk counts again."""
        workspace, path = self.place(document.path)
        workspace.update(path, None)


def relative(path: str, root: str) -> str:
    """A path from a root on, with `/`, as workspaces have them."""
    return os.path.relpath(path, root).replace(os.sep, "/")


def absolute(path: str, root: str) -> str:
    return os.path.normpath(os.path.join(root, *path.split("/")))


def _matters(workspace: Workspace, path: str) -> bool:
    """Whether anything may hang on a file: migrations and what configures them, or what the application names."""
    return matters_at(path) or workspace.tree.asked(path) or counts(path)


def _holds(folder: str, path: str) -> bool:
    return path.startswith(folder.rstrip(os.sep) + os.sep)


def _project(start: str) -> str:
    """The project that a folder belongs to; never the whole of the user's home, or of the disk, for one file's sake."""
    found = root_of([start], start)
    return start if is_everything(found) else found


def is_everything(folder: str) -> bool:
    """Whether a folder is the user's home, or the disk."""
    return os.path.dirname(folder) == folder or folder == os.path.expanduser("~")
