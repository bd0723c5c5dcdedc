"""What stands in a migration without being asked for: the strongest lock of each statement, and a summary."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from towpath.databases import MODES, Database, Impact, Locks, hardest, held, impact, weight
from towpath.history import Record
from towpath.linter import Workspace
from towpath.linter.loaded import Loaded
from towpath.navigation.atlas import Atlas
from towpath.operations import Opaque
from towpath.schema import Irreversible, reverse
from towpath.source import Span

# So many of those that come behind a migration are named.
MOST = 3


def hints(workspace: Workspace, path: str, within: Span, level: str) -> Iterator[tuple[int, str]]:
    """Where a statement of a file ends, and its strongest lock, if that is as strong as the level."""
    loaded, database = _known(workspace, path)
    if loaded is None or database is None:
        return
    least = weight(level if level in MODES else "SHARE")
    for migration, direction, script in loaded.scripts(path):
        replayed = loaded.replay.get((migration.identity, direction))
        if replayed is None:
            continue
        for number in script.touched(within):
            strongest = hardest(_locks(_impacts(replayed.records[number], database)))
            if strongest and weight(strongest[1]) >= least:
                yield script.span(number).end, f"{strongest[1]} on {strongest[0]}"


def lenses(workspace: Workspace, path: str, atlas: Atlas) -> Iterator[tuple[int, str]]:
    """Where each migration of a file begins, what it comes to, and what comes behind it."""
    loaded, database = _known(workspace, path)
    if loaded is None or database is None:
        return
    for migration, direction, script in loaded.scripts(path):
        replayed = loaded.replay.get((migration.identity, direction))
        if direction == "up" and replayed and replayed.records:
            yield script.span(0).start, " · ".join(_summary(replayed.records, database))
            if loaded.found.runner.order == "parents":
                yield script.span(0).start, _next(atlas.next(loaded, migration.identity))


def _next(children: Sequence[str]) -> str:
    more = f" and {len(children) - MOST} more" if len(children) > MOST else ""
    return f"next: {', '.join(children[:MOST])}{more}" if children else "head"


def _known(workspace: Workspace, path: str) -> tuple[Loaded | None, Database | None]:
    loaded = workspace.series_of(path)
    workspace.report(path)
    return loaded, loaded.rules.around.database if loaded else None


def _summary(records: Iterable[Record], database: Database) -> Iterator[str]:
    records = list(records)
    count = sum(len(record.exact) for record in records)
    yield f"{count} operation{'s' * (count != 1)}"
    impacts = [found for record in records for found in _impacts(record, database)]
    strongest = hardest(_locks(impacts))
    yield f"strongest lock: {strongest[1]} on {strongest[0]}" if strongest else "waited for by nobody that is known"
    if any(found.provenance == "unknown" for _, found in impacts):
        yield "not all of it is known"
    yield _reversible(records)


def _reversible(records: Iterable[Record]) -> str:
    ways = [reverse(record.exact[place][1], record.state(place)) for record in records for place in _places(record)]
    if any(isinstance(way, Irreversible) for way in ways):
        return "cannot be undone"
    kept = all(way.restores_data for way in ways if not isinstance(way, Irreversible))
    return "reversible" if kept else "reversible, without its data"


def _places(record: Record) -> range:
    return range(len(record.exact))


def _impacts(record: Record, database: Database) -> list[tuple[Record, Impact]]:
    """What each operation of a step costs; unknown for what was not understood."""
    found: list[tuple[Record, Impact]] = []
    for place in _places(record):
        operation = record.exact[place][1]
        known = not isinstance(operation, Opaque)
        cost = impact(operation, record.state(place), database, record.together) if known else Impact()
        found.append((record, cost))
    return found


def _locks(impacts: Iterable[tuple[Record, Impact]]) -> Locks:
    """The locks on relations that were there before the migration; for others nobody can wait."""
    return tuple(lock for record, found in impacts for lock in held([found]) if not _is_new(record, lock))


def _is_new(record: Record, lock: tuple[Any, str]) -> bool:
    state = record.state(0)
    table = state.table(lock[0])
    return table is not None and (table.temporary or (table.born != "" and table.born == state.migration))
