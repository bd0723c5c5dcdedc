"""The files of an application that may name tables: found once, and known by the words in them."""

import os
import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from towpath.project import Tree
from towpath.project.tree import SKIPPED, bytes_up_to
from towpath.source import pattern

if TYPE_CHECKING:
    from towpath.syntax.tree import Tree as SyntaxTree

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
_TABLE = (b"__tablename__", b"table(", b"table=true", b"self.table_name")
_TELLING = (b".model)",)
_OF_RUBY = (b"< applicationrecord", b"::base")
_MODELS = pattern(r"(?:^|/)models?(?:\.py|/)|\.(?:prisma|sql)\Z")
# How statements begin, each by itself: what begins with letters is found fast.
_SQL = (
    pattern(rb"select(?<!\wselect)\s"),
    pattern(rb"insert(?<!\winsert)\s+into\s"),
    pattern(rb"update(?<!\wupdate)\s"),
    pattern(rb"delete(?<!\wdelete)\s+from\s"),
)
# Blanks for all of ASCII that stands in no word.
_BLANK = bytes(code if code > 127 or chr(code).isalnum() or code == ord("_") else ord(" ") for code in range(256))
Words = frozenset[bytes]


class Files:
    """The files below the root of a tree that may name tables, and the words of each."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._words: dict[str, Words] = {}
        self._known: dict[str, Words] | None = None
        self._made: dict[str, dict[str, Any]] = {}
        self._of_all: dict[str, Any] = {}

    def holding(self, asked: Sequence[str], endings: tuple[str, ...] = ENDINGS) -> Iterator[str]:
        """The files with one of these endings that hold all these words, in order."""
        if not asked:
            return (path for path, _ in self._telling if path.endswith(endings))
        first, *others = map(self._with, asked)
        return (path for path in sorted(frozenset(first).intersection(*others)) if path.endswith(endings))

    def holds(self, path: str, word: str) -> bool:
        """Whether a file that may name a table holds a word."""
        return _bytes(word) in self._all().get(path, ())

    def _with(self, word: str) -> Sequence[str]:
        """The files that hold a word, in order."""
        # To put all files under each of their words takes as long as to look for thousands.
        asked = _bytes(word)
        return self.all(f"with {word}", lambda: [path for path, words in self._telling if asked in words])

    @property
    def _telling(self) -> list[tuple[str, Words]]:
        """The files that say something of tables, and their words."""
        return self.all("telling", lambda: [(path, words) for path, words in self._all().items() if words])

    def once(self, path: str, kind: str, make: Callable[[str], Made]) -> Made:
        """What is made of a file's text, of one kind; made again when the file says something else."""
        kept = self._made.setdefault(path, {})
        if kind not in kept:
            kept[kind] = make(self._tree.text(path) or "")
        made: Made = kept[kind]
        return made

    def all(self, kind: str, make: Callable[[], Made]) -> Made:
        """What is made of all files, of one kind; made again when any of them says something else."""
        if kind not in self._of_all:
            self._of_all[kind] = make()
        made: Made = self._of_all[kind]
        return made

    def tree(self, path: str) -> "SyntaxTree":
        """The tree of a file of Python or Ruby: all who look into it share it."""
        from towpath.syntax import parse  # Most runs look into none, and parsers take their time.

        return self.once(path, "tree", partial(parse, path.replace(".rake", ".rb")))

    def forget(self, path: str | None) -> bool:
        """A file may say something else now, or be gone, or any may; whether it is one that may name a table."""
        if path is None or counts(path):
            self._of_all.clear()
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

    def _all(self) -> dict[str, Words]:
        """The words of each file, in order of their paths; none of one that says nothing of tables."""
        if self._known is None:
            unsaved = (path for path in self._tree.unsaved if counts(path))
            paths = sorted({*_below(self._tree.root, "", self._tree.deep), *unsaved})[:MOST]
            self._known = {path: self._of(path) for path in paths}
        return self._known

    def _of(self, path: str) -> Words:
        if path not in self._words:
            data = self._data(path)
            self._words[path] = _words(data) if _tells(path, data) else frozenset()
        return self._words[path]

    def _data(self, path: str) -> bytes:
        """What is in a file, as it is and not kept: most files are looked at once, and say nothing."""
        if path in self._tree.unsaved:
            return _bytes(self._tree.unsaved[path])
        try:
            data = bytes_up_to(self._tree.absolute(path), LARGEST + 1)
        except OSError:
            return b""
        return data if len(data) <= LARGEST else b""


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _tells(path: str, data: bytes) -> bool:
    if _MODELS.search(path):
        return True
    small = data.lower()
    if b"table" in small and any(mark in small for mark in _TABLE):
        return True
    marks = _TELLING if path.endswith(".py") else _TELLING + _OF_RUBY
    return any(mark in small for mark in marks) or any(begins.search(small) for begins in _SQL)


def _words(data: bytes) -> Words:
    found = frozenset(data.translate(_BLANK).split())
    if data.isascii():
        return found
    # Other letters may be parts of words, or stand between them.
    others = b" ".join(one for one in found if not one.isascii()).decode("utf-8", "replace")
    return found.union(word.encode() for word in _WORD.findall(others))


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
