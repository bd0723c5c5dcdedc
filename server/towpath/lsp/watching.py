"""Which files changed on the disk, for clients that do not tell: times, sizes and listings are looked at again."""

import os
from typing import NamedTuple

from towpath.models.files import ENDINGS as CODE
from towpath.project import Tree
from towpath.project.tree import ENDINGS, NAMES, SKIPPED, matters_at

# By their endings, and by their whole names; where they stand is looked at when they change.
GLOBS = (
    f"**/*.{{{','.join(ending[1:] for ending in dict.fromkeys((*ENDINGS, *CODE)))}}}",
    f"**/{{{','.join(sorted(NAMES))}}}",
    # What tells that the base branch has moved.
    "**/.git/{HEAD,packed-refs,FETCH_HEAD}",
    "**/.git/refs/{heads,remotes}/**",
)

Stamp = tuple[int, int]


class Folder(NamedTuple):
    """A folder's time, and the names in it that matter."""

    changed: int
    names: frozenset[str]


class Stamps:
    """What a tree's files and folders looked like the last time."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._root = tree.root
        self._files: dict[str, Stamp] = {path: self._stamp(path) for path in tree.paths()}
        self._folders = {folder: self._list(folder) for folder in _folders(tree.paths())}

    def changed(self) -> list[str]:
        """The files that changed, came or went since the last time, and those that were read and changed since."""
        self._files = {**self._tree.seen, **self._files}
        found = [path for path, stamp in self._files.items() if self._stamp(path) != stamp]
        for folder, before in self._folders.items():
            if self._time(folder) != before.changed:
                now = self._folders[folder] = self._list(folder)
                for name in sorted(now.names - before.names):
                    found += self._below(f"{folder}/{name}" if folder else name)
        self._files.update({path: self._stamp(path) for path in found})
        new = [folder for folder in _folders(found) if folder not in self._folders]
        self._folders.update({folder: self._list(folder) for folder in new})
        return list(dict.fromkeys(found))

    def _below(self, path: str) -> list[str]:
        """A file, or all files of a folder."""
        if not os.path.isdir(self._absolute(path)):
            return [path]
        return [f"{path}/{name}" for name in Tree(self._absolute(path)).paths()]

    def _absolute(self, path: str) -> str:
        return os.path.join(self._root, *path.split("/"))

    def _stamp(self, path: str) -> Stamp:
        try:
            found = os.stat(self._absolute(path))
        except OSError:
            return 0, -1
        return found.st_mtime_ns, found.st_size

    def _time(self, folder: str) -> int:
        return self._stamp(folder)[0]

    def _list(self, folder: str) -> Folder:
        changed = self._time(folder)
        try:
            with os.scandir(self._absolute(folder)) as entries:
                found = (entry.name for entry in entries if _matters(entry, folder))
                return Folder(changed, frozenset(found))
        except OSError:
            return Folder(changed, frozenset())


def _matters(entry: os.DirEntry[str], folder: str) -> bool:
    if entry.is_dir(follow_symlinks=False):
        return entry.name not in SKIPPED
    return matters_at(f"{folder}/{entry.name}")


def _folders(paths: list[str]) -> set[str]:
    """The folders of files, and the folders that those stand in, up to the root, which is empty."""
    found = {""}
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found
