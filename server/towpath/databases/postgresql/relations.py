"""Which relations an operation of PostgreSQL touches besides the one that it names."""

from collections.abc import Container, Iterable, Iterator

from towpath.operations import ForeignKey, Name
from towpath.schema import Form, Lookup, Table, reads_column

Roles = dict[str, tuple[Name, ...]]
# Most of these ask for no more than the form of a table.
Known = Table | Form


def table_roles(state: Lookup, name: Name, table: Known | None) -> Roles:
    """The roles of a table, its partitions and children, and which of them are known to have no index."""
    if table is None:
        return {"table": (name,)}
    roles: Roles = {"table": (name,)}
    if table.parent or table.inherits:
        roles |= wholes(state, table, "table")
    if not (table.partitions or table.children):
        if table.bare:
            roles["unindexed"] = (name,)
        return roles
    roles |= partition_roles(state, table, "")
    if table.children:
        roles["children"] = tuple(dict.fromkeys(_children(state, table)))
    if table.bare:
        own = () if table.partitions else (name,)
        parts = ((part, state.form(part)) for part in (*roles.get("partitions", ()), *roles.get("children", ())))
        roles["unindexed"] = own + tuple(part for part, known in parts if known and known.bare)
    return roles


def wholes(state: Lookup, table: Known | None, role: str) -> Roles:
    """The tables that a table is a partition or child of, whose readers reach it; nobody reaches one that is new."""
    if table is None or (table.born and table.born == state.migration):
        return {}
    found: dict[Name, None] = {}
    waiting: list[Known] = [table]
    while waiting:
        one = waiting.pop()
        for name in (*((one.parent,) if one.parent else ()), *one.inherits):
            if name not in found:
                found[name] = None
                waiting += [known] if (known := state.form(name)) else []
    return {f"{role} wholes": tuple(found)} if found else {}


def alone(state: Lookup, name: Name | None) -> tuple[tuple[str, ...], Roles]:
    """The fact and the roles of a partitioned table that is locked ACCESS EXCLUSIVE without its partitions."""
    table = state.form(name) if name else None
    if table is None or not table.partitions:
        return (), {}
    return ("whole alone",), {"whole": (table.name,), "parts": partition_roles(state, table, "")["partitions"]}


def of_each(state: Lookup, names: Iterable[Name]) -> Roles:
    """The roles of several tables at once."""
    roles: Roles = {}
    for name in names:
        for role, found in table_roles(state, name, state.form(name)).items():
            roles[role] = roles.get(role, ()) + found
    return roles


def partition_roles(state: Lookup, table: Known | None, role: str) -> Roles:
    """The partitions of a table that plays a role, at every level, and those of them that hold rows."""
    if table is None or not table.partitions:
        return {}
    every = tuple(_partitions(state, table))
    prefix = f"{role} " if role else ""
    return {
        f"{prefix}partitions": tuple(part for part, _ in every),
        f"{role or 'table'} rows": tuple(part for part, inner in every if not inner),
    }


def _partitions(state: Lookup, table: Known) -> Iterator[tuple[Name, bool]]:
    """Every partition, and whether it is divided itself."""
    for part in table.partitions:
        known = state.form(part)
        yield part, bool(known and known.partitions)
        if known and known.partitions and known.name != table.name:
            yield from _partitions(state, known)


def _children(state: Lookup, table: Known) -> Iterator[Name]:
    """Every table that inherits from a table, at every level."""
    for child in table.children:
        known = state.form(child)
        yield child
        if known and known.children and known.name != table.name:
            yield from _children(state, known)


def target_roles(state: Lookup, keys: Iterable[ForeignKey]) -> Roles:
    """The tables that foreign keys point to, with their partitions."""
    return targets_roles(state, tuple(key.target for key in keys))


def targets_roles(state: Lookup, targets: tuple[Name, ...]) -> Roles:
    """Those of tables that are pointed to."""
    names = tuple(dict.fromkeys(targets))
    roles: Roles = {"target": names}
    for name in names:
        for role, found in partition_roles(state, state.form(name), "target").items():
            roles[role] = roles.get(role, ()) + found
    if "target rows" in roles:
        roles["target rows"] += tuple(name for name in names if not divided(state.form(name)))
    return roles


def referencing(
    state: Lookup, table: Table | None, columns: Container[str] | None = None
) -> list[tuple[Name, ForeignKey]]:
    """The foreign keys of others that point to a table, or to some of its columns, with the tables that have them."""
    if table is None or not table.referenced_by:
        return []
    return [
        (name, foreign_key)
        for name in table.referenced_by
        if (other := state.table(name))
        for foreign_key in other.foreign_keys
        if same(state, foreign_key.target, table.name)
        and (columns is None or any(column in columns for column in foreign_key.target_columns or table.primary))
    ]


def view_roles(state: Lookup, table: Table, column: str | None = None) -> Roles:
    """The views that read a table, or one of its columns, and those that read them."""
    found: dict[Name, str] = {}
    waiting = [(name, column) for name in table.read_by]
    while waiting:
        name, of = waiting.pop()
        view = state.linked(name)
        if view is None or name in found or (of and not reads_column(view, of)):
            continue
        found[name] = view.kind
        waiting += [(reader, None) for reader in view.read_by]
    kinds = dict.fromkeys(found.values())
    return {kind: tuple(name for name, own in found.items() if own == kind) for kind in kinds}


def divided(table: Known | None) -> bool:
    """Whether a table is known to be partitioned."""
    return table is not None and (table.partition_by is not None or bool(table.partitions))


def same(state: Lookup, one: Name, other: Name) -> bool:
    """Whether two names are of one table."""
    return one == other or (one.name == other.name and state.key("table", one) == state.key("table", other))


def names(found: Iterable[tuple[Name, ForeignKey]]) -> tuple[Name, ...]:
    return tuple(dict.fromkeys(name for name, _ in found))
