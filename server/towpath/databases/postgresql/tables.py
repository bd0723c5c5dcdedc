"""What operations on whole tables cost on PostgreSQL."""

from collections.abc import Callable, Mapping
from typing import Any

from towpath.databases.claims import Claim
from towpath.databases.postgresql.relations import (
    Roles,
    alone,
    names,
    referencing,
    table_roles,
    target_roles,
    targets_roles,
    view_roles,
    wholes,
)
from towpath.databases.postgresql.rows import read_roles
from towpath.operations import (
    CreateTable,
    DropTable,
    ForeignKey,
    LockTable,
    MoveTable,
    Name,
    Operation,
    RenameTable,
    TruncateTable,
)
from towpath.schema import Lookup, Table


def create_table(operation: CreateTable, state: Lookup) -> Claim:
    if operation.if_not_exists and state.table(operation.table):
        return Claim(("create table: exists",), {})
    facts, roles = ["create table"], Roles()
    keys = [constraint for constraint in operation.constraints if isinstance(constraint, ForeignKey)]
    if operation.partition_of:
        keys += _part_of(operation.partition_of, state, facts, roles)
    if keys:
        facts.append("create table: foreign key")
        roles |= target_roles(state, keys)
    if operation.copied:
        facts.append("create table: like")
        roles["copied"] = tuple(copied.table for copied in operation.copied)
    if operation.inherits:
        facts.append("create table: inherits")
        roles["parent"] = operation.inherits
    if operation.query:
        facts.append("create table: query" if operation.with_data else "create table: query, no data")
        roles |= read_roles(operation.query, state)
    return Claim(tuple(facts), roles)


def _part_of(name: Name, state: Lookup, facts: list[str], roles: Roles) -> tuple[ForeignKey, ...]:
    """What making a partition locks of the table that it is made for; the foreign keys that it gets from there."""
    facts.append("create table: partition")
    roles["parent"] = (name,)
    _lock_alone(name, state, facts, roles)
    parent = state.table(name)
    if parent is None:
        return ()
    if parent.default_partition:
        facts.append("create table: partition, default")
        roles["default partition"] = (parent.default_partition,)
        roles["default partition wholes"] = (parent.name,)
    if others := referencing(state, parent):
        facts.append("create table: partition, referenced")
        roles["referencing"] = names(others)
    if parent.foreign_keys:
        facts.append("create table: partition, foreign key")
    return parent.foreign_keys


def _lock_alone(name: Name, state: Lookup, facts: list[str], roles: Roles) -> None:
    """A partitioned table is locked, and not its partitions."""
    more, whole = alone(state, name)
    facts += more
    roles |= whole


def drop_table(operation: DropTable, state: Lookup) -> Claim:
    form = state.form(operation.table)
    facts, roles = ["drop table"], table_roles(state, operation.table, form)
    if form is None:
        return Claim(tuple(facts), roles)
    table = state.table(operation.table) if operation.cascade else None
    if form.targets:
        facts.append("drop table: foreign key")
        roles |= targets_roles(state, form.targets)
    if form.parent:
        facts.append("drop table: partition")
        roles["parent"] = (form.parent,)
        _lock_alone(form.parent, state, facts, roles)
        parent = state.table(form.parent)
        if parent and parent.default_partition:
            facts.append("drop table: partition, default")
            roles["default partition"] = (parent.default_partition,)
    if others := referencing(state, table):
        facts.append("drop table: referenced")
        roles["referencing"] = names(others)
    if table and (views := view_roles(state, table)):
        facts.append("drop table: read by a view")
        roles |= views
    return Claim(tuple(facts), roles)


def truncate_table(operation: TruncateTable, state: Lookup) -> Claim:
    table = state.table(operation.table)
    roles = table_roles(state, operation.table, table)
    if operation.cascade and (others := _all_referencing(state, table)):
        return Claim(("truncate", "truncate: referenced"), roles | {"referencing": others})
    return Claim(("truncate",), roles)


def _all_referencing(state: Lookup, table: Table | None) -> tuple[Name, ...]:
    """The tables that point to a table, those that point to them, and so on."""
    found: dict[Name, None] = {}
    waiting = [table]
    while waiting:
        for name, _ in referencing(state, waiting.pop()):
            if name not in found:
                found[name] = None
                waiting.append(state.table(name))
    return tuple(found)


def lock_table(operation: LockTable, state: Lookup) -> Claim:
    roles = table_roles(state, operation.table, state.form(operation.table))
    return Claim((f"lock table: {operation.mode.lower()}",), roles)


def _alone(fact: str) -> Callable[[Any, Lookup], Claim]:
    """A claim on the table without its partitions."""

    def claim(operation: Any, state: Lookup) -> Claim:
        more, whole = alone(state, operation.table)
        reached = wholes(state, state.form(operation.table), "table")
        return Claim((fact, *more), {"table": (operation.table,)} | whole | reached)

    return claim


CLAIMS: Mapping[type[Operation], Callable[[Any, Lookup], Claim]] = {
    CreateTable: create_table,
    DropTable: drop_table,
    LockTable: lock_table,
    MoveTable: _alone("move table"),
    RenameTable: _alone("rename table"),
    TruncateTable: truncate_table,
}
