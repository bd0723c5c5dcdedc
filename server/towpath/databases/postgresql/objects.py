"""What operations on types, functions, views and settings cost on PostgreSQL."""

from collections.abc import Callable, Mapping
from typing import Any

from towpath.databases.claims import Claim
from towpath.databases.facts import facts
from towpath.databases.postgresql.relations import Roles, divided, table_roles, view_roles, wholes
from towpath.databases.postgresql.rows import reading_roles
from towpath.databases.postgresql.statements import EVERY
from towpath.databases.postgresql.tables import drop_table
from towpath.operations import (
    AddEnumValue,
    AlterDomain,
    ControlTransaction,
    CreateDomain,
    CreateEnum,
    CreateFunction,
    CreateView,
    DropObject,
    DropTable,
    Name,
    Operation,
    RefreshView,
    RenameEnumValue,
    SetSetting,
)
from towpath.schema import Lookup, Table

# Kinds that lock what goes by their own name.
_RELATIONS = frozenset(("view", "materialized view", "sequence"))
# Kinds that lock the table that they stand on.
_ON_TABLES = frozenset(("trigger", "rule", "policy"))


def create_view(operation: CreateView, state: Lookup) -> Claim:
    if not operation.materialized:
        found = ["create view"]
        roles: Roles = {"read": operation.reads, "view": (operation.view,)}
        if operation.replace and state.table(operation.view):
            found.append("create view: replace")
        return Claim(tuple(found), roles)
    if operation.with_data:
        return Claim(("create materialized view",), reading_roles(operation.reads, state))
    return Claim(("create materialized view: no data",), {"read": operation.reads})


def refresh_view(operation: RefreshView, state: Lookup) -> Claim:
    view = state.table(operation.view)
    roles: Roles = {"materialized view": (operation.view,)}
    if view:
        roles |= reading_roles(view.reads, state)
    if not operation.with_data:
        return Claim(("refresh materialized view: no data",), roles)
    if operation.concurrently:
        return Claim(("refresh materialized view: concurrently",), roles)
    return Claim(("refresh materialized view",), roles)


def drop_object(operation: DropObject, state: Lookup) -> Claim | None:
    kind = operation.kind
    if kind in _RELATIONS:
        return _drop_relation(operation, state)
    if kind in _ON_TABLES:
        table = operation.table
        return Claim((f"drop {kind}",), table_roles(state, table, state.table(table)) if table else {})
    if kind == "schema" and operation.cascade:
        return _drop_schema(operation, state)
    if kind == "statistics":
        owner: Name | None = state.fact(state.key("statistics", operation.name))
        return Claim(("drop statistics",), table_roles(state, owner, state.table(owner)) if owner else {})
    if kind in ("type", "domain") and operation.cascade and (users := _users(operation.name, state)):
        return Claim((f"drop {kind}: used",), {"table": users})
    fact = f"drop {kind}"
    return Claim((fact,), {}) if fact in facts("postgresql").rows else None


def _drop_schema(operation: DropObject, state: Lookup) -> Claim:
    """Everything in it goes by a DROP of its own; of a schema that nothing made it is not known what that is."""
    schema = state.thing("schema", operation.name)
    if schema is None:
        return Claim(("drop schema: cascade",), {"table": (Name("*", operation.name.name),)})
    tables = (found for key in schema.holds if isinstance(found := state.fact(key), Table))
    claims = [claim for table in tables if (claim := _gone(table, state))]
    if not claims:
        return Claim(("drop schema",), {})
    roles: Roles = {}
    for claim in claims:
        for role, names in claim.roles.items():
            roles[role] = tuple(dict.fromkeys((*roles.get(role, ()), *names)))
    return Claim(tuple(dict.fromkeys(fact for claim in claims for fact in claim.facts)), roles)


def _gone(table: Table, state: Lookup) -> Claim | None:
    if table.kind == "table":
        return drop_table(DropTable(table.name, cascade=True), state)
    return _drop_relation(DropObject(table.kind, table.name, cascade=True), state)


def _drop_relation(operation: DropObject, state: Lookup) -> Claim:
    kind, view = operation.kind, state.table(operation.name)
    roles: Roles = {kind: (operation.name,)}
    if not operation.cascade or view is None or not (others := view_roles(state, view)):
        return Claim((f"drop {kind}",), roles)
    every = {role: roles.get(role, ()) + others.get(role, ()) for role in (*roles, *others)}
    return Claim((f"drop {kind}", "drop view: read by a view"), every)


def _users(type: Name, state: Lookup) -> tuple[Name, ...]:
    """The tables with a column of a type, all there are where the type is not known."""
    known = state.fact(state.key("type", type)) is not None
    return state.users(type) if known else (EVERY,)


# What ALTER DOMAIN reads every value for.
_CHECKING = frozenset(("add constraint", "set not null", "validate constraint"))


def alter_domain(operation: AlterDomain, state: Lookup) -> Claim:
    fact = f"alter domain {operation.action}"
    if operation.action == "rename constraint":
        fact = "alter domain rename"
    if operation.constraint is not None and not operation.constraint.valid:
        return Claim((f"{fact}: not valid",), {})
    if operation.action not in _CHECKING:
        return Claim((fact,), {})
    every_user = _users(operation.domain, state)
    users = tuple(user for user in every_user if not divided(state.linked(user)))
    passed = () if users == every_user else ("alter domain: partitioned user",)
    reached = (wholes(state, state.linked(user), "table") for user in users)
    every = tuple(dict.fromkeys(whole for found in reached for whole in found.get("table wholes", ())))
    return Claim((fact, *passed), {"table": users, "table wholes": every})


def _nothing(fact: str) -> Callable[[Any, Lookup], Claim]:
    """A claim that names no relation."""
    return lambda operation, state: Claim((fact,), {})


CLAIMS: Mapping[type[Operation], Callable[[Any, Lookup], Claim | None]] = {
    AddEnumValue: _nothing("add enum value"),
    AlterDomain: alter_domain,
    ControlTransaction: _nothing("control transaction"),
    CreateDomain: _nothing("create domain"),
    CreateEnum: _nothing("create enum"),
    CreateFunction: _nothing("create function"),
    CreateView: create_view,
    DropObject: drop_object,
    RefreshView: refresh_view,
    RenameEnumValue: _nothing("rename enum value"),
    SetSetting: _nothing("set setting"),
}
