"""In what two versions of a migration are alike, so that what was said of the one holds for the other."""

from collections.abc import Callable, Sequence
from itertools import islice, takewhile
from operator import attrgetter, is_
from typing import TYPE_CHECKING

from towpath.history import Replayed
from towpath.operations import Migration

if TYPE_CHECKING:
    from towpath.linter.loaded import Loaded


def changed_files(before: Sequence[Migration], now: Sequence[Migration]) -> list[str]:
    """The files of the migrations that are not the very same ones."""
    scripts = [script for old, new in zip(before, now) if old is not new for script in (new.up, new.down)]
    return [script.path for script in scripts if script]


def moved(before: Sequence[Migration], now: Sequence[Migration], same: int) -> int:
    """How many of the last migrations, behind the first `same`, say what they said, if elsewhere in their files."""
    most = min(len(before), len(now)) - same
    back = [*islice(map(is_, reversed(before), reversed(now)), most), False].index(False)
    pairs = zip(reversed(before[same : len(before) - back]), reversed(now[same : len(now) - back]))
    return back + sum(takewhile(bool, (one is other or _says(one) == _says(other) for one, other in pairs)))


def says_the_same(old: Replayed | None, new: Replayed | None, asked: Callable[[], frozenset[str] | None]) -> bool:
    """Whether what was said of one direction holds, if that is elsewhere now, or among other facts.

    `asked` tells the names of the facts that it hangs on; None where it hangs on all that came before.
    """
    if old is None or new is None or old is new:
        return old is new
    if old.migration is not new.migration and _but_for_places(old.migration) != _but_for_places(new.migration):
        return False
    if new.since is old:
        names = asked()
        return names is not None and new.others.isdisjoint(names)
    return new.has_records_of(old)


_HEAD = tuple(name for name in Migration.__match_args__ if name not in ("up", "down"))
_head, _script = attrgetter(*_HEAD), attrgetter("path", "transactional")
_way_up, _way_down = (
    attrgetter(*_HEAD, "up.path", "up.transactional", "up.steps"),
    attrgetter("path", "transactional", "steps"),
)


def _says(migration: Migration) -> tuple[object, ...]:
    """All that a migration says, wherever it says it."""
    down = migration.down
    return _way_up(migration) if down is None else (_way_up(migration), _way_down(down))


def _but_for_places(migration: Migration) -> tuple[object, ...]:
    """All that is about a migration, but for what its steps say."""
    return _head(migration), _script(migration.up), migration.down and _script(migration.down)


def judged_alike(one: "Loaded", other: "Loaded") -> bool:
    """Whether two versions of a series run in the same way, on the same databases, and are judged by the same rules."""
    return (
        one.settings == other.settings
        and one.databases == other.databases
        and one.found.runner == other.found.runner
        and one.found.settings == other.found.settings
        and one.found.dialect == other.found.dialect
    )
