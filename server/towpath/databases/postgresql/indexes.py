"""What operations on indexes cost on PostgreSQL."""

from collections.abc import Callable, Mapping
from typing import Any

from towpath.databases.claims import Claim
from towpath.databases.postgresql.relations import Roles, table_roles, wholes
from towpath.operations import AttachIndex, CreateIndex, DropIndex, Name, Operation, Reindex, RenameIndex
from towpath.schema import Form, Lookup, Table


def create_index(operation: CreateIndex, state: Lookup) -> Claim:
    table = state.form(operation.table)
    roles = table_roles(state, operation.table, table)
    exists = bool(operation.if_not_exists and operation.name and _has(state.table(operation.table), operation.name))
    if operation.concurrently:
        if table and table.partition_by:
            return Claim(("create index: concurrently, partitioned",), roles)
        return Claim(("create index: concurrently, exists" if exists else "create index: concurrently",), roles)
    if exists:
        return Claim(("create index: exists",), roles)
    return Claim(("create index: only" if operation.only and table and table.partition_by else "create index",), roles)


def _has(table: Table | None, index: str) -> bool:
    return table is not None and table.index(index) is not None


def drop_index(operation: DropIndex, state: Lookup) -> Claim:
    table, roles = _of_index(operation.index, operation.table, state)
    if not operation.concurrently:
        return Claim(("drop index",), roles)
    divided = table is not None and table.partition_by is not None
    return Claim(("drop index: concurrently, partitioned" if divided else "drop index: concurrently",), roles)


def rename_index(operation: RenameIndex, state: Lookup) -> Claim:
    return Claim(("rename index",), _of_index(operation.index, operation.table, state)[1])


def reindex(operation: Reindex, state: Lookup) -> Claim:
    if operation.name is None or operation.kind not in ("index", "table"):
        return _of_many(operation)
    if operation.kind == "index":
        form, roles = _of_index(operation.name, None, state)
    else:
        form = state.form(operation.name)
        roles = table_roles(state, operation.name, form)
    divided = bool(form and form.partitions)
    if operation.concurrently:
        return Claim(("reindex: concurrently, partitioned" if divided else "reindex: concurrently",), roles)
    if divided:
        parts = (known for part in roles["partitions"] if (known := state.table(part)))
        roles["partition indexes"] = tuple(index.name for known in parts for index in known.indexes)
        return Claim((f"reindex {operation.kind}: partitioned",), roles)
    table = state.table(operation.name) if operation.kind == "table" else None
    if table:
        roles["indexes"] = tuple(index.name for index in table.indexes)
    return Claim((f"reindex {operation.kind}",), roles)


def _of_many(operation: Reindex) -> Claim:
    """Every table of a schema or of the database, as `*`: which they are, no file can say."""
    schema = operation.name.name if operation.name and operation.kind == "schema" else None
    every = (Name("*", schema),)
    fact = "reindex: many, concurrently" if operation.concurrently else "reindex: many"
    return Claim((fact,), {"table": every, "indexes": every})


def attach_index(operation: AttachIndex, state: Lookup) -> Claim:
    _, roles = _of_index(operation.index, None, state)
    table, part = _of_index(operation.partition, None, state)
    reached = wholes(state, table, "partition")
    own: Roles = {"partition": part["table"], "partition index": (operation.partition,)}
    return Claim(("attach index",), roles | own | reached)


def _of_index(index: Name, said: Name | None, state: Lookup) -> tuple[Form | Table | None, Roles]:
    """The table of an index, and the roles of both; where it is not known, the index stands for its table."""
    table = state.form_of_index(index) or (state.form(said) if said else None)
    return table, {**table_roles(state, said or (table.name if table else index), table), "index": (index,)}


CLAIMS: Mapping[type[Operation], Callable[[Any, Lookup], Claim]] = {
    AttachIndex: attach_index,
    CreateIndex: create_index,
    DropIndex: drop_index,
    Reindex: reindex,
    RenameIndex: rename_index,
}
