"""A rule's page: its title, its prose, and the examples that stand in it.

An example is a fenced block whose info string says system, kind and, where it matters, the database:
`flyway bad postgresql@15`. In it a line `-- file: PATH` begins a file, `-- base file: PATH` one as the base branch has
it, and a line of carets, which belongs to no file, stands under what has to be reported. Carets cannot begin before the
fourth column; there they mean any one up to it.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from towpath.source import pattern

KINDS = ("bad", "good", "fine")
DATABASE = "postgresql"
# The file that an example is when it names none.
ORDINARY = {
    "alembic": "migrations/versions/2b3c4d5e6f7a_change.py",
    "django": "shop/migrations/0002_change.py",
    "flyway": "V1__change.sql",
    "liquibase": "db/changelog/changes.xml",
    "liquibase.json": "db/changelog/changes.json",
    "liquibase.sql": "db/changelog/changes.sql",
    "liquibase.yaml": "db/changelog/changes.yaml",
    "rails": "db/migrate/20240101000000_change.rb",
    "prisma": "migrations/20240101000000_change/migration.sql",
    "sql": "migrations/001_change.sql",
}

_FENCE = pattern(r"^(`{3,})([^\n`]*)\n(.*?)^\1[ \t]*\n?", re.M | re.S)
_FILE = pattern(r"(?:--|#|//)\s*(?P<base>base )?file:\s*(?P<path>\S+)\s*")
_CARETS = pattern(r"\s*(?:--|#|//)\s*(\^+)\s*")
FIRST = 3


class Mark(NamedTuple):
    """What has to be reported: on which line of a file, and between which columns of it, all from 0."""

    line: int
    start: int
    end: int

    def meets(self, line: int, start: int, end: int) -> bool:
        """Whether a place is the one that is marked."""
        return line == self.line and end == self.end and (start == self.start or start < self.start == FIRST)


class File(NamedTuple):
    path: str
    text: str
    marks: tuple[Mark, ...] = ()


class Example(NamedTuple):
    """One block of a page; `line` is the page's line on which it opens, from 1, `base` the files of a base branch."""

    system: str
    kind: str
    database: str
    files: tuple[File, ...]
    line: int
    base: tuple[File, ...] = ()


class Page(NamedTuple):
    """`prose` is the page without its title and its examples."""

    title: str
    prose: str
    examples: tuple[Example, ...]


def read_page(text: str) -> Page:
    """A page as it stands in a rule's docstring; a block with another info string belongs to the prose."""
    text = text.strip()
    prose: list[str] = []
    examples: list[Example] = []
    end = 0
    for match in _FENCE.finditer(text):
        said = match[2].split()
        if len(said) in (2, 3) and said[1] in KINDS:
            every = list(_files(match[3].splitlines(), ORDINARY.get(said[0], "example")))
            files = tuple(file for is_base, file in every if not is_base)
            base = tuple(file for is_base, file in every if is_base)
            line = text.count("\n", 0, match.start()) + 1
            examples.append(Example(said[0], said[1], said[2] if len(said) == 3 else DATABASE, files, line, base))
            prose.append(text[end : match.start()])
            end = match.end()
    title, _, rest = "".join((*prose, text[end:])).partition("\n")
    return Page(title.strip(), re.sub(r"\n{3,}", "\n\n", rest).strip(), tuple(examples))


def _files(lines: Iterable[str], path: str) -> Iterator[tuple[bool, File]]:
    """The files of an example, each with whether it is one of the base branch."""
    texts: list[str] = []
    marks: list[Mark] = []
    begun = is_base = False
    for line in lines:
        if named := _FILE.fullmatch(line):
            if texts or begun:
                yield is_base, _file(path, texts, marks)
            path, texts, marks, begun, is_base = named["path"], [], [], True, bool(named["base"])
        elif carets := _CARETS.fullmatch(line):
            marks.append(Mark(len(texts) - 1, carets.start(1), carets.end(1)))
        else:
            texts.append(line)
    yield is_base, _file(path, texts, marks)


def _file(path: str, lines: list[str], marks: list[Mark]) -> File:
    return File(path, "".join(f"{line}\n" for line in lines), tuple(marks))
