"""What each operation of a migration does, as plain data; the contract has the shape."""

from collections.abc import Iterator

from towpath.databases import UNKNOWN, WITHOUT_FACTS, Database, impact, strongest
from towpath.history import Record, in_order, units
from towpath.linter.loaded import Loaded
from towpath.linter.spans import opaque
from towpath.operations import (
    AlterSequence,
    CreateSequence,
    CreateView,
    Direction,
    DropObject,
    Grant,
    Migration,
    MoveObject,
    Name,
    Opaque,
    Operation,
    RefreshView,
    Reindex,
    RenameObject,
    Revoke,
    Script,
    SetComment,
    SetOwner,
    Statement,
)
from towpath.reports.files import Files, Json
from towpath.schema import Irreversible, State, applied, reverse
from towpath.sql.write import Manner
from towpath.sql.write_among import write_all_among, write_among


def show(loaded: Loaded, path: str, files: Files) -> Json:
    """All that is known of the migrations in one file of a series that is up to date."""
    scripts = list(loaded.scripts(path))
    migrations: dict[str, list[tuple[Migration, Direction, Script]]] = {}
    for one in scripts:
        migrations.setdefault(one[0].identity, []).append(one)
    left_out = [(span, reason) for _, _, script in scripts for span, reason in opaque(script)]
    return {
        "path": files.name(path),
        "framework": loaded.found.framework,
        "database": loaded.database,
        "not_analysed": [
            {"path": files.name(path), "range": files.range(path, span), "reason": reason} for span, reason in left_out
        ],
        "migrations": [_migration(loaded, found, files) for found in migrations.values()],
    }


def _migration(loaded: Loaded, scripts: list[tuple[Migration, Direction, Script]], files: Files) -> Json:
    migration = scripts[0][0]
    operations = [
        shown for _, direction, script in scripts for shown in _operations(loaded, migration, direction, script, files)
    ]
    return {
        "identity": migration.identity,
        "parents": list(migration.parents),
        "repeatable": migration.repeatable,
        "operations": operations,
        "units": list(_units(operations)),
    }


def _operations(
    loaded: Loaded, migration: Migration, direction: Direction, script: Script, files: Files
) -> Iterator[Json]:
    found = units([migration], loaded.found.runner.scope, direction, loaded.found.runner.commits)
    places = {step: (number, unit) for number, unit in enumerate(found) for _, step in unit.members}
    records = loaded.replay[migration.identity, direction].records
    for step, place in in_order(records, range(len(records))):
        number, unit = places[step]
        author = script.steps[step].span.of(script.steps[step].block)
        yield {
            "kind": type(records[step].exact[place][1]).__name__,
            "direction": direction,
            "range": files.range(script.path, script.span(step)),
            "unit": number,
            "transaction": unit.transactional is not False,
            **_operation(records[step], place, author, loaded.rules.around.database),
        }


def _units(operations: list[Json]) -> Iterator[Json]:
    """What each unit comes to: in a transaction, the locks that it holds in the end, in the order of their taking."""
    members: dict[tuple[str, int], list[Json]] = {}
    for one in operations:
        members.setdefault((one["direction"], one["unit"]), []).append(one)
    for (direction, unit), own in members.items():
        inside: bool = own[0]["transaction"]
        yield {
            "direction": direction,
            "unit": unit,
            "transaction": inside,
            "held": _held(own) if inside else [],
            "blocks_reads": list(dict.fromkeys(name for one in own for name in one["blocks_reads"])),
            "blocks_writes": list(dict.fromkeys(name for one in own for name in one["blocks_writes"])),
            "known": all(one["provenance"] != "unknown" for one in own),
        }


def _held(operations: list[Json]) -> list[Json]:
    modes: dict[str, tuple[str, ...]] = {}
    for lock in (lock for one in operations for lock in one["locks"]):
        modes[lock["table"]] = (*modes.get(lock["table"], ()), lock["mode"])
    return [{"table": table, "mode": mode} for table, found in modes.items() for mode in strongest(found)]


def _operation(record: Record, place: int, author: str, database: Database | None) -> Json:
    """What one operation says, costs, and what undoes it."""
    operation, state = record.exact[place][1], record.state(place)
    cost = impact(operation, state, database, record.together) if database else UNKNOWN
    how = Manner(dialect=database.dialect if database else "")
    known = database is None or database.dialect not in WITHOUT_FACTS
    written = write_among(operation, state, how) if known and not isinstance(operation, Opaque) else None
    table = relation(operation, state)
    return {
        "table": str(table) if table else None,
        "understood": not isinstance(operation, Opaque),
        "sql": written or author,
        "sql_complete": not (isinstance(operation, Opaque) and operation.incomplete),
        "locks": [{"table": str(name), "mode": mode} for name, mode in cost.locks],
        **({"algorithm": cost.algorithm, "lock": cost.lock} if cost.lock else {}),
        "rewrites": _names(cost.rewrites),
        "rebuilds_indexes": _names(cost.rebuilds_indexes),
        "scans": _names(cost.scans),
        "blocks_reads": _names(cost.blocks_reads),
        "blocks_writes": _names(cost.blocks_writes),
        "waits_for": list(cost.waits_for),
        "in_transaction": cost.in_transaction,
        "refused": cost.refused,
        "provenance": cost.provenance,
        "assumes": list(cost.assumes),
        **_reverse(operation, state, how),
    }


def _reverse(operation: Operation, state: State, how: Manner) -> Json:
    found = reverse(operation, state)
    if isinstance(found, Irreversible):
        return {"reverse": None, "irreversible": found.reason}
    statements = write_all_among(found.operations, applied(state, operation), how)
    if None in statements:
        return {"reverse": None, "irreversible": "what undoes it cannot be written as SQL"}
    sql = "; ".join(filter(None, statements))
    return {
        "reverse": {"sql": sql, "restores_data": found.restores_data, "loses_data": found.loses_data},
        "irreversible": None,
    }


def relation(operation: Operation, state: State) -> Name | None:
    """The table, view or index that an operation is about, an index by its table where that is known."""
    table: Name | None = getattr(operation, "table", None)
    if table is not None:
        return table
    if isinstance(operation, CreateView | RefreshView):
        return operation.view
    if isinstance(operation, Statement):
        return operation.objects[0] if operation.objects else None
    if isinstance(operation, CreateSequence | AlterSequence):
        return operation.sequence
    if isinstance(operation, DropObject | Grant | Revoke | SetOwner | SetComment | RenameObject | MoveObject):
        return operation.name
    index: Name | None = operation.name if isinstance(operation, Reindex) else getattr(operation, "index", None)
    if index is None or (isinstance(operation, Reindex) and operation.kind != "index"):
        return index
    known = state.table_of_index(index)
    return known.name if known else None


def _names(names: tuple[Name, ...]) -> list[str]:
    return [str(name) for name in names]
