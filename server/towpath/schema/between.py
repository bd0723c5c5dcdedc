"""The operations that lead from one state to another, as far as these differ in their tables."""

from collections.abc import Iterator
from typing import Any

from towpath.operations import (
    AddColumn,
    AddConstraint,
    AlterColumnType,
    Check,
    Column,
    Constraint,
    DropColumn,
    DropConstraint,
    DropDefault,
    DropIndex,
    DropNotNull,
    DropTable,
    ForeignKey,
    Operation,
    RenameColumn,
    SetDefault,
    SetNotNull,
    replace,
)
from towpath.schema.inverses import Irreversible, reverse
from towpath.schema.inverses.made import created, spelled
from towpath.schema.state import Lookup, State
from towpath.schema.tables import Index, Table

# What is said of a session or follows from other facts.
_PASSING = ("not understood", "uncommitted", "setting ", "local ", "path", "users of ", "domains over ")


def between(before: State, after: State) -> tuple[Operation, ...]:
    """The operations; what is no table's, and what no operation says, is left as it is.

    Who takes them looks with `alike` whether they lead there. There are none where a table is gone: its rows go with
    it, and it may be there under another name.
    """
    facts = after.facts.others(before.facts)
    tables = [(before.fact(key), after.fact(key)) for key in sorted(facts) if key.startswith("table ")]
    if any(new is None for _, new in tables):
        return ()
    both = [(old, new) for old, new in tables if isinstance(old, Table) and isinstance(new, Table)]
    new = [table for old, table in tables if old is None and isinstance(table, Table)]
    found = [operation for table in _in_order(new) for operation in _made(after, table)]
    return (*found, *(operation for pair in both for operation in _of_table(after, *pair)))


def alike(one: State, other: State) -> bool:
    """Whether two states hold the same, whatever the order of columns, and whichever migration made them."""
    return all(
        _plain(fact) == _plain(one.fact(key))
        for key, fact in other.facts.others(one.facts).items()
        if not key.startswith(_PASSING)
    )


def _plain(fact: Any) -> object:
    if not isinstance(fact, Table):
        return replace(fact, born="") if hasattr(fact, "born") else fact
    return (
        replace(fact, born="", columns=(), constraints=(), indexes=()),
        frozenset(fact.columns),
        frozenset(fact.constraints),
        frozenset(fact.indexes),
    )


def _in_order(tables: list[Table]) -> list[Table]:
    """Tables behind those that their foreign keys lead to."""
    names, found = {table.name for table in tables}, list[Table]()
    while tables:
        done = {table.name for table in found}
        ready = [
            one
            for one in tables
            if all(key.target in done | {one.name} or key.target not in names for key in one.foreign_keys)
        ]
        found += ready or tables
        tables = [table for table in tables if table not in found]
    return found


def _made(after: State, table: Table) -> tuple[Operation, ...]:
    found = reverse(DropTable(table.name), after)
    return () if isinstance(found, Irreversible) else found.operations


def _of_table(after: State, old: Table, new: Table) -> Iterator[Operation]:
    name = new.name
    gone = [column for column in old.columns if new.column(column.name) is None]
    come = [column for column in new.columns if old.column(column.name) is None]
    if len(gone) == len(come) == 1 and replace(gone[0], name="") == replace(come[0], name=""):
        # Nobody drops a column to add the very same one: its values are to stay.
        yield RenameColumn(name, gone[0].name, come[0].name)
        gone, come = [], []
    yield from (DropIndex(index.name, table=name) for index in _without(old.indexes, new.indexes))
    for constraint in _lost(old, new):
        if constraint.name and not _goes_with(constraint, gone):
            yield DropConstraint(name, constraint.name)
    yield from (AddColumn(name, spelled(after, new, column)) for column in come)
    for column in old.columns:
        now = new.column(column.name)
        if now is not None and now != column:
            yield from _of_column(after, new, column, now)
    yield from (AddConstraint(name, constraint) for constraint in _lost(new, old))
    yield from (created(index, name) for index in _without(new.indexes, old.indexes))
    yield from (DropColumn(name, column.name) for column in gone)


def _of_column(after: Lookup, table: Table, old: Column, new: Column) -> Iterator[Operation]:
    name, now = table.name, spelled(after, table, new)
    if old.type != new.type and now.type is not None:
        yield AlterColumnType(name, new.name, now.type)
    if old.default != new.default:
        yield SetDefault(name, new.name, now.default) if now.default is not None else DropDefault(name, new.name)
    if old.nullable != new.nullable:
        yield DropNotNull(name, new.name) if new.nullable else SetNotNull(name, new.name)


def _without(indexes: tuple[Index, ...], others: tuple[Index, ...]) -> list[Index]:
    """The indexes, but for those that the others have as well, and for those of constraints."""
    return [index for index in indexes if index.constraint is None and index.part_of is None and index not in others]


def _lost(old: Table, new: Table) -> list[Constraint]:
    return [constraint for constraint in old.constraints if constraint not in new.constraints]


def _goes_with(constraint: Constraint, gone: list[Column]) -> bool:
    """Whether a constraint goes by itself with a column that goes."""
    names = {column.name for column in gone}
    return not isinstance(constraint, (Check, ForeignKey)) and not names.isdisjoint(getattr(constraint, "columns", ()))
