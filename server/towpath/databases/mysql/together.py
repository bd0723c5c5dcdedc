"""What the table, and the other actions of an ALTER TABLE, make of one of its actions on MySQL and MariaDB.

A column comes or goes in an instant only where nothing is done beside it that is not, and InnoDB writes no table anew
online that has a FULLTEXT index.
"""

from collections.abc import Callable, Collection, Sequence

from towpath.databases.claims import Claim
from towpath.databases.facts import Facts
from towpath.operations import (
    AddColumn,
    AddConstraint,
    CreateIndex,
    DropColumn,
    DropConstraint,
    Operation,
    PrimaryKey,
    Statement,
    Unique,
)
from towpath.schema import Lookup, Table

ClaimOf = Callable[[Operation, Lookup], Claim | None]
# What is done in an instant to the columns that are stored, and anew otherwise.
_COLUMNS = frozenset(("add column", "drop column", "drop column: stored", "move column"))
_IN_PLACE = ("NOCOPY", "INPLACE")


def beside_others(
    operation: Operation, facts: tuple[str, ...], others: Sequence[Operation], state: Lookup, known: Facts, of: ClaimOf
) -> tuple[str, ...]:
    """The facts of an action with those that the actions beside it add; `of` says what an action is alone."""
    if isinstance(operation, DropConstraint) and "drop primary key" in facts:
        swapped = any(isinstance(one, AddConstraint) and isinstance(one.constraint, PrimaryKey) for one in others)
        return ("swap primary key",) if swapped else facts
    if not isinstance(operation, AddColumn | DropColumn) or _COLUMNS.isdisjoint(facts):
        return facts
    indexed = any(map(_builds_index, others))
    columns = [one for one in others if isinstance(one, AddColumn | DropColumn)]
    if (columns or indexed) and _has_virtual(state.table(operation.table), (operation, *columns)):
        return (*facts, "column beside others and a virtual one")
    if indexed:
        return (*facts, "column beside a new index")
    rest = (of(one, state) for one in others if one not in columns)
    in_place = any(_is_in_place(claim.facts, known) for claim in rest if claim)
    return (*facts, "column beside what is done in place") if in_place else facts


def on_fulltext(operation: Operation, facts: Collection[str], state: Lookup, known: Facts) -> tuple[str, ...]:
    """The fact that a table is written anew that has a FULLTEXT index."""
    names = operation.objects if isinstance(operation, Statement) else (getattr(operation, "table", None),)
    table = state.table(names[0]) if names and names[0] else None
    if table is None or not any(index.method == "fulltext" for index in table.indexes):
        return ()
    anew = not _COLUMNS.isdisjoint(facts) or any(row.rewrites for fact in facts for row in known.rows[fact])
    return ("written anew beside a fulltext index",) if anew else ()


def _builds_index(operation: Operation) -> bool:
    return isinstance(operation, CreateIndex) or (
        isinstance(operation, AddConstraint) and isinstance(operation.constraint, PrimaryKey | Unique)
    )


def _has_virtual(table: Table | None, beside: Sequence[AddColumn | DropColumn]) -> bool:
    """Whether a table has a virtual column, or gets one."""
    added = (one.column for one in beside if isinstance(one, AddColumn))
    return any(column.generated == "virtual" for column in (*(table.columns if table else ()), *added))


def _is_in_place(facts: Sequence[str], known: Facts) -> bool:
    return any(row.algorithm in _IN_PLACE for fact in facts for row in known.rows[fact])
