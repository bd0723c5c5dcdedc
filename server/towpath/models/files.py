"""The files of an application that may name tables: found once, and known by the words in them."""

import os
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from towpath.project import Tree
from towpath.project.tree import SKIPPED, bytes_of
from towpath.source import pattern

Made = TypeVar("Made")

ENDINGS = (
    *(".py", ".rb", ".rake", ".prisma", ".sql"),
    *(".ts", ".tsx", ".mts", ".js", ".mjs", ".cjs", ".go", ".java", ".kt", ".scala", ".rs", ".php", ".cs", ".ex"),
)
# A file that is larger was written by a program, and no more files than this are looked at.
LARGEST = 512 * 1024
MOST = 50_000
# Migrations say what was, tests run on no database that matters, and scripts ran once.
_OTHERS = pattern(
    r"alembic|(?:unit|integration|e2e)?[-_.]?tests?|specs?|__tests__|fixtures?|cypress|testing"
    r"|scripts?|seed(?:s|er|ers)?|examples?|samples?|docs?|bench(?:marks?)?",
    re.I,
)
_OTHER = pattern(
    r"test_.*|conftest\.py|.*_(?:test|spec)\.\w+|.*\.(?:test|spec|stories)\.\w+|.*\.min\.js|schema\.rb|structure\.sql"
)
_WORD = pattern(r"\w+")
# What a file says that may name a table, in small letters: with `table` in it, without it, and what no Python says.
_TABLE = ("__tablename__", "table(", "table=true", "self.table_name")
_TELLING = (".model)",)
_OF_RUBY = ("< applicationrecord", "::base")
_MODELS = pattern(r"(?:^|/)models?(?:\.py|/)|\.(?:prisma|sql)\Z")
# How statements begin, each by itself: what begins with letters is found fast.
_SQL = (
    pattern(r"select(?<!\wselect)\s"),
    pattern(r"insert(?<!\winsert)\s+into\s"),
    pattern(r"update(?<!\wupdate)\s"),
    pattern(r"delete(?<!\wdelete)\s+from\s"),
)
# Blanks for all of ASCII that stands in no word.
_BLANK = bytes(code if code > 127 or chr(code).isalnum() or code == ord("_") else ord(" ") for code in range(256))


class Files:
    """The files below the root of a tree that may name tables, and the words of each."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._words: dict[str, frozenset[str]] = {}
        self._known: dict[str, frozenset[str]] | None = None
        self._made: dict[str, dict[str, Any]] = {}
        self._chosen: dict[tuple[object, object], list[tuple[str, frozenset[str]]]] = {}
        self._having: dict[str, frozenset[str]] = {}

    def holding(
        self, asked: Iterable[str], endings: tuple[str, ...] = ENDINGS, fits: Callable[[str], bool] = bool
    ) -> Iterator[str]:
        """The files with one of these endings that hold all these words, in order; of those whose path `fits`."""
        having = [self._with(word) for word in asked]
        if not having:
            return (path for path, _ in self._telling(endings, fits))
        return (path for path in sorted(having[0].intersection(*having)) if path.endswith(endings) and fits(path))

    def _with(self, word: str) -> frozenset[str]:
        """The files that hold a word; a table is asked for again with each of its columns."""
        if word not in self._having:
            self._having[word] = frozenset(path for path, words in self._telling() if word in words)
        return self._having[word]

    def _telling(
        self, endings: tuple[str, ...] = ENDINGS, fits: Callable[[str], bool] = bool
    ) -> list[tuple[str, frozenset[str]]]:
        """The files that say anything of tables, with their words."""
        known = self._all()
        if (endings, fits) not in self._chosen:
            self._chosen[endings, fits] = [
                (path, words) for path, words in known.items() if words and path.endswith(endings) and fits(path)
            ]
        return self._chosen[endings, fits]

    def once(self, path: str, kind: str, make: Callable[[str], Made]) -> Made:
        """What is made of a file's text, of one kind; made again when the file says something else."""
        kept = self._made.setdefault(path, {})
        if kind not in kept:
            kept[kind] = make(self._tree.text(path) or "")
        made: Made = kept[kind]
        return made

    def forget(self, path: str | None) -> bool:
        """A file may say something else now, or be gone, or any may; whether it is one that may name a table."""
        if path is None or counts(path):
            self._chosen.clear()
            self._having.clear()
        if path is None:
            self._words.clear()
            self._made.clear()
            self._known = None
        elif not counts(path):
            self._made.pop(path, None)
            return False
        else:
            self._words.pop(path, None)
            # What an app is called is said in another file.
            self._made = {} if path.endswith("apps.py") else {**self._made, path: {}}
            known = self._known
            self._known = known if known and path in known and self._tree.there(path) else None
            if self._known:
                self._known[path] = self._of(path)
        return True

    def _all(self) -> dict[str, frozenset[str]]:
        """The words of each file, in order of their paths; none of one that says nothing of tables."""
        if self._known is None:
            unsaved = (path for path in self._tree.unsaved if counts(path))
            paths = sorted({*_below(self._tree.root, "", self._tree.deep), *unsaved})[:MOST]
            self._known = {path: self._of(path) for path in paths}
        return self._known

    def _of(self, path: str) -> frozenset[str]:
        if path not in self._words:
            text = self._text(path)
            self._words[path] = _words(text) if _tells(path, text) else frozenset()
        return self._words[path]

    def _text(self, path: str) -> str:
        """A file's text, which is not kept: most files are looked at once."""
        if path in self._tree.unsaved:
            return self._tree.unsaved[path]
        try:
            where = self._tree.absolute(path)
            size = os.path.getsize(where)
            return bytes_of(where, size).decode("utf-8", "replace") if size <= LARGEST else ""
        except OSError:
            return ""


def _tells(path: str, text: str) -> bool:
    if _MODELS.search(path):
        return True
    small = text.lower()
    if "table" in small and any(mark in small for mark in _TABLE):
        return True
    marks = _TELLING if path.endswith(".py") else _TELLING + _OF_RUBY
    return any(mark in small for mark in marks) or any(begins.search(small) for begins in _SQL)


def _words(text: str) -> frozenset[str]:
    if text.isascii():
        return frozenset(text.encode().translate(_BLANK).decode().split())
    return frozenset(_WORD.findall(text))


def counts(path: str) -> bool:
    """Whether a file is one of the application's own that may name a table."""
    *folders, name = path.split("/")
    return name.endswith(ENDINGS) and not _OTHER.fullmatch(name) and not any(map(_is_other, folders))


def _is_other(folder: str) -> bool:
    return folder in SKIPPED or folder.startswith(".") or _OTHERS.fullmatch(folder) is not None or "migrat" in folder


def _below(folder: str, prefix: str, deep: bool) -> Iterator[str]:
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            if deep and not _is_other(entry.name):
                yield from _below(entry.path, f"{prefix}{entry.name}/", deep)
        elif entry.name.endswith(ENDINGS) and not _OTHER.fullmatch(entry.name) and entry.is_file():
            yield prefix + entry.name
