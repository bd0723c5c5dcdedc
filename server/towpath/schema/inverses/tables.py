"""What undoes operations on whole tables."""

from collections.abc import Callable
from typing import Any

from towpath.operations import (
    AttachParent,
    AttachPartition,
    CreateTable,
    DetachParent,
    DetachPartition,
    DropConstraint,
    DropIndex,
    DropTable,
    MoveTable,
    Name,
    Operation,
    RenameTable,
)
from towpath.schema.effects import apply
from towpath.schema.inverses.made import dependents, made, without_part
from towpath.schema.inverses.values import NOTHING, Irreversible, Reverse, one
from towpath.schema.relations import known
from towpath.schema.state import Draft, Lookup


def _create(said: CreateTable, before: Lookup) -> Reverse:
    if said.if_not_exists and before.table(said.table):
        return NOTHING
    return Reverse((DropTable(said.table),), loses_data=True)


def _drop(said: DropTable, before: Lookup) -> Reverse | Irreversible:
    table = before.table(said.table)
    if table is None:
        if said.if_exists:
            note = f"if there was a table {said.table}, it does not come back"
            return Reverse((), restores_data=False, notes=(note,))
        return Irreversible(f"the files do not say what columns {said.table} had")
    own, others = made(before, table), dependents(before, table, said.cascade)
    if isinstance(own, str) or isinstance(others, str):
        return Irreversible(own if isinstance(own, str) else str(others))
    return Reverse((*own, *others), restores_data=False)


def _attach(said: AttachPartition, before: Lookup) -> Reverse:
    """What the partition got from the whole stays with it when it leaves, and has to be dropped."""
    draft = Draft(before)
    detach = DetachPartition(said.table, said.partition)
    apply(draft, said)
    apply(draft, detach)
    old, new = known(before, said.partition), known(draft, said.partition)
    names = {constraint.name for constraint in old.constraints} | {index.name.name for index in old.indexes}
    drops: list[Operation] = [
        DropConstraint(said.partition, constraint.name)
        for constraint in new.constraints
        if constraint.name and constraint.name not in names
    ]
    gone = {drop.name for drop in drops if isinstance(drop, DropConstraint)}
    drops += [DropIndex(index.name) for index in new.indexes if index.name.name not in names | gone]
    return Reverse((detach, *drops))


def _detach(said: DetachPartition, before: Lookup) -> Reverse | Irreversible:
    partition = before.table(said.partition)
    if partition is None or partition.bound is None:
        return Irreversible(f"the files do not say which rows of {said.table} the partition {said.partition} held")
    if apart := without_part(before, partition):
        return Irreversible(apart)
    return one(AttachPartition(said.table, said.partition, partition.bound))


def _detach_parent(said: DetachParent, _: Lookup) -> Reverse:
    note = f"what {said.table} had from {said.parent} is its own from now on, and stays when {said.parent} loses it"
    return Reverse((AttachParent(said.table, said.parent),), notes=(note,))


def _move(said: MoveTable, before: Lookup) -> Reverse:
    return one(MoveTable(Name(said.table.name, said.schema), said.table.schema or "public"))


INVERSES: dict[type[Operation], Callable[[Any, Lookup], Reverse | Irreversible]] = {
    CreateTable: _create,
    DropTable: _drop,
    RenameTable: lambda said, _: one(RenameTable(Name(said.to, said.table.schema), said.table.name)),
    MoveTable: _move,
    AttachPartition: _attach,
    DetachPartition: _detach,
    AttachParent: lambda said, _: one(DetachParent(said.table, said.parent)),
    DetachParent: _detach_parent,
}
