"""The files of a project: found once, read on demand, with what an editor holds unsaved in their place."""

import os
import re
import stat
from bisect import bisect_left
from collections.abc import Callable, Hashable, Mapping
from typing import Any, TypeVar

from towpath.source import Source, Unreadable, pattern, refused
from towpath.source.decode import Decoded, decode, too_large

Answer = TypeVar("Answer")

SKIPPED = frozenset(
    """
    .git .hg .svn node_modules bower_components target build dist out .venv venv env __pycache__ .tox .nox .mypy_cache
    .pytest_cache .ruff_cache .gradle .idea .vscode .next .turbo .cache vendor site-packages
    """.split()
)
# Endings of the files that any framework may ask for.
ENDINGS = (".sql", ".ini", ".conf", ".toml", ".properties", ".yml", ".yaml", ".json", ".prisma", ".lock", ".xml")
_ENDINGS = frozenset(ENDINGS)
# Whole names of such files, and what names a migration that is written in the language of the application.
NAMES = frozenset(
    ("pom.xml", "build.gradle", "build.gradle.kts", "go.mod", "Pipfile", "setup.cfg", "Gemfile", "strong_migrations.rb")
)
_JAVA, _REQUIRED = pattern(r"[A-Z][\d_.]*__\w+\.(?:java|kt)"), pattern(r"requirements[\w.-]*\.(?:txt|in)")
_RUBY = pattern(r"\d+_[_a-z0-9]+\.?[_a-z0-9]*\.rb")
# Of a project's Python, the files that may be migrations, or say how these run: by their own name or a folder's.
_PYTHON = pattern(r"(?:env|apps|manage|settings\w*|[0-9a-f]{12}_\w*)\.py")
_CODE = {".java": _JAVA, ".kt": _JAVA, ".txt": _REQUIRED, ".in": _REQUIRED, ".rb": _RUBY, ".py": _PYTHON}
_FOLDERS = pattern(r"migrat|version|revision|alembic|settings|config", re.I)


def matters(name: str) -> bool:
    """Whether a framework may ask for a file of this name, wherever it stands."""
    ending = name[name.rfind(".") :].lower()
    if ending in _ENDINGS or name in NAMES:
        return True
    code = _CODE.get(ending)
    return code is not None and code.fullmatch(name) is not None


def matters_at(path: str) -> bool:
    """Whether a framework may ask for the file at a path."""
    *folders, name = path.split("/")
    if not SKIPPED.isdisjoint(folders):
        return False
    return matters(name) or (name.endswith((".py", ".groovy")) and any(_FOLDERS.search(folder) for folder in folders))


_READING = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
# Most files of code are smaller.
_USUAL = 64 * 1024


def bytes_of(path: str, size: int) -> bytes:
    """What is in a file of about this size; raises OSError."""
    # An object of Python's for each of thousands of files would be half of the time that they take.
    number = os.open(path, _READING)
    try:
        data = os.read(number, size + 1)
        while len(data) != size and (more := os.read(number, size + 1)):
            data += more
    finally:
        os.close(number)
    return data


def bytes_up_to(path: str, most: int) -> bytes:
    """What is in a file, but no more than so much of it; raises OSError."""
    number = os.open(path, _READING)
    try:
        data = os.read(number, min(_USUAL, most))
        # What was read in full may go on; to ask how large the others are would take as long as to read them.
        while _USUAL <= len(data) < most and (more := os.read(number, most - len(data))):
            data += more
    finally:
        os.close(number)
    return data


