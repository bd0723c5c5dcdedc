"""What is made, dropped, renamed and moved of any kind."""

from collections.abc import Callable
from typing import Any

from towpath.operations import (
    CreateFunction,
    CreateObject,
    DropObject,
    MoveObject,
    Name,
    Operation,
    RenameObject,
    replace,
)
from towpath.schema import said, words
from towpath.schema.effects import schemas, sequences, types, views
from towpath.schema.objects import Function, Thing
from towpath.schema.relations import enter, known, leave
from towpath.schema.renaming import rename
from towpath.schema.state import Draft, place, squeezed

RELATIONS = frozenset(("table", "view", "materialized view"))
TYPES = frozenset(("type", "domain"))
FUNCTIONS = frozenset(("function", "procedure", "routine"))


def _create(draft: Draft, operation: CreateObject) -> None:
    if operation.table and operation.kind != "foreign table":
        table = known(draft, operation.table)
        made = replace(operation, table=table.name, text=words.making(operation.text), replace=False)
        draft.put_table(replace(table, said=said.say(table.said, made)))
        if operation.kind == "statistics":
            draft.put(place("statistics", draft.held("statistics", operation.name)), table.name)
        return
    kind = "type" if operation.kind == "type" else operation.kind
    name = draft.held(kind, operation.name)
    if operation.if_not_exists and draft.fact(place(kind, name)) is not None:
        return
    enter(draft, kind, name)
    draft.put(place(kind, name), Thing(replace(operation, if_not_exists=False), draft.migration))


def _create_function(draft: Draft, operation: CreateFunction) -> None:
    name = draft.held("function", operation.function)
    before = draft.functions(operation.function)
    same = [one for one in before if squeezed(one.made.signature) == squeezed(operation.signature)]
    making = replace(operation, text=words.making(operation.text), replace=False)
    made = Function(making, same[0].born if same else draft.migration, same[0].said if same else ())
    enter(draft, "function", name)
    draft.put(place("function", name), (*(one for one in before if one not in same), made))


def _drop(draft: Draft, operation: DropObject) -> None:
    kind, name = operation.kind, operation.name
    if operation.table:
        table = draft.table(operation.table)
        if table:
            draft.put_table(replace(table, said=said.unsaid(table.said, name.name)))
    elif kind in RELATIONS:
        views.drop(draft, operation)
    elif kind in TYPES:
        types.drop(draft, operation)
    elif kind in FUNCTIONS:
        _drop_function(draft, operation)
    elif kind == "sequence":
        sequences.drop(draft, operation)
    elif kind == "schema":
        schemas.drop(draft, operation)
    elif kind == "statistics":
        _drop_statistics(draft, name)
    else:
        leave(draft, kind, draft.held(kind, name))


def _drop_function(draft: Draft, operation: DropObject) -> None:
    gone = draft.function(operation.name, operation.signature)
    left = tuple(one for one in draft.functions(operation.name) if one.made is not gone)
    held = draft.held("function", operation.name)
    leave(draft, "function", held)
    if left:
        enter(draft, "function", held)
        draft.put(place("function", held), left)


def _drop_statistics(draft: Draft, name: Name) -> None:
    owner: Name | None = draft.fact(draft.key("statistics", name))
    table = draft.linked(owner) if owner else None
    if table:
        draft.put_table(replace(table, said=said.unsaid(table.said, name.name)))
    leave(draft, "statistics", draft.held("statistics", name))


def _rename(draft: Draft, operation: RenameObject) -> None:
    if operation.table:
        table = draft.table(operation.table)
        if table:
            draft.put_table(replace(table, said=said.say(table.said, replace(operation, table=table.name))))
    elif operation.kind == "schema":
        schemas.rename(draft, operation)
    else:
        kind = _key_kind(operation.kind)
        old = draft.held(kind, operation.name)
        rename(draft, kind, old, old._replace(name=operation.to), operation)


def _move(draft: Draft, operation: MoveObject) -> None:
    kind, schema = _key_kind(operation.kind), None if operation.schema == "public" else operation.schema
    rename(draft, kind, draft.held(kind, operation.name), Name(operation.name.name, schema), operation)


def _key_kind(kind: str) -> str:
    if kind in TYPES:
        return "type"
    return "function" if kind in FUNCTIONS else "table" if kind in RELATIONS else kind


EFFECTS: dict[type[Operation], Callable[[Draft, Any], None]] = {
    CreateObject: _create,
    CreateFunction: _create_function,
    DropObject: _drop,
    RenameObject: _rename,
    MoveObject: _move,
}
