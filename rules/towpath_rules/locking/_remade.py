"""Tables that a migration makes anew by hand, as SQLite asks for: a new one, its rows, the old one dropped, renamed."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from towpath.operations import CreateTable, DropTable, InsertRows, Name, Operation, RenameTable


class Remade(NamedTuple):
    """A table, with the places of the operations that copy its rows (None: none does) and drop it."""

    table: Name
    copied: int | None
    dropped: int


def remade(operations: Sequence[Operation]) -> Iterator[Remade]:
    """The tables that these operations make anew."""
    for number, operation in enumerate(operations):
        if not isinstance(operation, DropTable):
            continue
        later = (one for one in operations[number + 1 :] if isinstance(one, RenameTable))
        renamed = next((one for one in later if one.to == operation.table.name), None)
        if renamed is None or not any(
            isinstance(one, CreateTable) and one.table == renamed.table for one in operations[:number]
        ):
            continue
        filled = (
            place
            for place, one in enumerate(operations[:number])
            if isinstance(one, InsertRows) and one.query and one.table == renamed.table
        )
        yield Remade(operation.table, next(filled, None), number)