class Tree:
    """A folder of files. Paths are relative to it, with `/`; what cannot be read says why.

    While `version` is the same, every file says what it said.
    """

    def __init__(self, root: str, unsaved: Mapping[str, str] | None = None) -> None:
        self.root = os.path.abspath(root)
        self.unsaved: dict[str, str] = dict(unsaved or {})
        self.problems: list[tuple[str, str]] = []
        self.version = 0
        # Whether the folders in it are looked into; a user's home is a place for files, and no project.
        self.deep = True
        self._also: set[str] = set()
        self._paths: list[str] | None = None
        self._read: dict[str, Source | Unreadable] = {}
        # When each file that was read had changed, and how large it was.
        self.seen: dict[str, tuple[int, int]] = {}
        self._found: tuple[int, dict[Hashable, Any]] = (0, {})
        self._decoded: dict[str, Decoded] = {}
        self._heads: dict[str, str] = {}

    def paths(self) -> list[str]:
        """All files that a framework may ask for, in order; found when first asked for."""
        if self._paths is None:
            found: list[str] = []
            self._walk(self.root, "", False, found)
            self.problems.sort()
            self._paths = sorted({*found, *self.unsaved})
            self.problems.sort()
        return self._paths

    def also(self, folder: str) -> None:
        """All Python in a folder counts from now on, whatever the folder is called."""
        if folder and folder not in self._also and not _FOLDERS.search(folder):
            self._also.add(folder)
            self._paths = None

    def has(self, path: str) -> bool:
        """Whether it is one of the files."""
        paths = self.paths()
        at = bisect_left(paths, path)
        return at < len(paths) and paths[at] == path

    def there(self, path: str) -> bool:
        """Whether there is such a file, also one that no framework asks for by its name."""
        return path in self.unsaved or os.path.isfile(self.absolute(path))

    def is_folder(self, path: str) -> bool:
        """Whether there is such a folder, be it for a file that only an editor holds."""
        return self.once(
            ("folder", path),
            lambda: os.path.isdir(self.absolute(path)) or any(one.startswith(f"{path}/") for one in self.unsaved),
        )

    def once(self, what: Hashable, find: Callable[[], Answer]) -> Answer:
        """What is found in the files, found again once any of them may say something else."""
        if self._found[0] != self.version:
            self._found = (self.version, {})
        known = self._found[1]
        if what not in known:
            known[what] = find()
        found: Answer = known[what]
        return found

    def under(self, folder: str) -> list[str]:
        """The files in a folder and in those below it; the root is empty."""
        paths = self.paths()
        return paths[bisect_left(paths, f"{folder}/") : bisect_left(paths, f"{folder}0")] if folder else paths

    def _walk(self, folder: str, prefix: str, python: bool, found: list[str]) -> None:
        """Adds the files below a folder; `python`: also every file of Python."""
        try:
            entries = list(os.scandir(folder))
        except OSError as error:
            self.problems.append((prefix.rstrip("/") or ".", f"the folder cannot be read: {error.strerror}"))
            return
        for entry in entries:
            name = entry.name
            if entry.is_dir(follow_symlinks=False):
                if self.deep and name not in SKIPPED:
                    inside = python or _FOLDERS.search(name) is not None or f"{prefix}{name}" in self._also
                    self._walk(entry.path, f"{prefix}{name}/", inside, found)
            elif (python and name.endswith((".py", ".groovy"))) or matters(name):
                found.append(prefix + name)

    def absolute(self, path: str) -> str:
        return os.path.join(self.root, path.replace("/", os.sep))

    def read(self, path: str) -> Source | Unreadable:
        """A file's text, read once; what an editor holds comes before what is on the disk."""
        if path in self.unsaved:
            text = self.unsaved[path]
            kept = self._read.get(path)
            if not isinstance(kept, Source) or kept.text is not text:
                self._read[path] = refused(text) or Source(path, text)
            return self._read[path]
        if path not in self._read:
            self._read[path] = self._from_disk(path)
        return self._read[path]

    def asked(self, path: str) -> bool:
        """Whether somebody has read a file, whatever it is called: a module whose names a migration imports, say."""
        return path in self.seen

    def text(self, path: str) -> str | None:
        """A file's text, or None where it cannot be had."""
        found = self.read(path)
        return found.text if isinstance(found, Source) else None

    def head(self, path: str, length: int) -> str:
        """As much of the beginning of a file, without a byte order mark; empty where it cannot be had.

        Most files are looked at only to see that they are nothing.
        """
        known = self._read.get(path)
        if path in self.unsaved or isinstance(known, Source):
            return (self.text(path) or "")[:length]
        if path not in self._heads:
            self._heads[path] = self._head(path, length)
        return self._heads[path]

    def _head(self, path: str, length: int) -> str:
        where = self.absolute(path)
        try:
            if not stat.S_ISREG(os.stat(where).st_mode):
                return ""
            with open(where, "rb", buffering=0) as file:
                decoded = decode(file.read(length))
        except OSError:
            return ""
        return decoded.text if not isinstance(decoded, Unreadable) else ""

    def _from_disk(self, path: str) -> Source | Unreadable:
        where = self.absolute(path)
        try:
            there = os.stat(where)
            if not stat.S_ISREG(there.st_mode):
                # To open a pipe is to wait for whoever writes to it.
                return Unreadable("it is a folder" if stat.S_ISDIR(there.st_mode) else "it is no ordinary file")
            self.seen[path] = there.st_mtime_ns, there.st_size
            if large := too_large(there.st_size):
                return large
            decoded = decode(bytes_of(where, there.st_size))
        except OSError as error:
            return Unreadable(f"the file cannot be read: {error.strerror}")
        if isinstance(decoded, Unreadable):
            return decoded
        self._decoded[path] = decoded
        return Source(path, decoded.text)

    def encode(self, path: str, text: str) -> bytes:
        """The bytes of a changed or new file: as the old one was encoded, else UTF-8."""
        return self._decoded.get(path, Decoded("")).encode(text)

    def hold(self, path: str, text: str | None) -> None:
        """What an editor holds in a file's place; None where the file on the disk counts again."""
        self.version += 1
        if text is None:
            self.unsaved.pop(path, None)
            self._read.pop(path, None)
        else:
            self.unsaved[path] = text

    def with_changes(self, texts: Mapping[str, str | None]) -> "Tree":
        """The tree as if these files had these texts (None: were not there); the disk is left alone."""
        return _Changed(self, texts)

    def forget_paths(self) -> None:
        """Which files there are may have changed."""
        self.version += 1
        self._paths = None
        self.problems.clear()

    def forget(self, path: str | None = None) -> None:
        """What is on the disk may have changed: one file, or which files there are."""
        self.version += 1
        self._paths = None
        if path is None:
            self._read.clear()
            self._heads.clear()
        else:
            self._read.pop(path, None)
            self._heads.pop(path, None)


