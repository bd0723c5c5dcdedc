"""What undoes operations on whatever a database holds."""

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
from towpath.schema import said as sayings
from towpath.schema import words
from towpath.schema.effects.objects import FUNCTIONS, RELATIONS, TYPES
from towpath.schema.inverses import sequences, types, views
from towpath.schema.inverses.values import NOTHING, Irreversible, Reverse, one
from towpath.schema.relations import known
from towpath.schema.state import Lookup, squeezed

Undone = Reverse | Irreversible
_HOLDS_ROWS = frozenset(("database", "foreign table", "schema"))


def _create(said: CreateObject, before: Lookup) -> Undone:
    if said.table and said.kind != "foreign table":
        return _create_on_table(said, before)
    if said.if_not_exists and before.fact(before.key(said.kind, said.name)) is not None:
        return NOTHING
    if said.kind == "aggregate" and said.signature is None:
        return Irreversible(f"the arguments by which the aggregate {said.name} is dropped are not in the statement")
    drop = DropObject(said.kind, said.name, signature=said.signature)
    return Reverse((drop,), loses_data=said.kind in _HOLDS_ROWS)


def _create_on_table(said: CreateObject, before: Lookup) -> Undone:
    table = known(before, said.table or said.name)
    old = sayings.earlier(table.said, replace(said, table=table.name))
    if isinstance(old, CreateObject):
        return one(replace(old, text=words.replacing(old.text), replace=True) if said.replace else old)
    kind = "trigger" if said.kind == "constraint trigger" else said.kind
    return one(DropObject(kind, said.name, table=None if kind == "statistics" else said.table))


def _create_function(said: CreateFunction, before: Lookup) -> Undone:
    named = (function.made for function in before.functions(said.function))
    old = next((made for made in named if squeezed(made.signature) == squeezed(said.signature)), None)
    if old is not None and said.replace:
        return one(replace(old, text=words.replacing(old.text), replace=True))
    kind = "procedure" if said.procedure else "function"
    return one(DropObject(kind, said.function, signature=said.signature))


def _drop(said: DropObject, before: Lookup) -> Undone:
    if said.table:
        return _drop_on_table(said, before)
    if said.kind in RELATIONS:
        return views.dropped(said, before)
    if said.kind in TYPES:
        return types.dropped(said, before)
    if said.kind in FUNCTIONS:
        return _drop_function(said, before)
    if said.kind == "sequence":
        return sequences.dropped(said, before)
    if said.kind == "statistics":
        owner: Name | None = before.fact(before.key("statistics", said.name))
        return _drop_on_table(replace(said, table=owner), before) if owner else _unknown(said)
    return _drop_thing(said, before)


def _unknown(said: DropObject) -> Undone:
    if said.if_exists:
        return NOTHING
    return Irreversible(f"the files do not say how the {said.kind} {said.name} was made")


def _drop_on_table(said: DropObject, before: Lookup) -> Undone:
    """A trigger, a rule, a policy: what was said of it, from its making on."""
    back = sayings.of_part(known(before, said.table or said.name).said, said.name.name)
    made = any(isinstance(operation, (CreateObject, RenameObject)) for operation in back)
    if not made:
        return _unknown(said)
    if any(not getattr(operation, "text", "-") for operation in back):
        return Irreversible(f"the {said.kind} {said.name} was made under another name of its table")
    return Reverse(back)


def _drop_function(said: DropObject, before: Lookup) -> Undone:
    made = before.function(said.name, said.signature)
    found = next((one for one in before.functions(said.name) if one.made is made), None)
    if found is None:
        return _unknown(said)
    if said.cascade:
        return Irreversible(f"the files do not say what depended on the {said.kind} {said.name} and went with it")
    return Reverse((found.made, *found.said))


def _drop_thing(said: DropObject, before: Lookup) -> Undone:
    thing = before.thing(said.kind, said.name)
    if thing is None:
        return _unknown(said)
    if said.cascade and (thing.holds or said.kind != "schema"):
        return Irreversible(f"everything that depended on the {said.kind} {said.name} went with it")
    return Reverse((thing.made, *thing.said), restores_data=said.kind not in _HOLDS_ROWS or not thing.holds)


def _rename(said: RenameObject, _: Lookup) -> Reverse:
    return one(replace(said, name=Name(said.to, said.name.schema), to=said.name.name))


def _move(said: MoveObject, before: Lookup) -> Undone:
    if said.name.schema is None and said.kind == "extension":
        return Irreversible(f"the files do not say in which schema the extension {said.name} was")
    return one(replace(said, name=Name(said.name.name, said.schema), schema=said.name.schema or "public"))


INVERSES: dict[type[Operation], Callable[[Any, Lookup], Undone]] = {
    CreateObject: _create,
    CreateFunction: _create_function,
    DropObject: _drop,
    RenameObject: _rename,
    MoveObject: _move,
}
