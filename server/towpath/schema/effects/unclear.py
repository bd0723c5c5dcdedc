"""What was not understood may have changed the tables that it names: what it may have changed is not known any more."""

import re
from collections.abc import Callable
from typing import Any

from towpath.operations import Column, Opaque, Operation, replace
from towpath.operations.names import named
from towpath.schema.state import UNCLEAR, Draft
from towpath.schema.tables import Table

_WORD = re.compile(r"[^\W\d][\w$]*(?:\.[^\W\d][\w$]*)?")
_CHANGES = frozenset(("alter", "drop", "rename"))
_ADDS = frozenset(("attach", "create"))


def _opaque(draft: Draft, operation: Opaque) -> None:
    """One that the text ends in would not run, so it changed nothing; one that names no change may have made any."""
    if operation.incomplete or operation.misspelt:
        return
    found = {word.lower() for word in _WORD.findall(operation.text)}
    if found.isdisjoint(_CHANGES | _ADDS):
        draft.put(UNCLEAR, operation)
        return
    for word in sorted(found):
        table = draft.table(named(word))
        if table:
            draft.put_table(replace(table, whole=False) if found.isdisjoint(_CHANGES) else _doubted(table))


def _doubted(table: Table) -> Table:
    """The table with what is certain whatever was done to it: its name, its age, and what others say of it."""
    columns = tuple(Column(column.name, None, None) for column in table.columns)
    return replace(table, columns=columns, constraints=(), whole=False, made=None, said=())


EFFECTS: dict[type[Operation], Callable[[Draft, Any], None]] = {Opaque: _opaque}
