"""What operations on views leave behind."""

from collections.abc import Callable
from typing import Any

from towpath.operations import CreateView, DropObject, Operation, replace
from towpath.schema.dropping import drop_relation
from towpath.schema.relations import enter, read, starred, stop_reading
from towpath.schema.state import Draft
from towpath.schema.tables import Table


def _create(draft: Draft, operation: CreateView) -> None:
    """A view that is replaced stays the view that it was, but for its query."""
    old = draft.table(operation.view)
    if old and operation.if_not_exists:
        return
    name = draft.held("table", operation.view)
    made = replace(operation, view=name, replace=False, if_not_exists=False)
    if old and old.made and operation.replace:
        stop_reading(draft, old)
        view = replace(old, made=made, renamed=())
    else:
        kind: Any = "materialized view" if operation.materialized else "view"
        ties = old.read_by if old and not old.born else ()
        view = Table(name, born=draft.migration, kind=kind, made=made, read_by=ties)
        view = replace(view, temporary=operation.temporary)
        enter(draft, "table", name)
    draft.put_table(view)
    reads = read(draft, name, operation.reads)
    view = replace(draft.linked(name) or view, reads=reads)
    draft.put_table(replace(view, starred=starred(draft, view)))


def drop(draft: Draft, operation: DropObject) -> None:
    """A view is dropped, and those that read it."""
    view = draft.table(operation.name)
    if view:
        drop_relation(draft, view)


EFFECTS: dict[type[Operation], Callable[[Draft, Any], None]] = {CreateView: _create}
