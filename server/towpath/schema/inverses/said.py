"""What undoes owners, privileges, comments, switches, and statements that are known by their kind alone."""

import re
from collections.abc import Callable
from typing import Any

from towpath.operations import (
    Grant,
    Name,
    Operation,
    Revoke,
    SetComment,
    SetOwner,
    Statement,
    Switch,
    replace,
)
from towpath.schema import said as sayings
from towpath.schema.effects.objects import FUNCTIONS, RELATIONS, TYPES
from towpath.schema.inverses.values import NOTHING, Irreversible, Reverse, one
from towpath.schema.relations import known
from towpath.schema.state import Lookup

Undone = Reverse | Irreversible
_OPPOSITES: dict[str, Any] = {
    "disable": "enable",
    "enable": "disable",
    "enable always": "enable",
    "enable replica": "enable",
    "force": "no force",
    "no force": "force",
}
# Statements that are undone by one in other words, where nothing was said before.
_UNDONE = {
    "alter table alter column set statistics": (r"set\s+statistics\b.*", "SET STATISTICS -1", ""),
    "alter table cluster on": (r"cluster\s+on\b.*", "SET WITHOUT CLUSTER", "alter table set without cluster"),
    "alter table replica identity": (r"replica\s+identity\b.*", "REPLICA IDENTITY DEFAULT", ""),
    "alter table set logged": (r"set\s+logged\b.*", "SET UNLOGGED", "alter table set unlogged"),
    "alter table set unlogged": (r"set\s+unlogged\b.*", "SET LOGGED", "alter table set logged"),
}
# Statements that leave nothing behind.
_HARMLESS = frozenset(
    """
    analyze checkpoint close cluster deallocate declare discard do execute explain fetch listen load move notify prepare
    show unlisten vacuum values
    """.split()
) | {"set constraints", "set transaction", "vacuum full"}
_CALL = re.compile(r"\s*(?:select|perform)\s+((?:\w+\.)*\w+)\s*\(", re.I)
_FROM = re.compile(r"\bfrom\b", re.I)


def _sayings(kind: str, name: Name, signature: str | None, before: Lookup) -> tuple[Operation, ...] | None:
    """What was said of an object before; None where nothing is known of it."""
    if kind in RELATIONS:
        table = before.table(name)
        return table.said if table else None
    if kind in FUNCTIONS:
        meant = before.function(name, signature)
        return next((found.said for found in before.functions(name) if found.made is meant), None)
    fact = before.fact(before.key("type" if kind in TYPES else kind, name))
    return getattr(fact, "said", None)


def _owner(said: SetOwner, before: Lookup) -> Undone:
    found = sayings.earlier(_sayings(said.kind, said.name, said.signature, before) or (), said)
    if isinstance(found, SetOwner):
        return one(replace(said, owner=found.owner))
    return Irreversible(f"the files do not say who owned the {said.kind} {said.name}")


def _grant(said: Grant, before: Lookup) -> Undone:
    earlier = _sayings(said.kind, said.name, said.signature, before) if said.name else None
    if earlier and sayings.granted(earlier, said):
        return NOTHING
    return one(Revoke(said.privileges, said.kind, said.name, said.roles, said.signature, later=said.later))


def _revoke(said: Revoke, before: Lookup) -> Undone:
    earlier = _sayings(said.kind, said.name, said.signature, before) if said.name else None
    found = sayings.granted(earlier or (), said)
    if found and not said.only:
        return one(found)
    on = f" on {said.name}" if said.name and said.privileges else ""
    return Irreversible(f"the files do not say what {said.roles} was granted{on}")


def _switch(said: Switch, before: Lookup) -> Undone:
    table = known(before, said.table)
    found = sayings.earlier(table.said, replace(said, table=table.name))
    if isinstance(found, Switch):
        return one(replace(found, table=said.table)) if found.to != said.to else NOTHING
    if table.whole and sayings.is_default(said):
        return NOTHING
    return one(replace(said, to=_OPPOSITES[said.to]))


def _comment(said: SetComment, before: Lookup) -> Undone:
    known_comment = _commented(said, before)
    if known_comment is None:
        on = f" of {said.table}" if said.table else ""
        return Irreversible(f"the files do not say what comment the {said.kind} {said.name}{on} had")
    (comment,) = known_comment
    return one(replace(said, comment=comment)) if comment != (said.comment or None) else NOTHING


def _commented(said: SetComment, before: Lookup) -> tuple[str | None] | None:
    """The comment that an object has; None where the object is not known."""
    if said.kind == "column":
        table = before.table(said.table) if said.table else None
        column = table.column(said.name.name) if table else None
        return (column.comment,) if column else None
    if said.kind == "index":
        index = before.index(said.name)
        return (index.comment,) if index else None
    if said.kind in RELATIONS:
        table = before.table(said.name)
        return (table.comment,) if table else None
    if said.table and said.kind != "domain constraint":
        table = before.table(said.table)
        earlier = sayings.earlier(table.said, replace(said, table=table.name)) if table else None
        return (getattr(earlier, "comment", None),) if table else None
    found = _sayings(said.kind, said.name, said.signature, before)
    return None if found is None else (getattr(sayings.earlier(found, said), "comment", None),)


def _statement(said: Statement, before: Lookup) -> Undone:
    if said.kind in _HARMLESS:
        return NOTHING
    if said.kind in ("select", "copy"):
        call = _CALL.match(said.text)
        if call and not _FROM.search(said.text):
            return Irreversible(f"what the call of {call[1]} did is not known")
        return NOTHING
    table = known(before, said.objects[0]) if said.objects else None
    found = sayings.earlier(table.said, said) if table else None
    if found is not None:
        return one(found) if found != said else NOTHING
    if said.kind in _UNDONE:
        pattern, action, kind = _UNDONE[said.kind]
        objects = said.objects if "column" in said.kind else said.objects[:1]
        return one(Statement(kind or said.kind, objects, re.sub(pattern, action, said.text, flags=re.I | re.S)))
    about = f" on {said.objects[-1]}" if said.objects else ""
    return Irreversible(f"what undoes {said.kind.upper()}{about} is not known")


INVERSES: dict[type[Operation], Callable[[Any, Lookup], Undone]] = {
    Grant: _grant,
    Revoke: _revoke,
    SetComment: _comment,
    SetOwner: _owner,
    Statement: _statement,
    Switch: _switch,
}
