"""What of a changelog stands as it stood when it was gone through before, if perhaps elsewhere in its file."""

from collections.abc import Iterable, Sequence
from itertools import takewhile
from operator import eq, itemgetter
from typing import NamedTuple

from towpath.frameworks.liquibase import rollbacks
from towpath.frameworks.liquibase.asking import Asked
from towpath.frameworks.liquibase.entries import Changelog, Entry
from towpath.frameworks.liquibase.making import Made
from towpath.operations import Migration, Script

# What an entry says, wherever it stands.
_said = itemgetter(*(number for number, name in enumerate(Entry._fields) if name not in ("start", "node")))


class Placed(NamedTuple):
    """The migration that a change set is, where it stood."""

    made: Made
    start: int
    migration: Migration


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
    """The migrations of change sets where their entries stand now."""
    return [one if one.start == entry.start else _moved(one, entry.start) for one, entry in zip(placed, entries)]


def _moved(placed: Placed, start: int) -> Placed:
    made, before, migration = placed
    by, up, down = start - before, migration.up, migration.down
    there = Migration(
        migration.framework,
        migration.identity,
        Script(up.path, up.steps, tuple([at + by for at in up.starts]), up.transactional),
        down and Script(down.path, down.steps, tuple([at + by for at in down.starts]), down.transactional),
        (),
        migration.repeatable,
        migration.derived,
        migration.title,
    )
    return Placed(made, start, there)
