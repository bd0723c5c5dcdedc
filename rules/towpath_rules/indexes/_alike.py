"""Which index does the work of another one."""

from collections.abc import Iterable, Sequence

from towpath.operations import Constraint, CreateIndex, IndexKey, PrimaryKey, Unique
from towpath.rule import Index, Table


def keys_of(made: CreateIndex | Constraint) -> tuple[IndexKey, ...]:
    """What an index is sorted by, or that which a key brings along; nothing for other constraints."""
    if isinstance(made, CreateIndex):
        return made.keys
    return tuple(map(IndexKey, made.columns)) if isinstance(made, (PrimaryKey, Unique)) else ()


def begins_with(index: Index, columns: Sequence[str]) -> bool:
    """Whether an index finds rows by these columns: they come first in it, in whichever order."""
    first = [key.column for key in index.keys[: len(columns)]]
    # An operator class may be of another kind of comparison, as Django's for patterns is.
    equal = not any(key.operator_class for key in index.keys[: len(columns)])
    return sorted(filter(None, first)) == sorted(columns) and equal and index.valid and _for_all(index, columns)


def _for_all(index: Index, columns: Sequence[str]) -> bool:
    """Whether it holds every row that has values in these columns."""
    said = " ".join((index.where or "").replace("(", " ").replace(")", " ").replace('"', "").lower().split())
    return index.where is None or said in {f"{column.lower()} is not null" for column in columns}


def leads(tables: Iterable[Table | None], columns: Sequence[str]) -> bool:
    """Whether an index of one of these tables begins with some columns."""
    return any(begins_with(index, columns) for table in tables if table for index in table.indexes)
