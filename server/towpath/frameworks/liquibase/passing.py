"""What of a changelog stands as it stood when it was gone through before, if perhaps elsewhere in its file."""

from collections.abc import Iterable, Sequence
from itertools import takewhile
from operator import eq, itemgetter
from typing import NamedTuple

from towpath.frameworks.liquibase import rollbacks
from towpath.frameworks.liquibase.asking import Asked
from towpath.frameworks.liquibase.entries import Changelog, Entry
from towpath.frameworks.liquibase.making import Made
from towpath.operations import Holder, Migration, replace

# What an entry says, wherever it stands.
_said = itemgetter(*(number for number, name in enumerate(Entry._fields) if name not in ("start", "node")))


class Placed(NamedTuple):
    """The migration that a change set is, and what holds it in its file."""

    made: Made
    holder: Holder
    migration: Migration

    @property
    def start(self) -> int:
        return self.holder.start


class Passed(NamedTuple):
    """An entry that nothing but its own text told, as it was read: a change set without properties, files and twins."""

    name: rollbacks.Key
    identity: str


class Passage(NamedTuple):
    """A file as it was gone through the first time; `turns` has those of its entries that hang on nothing else."""

    changelog: Changelog
    asked: Asked
    turns: list[Passed | None]


def known(old: Passage | None, changelog: Changelog, asked: Asked) -> list[Passed | None]:
    """What is known of each entry of a file, and None behind the last one."""
    count = len(changelog.entries)
    if old is None or old.asked != asked or old.changelog.root != changelog.root:
        return [None] * (count + 1)
    was, now = old.changelog.entries, changelog.entries
    front = _alike(was, now)
    back = min(_alike(reversed(was), reversed(now)), len(was) - front, count - front)
    return [*old.turns[:front], *[None] * (count - front - back), *old.turns[len(was) - back :], None]


def _alike(was: Iterable[Entry], now: Iterable[Entry]) -> int:
    """How many of the first entries say the same."""
    return sum(takewhile(bool, map(eq, map(_said, was), map(_said, now))))


def moved(placed: Sequence[Placed], entries: Sequence[Entry]) -> list[Placed]:
    """The migrations of change sets where their entries stand now, made anew where that is elsewhere."""
    pairs = zip(placed, entries)
    return [one if one.start == entry.start else _moved(one, Holder(entry.start)) for one, entry in pairs]


def _moved(placed: Placed, holder: Holder) -> Placed:
    migration = placed.migration
    down = migration.down and replace(migration.down, holder=holder)
    return Placed(placed.made, holder, replace(migration, up=replace(migration.up, holder=holder), down=down))
