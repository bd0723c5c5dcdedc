"""What undoes operations on indexes."""

from collections.abc import Callable
from typing import Any

from towpath.operations import (
    AttachIndex,
    CreateIndex,
    DropIndex,
    Name,
    Operation,
    Reindex,
    RenameIndex,
    replace,
)
from towpath.schema.effects import apply
from towpath.schema.inverses.made import attached, comments, created, lost, renames
from towpath.schema.inverses.values import NOTHING, Irreversible, Reverse, one
from towpath.schema.naming import index_name
from towpath.schema.relations import is_taken, known
from towpath.schema.state import Draft, Lookup


def _create(said: CreateIndex, before: Lookup) -> Reverse:
    table = known(before, said.table)
    name = said.name or index_name(table, said.keys, said.include, lambda found: is_taken(before, table.name, found))
    if said.if_not_exists and table.index(name):
        return NOTHING
    drop = DropIndex(Name(name, said.table.schema), said.concurrently, table=said.table)
    if not table.partitions or said.only:
        return one(drop)
    draft = Draft(before)
    apply(draft, said)
    apply(draft, drop)
    return Reverse((drop, *lost(before, table, draft)))


def _drop(said: DropIndex, before: Lookup) -> Reverse | Irreversible:
    table, index = before.table_of_index(said.index), before.index(said.index)
    if table is None or index is None:
        return NOTHING if said.if_exists else Irreversible(f"the files do not say what the index {said.index} was")
    back: list[Operation] = [replace(created(index, table.name), concurrently=said.concurrently)]
    if not index.valid:
        back += attached(before, table, index)
    elif table.partitions:
        draft = Draft(before)
        apply(draft, said)
        back += renames(before, table, draft, back)
    back += comments(table, (), (index,))
    back += [one for one in table.said if index.name in getattr(one, "objects", ())]
    return Reverse(tuple(back))


def _attach(said: AttachIndex, before: Lookup) -> Irreversible:
    part = f"the index {said.partition} stays part of {said.index}"
    return Irreversible(f"PostgreSQL can take no index out of another one, so {part}")


INVERSES: dict[type[Operation], Callable[[Any, Lookup], Reverse | Irreversible]] = {
    CreateIndex: _create,
    DropIndex: _drop,
    RenameIndex: lambda said, _: one(RenameIndex(Name(said.to, said.index.schema), said.index.name, said.table)),
    Reindex: lambda said, _: NOTHING,
    AttachIndex: _attach,
}
