"""What attaching and detaching partitions costs on PostgreSQL."""

from collections.abc import Callable, Mapping
from typing import Any

from towpath.databases.claims import Claim
from towpath.databases.postgresql.bounds import excluded, implied
from towpath.databases.postgresql.relations import Roles, alone, names, partition_roles, referencing, target_roles
from towpath.operations import AttachPartition, DetachPartition, Operation
from towpath.schema import Lookup, Table


def attach_partition(operation: AttachPartition, state: Lookup) -> Claim:
    table, part = state.table(operation.table), state.table(operation.partition)
    roles = _both(operation, state, part)
    if table is None:
        return Claim(("attach partition",), roles)
    proven = implied(table, part, operation.bound)
    facts = ["attach partition: proven" if proven else "attach partition"]
    if not _indexed_alike(table, part):
        facts.append("attach partition: index")
    if table.foreign_keys:
        facts.append("attach partition: foreign key")
        roles |= target_roles(state, table.foreign_keys)
    if others := referencing(state, table):
        facts.append("attach partition: referenced")
        roles["referencing"] = names(others)
    if table.default_partition:
        left_out = excluded(table, state.table(table.default_partition), operation.bound)
        facts.append("attach partition: default, proven" if left_out else "attach partition: default")
        roles["default partition"] = (table.default_partition,)
        roles["default partition wholes"] = (table.name,)
    return Claim(tuple(facts), roles)


def _indexed_alike(table: Table, part: Table | None) -> bool:
    """Whether a partition has an index for each of the whole's; one that is missing is built."""
    own = part.indexes if part else ()
    return all(any((one.keys, one.where) == (index.keys, index.where) for one in own) for index in table.indexes)


def detach_partition(operation: DetachPartition, state: Lookup) -> Claim:
    table, part = state.table(operation.table), state.table(operation.partition)
    roles = _both(operation, state, part)
    default = table.default_partition if table else None
    if operation.finalize:
        return Claim(("detach partition: finalize",), roles)
    if operation.concurrently:
        return Claim((f"detach partition: concurrently{', default' if default else ''}",), roles)
    more, whole = alone(state, operation.table)
    facts = ["detach partition", *more]
    roles |= whole
    if default:
        facts.append("detach partition: default")
        roles["default partition"] = (default,)
    if table and table.foreign_keys:
        facts.append("detach partition: foreign key")
        roles |= target_roles(state, table.foreign_keys)
    if others := referencing(state, table):
        facts.append("detach partition: referenced")
        roles["referencing"] = names(others)
    return Claim(tuple(facts), roles)


def _both(operation: AttachPartition | DetachPartition, state: Lookup, part: Table | None) -> Roles:
    roles: Roles = {"table": (operation.table,), "partition": (operation.partition,)}
    parts = partition_roles(state, part, "partition")
    return roles | parts | ({"partition partitions wholes": (operation.partition,)} if parts else {})


CLAIMS: Mapping[type[Operation], Callable[[Any, Lookup], Claim]] = {
    AttachPartition: attach_partition,
    DetachPartition: detach_partition,
}
