"""File names of plain SQL migrations: a number or a stamp, a few words, and perhaps a direction."""

from towpath.frameworks import dialects
from towpath.operations import value
from towpath.source import pattern

_NAME = pattern(
    r"(?P<stamp>\d{4}(?P<dash>[-_])\d\d(?P=dash)\d\d(?:[-_T]?\d{4,6})?(?:-\d{4})?(?!\d)|\d+)(?P<gap>[-_. ]*)"
    r"(?P<words>.*?)(?:\.(?P<direction>up|down))?\.sql"
)


@value
class Numbered:
    """A name taken apart: `stamp` is its number as written, `gap` what stands behind it."""

    stamp: str
    gap: str
    words: str
    direction: str

    @property
    def version(self) -> int:
        return int("".join(filter(str.isdigit, self.stamp)))


def parse(name: str) -> Numbered | None:
    """A file's name taken apart; None for one without a number in front."""
    match = _NAME.fullmatch(name)
    if match is None:
        return None
    return Numbered(match["stamp"], match["gap"], match["words"], match["direction"] or "")


def is_half(path: str) -> bool:
    """Whether a file holds one direction of the migration that its folder is."""
    return path.rpartition("/")[2] in ("up.sql", "down.sql")


def is_for_migrations(folder: str) -> bool:
    """Whether a folder is called after migrations, or is a database's folder in one that is."""
    *_, around, own = ("", *folder.lower().split("/"))
    return "migrat" in own or ("migrat" in around and dialects.named(own) is not None)


def numbered(path: str) -> bool:
    """Whether a file of SQL has a number or a stamp before its name, as migrations have."""
    return path.endswith(".sql") and parse(path.rpartition("/")[2]) is not None
