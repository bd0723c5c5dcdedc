"""Tables that a migration makes anew by hand, as SQLite asks for: a new one, its rows, the old one dropped, renamed.

Some rename the old one first, and make the new one in its place.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from towpath.operations import CreateTable, DropTable, InsertRows, Name, Operation, RenameTable


class Remade(NamedTuple):
    """A table, as it is called when it is dropped, with the places of what copies its rows (None: nothing) and that."""

    table: Name
    copied: int | None
    dropped: int


def remade(operations: Sequence[Operation]) -> Iterator[Remade]:
    """The tables that these operations make anew."""
    for number, operation in enumerate(operations):
        if not isinstance(operation, DropTable):
            continue
        called, before = operation.table.name, operations[:number]
        renames = [one for one in (*operations[number + 1 :], *before) if isinstance(one, RenameTable)]
        new = next((one.table for one in renames if one.to == called), None)
        if new is None or not any(isinstance(one, CreateTable) and one.table == new for one in before):
            continue
        filled = (
            place for place, one in enumerate(before) if isinstance(one, InsertRows) and one.query and one.table == new
        )
        yield Remade(operation.table, next(filled, None), number)
