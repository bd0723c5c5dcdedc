"""What operations on rows cost on PostgreSQL, and what a query reads."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from towpath.databases.claims import Claim
from towpath.databases.postgresql.relations import Roles, referencing, table_roles, target_roles
from towpath.operations import CopyRows, DeleteRows, ForeignKey, InsertRows, MergeRows, Name, Operation, UpdateRows
from towpath.schema import Lookup, Table
from towpath.sql.conditions import columns_of
from towpath.sql.reads import reads

# A statement this long without a query of its own is a list of values, which is not searched for queries.
_LONG = 4000
_FOLLOWED = frozenset(("CASCADE", "SET NULL", "SET DEFAULT"))


def read_roles(query: str, state: Lookup) -> Roles:
    """The relations that a query reads when it runs: those that it names, and those under views."""
    return reading_roles(reads(query), state)


def reading_roles(names: Iterable[Name], state: Lookup) -> Roles:
    """The same of the relations that a query names."""
    found: dict[Name, Table | None] = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop(0)
        if name not in found:
            table = found[name] = state.table(name)
            waiting += table.reads if table and table.kind == "view" else ()
    views = {name for name, table in found.items() if table and table.kind == "view"}
    known = ((name, table) for name, table in found.items() if table)
    pieces = [table_roles(state, name, table) for name, table in known]
    parts = (part for roles in pieces for role in ("partitions", "children") for part in roles.get(role, ()))
    every = tuple(dict.fromkeys((*found, *parts)))
    divided = {name for name, table in found.items() if table and table.partitions}
    return {"read": every, "read rows": tuple(name for name in every if name not in views | divided)}


def _subqueries(text: str, state: Lookup, certain: bool) -> Roles:
    """What the queries within a statement read."""
    if not certain and (len(text) > _LONG or "select" not in text.lower()):
        return {}
    return read_roles(text, state)


def insert_rows(operation: InsertRows, state: Lookup) -> Claim:
    table, facts, roles = _written("insert rows", operation, state)
    if read := _subqueries(operation.text, state, operation.query):
        facts.append("insert rows: query")
        roles |= read
    if table and table.foreign_keys:
        facts.append("insert rows: foreign key")
        roles |= target_roles(state, table.foreign_keys)
    return Claim(tuple(facts), roles)


def update_rows(operation: UpdateRows, state: Lookup) -> Claim:
    table, facts, roles = _written("update rows", operation, state)
    facts[0], assumes = _by_where("update rows", operation, table)
    if read := _subqueries(operation.text, state, operation.joined):
        facts.append("update rows: joined")
        roles |= read
    if table is None:
        return Claim(tuple(facts), roles, assumes)
    columns = operation.columns
    if keys := [key for key in table.foreign_keys if not columns or not set(key.columns).isdisjoint(columns)]:
        facts.append("update rows: foreign key")
        roles |= target_roles(state, keys)
    others = referencing(state, table, columns) if columns else []
    facts += _of_referencing("update rows", others, state, roles, lambda key: key.on_update)
    return Claim(tuple(facts), roles, assumes)


def delete_rows(operation: DeleteRows, state: Lookup) -> Claim:
    table, facts, roles = _written("delete rows", operation, state)
    facts[0], assumes = _by_where("delete rows", operation, table)
    if read := _subqueries(operation.text, state, operation.joined):
        facts.append("delete rows: joined")
        roles |= read
    facts += _of_referencing("delete rows", referencing(state, table), state, roles, lambda key: key.on_delete)
    return Claim(tuple(facts), roles, assumes)


def merge_rows(operation: MergeRows, state: Lookup) -> Claim:
    table, facts, roles = _written("merge rows", operation, state)
    if table and table.foreign_keys:
        facts.append("insert rows: foreign key")
        roles |= target_roles(state, table.foreign_keys)
    return Claim(tuple(facts), roles | _subqueries(operation.text, state, True))


def copy_rows(operation: CopyRows, state: Lookup) -> Claim:
    table, facts, roles = _written(f"copy rows: {operation.direction}", operation, state)
    if operation.direction == "from" and table and table.foreign_keys:
        facts.append("insert rows: foreign key")
        roles |= target_roles(state, table.foreign_keys)
    return Claim(tuple(facts), roles)


def _written(fact: str, operation: Any, state: Lookup) -> tuple[Table | None, list[str], Roles]:
    table = state.table(operation.table)
    return table, [fact], table_roles(state, operation.table, table)


def _by_where(fact: str, operation: UpdateRows | DeleteRows, table: Table | None) -> tuple[str, tuple[str, ...]]:
    """Whether an index may find the rows: one that begins with a column of the WHERE."""
    where = operation.where
    if where is None:
        return fact, ()
    if table and not columns_of(where).isdisjoint(index.keys[0].column or "" for index in table.indexes if index.keys):
        return f"{fact}: by index", ()
    if table and table.whole:
        return fact, ()
    return fact, (f"whether an index of {operation.table} serves the WHERE is not in the files, taken as no",)


def _of_referencing(
    fact: str,
    others: Iterable[tuple[Name, ForeignKey]],
    state: Lookup,
    roles: Roles,
    action: Callable[[ForeignKey], str | None],
) -> list[str]:
    """What foreign keys of other tables make of it: rows looked up there, or changed, with an index or without."""
    facts: list[str] = []
    for name, key in others:
        if not key.enforced:
            continue
        other = state.table(name)
        indexed = other is not None and any(found.columns[: len(key.columns)] == key.columns for found in other.indexes)
        kind = "cascading" if action(key) in _FOLLOWED else "referenced"
        facts.append(f"{fact}: {kind}, indexed" if indexed else f"{fact}: {kind}")
        roles["referencing"] = (*roles.get("referencing", ()), name)
    return facts


CLAIMS: Mapping[type[Operation], Callable[[Any, Lookup], Claim]] = {
    CopyRows: copy_rows,
    DeleteRows: delete_rows,
    InsertRows: insert_rows,
    MergeRows: merge_rows,
    UpdateRows: update_rows,
}
