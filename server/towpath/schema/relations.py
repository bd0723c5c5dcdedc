"""What ties relations together, kept on both sides: foreign keys, views, types of columns, sequences of columns."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from towpath.operations import Check, Column, ForeignKey, Name, NotNull, Type, named, replace
from towpath.schema import words
from towpath.schema.objects import Thing
from towpath.schema.state import Draft, Lookup, place
from towpath.schema.tables import Table

# A star that stands for every column, as that in count(*) does not.
_STAR = re.compile(r"(?:^|\b(?:select|all|distinct)\b|[,.)])\s*\*", re.IGNORECASE)
# Types that everybody has, so that nobody is listed as a user of them.
_ORDINARY = frozenset(
    """
    bigint bigserial boolean bytea char date integer interval json jsonb numeric real serial smallint smallserial text
    time timestamp timestamptz timetz uuid varbit varchar
    """.split()
) | {"double precision"}


def known(draft: Lookup, name: Name) -> Table:
    """The table as far as it is known; one that the migrations did not make is old and not whole."""
    return draft.table(name) or Table(draft.held("table", name))


def linked(draft: Lookup, held: Name) -> Table:
    return draft.linked(held) or Table(held)


def family(draft: Lookup, table: Table) -> Iterator[Table]:
    """The partitions and children of a table, theirs too."""
    waiting, seen = [*table.descendants], {table.name}
    while waiting:
        name = waiting.pop(0)
        found = draft.linked(name) if name not in seen else None
        seen.add(name)
        if found:
            waiting += found.descendants
            yield found


def without(names: tuple[Name, ...], gone: Name) -> tuple[Name, ...]:
    return tuple(name for name in names if name != gone) if gone in names else names


def including(names: tuple[Name, ...], new: Name) -> tuple[Name, ...]:
    return names if new in names else (*names, new)


def exchanged(names: tuple[Name, ...], old: Name, new: Name) -> tuple[Name, ...]:
    return tuple(new if name == old else name for name in names) if old in names else names


def is_taken(draft: Lookup, beside: Name, name: str) -> bool:
    """Whether a relation in the schema of another one has this name, so that the server would look for another."""
    held = Name(name, beside.schema)
    return any(draft.fact(place(kind, held)) is not None for kind in ("index", "table", "sequence"))


def tie(draft: Draft, name: Name, target: Name) -> None:
    """Lists a table at another one if it has a foreign key to it, and takes it off the list if not.

    A partition has that of the whole, which alone is listed.
    """
    own, other = draft.linked(name), known(draft, target)
    keys = own.foreign_keys if own else ()
    tied = any(known(draft, key.target).name == other.name and not is_inherited(draft, own, key) for key in keys)
    names = including(other.referenced_by, name) if tied else without(other.referenced_by, name)
    if names is not other.referenced_by:
        draft.put_table(replace(other, referenced_by=names))


def is_inherited(draft: Lookup, table: Table | None, key: ForeignKey) -> bool:
    """Whether a foreign key of a partition is that of the whole."""
    whole = draft.linked(table.parent) if table and table.parent else None
    return whole is not None and any(same(own, key) for own in whole.foreign_keys)


def same(one: Any, other: Any) -> bool:
    """Whether two constraints say the same, under whatever name and validated or not."""
    if type(one) is type(other) and isinstance(one, (Check, ForeignKey, NotNull)):
        return bool(replace(one, name=None, valid=True) == replace(other, name=None, valid=True))
    return bool(one == other)


def referring(draft: Lookup, table: Table) -> Iterator[tuple[Table, ForeignKey]]:
    """The foreign keys that point to a table, each with the table that has it."""
    for name in table.referenced_by:
        other = draft.linked(name)
        for key in other.foreign_keys if other else ():
            if other and known(draft, key.target).name == table.name:
                yield other, key


def read(draft: Draft, view: Name, relations: Iterable[Name]) -> tuple[Name, ...]:
    """A view reads these relations now; the names that they are held under."""
    found: list[Name] = []
    for name in relations:
        other = known(draft, name)
        if other.name == view:
            continue
        draft.put_table(replace(other, read_by=including(other.read_by, view)))
        found.append(other.name)
    return tuple(dict.fromkeys(found))


def stop_reading(draft: Draft, view: Table) -> None:
    for name in view.reads:
        other = draft.linked(name)
        if other:
            draft.put_table(replace(other, read_by=without(other.read_by, view.name)))


def reads_column(view: Table, column: str) -> bool:
    """Whether a view that reads a table may read this column of it."""
    if view.made is None or view.starred is None:
        return True
    return column in view.starred or column in words.names(view.made.query)


def starred(draft: Lookup, view: Table) -> tuple[str, ...] | None:
    """The columns that a star in a view's query stands for; None where they are not known."""
    if view.made is None or not _STAR.search(view.made.query):
        return ()
    tables = [draft.linked(name) for name in view.reads]
    if not all(table and table.whole for table in tables):
        return None
    return tuple(dict.fromkeys(column.name for table in tables if table for column in table.columns))


def own_types(columns: Iterable[Column]) -> set[Name]:
    """The types of columns that somebody may have made."""
    return {named(column.type.name) for column in columns if column.type and column.type.name not in _ORDINARY}


def use_types(draft: Draft, table: Name, columns: Iterable[Column]) -> None:
    """A table has columns of these types now."""
    for type in own_types(columns):
        key = draft.key("type", type)
        if draft.fact(key) is not None:
            draft.put(f"users of {key}", including(draft.fact(f"users of {key}") or (), table))


def stop_using(draft: Draft, table: Table, columns: Iterable[Column]) -> None:
    """Columns of a table are gone, or of another type; what is left of the table decides whether it uses a type."""
    gone = own_types(columns)
    for type in gone - own_types(table.columns) if gone else ():
        key = f"users of {draft.key('type', type)}"
        users: tuple[Name, ...] | None = draft.fact(key)
        if users and table.name in users:
            draft.put(key, without(users, table.name) or None)


Change = Callable[[tuple[str, ...], str], tuple[str, ...]]


def enter(draft: Draft, kind: str, held: Name) -> None:
    """Something new lives in a schema that the migrations made."""
    _of_schema(draft, held, lambda holds, key: holds if key in holds else (*holds, key), kind)


def leave(draft: Draft, kind: str, held: Name) -> None:
    draft.put(place(kind, held), None)
    _of_schema(draft, held, lambda holds, key: tuple(one for one in holds if one != key), kind)


def _of_schema(draft: Draft, held: Name, change: Change, kind: str) -> None:
    if held.schema in (None, "public"):
        return
    schema = draft.fact(f"schema {held.schema}")
    if isinstance(schema, Thing):
        draft.put(f"schema {held.schema}", replace(schema, holds=change(schema.holds, place(kind, held))))


def pointing(key: ForeignKey, old: Name, new: Name) -> ForeignKey:
    """A foreign key to a table which goes by another name now; a schema that goes without saying stays so."""
    schema = key.target.schema if old.schema == new.schema else new.schema
    return replace(key, target=Name(new.name, schema))


def of_type(column: Column, old: Name, new: Name) -> Column:
    """A column whose type goes by another name now."""
    if column.type and named(column.type.name) == old:
        return replace(column, type=Type(str(new), column.type.arguments, column.type.array))
    return column
