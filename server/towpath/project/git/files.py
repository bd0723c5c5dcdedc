"""The files of a series as the base branch has them: their names at once, their texts where somebody asks."""

import os
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping

from towpath.project.git.base import Base
from towpath.project.git.contents import blobs, listing, object_name
from towpath.project.tree import Tree, matters_at
from towpath.project.values import Found
from towpath.source import Source, Unreadable, decode


class Held(ABC):
    """`fork` and `tip` hold the names of the contents by path in the tree: where this branch left the base, and now.

    `problem` says why nothing can be told.
    """

    fork: Mapping[str, str]
    tip: Mapping[str, str]
    problem: str = ""

    def name(self, path: str) -> str:
        """The name of what a file held where this branch left the base, else of what it holds there now; or empty."""
        return self.fork.get(path) or self.tip.get(path, "")

    @abstractmethod
    def holds(self, tree: Tree, path: str) -> bool:
        """Whether a file is on the base as it is here, at the fork or now; its line ends do not matter."""

    @abstractmethod
    def fetch(self, paths: Iterable[str]) -> None:
        """Reads the texts of these files at once."""

    @abstractmethod
    def text(self, path: str) -> str | None:
        """What a file held, with the line ends that git keeps; None where that cannot be had."""

    @abstractmethod
    def beside(self, path: str) -> str | None:
        """What a file beside the series holds on the base now; None where it has none."""


class BaseFiles(Held):
    """The files of a commit of a repository."""

    def __init__(self, base: Base, found: Found, root: str) -> None:
        self._base = base
        self._outer, self._inner = _places(base.repository.top, root)
        self._texts: dict[str, str | None] = {}
        self._same: dict[str, tuple[Source, bool]] = {}
        folders = _folders(found)
        self.tip = self._list(base.commit, folders)
        self.fork = self._list(base.fork, folders) if base.fork != base.commit else self.tip

    def _list(self, commit: str, folders: Iterable[str]) -> Mapping[str, str]:
        top = self._base.repository.top
        there = listing(self._base.repository, commit, [self._there(folder) for folder in folders])
        if there is None:
            self.problem = f"{self._base.name} cannot be read from the repository in {top}"
            return {}
        length = len(self._outer)
        return {self._inner + path[length:]: name for path, name in there.items() if path.startswith(self._outer)}

    def _there(self, path: str) -> str:
        """A path of the tree as the repository has it."""
        return (self._outer + path.removeprefix(self._inner)).rstrip("/")

    def holds(self, tree: Tree, path: str) -> bool:
        source = tree.read(path)
        known = self._same.get(path)
        if known and known[0] is source:
            return known[1]
        same = self._compared(tree, path, source)
        if isinstance(source, Source):
            self._same[path] = source, same
        return same

    def _compared(self, tree: Tree, path: str, source: Source | Unreadable) -> bool:
        names = {one[path] for one in (self.fork, self.tip) if path in one}
        if not names or isinstance(source, Unreadable):
            return bool(names)
        data = tree.encode(path, source.text)
        if any(object_name(one, next(iter(names))) in names for one in (data, data.replace(b"\r\n", b"\n"))):
            return True
        return any(text is not None and text == plain(source.text) for text in map(self._text, names))

    def fetch(self, paths: Iterable[str]) -> None:
        wanted = {name for path in paths if (name := self.name(path)) and name not in self._texts}
        contents = blobs(self._base.repository, wanted)
        for name in wanted:
            self._texts[name] = _decoded(contents.get(name))

    def text(self, path: str) -> str | None:
        name = self.name(path)
        return self._text(name) if name else None

    def beside(self, path: str) -> str | None:
        there = self._there(path)
        name = (listing(self._base.repository, self._base.commit, [there]) or {}).get(there)
        return self._text(name) if name else None

    def _text(self, name: str) -> str | None:
        if name not in self._texts:
            self._texts[name] = _decoded(blobs(self._base.repository, [name]).get(name))
        return self._texts[name]


def gone(base: Base, tree: Tree) -> dict[str, str]:
    """The texts of the files that the base had where this branch left it, and that are gone from a tree.

    Only of those that a framework may ask for.
    """
    outer, inner = _places(base.repository.top, tree.root)
    there = listing(base.repository, base.fork, [outer.rstrip("/")], deep=True) or {}
    paths = {inner + path[len(outer) :]: name for path, name in there.items() if path.startswith(outer)}
    lost = {path: name for path, name in paths.items() if matters_at(path) and not tree.there(path)}
    contents = blobs(base.repository, lost.values())
    texts = ((path, _decoded(contents.get(name))) for path, name in lost.items())
    return {path: text for path, text in texts if text is not None}


def _decoded(data: bytes | None) -> str | None:
    decoded = decode(data) if data is not None else None
    return None if decoded is None or isinstance(decoded, Unreadable) else plain(decoded.text)


def plain(text: str) -> str:
    """A text with line ends as git keeps them, so that these alone make no difference."""
    return text.replace("\r\n", "\n")


def _places(top: str, root: str) -> tuple[str, str]:
    """What stands before a path in the repository, and what before one in the tree: one of them lies in the other."""
    inside = os.path.relpath(root, top).replace(os.sep, "/")
    if inside == ".":
        return "", ""
    if not inside.startswith(".."):
        return f"{inside}/", ""
    return "", os.path.relpath(top, root).replace(os.sep, "/") + "/"


def _folders(found: Found) -> list[str]:
    """The folders that hold a series; of one that has files at the root, not all that is below it."""
    if found.folder:
        return [found.folder]
    return sorted({path.rpartition("/")[0] for path in found.files})
