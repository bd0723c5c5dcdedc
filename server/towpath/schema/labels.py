"""Labels of enums that a transaction has added: PostgreSQL takes them nowhere until it is committed."""

from collections.abc import Iterator
from typing import NamedTuple

from towpath.operations import (
    AddColumn,
    AddEnumValue,
    Column,
    CreateFunction,
    CreateTable,
    CreateView,
    Name,
    Opaque,
    Operation,
    RunCode,
    SetComment,
    named,
)
from towpath.schema.state import Lookup

# The fact that holds them while the transaction goes on.
ADDED = "labels that are not committed"


class Label(NamedTuple):
    """A label, and whether the migration that adds it makes its type too."""

    type: Name
    label: str
    young: bool


# What says a value without using it.
_ONLY_SAYS = (AddEnumValue, Opaque, SetComment)


def uses(operation: Operation, type: Name, label: str, state: Lookup) -> bool | str:
    """Whether an operation uses a label; where what a table holds is not known, the sentence that takes it so."""
    return _says(operation, label) and _is_about(operation, type, state)


def _says(operation: Operation, label: str) -> bool:
    """Whether some SQL in an operation has the label as a literal; what stands in a body is not run yet."""
    if isinstance(operation, _ONLY_SAYS) or (isinstance(operation, CreateFunction) and operation.language != "sql"):
        return False
    quoted = "'" + label.replace("'", "''") + "'"
    said = list(_texts(operation))
    in_code = isinstance(operation, RunCode) and any(f'"{label}"' in text for text in said)
    return in_code or any(quoted in text for text in said)


def _texts(part: object) -> Iterator[str]:
    """All texts in an operation."""
    if isinstance(part, str):
        yield part
        return
    fields: tuple[str, ...] = getattr(part, "__match_args__", ())
    inner: list[object] = [*part] if isinstance(part, tuple) else [getattr(part, name) for name in fields]
    for one in inner:
        yield from _texts(one)


def _is_about(operation: Operation, type: Name, state: Lookup) -> bool | str:
    """Whether an operation is about columns of a type; of a table that is not known, the sentence that takes it so."""
    made = _made(operation)
    if made:
        return any(_is_of(column, type, state) for column in made)
    tables = _tables(operation)
    users = state.users(type)
    known = [table for table in map(state.table, tables) if table]
    if any(table.name in users or any(_is_of(one, type, state) for one in table.columns) for table in known):
        return True
    unknown = next((str(name) for name in tables if not state.table(name)), None)
    if unknown is None:
        return not tables
    return f"whether {unknown} has a column of {type} is not in the files, taken as yes"


def _made(operation: Operation) -> tuple[Column, ...]:
    if isinstance(operation, CreateTable):
        return operation.columns
    return (operation.column,) if isinstance(operation, AddColumn) else ()


def _tables(operation: Operation) -> tuple[Name, ...]:
    """The tables whose columns an operation may compare or fill."""
    if isinstance(operation, RunCode):
        return operation.tables
    if isinstance(operation, CreateView):
        return operation.reads
    table: Name | None = getattr(operation, "table", None)
    return (table,) if table else ()


def _is_of(column: Column, type: Name, state: Lookup) -> bool:
    if column.type is None:
        return False
    return state.key("type", named(column.type.name)) == state.key("type", type)
