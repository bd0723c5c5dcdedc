"""In what two versions of a migration are alike, so that what was said of the one holds for the other."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from towpath.history import Replayed
from towpath.operations import Migration

if TYPE_CHECKING:
    from towpath.linter.loaded import Loaded


def changed_files(before: Sequence[Migration], now: Sequence[Migration]) -> list[str]:
    """The files of the migrations that are not the very same ones."""
    scripts = [script for old, new in zip(before, now) if old is not new for script in (new.up, new.down)]
    return [script.path for script in scripts if script]


def only_moved(old: Replayed | None, new: Replayed | None) -> bool:
    """Whether one direction says what it said, among the same facts, if perhaps elsewhere in its file."""
    if old is None or new is None:
        return old is new
    same = old.records is new.records and _but_for_places(old.migration) == _but_for_places(new.migration)
    return old is new or same


def _but_for_places(migration: Migration) -> tuple[object, ...]:
    scripts = ((script.path, script.transactional) if script else None for script in (migration.up, migration.down))
    return (
        *scripts,
        migration.identity,
        migration.title,
        migration.parents,
        migration.repeatable,
        migration.derived,
        migration.fresh,
        migration.needs,
        migration.line,
        migration.labels,
    )


def judged_alike(one: "Loaded", other: "Loaded") -> bool:
    """Whether two versions of a series run in the same way, on the same databases, and are judged by the same rules."""
    return (
        one.settings == other.settings
        and one.databases == other.databases
        and one.found.runner == other.found.runner
        and one.found.settings == other.found.settings
        and one.found.dialect == other.found.dialect
    )
