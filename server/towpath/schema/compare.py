"""What differs between two states: what a way back leaves behind, and what it does not bring back."""

from collections.abc import Iterable, Iterator
from typing import Literal

from towpath.operations import Check, Column, Constraint, ForeignKey, NotNull, replace, value
from towpath.schema.objects import Enum
from towpath.schema.state import Lookup
from towpath.schema.tables import Table

# What begins a part that the text does not say.
_HOLE = "${"
Kind = Literal["left", "missing", "changed"]


@value
class Difference:
    """One thing that is there and should not be (`left`), is not and should be, or is another one.

    `what` names it in words, `key` is the fact that it belongs to.
    """

    kind: Kind
    what: str
    key: str


Columns = frozenset[tuple[object, str]]


def differences(
    wanted: Lookup, found: Lookup, keys: Iterable[str], added: Columns = frozenset()
) -> tuple[Difference, ...]:
    """Where the facts under these keys are not what is wanted; only what both states are sure of is compared.

    `added` are columns that were not there before, also of tables whose making was not seen. What goes by a name that
    only a run knows cannot be told from what goes by another.
    """
    every = (one for key in keys for one in _of_fact(key, wanted.fact(key), found.fact(key), added))
    return tuple(one for one in every if _HOLE not in one.what)


def _of_fact(key: str, wanted: object, found: object, added: Columns) -> Iterator[Difference]:
    if wanted is found:
        return
    if isinstance(wanted, Table) and isinstance(found, Table):
        yield from _of_table(key, wanted, found, added)
    elif isinstance(found, Table) and found.born and found.whole:
        yield Difference("left", f"{_kind(found)} {found.name}", key)
    elif isinstance(found, Table) and wanted is None:
        yield from _of_table(key, Table(found.name), found, added)
    elif isinstance(wanted, Table) and found is None and wanted.whole:
        yield Difference("missing", f"{_kind(wanted)} {wanted.name}", key)
    elif isinstance(found, Enum) and wanted is None:
        yield Difference("left", f"the type {found.name}", key)
    elif isinstance(wanted, Enum) and found is None:
        yield Difference("missing", f"the type {wanted.name}", key)


def _kind(table: Table) -> str:
    return f"the {table.kind}"


def _of_table(key: str, wanted: Table, found: Table, added: Columns) -> Iterator[Difference]:
    name = found.name
    old = {column.name: column for column in wanted.columns}
    new = {column.name: column for column in found.columns}
    for column in sorted(new.keys() - old.keys()):
        # Of a table whose making was not seen, a column may have been there all along.
        if wanted.whole or (name, column) in added:
            yield Difference("left", f"the column {name}.{column}", key)
    for column in sorted(old.keys() - new.keys()):
        yield Difference("missing", f"the column {name}.{column}", key)
    for column in sorted(old.keys() & new.keys()):
        if what := _changed(old[column], new[column]):
            yield Difference("changed", f"{what} of {name}.{column}", key)
    yield from _of_named(key, "index", _indexes(wanted), _indexes(found))
    before, after = _constraints(wanted), _constraints(found)
    if _HOLE in f"{[one for one in (*before, *after) if (one in before) != (one in after)]}":
        return
    yield from _of_named(
        key, "constraint", {before[c] for c in before if c not in after}, {after[c] for c in after if c not in before}
    )


def _of_named(key: str, kind: str, wanted: set[str], found: set[str]) -> Iterator[Difference]:
    for name in sorted(found - wanted):
        yield Difference("left", f"the {kind} {name}", key)
    for name in sorted(wanted - found):
        yield Difference("missing", f"the {kind} {name}", key)


def _indexes(table: Table) -> set[str]:
    """The names of the indexes that are no constraint's."""
    return {index.name.name for index in table.indexes if index.constraint is None}


def _changed(old: Column, new: Column) -> str:
    if old.type is not None and new.type is not None and old.type != new.type:
        return "" if _HOLE in f"{old.type}{new.type}" else "the type"
    if old.nullable is not None and new.nullable is not None and old.nullable != new.nullable:
        return "whether NULL is taken"
    return "the default" if (old.default is None) != (new.default is None) and old.type is not None else ""


def _constraints(table: Table) -> dict[Constraint, str]:
    """The constraints by what they say from now on, without names, which a database may have made up.

    NOT NULL is the column's, and whether the rows of before were searched makes no other constraint.
    """
    found: dict[Constraint, str] = {}
    for constraint in table.constraints:
        if isinstance(constraint, (Check, ForeignKey)):
            found[replace(constraint, name=None, valid=True)] = constraint.name or ""
        elif not isinstance(constraint, NotNull):
            found[replace(constraint, name=None)] = constraint.name or ""
    return found