class _Changed(Tree):
    """A tree with other texts in some places; all else is asked of the tree below."""

    def __init__(self, below: Tree, texts: Mapping[str, str | None]) -> None:
        super().__init__(below.root)
        self._below = below
        self._texts = {path: Source(path, text) if text is not None else None for path, text in texts.items()}

    def paths(self) -> list[str]:
        if self._paths is None:
            gone = {path for path, source in self._texts.items() if source is None}
            self._paths = sorted({*self._below.paths(), *self._texts} - gone)
        return self._paths

    def has(self, path: str) -> bool:
        return self._texts[path] is not None if path in self._texts else self._below.has(path)

    def there(self, path: str) -> bool:
        return self._texts[path] is not None if path in self._texts else self._below.there(path)

    def once(self, what: Hashable, find: Callable[[], Answer]) -> Answer:
        return find()

    def is_folder(self, path: str) -> bool:
        return self._below.is_folder(path) or any(one.startswith(f"{path}/") for one in self._texts)

    def read(self, path: str) -> Source | Unreadable:
        if path in self._texts:
            return self._texts[path] or Unreadable("there is no such file")
        return self._below.read(path)

    def head(self, path: str, length: int) -> str:
        return (self.text(path) or "")[:length] if path in self._texts else self._below.head(path, length)

    def encode(self, path: str, text: str) -> bytes:
        return self._below.encode(path, text)
