"""What undoes work on rows, on the session, and what was not understood."""

from collections.abc import Callable
from typing import Any

from towpath.operations import (
    ControlTransaction,
    CopyRows,
    DeleteRows,
    InsertRows,
    LockTable,
    MergeRows,
    Opaque,
    Operation,
    RunCode,
    SetSetting,
    TruncateTable,
    UpdateRows,
)
from towpath.schema.inverses.values import NOTHING, Irreversible, Reverse, one
from towpath.schema.objects import Setting
from towpath.schema.state import Lookup

Undone = Reverse | Irreversible


def _inserted(said: InsertRows | CopyRows, _: Lookup) -> Undone:
    if isinstance(said, CopyRows) and said.direction == "to":
        return NOTHING
    return Irreversible(f"the rows that were inserted into {said.table} cannot be told from the others")


def _changed(said: UpdateRows | MergeRows, _: Lookup) -> Irreversible:
    return Irreversible(f"what the rows of {said.table} held before is not kept anywhere")


def _deleted(said: DeleteRows, _: Lookup) -> Irreversible:
    return Irreversible(f"the rows that were deleted from {said.table} are not kept anywhere")


def _truncated(said: TruncateTable, _: Lookup) -> Irreversible:
    return Irreversible(f"the rows of {said.table} are not kept anywhere")


def _set(said: SetSetting, before: Lookup) -> Reverse:
    session: Setting | None = before.fact(f"setting {said.name}")
    found: Setting | None = (said.local and before.fact(f"local {said.name}")) or session
    value = found.value if found else None
    return one(SetSetting(said.name, value, said.local)) if value != said.value else NOTHING


def _code(said: RunCode, _: Lookup) -> Undone:
    return Irreversible(f"what the {said.language} code did is not known") if said.writes_rows else NOTHING


def _not_understood(said: Opaque, _: Lookup) -> Undone:
    """What is misspelt does nothing, so there is nothing to undo."""
    return NOTHING if said.misspelt else Irreversible(f"the statement was not understood: {said.reason}")


INVERSES: dict[type[Operation], Callable[[Any, Lookup], Undone]] = {
    InsertRows: _inserted,
    CopyRows: _inserted,
    UpdateRows: _changed,
    MergeRows: _changed,
    DeleteRows: _deleted,
    TruncateTable: _truncated,
    LockTable: lambda said, _: NOTHING,
    ControlTransaction: lambda said, _: NOTHING,
    SetSetting: _set,
    RunCode: _code,
    Opaque: _not_understood,
}
