"""What operations on sequences leave behind."""

from collections.abc import Callable
from typing import Any

from towpath.operations import AlterSequence, CreateSequence, DropObject, Operation, replace
from towpath.schema.objects import Sequence
from towpath.schema.relations import leave, without
from towpath.schema.serial import changed, give, next_value
from towpath.schema.state import Draft


def _create(draft: Draft, operation: CreateSequence) -> None:
    if operation.if_not_exists and draft.sequence(operation.sequence):
        return
    name = draft.held("sequence", operation.sequence)
    made = replace(operation, sequence=name, if_not_exists=False, options=changed((), operation.options), owned_by=None)
    give(draft, Sequence(made, draft.migration), operation.owned_by)


def _alter(draft: Draft, operation: AlterSequence) -> None:
    sequence = draft.sequence(operation.sequence)
    if sequence is None:
        return
    made = replace(sequence.made, options=changed(sequence.made.options, operation.options))
    owner = None if operation.free else operation.owned_by or made.owned_by
    give(draft, replace(sequence, made=made), owner)


def drop(draft: Draft, operation: DropObject) -> None:
    """A sequence is dropped, and the default of the column that it fills."""
    sequence = draft.sequence(operation.name)
    if sequence is None:
        return
    name, owner = sequence.made.sequence, sequence.made.owned_by
    leave(draft, "sequence", name)
    table = draft.linked(owner[0]) if owner else None
    if table:
        columns = tuple(replace(one, default=None) if one.default == next_value(name) else one for one in table.columns)
        draft.put_table(replace(table, columns=columns, sequences=without(table.sequences, name)))


EFFECTS: dict[type[Operation], Callable[[Draft, Any], None]] = {CreateSequence: _create, AlterSequence: _alter}
