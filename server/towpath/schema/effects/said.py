"""Owners, privileges, comments and switches: what was said of an object besides what it is."""

from collections.abc import Callable
from typing import Any

from towpath.operations import (
    Grant,
    Operation,
    Revoke,
    SetComment,
    SetOwner,
    Statement,
    Switch,
    replace,
)
from towpath.schema import said
from towpath.schema.effects.objects import FUNCTIONS, RELATIONS, TYPES
from towpath.schema.relations import known
from towpath.schema.serial import put as put_sequence
from towpath.schema.state import Draft, place
from towpath.schema.tables import Table

# Statements about a table, or about what stands on it, that are said again when it is made anew.
_OF_TABLES = ("alter index ", "alter materialized view ", "alter policy", "alter table ", "alter view ", "create stat")
_LOGGED = {"alter table set logged": False, "alter table set unlogged": True}


def _say(draft: Draft, table: Table, operation: Operation) -> None:
    draft.put_table(replace(table, said=said.say(table.said, operation)))


def _switch(draft: Draft, operation: Switch) -> None:
    table = known(draft, operation.table)
    _say(draft, table, replace(operation, table=table.name))


def _statement(draft: Draft, operation: Statement) -> None:
    if not operation.kind.startswith(_OF_TABLES) or not operation.objects:
        return
    if operation.kind.startswith("alter index "):
        table = draft.table_of_index(operation.objects[0])
        if table is None:
            return
    else:
        table = known(draft, operation.objects[0])
    unlogged = _LOGGED.get(operation.kind)
    if unlogged is None:
        _say(draft, table, operation)
    else:
        draft.put_table(replace(table, unlogged=unlogged))


def _of_object(draft: Draft, operation: Any) -> None:
    """What is said of an object of any kind; of one that is not known it is said to nobody, but for tables."""
    kind, name = operation.kind, operation.name
    if name is None or getattr(operation, "later", None) is not None:
        return
    if kind in RELATIONS:
        table = known(draft, name)
        _say(draft, table, replace(operation, name=table.name))
    elif kind in FUNCTIONS:
        _of_function(draft, operation)
    else:
        key = draft.key("type" if kind in TYPES else kind, name)
        fact = draft.fact(key)
        if kind == "sequence" and fact is not None:
            put_sequence(draft, replace(fact, said=said.say(fact.said, operation)))
        elif fact is not None and hasattr(fact, "said"):
            draft.put(key, replace(fact, said=said.say(fact.said, operation)))


def _of_function(draft: Draft, operation: Any) -> None:
    functions = draft.functions(operation.name)
    meant = draft.function(operation.name, operation.signature)
    changed = tuple(replace(one, said=said.say(one.said, operation)) if one.made is meant else one for one in functions)
    if functions:
        draft.put(place("function", draft.held("function", operation.name)), changed)


def _comment(draft: Draft, operation: SetComment) -> None:
    if operation.kind == "column" and operation.table:
        table = known(draft, operation.table)
        columns = tuple(
            replace(one, comment=operation.comment or None) if one.name == operation.name.name else one
            for one in table.columns
        )
        draft.put_table(replace(table, columns=columns))
    elif operation.kind == "index":
        _comment_on_index(draft, operation)
    elif operation.kind in RELATIONS:
        table = known(draft, operation.name)
        draft.put_table(replace(table, comment=operation.comment or None))
    elif operation.table and operation.kind != "domain constraint":
        table = known(draft, operation.table)
        _say(draft, table, replace(operation, table=table.name))
    else:
        _of_object(draft, operation)


def _comment_on_index(draft: Draft, operation: SetComment) -> None:
    table = draft.table_of_index(operation.name)
    if table:
        indexes = tuple(
            replace(one, comment=operation.comment or None) if one.name.name == operation.name.name else one
            for one in table.indexes
        )
        draft.put_table(replace(table, indexes=indexes))


EFFECTS: dict[type[Operation], Callable[[Draft, Any], None]] = {
    Grant: _of_object,
    Revoke: _of_object,
    SetComment: _comment,
    SetOwner: _of_object,
    Statement: _statement,
    Switch: _switch,
}
