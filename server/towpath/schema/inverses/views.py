"""What undoes operations on views."""

from collections.abc import Callable
from typing import Any

from towpath.operations import CreateView, DropObject, Operation, RefreshView, replace
from towpath.schema.inverses.made import dependents, made
from towpath.schema.inverses.values import NOTHING, Irreversible, Reverse, one
from towpath.schema.state import Lookup
from towpath.schema.tables import Table


def _create(said: CreateView, before: Lookup) -> Reverse | Irreversible:
    old = before.table(said.view)
    drop = DropObject("materialized view" if said.materialized else "view", said.view)
    if old is None or old.made is None:
        return one(drop)
    if said.if_not_exists:
        return NOTHING
    if said.width is not None and said.width == old.made.width and not old.renamed:
        return one(replace(old.made, view=said.view, replace=True))
    return _made_anew(drop, old, before)


def _made_anew(drop: DropObject, old: Table, before: Lookup) -> Reverse | Irreversible:
    """A view cannot lose columns in its place, so it is dropped, with those that read it, and made again."""
    own, others = made(before, old), dependents(before, old)
    if isinstance(own, str) or isinstance(others, str):
        return Irreversible(own if isinstance(own, str) else str(others))
    return Reverse((replace(drop, cascade=bool(others)), *own, *others))


def dropped(said: DropObject, before: Lookup) -> Reverse | Irreversible:
    """What undoes DROP VIEW: what a materialized one held is filled in again."""
    view = before.table(said.name)
    if view is None:
        return NOTHING if said.if_exists else Irreversible(f"the files do not say what the {said.kind} {said.name} was")
    own, others = made(before, view), dependents(before, view) if said.cascade else []
    if isinstance(own, str) or isinstance(others, str):
        return Irreversible(own if isinstance(own, str) else str(others))
    return Reverse((*own, *others))


INVERSES: dict[type[Operation], Callable[[Any, Lookup], Reverse | Irreversible]] = {
    CreateView: _create,
    RefreshView: lambda said, _: NOTHING,
}
