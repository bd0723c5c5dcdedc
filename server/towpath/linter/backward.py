"""The way back of a migration as something that is asked for, whether or not a rule misses it."""

from towpath.changes import Insert
from towpath.history import Trip
from towpath.linter.loaded import Loaded
from towpath.linter.placed import Placed
from towpath.operations import Migration
from towpath.rule import Fix
from towpath.source import Span

TITLE = "Write the downgrade"


def asked_for(loaded: Loaded, path: str, offset: int) -> Placed | None:
    """A stand-in for a finding: the migration at a place in a file, with the fix that writes what undoes it.

    None where its system has no ways back, where nothing is missing, or where not all of it can be told.
    """
    migration = _at(loaded, path, offset)
    if migration is None or migration.repeatable or not loaded.found.runner.goes_back:
        return None
    changes = _changes(loaded, migration)
    if not changes:
        return None
    fixes = (Fix(TITLE, changes),)
    place = Span(offset, offset)
    names = loaded.found.framework, loaded.database, migration.identity
    return Placed("", "", "hint", "", path, place, *names, "up", fixes=fixes)


def _at(loaded: Loaded, path: str, offset: int) -> Migration | None:
    """The migration that stands at an offset: the last one that begins before it, else the first of the file."""
    found: Migration | None = None
    for migration, _, script in loaded.scripts(path):
        if found is None or (script.starts and script.start(0) <= offset):
            found = migration
    return found


def _changes(loaded: Loaded, migration: Migration) -> tuple[Insert, ...]:
    up, down = (loaded.replay.get((migration.identity, direction)) for direction in ("up", "down"))
    if up is None:
        return ()
    trip = Trip(up, down)
    if migration.derived:
        missing = [number for number, step in enumerate(migration.up.steps) if not step.reversible]
        parts = [trip.way_back.of(number) for number in missing]
        whole = all(part.changes and not part.reasons for part in parts)
        return tuple(change for part in reversed(parts) for change in part.changes) if whole else ()
    if migration.down is None or not migration.down.steps:
        return () if trip.way_back.reasons else trip.way_back.changes
    return trip.completing
