"""What statements cost on PostgreSQL that are known by their kind alone: a fact goes by the kind's own words.

So are the operations on objects of any kind, each by the words that it is said in.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from towpath.databases.claims import Claim
from towpath.databases.facts import facts
from towpath.databases.postgresql.relations import Roles, of_each, table_roles
from towpath.databases.postgresql.rows import read_roles
from towpath.operations import (
    AlterSequence,
    AttachParent,
    CreateObject,
    CreateSequence,
    DetachParent,
    Grant,
    MoveObject,
    Name,
    Operation,
    RenameObject,
    Revoke,
    SetComment,
    SetIdentity,
    SetOwner,
    Statement,
    Switch,
)
from towpath.schema import Lookup
from towpath.source import pattern

# Stands for every table of the database, which no file can name.
EVERY = Name("*")

# Kinds whose objects are relations all of them, and kinds whose first object is none.
_ALL_RELATIONS = frozenset(("analyze", "grant", "revoke", "vacuum", "vacuum full"))
_AFTER_FIRST = frozenset(("alter publication", "create publication"))
_READING = frozenset(("copy", "explain", "select"))
# Kinds that change the meaning of what they name so little that another session may go on reading and writing.
_STORAGE = pattern(
    r"(?:toast\.)?(?:autovacuum_\w+|fillfactor|log_autovacuum_\w+|parallel_workers|toast_tuple_target|vacuum_\w+)"
)
_PARAMETERS = pattern(r"\((.*)\)", re.S)
_PARAMETER = pattern(r"(?:^|,)\s*([\w.]+)")
_FULL = pattern(r"VACUUM\s+FULL\b|\(.*\bFULL\b(?!\s*(?:FALSE|OFF|0)\b)", re.I | re.S)


def statement(operation: Statement, state: Lookup) -> Claim | None:
    """The claim of a statement by its kind, or by the longest beginning of it that there is a fact for."""
    kind = operation.kind
    refined = _REFINED.get(kind)
    fact = refined(operation) if refined else _known(kind)
    if fact is None:
        return None
    if kind in _READING:
        return Claim((fact,), read_roles(operation.text, state))
    assumes: tuple[str, ...] = ()
    if fact in _PLACES and operation.objects:
        fact, assumes = _placed(fact, operation, state)
    roles = _roles(fact, operation, state)
    if fact == "cluster" and "partitions" in roles:
        fact = "cluster: partitioned"
    return Claim((fact,), roles, assumes)


# What a table has one of, and how that is said when it is made.
_PLACES = {
    "alter table set access method": ("access method", pattern(r"\bUSING\s+(\S+)", re.I)),
    "alter table set tablespace": ("tablespace", pattern(r"\bTABLESPACE\s+(\S+)", re.I)),
}


def _placed(fact: str, operation: Statement, state: Lookup) -> tuple[str, tuple[str, ...]]:
    """Whether the table gets what it has already, and is left as it is; what is not known is taken as another one."""
    words, made = _PLACES[fact]
    name, table = operation.objects[0], state.table(operation.objects[0])
    said = [one.text for one in table.said if isinstance(one, Statement) and one.kind == fact] if table else []
    said += [found[1] for found in (made.search(table.options) if table else None,) if found]
    if not said or _last(operation.text) == "default":
        return fact, (f"which {words} {name} has is not in the files, taken as another one",)
    return f"{fact}: same" if _last(said[0]) == _last(operation.text) else fact, ()


def _last(text: str) -> str:
    return text.split()[-1].strip('"').lower()


def _known(kind: str) -> str | None:
    rows = facts("postgresql").rows
    while kind:
        if kind in rows:
            return kind
        kind = kind.rpartition(" ")[0]
    return None


def _roles(fact: str, operation: Statement, state: Lookup) -> Roles:
    objects = operation.objects
    if not objects and fact in ("analyze", "cluster: many", "vacuum", "vacuum full"):
        return {"table": (EVERY,)}
    if fact in _AFTER_FIRST:
        objects = objects[1:]
    if not objects:
        return {}
    if fact.startswith(("alter index", "comment on index")):
        table = state.table_of_index(objects[0])
        return {"index": objects[:1], "table": (table.name,) if table else objects[:1]}
    if fact in _ALL_RELATIONS or fact in _AFTER_FIRST:
        return of_each(state, objects)
    first, others = objects[:1], objects[2:] if fact == "create constraint trigger" else objects[1:]
    own: Roles = {"view": first, "materialized view": first, "sequence": first, "other": others}
    return own | table_roles(state, objects[0], state.table(objects[0]))


def _storage(operation: Statement) -> str:
    """SET and RESET of a table: most parameters concern vacuum and free space only."""
    inner = _PARAMETERS.search(operation.text)
    found: list[str] = _PARAMETER.findall(inner[1].lower()) if inner else []
    mild = bool(found) and all(_STORAGE.fullmatch(name) for name in found)
    return "alter table set (storage)" if mild else operation.kind


def _vacuum(operation: Statement) -> str:
    return "vacuum full" if _FULL.search(operation.text) else "vacuum"


def _cluster(operation: Statement) -> str:
    return "cluster" if operation.objects else "cluster: many"


def _discarded(operation: Statement) -> str:
    return "discard all" if operation.text.upper().split()[-1:] == ["ALL"] else "discard"


_REFINED: dict[str, Callable[[Statement], str]] = {
    "alter table reset": _storage,
    "alter table set": _storage,
    "cluster": _cluster,
    "discard": _discarded,
    "vacuum": _vacuum,
}


def _created(said: CreateObject) -> Statement:
    if said.kind == "publication":
        return Statement("create publication", (said.name, *said.others))
    table = (said.table,) if said.table else ()
    return Statement(f"create {said.kind}", (*table, said.name, *said.others))


def _commented(said: SetComment) -> Statement:
    if said.kind == "domain constraint":
        return Statement("comment on domain", ())
    return Statement(f"comment on {said.kind}", (*((said.table,) if said.table else ()), said.name))


def _granted(said: Grant | Revoke) -> Statement:
    """Privileges on tables and sequences lock them; on anything else they lock nothing that has rows."""
    verb = "grant" if isinstance(said, Grant) else "revoke"
    if said.later is not None:
        return Statement("alter default privileges")
    if said.kind in ("table", "sequence") and said.name:
        return Statement(verb, (said.name,))
    return Statement(f"{verb} role" if said.kind == "role" else f"{verb}: other")


def _sequence(said: AlterSequence) -> Statement:
    if said.owned_by:
        return Statement("alter sequence owned by", (said.sequence, said.owned_by[0]))
    return Statement("alter sequence", (said.sequence,))


def _renamed(said: RenameObject) -> Statement:
    table = (said.table,) if said.table else ()
    return Statement(f"alter {said.kind} rename", (*table, said.name))


# The statement that an operation is, as far as its cost goes.
_SAID: dict[type[Operation], Callable[[Any], Statement]] = {
    AlterSequence: _sequence,
    AttachParent: lambda said: Statement("alter table inherit", (said.table, said.parent)),
    CreateObject: _created,
    CreateSequence: lambda said: Statement("create sequence", (said.sequence,)),
    DetachParent: lambda said: Statement("alter table no inherit", (said.table, said.parent)),
    Grant: _granted,
    MoveObject: lambda said: Statement(f"alter {said.kind} set schema", (said.name,)),
    RenameObject: _renamed,
    Revoke: _granted,
    SetComment: _commented,
    SetIdentity: lambda said: Statement("alter table alter column set identity", (said.table,)),
    SetOwner: lambda said: Statement(f"alter {said.kind} owner to", (said.name,)),
    Switch: lambda said: Statement(f"alter table {said.to} {said.kind}", (said.table,)),
}


def _as_said(operation: Operation, state: Lookup) -> Claim | None:
    return statement(_SAID[type(operation)](operation), state)


CLAIMS: Mapping[type[Operation], Callable[[Any, Lookup], Claim | None]] = {
    **dict.fromkeys(_SAID, _as_said),
    Statement: statement,
}
