"""What reading keeps of a series, so that reading it again makes anew only what changed."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import is_
from typing import NamedTuple

from towpath.frameworks import sqlfile
from towpath.frameworks.sqlfile import Known, SqlFile, blocks
from towpath.operations import Migration, value
from towpath.project import Found, Tree
from towpath.source import Source, Span, Unreadable


@value
class Planned:
    """A migration as the names of its files tell it: `up` is empty where there is only a way back.

    `beside` is the file that holds its switch, if there is one, and `beside_down` that of a way back which has its own.
    `unread` says why its files are not looked at.
    """

    identity: str
    up: str
    down: str = ""
    beside: str = ""
    title: str = ""
    repeatable: bool = False
    unread: str = ""
    beside_down: str = ""
    fresh: bool = False


Text = str | Unreadable | None


class Texts(NamedTuple):
    """What the files of one migration say; None where there is no such file."""

    up: Text
    down: Text
    beside: Text
    beside_down: Text = None


Read = Source | Unreadable | None


class Files(NamedTuple):
    """The files of one migration as they were read."""

    up: Read
    down: Read
    beside: Read
    beside_down: Read

    @property
    def texts(self) -> Texts:
        return Texts(*map(_text, self))


class Made(NamedTuple):
    """The migrations that a plan and its files gave: several where one file holds several."""

    planned: Planned
    files: Files
    migrations: tuple[Migration, ...]


class Kept:
    """What was made of one series: the plan of its files, their statements, and the migrations.

    `known` are statements of other files by their text, `own` is what a framework keeps that reads in its own way.
    """

    __slots__ = ("aside", "asked", "files", "found", "known", "made", "of_part", "own", "planned")

    def __init__(self) -> None:
        self.found: Found | None = None
        self.planned: tuple[Planned, ...] = ()
        self.made: dict[str, Made] = {}
        self.files: dict[tuple[str, int], SqlFile] = {}
        self.own: object = None
        self.known: Known = {}
        # Whether it is about some files of a series that was read as a whole.
        self.of_part = False
        # Whether what it starts from is another's, who goes on with it.
        self.aside = False
        # The migrations in these that are asked about; where others are what they were, nobody has to be told.
        self.asked: frozenset[str] = frozenset()

    def part(self, paths: Sequence[str], identities: Iterable[str] = ()) -> "Kept":
        """Another one that starts from what is known of some files and migrations, and may be led elsewhere."""
        other = Kept()
        other.own = self.own
        other.aside, other.of_part, other.asked = True, True, frozenset(identities)
        other.found = self.found
        other.made = {identity: self.made[identity] for identity in other.asked if identity in self.made}
        other.files = {key: file for path in paths for key, file in self._files_of(path)}
        other.known = {text: steps for file in other.files.values() for text, steps in blocks(file).items()}
        return other

    def beside(self) -> "Kept":
        """Another one for other texts of the same series, that starts from what is known of these."""
        other = Kept()
        other.own, other.aside = self.own, True
        return other

    def _files_of(self, path: str) -> Iterator[tuple[tuple[str, int], SqlFile]]:
        number = 0
        while (path, number) in self.files:
            yield (path, number), self.files[path, number]
            number += 1

    def file(self, path: str, text: str) -> SqlFile:
        """A whole file, read."""
        return self.parts(path, text, (Span(0, len(text)),))[0]

    def parts(self, path: str, text: str, spans: Sequence[Span]) -> tuple[SqlFile, ...]:
        """The parts of a file that stand in these spans, each read on its own."""
        return tuple(self._part(path, number, text, span) for number, span in enumerate(spans))

    def _part(self, path: str, number: int, text: str, span: Span) -> SqlFile:
        dialect = self.found.dialect if self.found else ""
        found = sqlfile.read(path, span.of(text), self.files.get((path, number)), span.start, self.known, dialect)
        self.files[path, number] = found
        return found


Plan = Callable[[Found, Tree], Sequence[Planned]]
Make = Callable[[Planned, Texts, Found, Kept], tuple[Migration, ...]]


def read(found: Found, tree: Tree, kept: Kept, plan: Plan, make: Make) -> tuple[Migration, ...]:
    """The migrations of a series in running order; those whose files say what they said are the very same ones."""
    if kept.found is not found:
        if kept.found is None or _manner(kept.found) != _manner(found):
            kept.made.clear()
        kept.found, kept.planned = found, tuple(plan(found, tree))
    migrations: list[Migration] = []
    look = tree.read
    for planned in kept.planned:
        files = Files(
            look(planned.up) if planned.up and not planned.unread else None,
            look(planned.down) if planned.down else None,
            look(planned.beside) if planned.beside else None,
            look(planned.beside_down) if planned.beside_down else None,
        )
        made = kept.made.get(planned.identity)
        if made is None or made.planned is not planned or not all(map(is_, made.files, files)):
            made = kept.made[planned.identity] = _made(planned, files, found, kept, made, make)
        migrations += made.migrations
    return tuple(migrations)


def _made(planned: Planned, files: Files, found: Found, kept: Kept, old: Made | None, make: Make) -> Made:
    """What these files give; they may be read anew and still say what they said."""
    texts = files.texts
    if old and old.planned == planned and texts == old.files.texts:
        return Made(planned, files, old.migrations)
    return Made(planned, files, make(planned, texts, found, kept))


def _manner(found: Found) -> tuple[object, ...]:
    """All that a migration depends on beside its own files."""
    return found.dialects, found.dialect, found.runner, found.settings


def _text(found: Read) -> Text:
    return found.text if isinstance(found, Source) else found
