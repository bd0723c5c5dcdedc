"""What the rules on unique constraints and primary keys share: an index that they could take over instead."""

from collections.abc import Iterator

from towpath.changes import Change, Here, Move, NewMigration, Remove, Replace
from towpath.operations import (
    AddColumn,
    AddConstraint,
    CreateIndex,
    DropConstraint,
    IndexKey,
    Name,
    PrimaryKey,
    Unique,
    replace,
)
from towpath.rule import Context, Finding, Fix
from towpath_rules.locking._constraints import makes_read, reads


def built(
    operation: AddConstraint | AddColumn, constraint: PrimaryKey | Unique, what: str, context: Context
) -> Iterator[Finding]:
    """The finding on a constraint that builds its own index; `what` says what it is."""
    if constraint.index or not makes_read(operation, constraint, context):
        return
    changes = _changes(operation, constraint, context)
    title = context.concurrently(f"Build its index concurrently, and take it over {context.later}")
    yield Finding(
        f"reads and writes of {operation.table} wait until the index of this {what} is built",
        (Fix(title, changes),) * bool(changes),
    )


def _changes(
    operation: AddConstraint | AddColumn, constraint: PrimaryKey | Unique, context: Context
) -> tuple[Change, ...]:
    """A concurrent index, then the constraint that takes it over; nothing where that is not possible."""
    table, name = operation.table, context.constraint_name(operation.table, constraint)
    keys = tuple(IndexKey(column) for column in constraint.columns)
    distinct = isinstance(constraint, PrimaryKey) or constraint.nulls_distinct
    index = CreateIndex(
        name, table, keys, unique=True, concurrently=True, include=constraint.include, nulls_distinct=distinct
    )
    taking = replace(constraint, columns=(), include=(), name=name, index=name)
    if isinstance(taking, Unique):
        taking = replace(taking, nulls_distinct=True)
    # What takes the constraint back takes its index along, which is built anew then.
    back = DropConstraint(table, name), index
    later = NewMigration((AddConstraint(table, taking),), f"add_{name}", back=back)
    if context.in_body or constraint.without_overlaps or context.refused(index):
        return ()
    columns = constraint.columns or ((operation.column.name,) if isinstance(operation, AddColumn) else ())
    others = {at: replace(one, concurrently=True) for at, one in _like(columns, table, context)}
    if isinstance(operation, AddColumn):
        bare = replace(operation, constraints=tuple(c for c in operation.constraints if c is not constraint))
        build = NewMigration((index, *others.values()), f"build_{name}", transactional=False)
        possible = isinstance(constraint, Unique) and not reads(bare, table, context)
        return (Replace(bare), *(Remove(at) for at in others), build, later) if possible else ()
    if isinstance(constraint, PrimaryKey) and not _all_not_null(constraint.columns, operation, context):
        return ()
    beside = [change for at, one in others.items() for change in (Replace(one, at), Move(False, at))]
    return Replace(index), Move(transactional=False), *beside, later


def _like(columns: tuple[str, ...], table: Name, context: Context) -> Iterator[tuple[Here, CreateIndex]]:
    """More indexes that the same step builds of these columns, as Django does for patterns."""
    for at, one in context.beside:
        if isinstance(one, CreateIndex) and (one.table, one.columns) == (table, columns) and not one.concurrently:
            yield at, one


def _all_not_null(columns: tuple[str, ...], operation: AddConstraint, context: Context) -> bool:
    found = [context.column(operation.table, column) for column in columns]
    return all(column is not None and column.nullable is False for column in found)
