"""The operations that make a table or a view as it is, with all that stands on it."""

from collections.abc import Iterable, Iterator
from typing import Any

from towpath.operations import (
    AddConstraint,
    AlterSequence,
    AttachIndex,
    Column,
    CreateIndex,
    CreateSequence,
    CreateTable,
    Name,
    Operation,
    RenameIndex,
    SetComment,
    replace,
)
from towpath.schema import serial
from towpath.schema.dropping import drop_relation
from towpath.schema.effects import apply
from towpath.schema.relations import family, known, reads_column, referring, same, starred
from towpath.schema.state import Draft, Lookup
from towpath.schema.tables import Index, Table


def made(before: Lookup, table: Table) -> list[Operation] | str:
    """The operations, in order; or why it cannot be made anew."""
    if table.kind != "table":
        return _view(before, table)
    every = (table, *family(before, table))
    missing = next((one for one in every if not one.whole), None)
    if missing is not None:
        return f"the columns of {missing.name} are not all in the files"
    if apart := next(filter(None, (without_part(before, one) for one in every)), None):
        return apart
    operations = [*_table(before, table)]
    return operations + _renames(before, table, operations)


def _table(before: Lookup, table: Table) -> Iterator[Operation]:
    sequences = [one for one in serial.of_column(before, table) if not _is_serial(before, table, one.made)]
    for sequence in sequences:
        yield replace(sequence.made, owned_by=None)
    create = CreateTable(
        table.name,
        tuple(_own_columns(before, table)),
        tuple(one for one in _own_constraints(before, table) if getattr(one, "valid", True)),
        temporary=table.temporary,
        unlogged=table.unlogged,
        partition_by=table.partition_by,
        partition_of=table.parent,
        bound=table.bound,
        inherits=table.inherits,
        options=table.options,
    )
    yield create
    for sequence in sequences:
        yield AlterSequence(sequence.made.sequence, owned_by=sequence.made.owned_by)
        yield from sequence.said
    for constraint in _own_constraints(before, table):
        if not getattr(constraint, "valid", True):
            yield AddConstraint(table.name, constraint)
    for index in table.indexes:
        if index.constraint is None and index.part_of is None:
            yield created(index, table.name)
    for name in table.descendants:
        yield from _table(before, known(before, name))
    yield from _attached(before, table)
    yield from comments(table, table.columns, table.indexes)
    yield from table.said


def without_part(before: Lookup, part: Table) -> str | None:
    """Why a partition cannot come to its whole as it is: every server would give it its part of an index."""
    whole = before.linked(part.parent) if part.parent else None
    has = {index.part_of for index in part.indexes}
    missing = next((index.name for index in (whole.indexes if whole else ()) if index.name not in has), None)
    return missing and f"{part.name} cannot be a partition of {part.parent} without its part of the index {missing}"


def _is_serial(before: Lookup, table: Table, made: CreateSequence) -> bool:
    column = table.column(made.owned_by[1]) if made.owned_by else None
    return column is not None and serial.spelled(before, table, column) is not None


def spelled(before: Lookup, table: Table, column: Column) -> Column:
    """A column as its author would say it: `serial` where that makes its sequence, and without its comment."""
    return replace(serial.spelled(before, table, column) or column, comment=None)


def _own_columns(before: Lookup, table: Table) -> Iterator[Column]:
    """The columns that a table does not take from others, and what it says anew of those that it takes."""
    parents = [known(before, name) for name in (*table.inherits, *filter(None, (table.parent,)))]
    for column in table.columns:
        taken = next((found for parent in parents if (found := parent.column(column.name))), None)
        if taken is None:
            yield spelled(before, table, column)
        elif (column.default, column.nullable) != (taken.default, taken.nullable):
            default = column.default if column.default != taken.default else None
            nullable = column.nullable if column.nullable != taken.nullable else None
            yield Column(column.name, None if table.parent else column.type, nullable, default)


def _own_constraints(before: Lookup, table: Table) -> list[Any]:
    """The constraints that a table does not take from others."""
    parents = [known(before, name) for name in (*table.inherits, *filter(None, (table.parent,)))]
    taken = [constraint for parent in parents for constraint in parent.constraints]
    inherited = {index.constraint for index in table.indexes if index.part_of}
    return [
        constraint
        for constraint in table.constraints
        if constraint.name not in inherited and not any(same(constraint, one) for one in taken)
    ]


def created(index: Index, table: Name) -> CreateIndex:
    """The operation that makes an index as it is."""
    return CreateIndex(
        index.name.name,
        table,
        index.keys,
        index.unique,
        only=not index.valid,
        method=index.method,
        include=index.include,
        nulls_distinct=index.nulls_distinct,
        where=index.where,
        options=index.options,
    )


