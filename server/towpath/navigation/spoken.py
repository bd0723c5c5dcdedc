"""What an operation speaks of by name: what it makes, renames or drops, and the tables and columns that it mentions."""

from collections.abc import Iterator

from towpath.operations import (
    AddColumn,
    Column,
    CopyRows,
    CreateDomain,
    CreateEnum,
    CreateFunction,
    CreateIndex,
    CreateSequence,
    CreateTable,
    CreateView,
    DropIndex,
    DropTable,
    ForeignKey,
    InsertRows,
    Name,
    Operation,
    RenameIndex,
    RenameTable,
    Type,
    named,
)
from towpath.schema.words import names as words


def made(operation: Operation) -> tuple[str, Name] | None:
    """What an operation makes, in SQL's words, and what that is called; None where it makes nothing with a name."""
    if isinstance(operation, CreateTable):
        return "table", operation.table
    if isinstance(operation, CreateView):
        return "view", operation.view
    if isinstance(operation, CreateEnum):
        return "type", operation.type
    if isinstance(operation, CreateDomain):
        return "domain", operation.domain
    if isinstance(operation, CreateSequence):
        return "sequence", operation.sequence
    if isinstance(operation, CreateFunction):
        return "function", operation.function
    if isinstance(operation, CreateIndex) and operation.name is not None:
        return "index", Name(operation.name, operation.table.schema)
    return None


def new_columns(operation: Operation) -> tuple[Column, ...]:
    """The columns that an operation makes."""
    if isinstance(operation, CreateTable):
        return operation.columns
    return (operation.column,) if isinstance(operation, AddColumn) else ()


def renamed(operation: Operation) -> tuple[Name, Name | None] | None:
    """What goes by another name behind an operation, with that name; None in its place where it is gone."""
    if isinstance(operation, RenameTable):
        return operation.table, Name(operation.to, operation.table.schema)
    if isinstance(operation, RenameIndex):
        return operation.index, Name(operation.to, operation.index.schema)
    if isinstance(operation, DropTable):
        return operation.table, None
    return (operation.index, None) if isinstance(operation, DropIndex) else None


def mentioned(operation: Operation) -> Iterator[Name]:
    """The names of tables, types and other objects in an operation, also in its SQL, in which others may be, too."""
    yield from _names(operation)
    for field in ("text", "query"):
        text: object = getattr(operation, field, None)
        if isinstance(text, str) and not _is_list(operation):
            yield from map(Name, words(text))


def columns(operation: Operation, table: Name) -> set[str]:
    """The words in an operation that name columns of a table, if the table has such columns."""
    if isinstance(operation, InsertRows) and _is_list(operation):
        return set(words(operation.text.partition(")")[0]))
    return set(_texts(operation, table))


def _is_list(operation: Operation) -> bool:
    """Whether the SQL is rows that are written out: their values are no names."""
    return isinstance(operation, CopyRows) or (isinstance(operation, InsertRows) and not operation.query)


def _names(value: object) -> Iterator[Name]:
    if isinstance(value, Name):
        yield value
    elif isinstance(value, Type):
        yield named(value.name)
    else:
        for item in _parts(value):
            yield from _names(item)


def _texts(value: object, table: Name) -> Iterator[str]:
    if isinstance(value, str):
        yield value
        yield from words(value)
    elif isinstance(value, ForeignKey):
        yield from value.target_columns if value.target == table else value.columns
    elif not isinstance(value, (Name, Type)):
        for item in _parts(value):
            yield from _texts(item, table)


def _parts(value: object) -> tuple[object, ...]:
    """What a value is made of."""
    if isinstance(value, tuple):
        return value  # pyright: ignore[reportUnknownVariableType]
    fields: tuple[str, ...] = getattr(value, "__match_args__", ())
    return tuple(getattr(value, field) for field in fields)
