"""A table of SQLite made anew (sqlite.org, ALTER TABLE, "Making Other Kinds Of Table Schema Changes")."""

from collections.abc import Iterator, Sequence

from towpath.operations import (
    ControlTransaction,
    CreateIndex,
    CreateObject,
    CreateTable,
    CreateView,
    DropObject,
    DropTable,
    InsertRows,
    Name,
    Operation,
    RenameTable,
    SetSetting,
    replace,
)
from towpath.schema import Draft, Irreversible, Lookup, Table, apply, reverse
from towpath.source import pattern
from towpath.sql import read_statement
from towpath.sql.write import Manner, write

_KEYS = "foreign_keys"


def rebuilt(operation: Operation, table: Name, state: Lookup, every: Sequence[Table]) -> tuple[Operation, ...]:
    """The statements that do what an operation does by making its table anew; none where the files tell too little.

    `every`: all tables that there are. Where others point to it, foreign keys are off meanwhile, which SQLite takes
    outside of a transaction alone; the statements then bring their own.
    """
    old = state.table(table)
    after = Draft(state)
    apply(after, operation)
    new = after.table(table)
    if old is None or new is None or not old.whole or old.kind != "table":
        return ()
    made = _made(table, after)
    views = _views(old, state)
    if made is None or views is None or _is_named(table, every) or _cannot_fill(old, new):
        return ()
    create, rest = made
    there = Name(f"new_{table.name}", table.schema)
    copied = [one.name for one in new.columns if old.column(one.name) and not one.generated]
    operations: list[Operation] = [
        *(DropObject("view", view.view) for view in reversed(views)),
        replace(create, table=there),
        _copy(table, there, copied),
        DropTable(table),
        RenameTable(there, table.name),
        *rest,
        *views,
    ]
    if any(name != table for name in old.referenced_by):
        begin, end = ControlTransaction("begin"), ControlTransaction("commit")
        operations = [SetSetting(_KEYS, "OFF"), begin, *operations, end, SetSetting(_KEYS, "ON")]
    read = list(_read(operations))
    return tuple(read) if len(read) == len(operations) else ()


def _made(table: Name, after: Lookup) -> tuple[CreateTable, list[Operation]] | None:
    """What makes the table as it shall be, and what stands on it."""
    found = reverse(DropTable(table), after)
    if isinstance(found, Irreversible):
        return None
    create = next((one for one in found.operations if isinstance(one, CreateTable) and one.table == table), None)
    rest: list[Operation] = [
        one for one in found.operations if isinstance(one, CreateIndex | CreateObject) and one.table == table
    ]
    return (create, rest) if create else None


def _views(table: Table, state: Lookup) -> list[CreateView] | None:
    """What makes the views that read the table, in their order; None where that is not known."""
    made: list[CreateView] = []
    for name in table.read_by:
        view = state.table(name)
        if view is None or view.made is None or view.read_by or view.said:
            return None
        made.append(replace(view.made, view=view.name, if_not_exists=False))
    return made


def _is_named(name: Name, every: Sequence[Table]) -> bool:
    """Whether a trigger of another table names this one: SQLite would not rename the new table then."""
    word = pattern(rf"\b{name.name}\b", 2)
    said = [one for other in every if other.name != name for one in other.said]
    return any(isinstance(one, CreateObject) and word.search(one.text) for one in said)


def _cannot_fill(old: Table, new: Table) -> bool:
    """Whether the rows that are there would need a value that nothing gives them."""
    added = [one for one in new.columns if old.column(one.name) is None]
    return any(one.nullable is False and one.default is None and not one.generated for one in added)


def _copy(old: Name, new: Name, columns: list[str]) -> InsertRows:
    how = Manner(dialect="sqlite")
    names = how.names(tuple(columns))
    text = f"INSERT INTO {how.qualified(new)} ({names}) SELECT {names} FROM {how.qualified(old)}"
    return InsertRows(new, text, query=True)


def _read(operations: list[Operation]) -> Iterator[Operation]:
    """The operations as they are read again from what is written of them."""
    for operation in operations:
        text = write(operation, Manner(dialect="sqlite"))
        read = [one for step in read_statement(text, "sqlite") for one in step.operations] if text else []
        if len(read) == 1:
            yield read[0]
