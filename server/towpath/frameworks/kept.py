"""What reading keeps of a series, so that reading it again makes anew only what changed."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from towpath.frameworks import sqlfile
from towpath.frameworks.sqlfile import SqlFile
from towpath.operations import Migration, value
from towpath.project import Found, Tree
from towpath.source import Source, Span, Unreadable


@value
class Planned:
    """A migration as the names of its files tell it: `up` is empty where there is only a way back.

    `beside` is the file that holds its switch, if there is one. `unread` says why its files are not looked at.
    """

    identity: str
    up: str
    down: str = ""
    beside: str = ""
    title: str = ""
    repeatable: bool = False
    unread: str = ""


Text = str | Unreadable | None


class Texts(NamedTuple):
    """What the files of one migration say; None where there is no such file."""

    up: Text
    down: Text
    beside: Text


class Made(NamedTuple):
    """The migrations that a plan and its files gave: several where one file holds several."""

    planned: Planned
    texts: Texts
    migrations: tuple[Migration, ...]


class Kept:
    """What was made of one series: the plan of its files, their statements, and the migrations."""

    __slots__ = ("files", "found", "made", "planned")

    def __init__(self) -> None:
        self.found: Found | None = None
        self.planned: tuple[Planned, ...] = ()
        self.made: dict[str, Made] = {}
        self.files: dict[tuple[str, int], SqlFile] = {}

    def copy(self) -> "Kept":
        """Another one that starts from the same and may be led elsewhere."""
        other = Kept()
        other.found, other.planned = self.found, self.planned
        other.made, other.files = dict(self.made), dict(self.files)
        return other

    def file(self, path: str, text: str) -> SqlFile:
        """A whole file, read."""
        return self.parts(path, text, (Span(0, len(text)),))[0]

    def parts(self, path: str, text: str, spans: Sequence[Span]) -> tuple[SqlFile, ...]:
        """The parts of a file that stand in these spans, each read on its own."""
        return tuple(self._part(path, number, text, span) for number, span in enumerate(spans))

    def _part(self, path: str, number: int, text: str, span: Span) -> SqlFile:
        found = sqlfile.read(path, span.of(text), self.files.get((path, number)), span.start)
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
    for planned in kept.planned:
        texts = _texts(tree, planned)
        made = kept.made.get(planned.identity)
        if made is None or made.texts != texts or (made.planned is not planned and made.planned != planned):
            made = kept.made[planned.identity] = Made(planned, texts, make(planned, texts, found, kept))
        migrations += made.migrations
    return tuple(migrations)


def _manner(found: Found) -> tuple[object, ...]:
    """All that a migration depends on beside its own files."""
    return found.dialects, found.runner, found.settings


def _texts(tree: Tree, planned: Planned) -> Texts:
    if planned.unread:
        return Texts(None, None, None)
    return Texts(_text(tree, planned.up), _text(tree, planned.down), _text(tree, planned.beside))


def _text(tree: Tree, path: str) -> Text:
    if not path:
        return None
    found = tree.read(path)
    return found.text if isinstance(found, Source) else found
