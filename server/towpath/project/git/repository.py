"""A repository on the disk: where it is, and whether what its names stand for may have changed."""

import os
from collections.abc import Iterator, Sequence

from towpath.operations import value


@value
class Repository:
    """`top` is the folder of the work tree, `own` its git directory, `common` the one that all work trees share."""

    top: str
    own: str
    common: str

    def remotes(self) -> tuple[str, ...]:
        """The remotes whose default branch is known, `origin` first."""
        folder = os.path.join(self.common, "refs", "remotes")
        try:
            names = sorted(os.listdir(folder), key=lambda name: (name != "origin", name))
        except OSError:
            return ("origin",)
        return tuple(name for name in names if os.path.isfile(os.path.join(folder, name, "HEAD"))) or ("origin",)

    def leads_to(self, reference: str) -> str:
        """The reference that another one stands for, as its file says; empty where that is not known."""
        try:
            with open(os.path.join(self.common, *reference.split("/")), encoding="utf-8", errors="replace") as file:
                said = file.read()
        except OSError:
            return ""
        return said.partition("ref: ")[2].strip() if said.startswith("ref: ") else ""

    def stamp(self, references: Sequence[str]) -> tuple[tuple[int, int], ...]:
        """While this is the same, these references and the commit that is checked out are."""
        return tuple(map(_stamp, self._files(references)))

    def _files(self, references: Sequence[str]) -> Iterator[str]:
        yield from (os.path.join(self.own, name) for name in ("HEAD", os.path.join("logs", "HEAD"), "ORIG_HEAD"))
        yield from (os.path.join(self.common, name) for name in ("packed-refs", "FETCH_HEAD", "shallow"))
        yield os.path.join(self.common, "reftable", "tables.list")
        yield from (os.path.join(self.common, *reference.split("/")) for reference in references)


def repository_of(folder: str) -> Repository | None:
    """The repository whose work tree holds a folder; None where there is none."""
    while True:
        found = os.path.join(folder, ".git")
        if os.path.exists(found):
            own = _git_directory(found)
            return Repository(folder, own, _common(own))
        parent = os.path.dirname(folder)
        if parent == folder:
            return None
        folder = parent


def _git_directory(found: str) -> str:
    """Of a further work tree, or of a submodule, a file says where the directory is."""
    said = _said(found) if os.path.isfile(found) else ""
    return os.path.normpath(os.path.join(os.path.dirname(found), said.removeprefix("gitdir: "))) if said else found


def _common(own: str) -> str:
    said = _said(os.path.join(own, "commondir"))
    return os.path.normpath(os.path.join(own, said)) if said else own


def _said(path: str) -> str:
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            return file.read().strip()
    except OSError:
        return ""


def _stamp(path: str) -> tuple[int, int]:
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return 0, -1
    return found.st_mtime_ns, found.st_size
