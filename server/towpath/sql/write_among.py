"""Operations to SQL among the facts before them: where a database wants more said than what changes."""

from collections.abc import Sequence

from towpath.operations import (
    AddColumn,
    AddConstraint,
    CreateTable,
    DropColumn,
    DropConstraint,
    DropDefault,
    DropTable,
    Name,
    Operation,
    RenameColumn,
    RenameTable,
    SetDefault,
    replace,
)
from towpath.schema import ANEW, RESTATED, RESTATING, Irreversible, State, applied, restated, reverse
from towpath.sql.manner import Manner
from towpath.sql.write import write


def write_among(operation: Operation, state: State, how: Manner) -> str | None:
    """The statements that do what an operation says when they find this state; None where they cannot be said.

    MySQL has a column said anew of which only something changes; SQLite's table is made anew, where the runner does so.
    """
    prefix = state.fact(ANEW) if how.dialect == "sqlite" else None
    if prefix and (table := _changed(operation)):
        return _made_anew(operation, table, str(prefix), state, how)
    said = write(operation, how)
    if said is None and how.dialect in RESTATING and (whole := restated(operation, state)):
        return write(whole, how)
    return said


def write_all_among(operations: Sequence[Operation], state: State, how: Manner) -> list[str | None]:
    """The same for operations that come one after the other."""
    found: list[str | None] = []
    for operation in operations:
        found.append(write_among(operation, state, how))
        state = applied(state, operation)
    return found


def _changed(operation: Operation) -> Name | None:
    """The table that an operation changes the columns or constraints of."""
    if isinstance(operation, (*RESTATED, AddColumn, DropColumn, RenameColumn, SetDefault, DropDefault)):
        return operation.table
    return operation.table if isinstance(operation, (AddConstraint, DropConstraint)) else None


def _made_anew(operation: Operation, table: Name, prefix: str, state: State, how: Manner) -> str | None:
    """The new table, the rows copied into it, and its taking of the old one's place."""
    before, after = state.table(table), applied(state, operation)
    found = reverse(DropTable(table), after)
    if before is None or isinstance(found, Irreversible):
        return None
    made = next((one for one in found.operations if isinstance(one, CreateTable)), None)
    if made is None:
        return None
    other = Name(f"{prefix}{table.name}", table.schema)
    called = {operation.to: operation.column} if isinstance(operation, RenameColumn) else {}
    new = operation.column.name if isinstance(operation, AddColumn) else ""
    names = [column.name for column in made.columns if column.name != new and not column.generated]
    into, out = (", ".join(map(how.name, some)) for some in (names, [called.get(name, name) for name in names]))
    copy = f"{how.keyword('INSERT INTO')} {how.qualified(other)} ({into}) {how.keyword('SELECT')} {out}"
    created = write(replace(made, table=other), how)
    placed = (write(one, how) for one in (DropTable(table), RenameTable(other, table.name)))
    rows = f"{copy} {how.keyword('FROM')} {how.qualified(table)}"
    return ";\n".join(filter(None, (created, rows, *placed))) if created else None
