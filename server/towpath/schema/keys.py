"""Indexes and constraints as they come and go, on a table and on its partitions and children."""

import re
from typing import Any

from towpath.operations import (
    Check,
    Column,
    Constraint,
    Exclusion,
    ForeignKey,
    IndexKey,
    Name,
    NotNull,
    PrimaryKey,
    Unique,
    replace,
)
from towpath.schema.naming import constraint_name, index_name
from towpath.schema.relations import family, is_taken, linked, same, tie
from towpath.schema.state import Draft, place
from towpath.schema.tables import Index, Table

Key = (PrimaryKey, Unique, Exclusion)


def put_index(draft: Draft, table: Table, index: Index) -> Table:
    """The table with an index, which is found by its name from now on."""
    others = tuple(one for one in table.indexes if one.name != index.name)
    draft.put(place("index", index.name), table.name)
    return replace(table, indexes=(*others, index))


def add_index(draft: Draft, name: Name, index: Index) -> None:
    """Adds an index, on each partition too; one that is not valid waits for theirs."""
    table = put_index(draft, linked(draft, name), index)
    draft.put_table(table)
    for part in table.partitions if index.valid else ():
        inherit_index(draft, part, table, index)


def inherit_index(draft: Draft, name: Name, whole: Table, index: Index) -> None:
    """A partition gets its part of an index: one that it has already, or a new one."""
    part = linked(draft, name)
    alike = (own for own in part.indexes if own.part_of is None and _shape(own) == _shape(index))
    own = next((one for one in alike if one.constraint or not index.constraint), None)
    constraint = whole.constraint(index.constraint) if index.constraint else None
    if own is not None:
        draft.put_table(put_index(draft, part, replace(own, part_of=index.name)))
    elif constraint is not None:
        add_constraint(draft, name, replace(constraint, name=None), index.name)
    else:
        called = index_name(part, index.keys, index.include, lambda found: is_taken(draft, name, found))
        add_index(draft, name, replace(index, name=Name(called, name.schema), part_of=index.name, comment=None))


def _shape(index: Index) -> tuple[object, ...]:
    """What must be the same for an index of a partition to be part of that of the whole."""
    return index.keys, index.unique, index.where, index.include, index.method or "btree", index.nulls_distinct


def drop_index(draft: Draft, table: Table, name: Name) -> Table:
    """The table without an index; the parts of it on partitions go too."""
    if draft.fact(place("index", name)) == table.name:
        draft.put(place("index", name), None)
    table = replace(table, indexes=tuple(index for index in table.indexes if index.name != name))
    draft.put_table(table)
    for part in table.partitions:
        found = linked(draft, part)
        for index in found.indexes:
            if index.part_of == name:
                found = drop_index(draft, found, index.name)
                if index.constraint:
                    drop_constraint(draft, found.name, index.constraint)
    return table


def add_constraint(draft: Draft, name: Name, constraint: Constraint, part_of: Name | None = None) -> None:
    """Adds a constraint under the name that it will have, with its index, and to the table that it points to."""
    table = linked(draft, name)
    if isinstance(constraint, (PrimaryKey, Unique)) and constraint.index:
        table, constraint = _taken_over(draft, table, constraint)
    called = constraint.name or _name(draft, table, constraint)
    constraint = constraint if constraint.name == called else replace(constraint, name=called)
    table = replace(table, constraints=(*(c for c in table.constraints if c.name != called), constraint))
    table = _not_null(table, constraint)
    if isinstance(constraint, Key) and not table.index(called):
        draft.put_table(table)
        add_index(draft, name, _index_of(constraint, Name(called, name.schema), part_of))
        return
    draft.put_table(table)
    if isinstance(constraint, ForeignKey):
        tie(draft, name, constraint.target)
    _inherit(draft, table, constraint)


def _name(draft: Draft, table: Table, constraint: Constraint) -> str:
    builds = isinstance(constraint, Key)
    return constraint_name(table, constraint, (lambda found: is_taken(draft, table.name, found)) if builds else None)


def _taken_over(draft: Draft, table: Table, constraint: Any) -> tuple[Table, Any]:
    """An existing index becomes the constraint's, and takes its name."""
    index = table.index(constraint.index)
    called = constraint.name or constraint.index
    if index is None:
        return table, replace(constraint, name=called)
    draft.put(place("index", index.name), None)
    taken = replace(index, name=index.name._replace(name=called), constraint=called)
    others = replace(table, indexes=tuple(one for one in table.indexes if one is not index))
    settled = replace(constraint, name=called, index=None, columns=index.columns, include=index.include)
    if isinstance(constraint, Unique):
        settled = replace(settled, nulls_distinct=index.nulls_distinct)
    options = re.sub(r"\bTABLESPACE\b", "USING INDEX TABLESPACE", index.options, flags=re.I)
    return put_index(draft, others, taken), replace(settled, options=options)


def _index_of(constraint: PrimaryKey | Unique | Exclusion, name: Name, part_of: Name | None) -> Index:
    columns: tuple[str, ...] = getattr(constraint, "columns", ())
    return Index(
        name,
        tuple(IndexKey(column) for column in columns),
        not isinstance(constraint, Exclusion),
        include=constraint.include,
        method=getattr(constraint, "method", None),
        constraint=name.name,
        nulls_distinct=getattr(constraint, "nulls_distinct", True),
        part_of=part_of,
    )


def _not_null(table: Table, constraint: Constraint) -> Table:
    """The table with those columns NOT NULL that a constraint makes so."""
    names: tuple[str, ...] = ()
    if isinstance(constraint, PrimaryKey):
        names = constraint.columns
    elif isinstance(constraint, NotNull) and constraint.valid:
        names = (constraint.column,)
    return replace(table, columns=tuple(_required(column, names) for column in table.columns)) if names else table


def _required(column: Column, names: tuple[str, ...]) -> Column:
    return replace(column, nullable=False) if column.name in names and column.nullable is not False else column


def _inherit(draft: Draft, table: Table, constraint: Constraint) -> None:
    """Partitions get a constraint under the same name, children only checks and NOT NULL."""
    checks = isinstance(constraint, (Check, NotNull)) and constraint.inherited
    for name in table.descendants if checks else table.partitions if isinstance(constraint, ForeignKey) else ():
        if not any(same(own, constraint) for own in linked(draft, name).constraints):
            add_constraint(draft, name, constraint)


def drop_constraint(draft: Draft, name: Name, called: str) -> None:
    """Takes a constraint away, with its index and what it said of its columns and of the other table."""
    table = linked(draft, name)
    constraint = table.constraint(called)
    table = replace(table, constraints=tuple(c for c in table.constraints if c.name != called))
    if isinstance(constraint, NotNull):
        columns = tuple(replace(c, nullable=True) if c.name == constraint.column else c for c in table.columns)
        table = replace(table, columns=columns)
    draft.put_table(table)
    for index in table.indexes:
        if index.constraint == called:
            table = drop_index(draft, table, index.name)
    if isinstance(constraint, ForeignKey):
        tie(draft, name, constraint.target)
    if isinstance(constraint, (Check, ForeignKey, NotNull)):
        for other in family(draft, table):
            for own in other.constraints:
                if own.name and own.name not in other.own and same(own, constraint):
                    drop_constraint(draft, other.name, own.name)
