"""What operations on types, functions, views and settings cost on PostgreSQL."""

from collections.abc import Callable, Mapping
from typing import Any

from towpath.databases.claims import Claim
from towpath.databases.facts import facts
from towpath.databases.postgresql.relations import Roles, table_roles
from towpath.databases.postgresql.rows import read_roles
from towpath.operations import (
    AddEnumValue,
    ControlTransaction,
    CreateDomain,
    CreateEnum,
    CreateFunction,
    CreateView,
    DropObject,
    Name,
    Operation,
    RefreshView,
    RenameEnumValue,
    SetSetting,
)
from towpath.schema import Lookup
from towpath.sql.reads import reads

# Kinds that lock what goes by their own name.
_RELATIONS = frozenset(("view", "materialized view", "sequence"))
# Kinds that lock the table that they stand on.
_ON_TABLES = frozenset(("trigger", "rule", "policy"))


def create_view(operation: CreateView, state: Lookup) -> Claim:
    if not operation.materialized:
        found = ["create view"]
        roles: Roles = {"read": reads(operation.query), "view": (operation.view,)}
        if operation.replace and state.table(operation.view):
            found.append("create view: replace")
        return Claim(tuple(found), roles)
    if operation.with_data:
        return Claim(("create materialized view",), read_roles(operation.query, state))
    return Claim(("create materialized view: no data",), {"read": reads(operation.query)})


def refresh_view(operation: RefreshView, state: Lookup) -> Claim:
    view = state.table(operation.view)
    roles: Roles = {"materialized view": (operation.view,)}
    if view and view.query:
        roles |= read_roles(view.query, state)
    if not operation.with_data:
        return Claim(("refresh materialized view: no data",), roles)
    if operation.concurrently:
        return Claim(("refresh materialized view: concurrently",), roles)
    return Claim(("refresh materialized view",), roles)


def drop_object(operation: DropObject, state: Lookup) -> Claim | None:
    kind = operation.kind
    if kind in _RELATIONS:
        return Claim((f"drop {kind}",), {kind: (operation.name,)})
    if kind in _ON_TABLES:
        table = operation.table
        return Claim((f"drop {kind}",), table_roles(state, table, state.table(table)) if table else {})
    if kind == "schema" and operation.cascade:
        return Claim(("drop schema: cascade",), {"table": (Name("*", operation.name.name),)})
    if kind in ("type", "domain") and operation.cascade:
        return Claim((f"drop {kind}: used",), {"table": (Name("*"),)})
    fact = f"drop {kind}"
    return Claim((fact,), {}) if fact in facts("postgresql").rows else None


def _nothing(fact: str) -> Callable[[Any, Lookup], Claim]:
    """A claim that names no relation."""
    return lambda operation, state: Claim((fact,), {})


CLAIMS: Mapping[type[Operation], Callable[[Any, Lookup], Claim | None]] = {
    AddEnumValue: _nothing("add enum value"),
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