def _attached(before: Lookup, table: Table) -> Iterator[Operation]:
    """The parts of indexes that are not whole yet, which no server makes by itself."""
    for index in table.indexes:
        if not index.valid:
            yield from attached(before, table, index)


def attached(before: Lookup, table: Table, index: Index) -> Iterator[Operation]:
    """The parts of an index, one by one."""
    for name in table.partitions:
        for part in known(before, name).indexes:
            if part.part_of == index.name:
                yield created(part, name)
                yield AttachIndex(index.name, part.name)


def comments(table: Table, columns: Iterable[Column], indexes: Iterable[Index]) -> Iterator[Operation]:
    """What is commented on: a table that is made anew, and some columns and indexes."""
    if table.comment is not None and columns is table.columns:
        yield SetComment(table.kind, table.name, table.comment)
    for column in columns:
        if column.comment is not None:
            yield SetComment("column", Name(column.name), column.comment, table.name)
    for index in indexes:
        if index.comment is not None:
            yield SetComment("index", index.name, index.comment)


def _renames(before: Lookup, table: Table, operations: list[Operation]) -> list[Operation]:
    """What gives the indexes of partitions the names that they had, where the server chooses others."""
    if not (table.partitions or table.parent):
        return []
    draft = Draft(before)
    drop_relation(draft, table)
    return renames(before, table, draft, operations)


def renames(before: Lookup, table: Table, draft: Draft, operations: list[Operation]) -> list[Operation]:
    """The same after some operations on a draft."""
    for operation in operations:
        apply(draft, operation)
    found: list[Operation] = []
    for part in (table, *family(before, table)):
        now = draft.linked(part.name)
        if now:
            found += _in_turn(now, [*_misnamed(part, now)])
    return found


def _misnamed(was: Table, now: Table) -> Iterator[RenameIndex]:
    """What gives each part of an index of the whole the name that it had."""
    for old in was.indexes:
        if old.part_of is None:
            continue
        for new in now.indexes:
            if (new.part_of, new.keys, new.where) == (old.part_of, old.keys, old.where) and new.name != old.name:
                yield RenameIndex(new.name, old.name.name)


def _in_turn(now: Table, wanted: list[RenameIndex]) -> Iterator[RenameIndex]:
    """The renamings, each when nothing has its name any more."""
    taken = {index.name.name for index in now.indexes}
    while free := next((one for one in wanted if one.to not in taken), None):
        taken = taken - {free.index.name} | {free.to}
        wanted.remove(free)
        yield free


def lost(before: Lookup, table: Table, draft: Lookup) -> list[Operation]:
    """What makes the indexes anew that partitions had before, and have not on a draft."""
    found: list[Operation] = []
    for part in family(before, table):
        now = draft.linked(part.name)
        names = {index.name for index in now.indexes} if now else set[Name]()
        found += [created(index, part.name) for index in part.indexes if index.name not in names]
    return found


def _view(before: Lookup, view: Table) -> list[Operation] | str:
    if view.made is None:
        return f"the query of the {view.kind} {view.name} is not in the files"
    if view.renamed:
        old, new = view.renamed[0]
        return f"the {view.kind} {view.name} was made with {old}, which is called {new} now"
    if view.starred and {*view.starred} != {*(starred(before, view) or ())}:
        return f"the {view.kind} {view.name} was made with every column that there was, and there are others now"
    create = replace(view.made, view=view.name, replace=False, if_not_exists=False)
    indexes = [created(index, view.name) for index in view.indexes]
    comment = [SetComment(view.kind, view.name, view.comment)] if view.comment is not None else []
    return [create, *indexes, *comment, *comments(view, (), view.indexes), *view.said]


def dependents(before: Lookup, table: Table, views: bool = True) -> list[Operation] | str:
    """What makes the foreign keys of others to a table, and the views that read it, each when it can be made."""
    gone = {table.name, *(part.name for part in family(before, table))}
    operations: list[Operation] = [
        AddConstraint(other.name, key) for other, key in referring(before, table) if other.name not in gone
    ]
    for view in reading(before, table) if views else ():
        found = made(before, view)
        if isinstance(found, str):
            return found
        operations += found
    return operations


def reading(before: Lookup, table: Table, column: str | None = None) -> list[Table]:
    """The views that read a table, or a column of it, and those that read them, none before one that it reads."""
    found: dict[Name, Table] = {}

    def visit(name: Name) -> None:
        view = before.linked(name)
        for reader in view.read_by if view else ():
            visit(reader)
        if view and name not in found:
            found[name] = view

    for name in table.read_by:
        view = before.linked(name)
        if column is None or (view and reads_column(view, column)):
            visit(name)
    return [*reversed(found.values())]
