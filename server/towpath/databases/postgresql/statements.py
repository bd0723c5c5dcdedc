"""What statements cost on PostgreSQL that are known by their kind alone: a fact goes by the kind's own words."""

import re
from collections.abc import Callable

from towpath.databases.claims import Claim
from towpath.databases.facts import facts
from towpath.databases.postgresql.relations import Roles, table_roles
from towpath.databases.postgresql.rows import read_roles
from towpath.operations import Name, Statement
from towpath.schema import Lookup
from towpath.source import pattern

# Stands for relations that no file can name: every table of the database, or every one with a column of some type.
EVERY = Name("*")

# Kinds whose objects are relations all of them, and kinds whose first object is none.
_ALL_RELATIONS = frozenset(("analyze", "grant", "revoke", "vacuum", "vacuum full"))
_AFTER_FIRST = frozenset(("alter publication", "create publication"))
# Kinds that lock every table with a column of a domain.
_OF_DOMAINS = ("alter domain add", "alter domain validate", "alter domain set not null")
_READING = frozenset(("copy", "explain", "select"))
# Kinds that change the meaning of what they name so little that another session may go on reading and writing.
_STORAGE = pattern(
    r"(?:toast\.)?(?:autovacuum_\w+|fillfactor|log_autovacuum_\w+|parallel_workers|toast_tuple_target|vacuum_\w+)"
)
_PARAMETERS = pattern(r"\((.*)\)", re.S)
_PARAMETER = pattern(r"(?:^|,)\s*([\w.]+)")
_FULL = pattern(r"VACUUM\s+FULL\b|\(.*\bFULL\b(?!\s*(?:FALSE|OFF|0)\b)", re.I | re.S)
_ON_RELATIONS = pattern(
    r"\bON\s+(?!ALL\s|DATABASE\s|DOMAIN\s|FOREIGN\s|FUNCTION\s|LANGUAGE\s|LARGE\s|PARAMETER\s|PROCEDURE\s|ROUTINE\s|SCHEMA\s"
    r"|TABLESPACE\s|TYPE\s)",
    re.I,
)
_OWNED_BY = pattern(r"\bOWNED\s+BY\s+(?:(\w+)\.)?(\w+)\.\w+", re.I)


def statement(operation: Statement, state: Lookup) -> Claim | None:
    """The claim of a statement by its kind, or by the longest beginning of it that there is a fact for."""
    kind = operation.kind
    refined = _REFINED.get(kind)
    fact = refined(operation) if refined else _known(kind)
    if fact is None:
        return None
    if kind in _READING:
        return Claim((fact,), read_roles(operation.text, state))
    roles = _roles(fact, operation, state)
    if fact == "cluster" and "partitions" in roles:
        fact = "cluster: partitioned"
    return Claim((fact,), roles)


def _known(kind: str) -> str | None:
    rows = facts("postgresql").rows
    while kind:
        if kind in rows:
            return kind
        kind = kind.rpartition(" ")[0]
    return None


def _roles(fact: str, operation: Statement, state: Lookup) -> Roles:
    objects = operation.objects
    if fact.startswith(_OF_DOMAINS) or (not objects and fact in ("analyze", "cluster: many", "vacuum", "vacuum full")):
        return {"table": (EVERY,)}
    if fact in _AFTER_FIRST:
        objects = objects[1:]
    if not objects:
        return {}
    if fact.startswith(("alter index", "comment on index")):
        table = state.table_of_index(objects[0])
        return {"index": objects[:1], "table": (table.name,) if table else objects[:1]}
    if fact in _ALL_RELATIONS or fact in _AFTER_FIRST:
        return _of_each(objects, state)
    first, others = objects[:1], objects[2:] if fact == "create constraint trigger" else objects[1:]
    if match := _OWNED_BY.search(operation.text):
        others = (Name(match[2].lower(), match[1] and match[1].lower()),)
    own: Roles = {"view": first, "materialized view": first, "sequence": first, "other": others}
    return own | table_roles(state, objects[0], state.table(objects[0]))


def _of_each(objects: tuple[Name, ...], state: Lookup) -> Roles:
    roles: Roles = {}
    for name in objects:
        for role, found in table_roles(state, name, state.table(name)).items():
            roles[role] = roles.get(role, ()) + found
    return roles


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


def _granted(operation: Statement) -> str:
    return operation.kind if _ON_RELATIONS.search(operation.text) else f"{operation.kind}: other"


def _domain_constraint(operation: Statement) -> str:
    late = operation.text.upper().rstrip().endswith("NOT VALID")
    return f"{operation.kind}: not valid" if late else operation.kind


def _commented(operation: Statement) -> str:
    on_domain = re.search(r"\bON\s+DOMAIN\b", operation.text, re.I)
    return "comment on domain" if on_domain else operation.kind


def _sequence(operation: Statement) -> str:
    return "alter sequence owned by" if _OWNED_BY.search(operation.text) else "alter sequence"


def _discarded(operation: Statement) -> str:
    return "discard all" if operation.text.upper().split()[-1:] == ["ALL"] else "discard"


_REFINED: dict[str, Callable[[Statement], str]] = {
    "alter domain add constraint": _domain_constraint,
    "alter sequence": _sequence,
    "alter table reset": _storage,
    "alter table set": _storage,
    "cluster": _cluster,
    "comment on constraint": _commented,
    "discard": _discarded,
    "grant": _granted,
    "revoke": _granted,
    "vacuum": _vacuum,
}
