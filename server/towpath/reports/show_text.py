"""What each operation of a migration does, for people."""

from collections.abc import Iterator

from towpath.reports.colour import Colours
from towpath.reports.files import Json
from towpath.reports.shown import shown

_COSTS = (
    ("rewrites", "writes anew"),
    ("rebuilds_indexes", "builds anew the indexes of"),
    ("scans", "reads all of"),
    ("blocks_reads", "readers wait on"),
    ("blocks_writes", "writers wait on"),
    ("waits_for", "waits for"),
)


def show_text(file: Json, colours: Colours) -> Iterator[str]:
    """The lines on one file of `show`."""
    database = file["database"] or "database not known"
    yield f"{colours.paint(shown(file['path']), 'bold')} ({file['framework']}, {database})"
    for migration in file["migrations"]:
        for unit in migration["units"]:
            own = [one for one in migration["operations"] if _place(one) == _place(unit)]
            yield ""
            yield colours.paint(_unit(unit), "dim")
            for operation in own:
                yield from _operation(operation, colours)
            if len(own) > 1:
                yield from _total(unit, colours)
    if file["not_analysed"]:
        yield ""
    for left_out in file["not_analysed"]:
        yield f"not analysed: line {left_out['range']['start']['line'] + 1}: {shown(left_out['reason'])}"


def _unit(unit: Json) -> str:
    how = "in a transaction" if unit["transaction"] else "outside of a transaction"
    return f"{unit['direction']}, unit {unit['unit'] + 1}, {how}"


def _place(one: Json) -> tuple[str, int]:
    return one["direction"], one["unit"]


def _total(unit: Json, colours: Colours) -> Iterator[str]:
    """What a unit of several operations comes to."""
    if unit["transaction"] or unit["blocks_reads"] or unit["blocks_writes"]:
        yield f"       {colours.paint('in total', 'bold')}"
    if unit["transaction"]:
        yield f"         {'held to the end, in order:':<28}{_held(unit)}"
    for key, said in (("blocks_reads", "readers wait on"), ("blocks_writes", "writers wait on")):
        if unit[key]:
            yield f"         {said + ':':<28}{', '.join(unit[key])}"


def _held(unit: Json) -> str:
    locks = ", ".join(f"{lock['mode']} on {lock['table']}" for lock in unit["held"])
    if unit["known"]:
        return locks or "only entries of the catalogue"
    return f"{locks}; not all of it is known" if locks else "not known"


def _operation(operation: Json, colours: Colours) -> Iterator[str]:
    line = operation["range"]["start"]["line"] + 1
    first, *rest = [shown(line) for line in operation["sql"].splitlines()] or [""]
    yield f"{line:>5}  {colours.paint(first, 'bold')}"
    yield from (f"       {more}" for more in rest)
    yield f"         {'locks:':<28}{_locks(operation)}"
    for key, said in _COSTS:
        if operation[key]:
            yield f"         {said + ':':<28}{', '.join(operation[key])}"
    if operation["in_transaction"] != "allowed":
        said = "is refused" if operation["in_transaction"] == "refused" else "commits what was before it, and itself"
        yield f"         {'in a transaction:':<28}{said}"
    yield f"         {'undone by:':<28}{_undone(operation)}"
    yield f"         {'known from:':<28}{_KNOWN[operation['provenance']]}"
    yield from (f"         {'assumed:':<28}{said}" for said in operation["assumes"])


_KNOWN = {
    "proven": "a test on the real server",
    "documented": "the documentation",
    "assumed": "nothing: assumed",
    "unknown": "nothing: not known",
}


def _locks(operation: Json) -> str:
    if operation["provenance"] == "unknown":
        return "not known"
    if operation["refused"]:
        return f"the server refuses it: {operation['refused']}"
    locks = ", ".join(f"{lock['mode']} on {lock['table']}" for lock in operation["locks"])
    said = locks or "only entries of the catalogue"
    how = [f"{key.upper()}={operation[key]}" for key in ("algorithm", "lock") if operation.get(key)]
    return f"{said} ({', '.join(how)})" if how else said


def _undone(operation: Json) -> str:
    found = operation["reverse"]
    if found is None:
        return f"nothing: {operation['irreversible']}"
    but = [] if found["restores_data"] else ["the data does not come back"]
    but += ["what was written since is lost"] if found["loses_data"] else []
    return (found["sql"] or "nothing needs to be done") + (f" ({'; '.join(but)})" if but else "")
