"""What a call sends: its statements, and what in the call says them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from towpath.databases import WITHOUT_FACTS
from towpath.frameworks import shapes
from towpath.frameworks.embedded import Inner, statements
from towpath.operations import (
    AlterColumnType,
    DeleteRows,
    DropDefault,
    DropNotNull,
    MoveColumn,
    Name,
    Opaque,
    Operation,
    Places,
    RedefineColumn,
    SetComment,
    SetDefault,
    SetNotNull,
    UpdateRows,
    replace,
)
from towpath.syntax.tree import Node


class Sent(NamedTuple):
    """`sql` is the statement; `said` the part of the call that says it, where one call sends several.

    `guard` is what has to hold for it, in words. `flags` are the arguments by which single parts of it are switched
    on, by the names of these parts; one that is not given has None, and could be given. `batched`: it is sent for
    some rows at a time. `dialect`: whose SQL it is, where that is not the database's own. `says`: of a column that it
    restates, the parts that the call is about; the others stay as they are.
    """

    sql: str
    said: Node | None = None
    guard: str = ""
    flags: tuple[tuple[str, Node | None], ...] = ()
    batched: bool = False
    dialect: str = ""
    says: Mapping[str, frozenset[str]] = {}


def joined(
    sent: Sequence[Sent], source: str, places: Callable[[Operation, Sent], Places] | None, dialect: str = ""
) -> Inner:
    """The operations of all that a call sends, with their places; None: they have none, as in a helper."""
    operations: list[Operation] = []
    found: list[Places] = []
    for one in sent:
        how = one.dialect or dialect
        done = shapes.operations(one.sql, sign(how), how, partial(_read, source=source, dialect=how))
        told = [part for operation in done for part in _told(operation, one)]
        operations += map(_batched, told) if one.batched else told
        found += [places(operation, one) if places else {} for operation in told]
    return Inner(tuple(operations), None, lambda: tuple(found))


def in_words(dialect: str) -> str:
    """The dialect in which is said what programs send to a database: of two it is not known word for word."""
    return f"{dialect} in other words" if dialect in WITHOUT_FACTS else dialect


def sign(dialect: str) -> str:
    """What a database quotes names with."""
    return "`" if dialect in ("mysql", "mariadb") else '"'


def _read(sql: str, source: str, dialect: str) -> tuple[Operation, ...]:
    """What statements do; those that SQLite has no words for in PostgreSQL's, since the table is made anew for them."""
    found = _done(sql, source, in_words(dialect))
    if dialect == "sqlite" and any(isinstance(one, Opaque) for one in found):
        return _done(sql, source, "")
    return found


def _done(sql: str, source: str, dialect: str) -> tuple[Operation, ...]:
    return tuple([one for inner in statements(sql, source, dialect) for one in inner.operations])


def _told(operation: Operation, sent: Sent) -> Iterator[Operation]:
    """What a statement does, as far as the call says it."""
    parts = sent.says.get(operation.column.name) if isinstance(operation, RedefineColumn) else None
    if parts is None or not isinstance(operation, RedefineColumn):
        yield operation
        return
    table, new = operation.table, operation.column
    if "type" in parts and new.type is not None:
        yield AlterColumnType(table, new.name, new.type, collation=new.collation, storage=new.storage or None)
    if "null" in parts:
        yield DropNotNull(table, new.name) if new.nullable else SetNotNull(table, new.name)
    if "default" in parts:
        yield SetDefault(table, new.name, new.default) if new.default is not None else DropDefault(table, new.name)
    if operation.position:
        yield MoveColumn(table, new.name, operation.position)
    if "comment" in parts:
        yield SetComment("column", Name(new.name), new.comment, table)


def _batched(operation: Operation) -> Operation:
    return replace(operation, batched=True) if isinstance(operation, (UpdateRows, DeleteRows)) else operation
