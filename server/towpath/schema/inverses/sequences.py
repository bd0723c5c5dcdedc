"""What undoes operations on sequences."""

from collections.abc import Callable
from typing import Any

from towpath.operations import AlterSequence, CreateSequence, DropObject, Operation, SequenceOptions
from towpath.schema.inverses.values import NOTHING, Irreversible, Reverse, one
from towpath.schema.serial import DEFAULTS, OPPOSITES
from towpath.schema.state import Lookup


def options_before(known: SequenceOptions, said: SequenceOptions) -> SequenceOptions:
    """What the options that are said were before."""
    had = {OPPOSITES.get(name, name): (name, text) for name, text in known}
    asked = dict.fromkeys(OPPOSITES.get(name, name) for name, _ in said)
    return tuple(had.get(name) or DEFAULTS[name] for name in asked if name in DEFAULTS)


def _create(said: CreateSequence, before: Lookup) -> Reverse:
    if said.if_not_exists and before.sequence(said.sequence):
        return NOTHING
    return Reverse((DropObject("sequence", said.sequence),), loses_data=True)


def _alter(said: AlterSequence, before: Lookup) -> Reverse | Irreversible:
    sequence = before.sequence(said.sequence)
    if sequence is None:
        return Irreversible(f"the files do not say how the sequence {said.sequence} was made")
    if any(name == "restart" for name, _ in said.options):
        return Irreversible(f"where the sequence {said.sequence} stood is not kept anywhere")
    changes = said.free or said.owned_by is not None
    owner = sequence.made.owned_by if changes else None
    options = options_before(sequence.made.options, said.options)
    return one(AlterSequence(said.sequence, options, owner, changes and owner is None))


def dropped(said: DropObject, before: Lookup) -> Reverse | Irreversible:
    """What undoes DROP SEQUENCE: the numbers begin anew."""
    sequence = before.sequence(said.name)
    if sequence is None:
        return Irreversible(f"the files do not say how the sequence {said.name} was made")
    return Reverse((sequence.made, *sequence.said), restores_data=False)


INVERSES: dict[type[Operation], Callable[[Any, Lookup], Reverse | Irreversible]] = {
    CreateSequence: _create,
    AlterSequence: _alter,
}
