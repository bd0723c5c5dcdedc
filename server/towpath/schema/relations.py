"""What ties tables together: constraints and their indexes, foreign keys on both sides, partitions, renames."""

from typing import Any

from towpath.operations import (
    Column,
    Constraint,
    ForeignKey,
    IndexKey,
    Name,
    NotNull,
    PrimaryKey,
    Unique,
    replace,
)
from towpath.schema.naming import constraint_name
from towpath.schema.state import Draft
from towpath.schema.tables import Index, Table


def add_constraint(draft: Draft, name: Name, constraint: Constraint) -> None:
    """Adds a constraint under the name that it will have, with its index, and to the table that it points to."""
    table = draft.table(name) or Table(name)
    if isinstance(constraint, (PrimaryKey, Unique)) and constraint.index:
        table, constraint = _taken_over(draft, table, constraint)
    called = constraint.name or constraint_name(table, constraint)
    constraint = constraint if constraint.name == called else replace(constraint, name=called)
    table = replace(table, constraints=(*(c for c in table.constraints if c.name != called), constraint))
    if isinstance(constraint, PrimaryKey):
        table = replace(table, columns=tuple(_not_null(column, constraint.columns) for column in table.columns))
    if isinstance(constraint, NotNull) and constraint.valid:
        table = replace(table, columns=tuple(_not_null(column, (constraint.column,)) for column in table.columns))
    if isinstance(constraint, (PrimaryKey, Unique)) and not table.index(called):
        keys = tuple(IndexKey(column) for column in constraint.columns)
        index = Index(Name(called, name.schema), keys, True, include=constraint.include, constraint=called)
        table = replace(table, indexes=(*table.indexes, index))
        draft.put(draft.key("index", index.name), name)
    draft.put_table(table)
    if isinstance(constraint, ForeignKey):
        target = draft.table(constraint.target) or Table(constraint.target)
        if name not in target.referenced_by:
            draft.put_table(replace(target, referenced_by=(*target.referenced_by, name)))


def _taken_over(draft: Draft, table: Table, constraint: Any) -> tuple[Table, Any]:
    """An existing index becomes the constraint's, and takes its name."""
    index = table.index(constraint.index)
    if index is None:
        return table, replace(constraint, name=constraint.name or constraint.index)
    called = constraint.name or constraint.index
    taken = replace(index, name=index.name._replace(name=called), constraint=called)
    draft.put(draft.key("index", index.name), None)
    draft.put(draft.key("index", taken.name), table.name)
    indexes = tuple(taken if found is index else found for found in table.indexes)
    return replace(table, indexes=indexes), replace(constraint, name=called, columns=index.columns)


def _not_null(column: Column, names: tuple[str, ...]) -> Column:
    return replace(column, nullable=False) if column.name in names else column


def drop_constraint(draft: Draft, name: Name, called: str) -> None:
    """Takes a constraint away, with its index and what it said of its columns and of the other table."""
    table = draft.table(name) or Table(name)
    constraint = table.constraint(called)
    for index in table.indexes:
        if index.constraint == called:
            draft.put(draft.key("index", index.name), None)
    table = replace(
        table,
        constraints=tuple(c for c in table.constraints if c.name != called),
        indexes=tuple(index for index in table.indexes if index.constraint != called),
    )
    if isinstance(constraint, NotNull):
        columns = tuple(replace(c, nullable=True) if c.name == constraint.column else c for c in table.columns)
        table = replace(table, columns=columns)
    draft.put_table(table)
    if isinstance(constraint, ForeignKey):
        forget_reference(draft, constraint.target, name)


def forget_reference(draft: Draft, target: Name, name: Name) -> None:
    """A foreign key between two tables is gone; another one between them keeps them tied."""
    table, other = draft.table(name), draft.table(target)
    left = [key for key in table.foreign_keys if key.target == target] if table else []
    if other and name in other.referenced_by and len(left) <= 1:
        draft.put_table(replace(other, referenced_by=tuple(n for n in other.referenced_by if n != name)))


def rename(draft: Draft, old: Name, new: Name) -> None:
    """A table goes by another name: in its own place, and wherever others name it."""
    table = draft.table(old)
    if table is None:
        return
    new = Name(new.name, None if new.schema == "public" else new.schema)
    indexes = tuple(replace(index, name=Name(index.name.name, new.schema)) for index in table.indexes)
    for index in table.indexes:
        draft.put(draft.key("index", index.name), None)
    draft.put(draft.key("table", old), None)
    draft.put_table(replace(table, name=new, indexes=indexes))
    for index in indexes:
        draft.put(draft.key("index", index.name), new)
    for key in table.foreign_keys:
        other = draft.table(key.target)
        if other:
            names = tuple(new if name == old else name for name in other.referenced_by)
            draft.put_table(replace(other, referenced_by=names))
    for name in table.referenced_by:
        other = draft.table(new if name == old else name)
        if other:
            draft.put_table(replace(other, constraints=tuple(_pointing(c, old, new) for c in other.constraints)))
    if table.parent and (parent := draft.table(table.parent)):
        draft.put_table(replace(parent, partitions=tuple(new if p == old else p for p in parent.partitions)))


def _pointing(constraint: Constraint, old: Name, new: Name) -> Constraint:
    if isinstance(constraint, ForeignKey) and constraint.target == old:
        return replace(constraint, target=new)
    return constraint


def renamed_column(table: Table, old: str, new: str) -> Table:
    """The table with a column under another name, in its constraints and indexes too."""

    def name(column: str) -> str:
        return new if column == old else column

    def in_constraint(constraint: Constraint) -> Constraint:
        if isinstance(constraint, NotNull):
            return replace(constraint, column=name(constraint.column))
        if isinstance(constraint, (PrimaryKey, Unique, ForeignKey)):
            return replace(constraint, columns=tuple(map(name, constraint.columns)))
        return constraint

    def in_index(index: Index) -> Index:
        keys = tuple(replace(key, column=name(key.column)) if key.column else key for key in index.keys)
        return replace(index, keys=keys, include=tuple(map(name, index.include)))

    return replace(
        table,
        columns=tuple(replace(column, name=name(column.name)) for column in table.columns),
        constraints=tuple(map(in_constraint, table.constraints)),
        indexes=tuple(map(in_index, table.indexes)),
    )


def attach(draft: Draft, parent: Name, partition: Name, bound: str) -> None:
    whole, part = draft.table(parent) or Table(parent), draft.table(partition) or Table(partition)
    default = partition if bound.strip().upper() == "DEFAULT" else whole.default_partition
    others = tuple(name for name in whole.partitions if name != partition)
    draft.put_table(replace(whole, partitions=(*others, partition), default_partition=default))
    draft.put_table(replace(part, parent=parent, bound=bound))


def detach(draft: Draft, parent: Name, partition: Name) -> None:
    whole, part = draft.table(parent), draft.table(partition)
    if whole:
        default = None if whole.default_partition == partition else whole.default_partition
        partitions = tuple(name for name in whole.partitions if name != partition)
        draft.put_table(replace(whole, partitions=partitions, default_partition=default))
    if part:
        draft.put_table(replace(part, parent=None, bound=None))
