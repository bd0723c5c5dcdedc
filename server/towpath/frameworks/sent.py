"""What a call sends: its statements, and what in the call says them."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from towpath.frameworks.embedded import Inner, statements
from towpath.operations import DeleteRows, Opaque, Operation, Places, UpdateRows, replace
from towpath.syntax.tree import Node


class Sent(NamedTuple):
    """`sql` is the statement; `said` the part of the call that says it, where one call sends several.

    `guard` is what has to hold for it, in words. `flags` are the arguments by which single parts of it are switched
    on, by the names of these parts; one that is not given has None, and could be given. `batched`: it is sent for
    some rows at a time.
    """

    sql: str
    said: Node | None = None
    guard: str = ""
    flags: tuple[tuple[str, Node | None], ...] = ()
    batched: bool = False


def joined(
    sent: Sequence[Sent], source: str, places: Callable[[Operation, Sent], Places] | None, dialect: str = ""
) -> Inner:
    """The operations of all that a call sends, with their places; None: they have none, as in a helper."""
    operations: list[Operation] = []
    found: list[Places] = []
    for one in sent:
        for inner in _read(one.sql, source, dialect):
            operations += map(_batched, inner.operations) if one.batched else inner.operations
            found += [places(operation, one) if places else {} for operation in inner.operations]
    return Inner(tuple(operations), None, lambda: tuple(found))


def _read(sql: str, source: str, dialect: str) -> list[Inner]:
    """The statements; those that SQLite has no words for in PostgreSQL's, since the table is made anew for them."""
    found = statements(sql, source, dialect)
    if dialect == "sqlite" and any(isinstance(one, Opaque) for inner in found for one in inner.operations):
        return statements(sql, source)
    return found


def _batched(operation: Operation) -> Operation:
    return replace(operation, batched=True) if isinstance(operation, (UpdateRows, DeleteRows)) else operation
