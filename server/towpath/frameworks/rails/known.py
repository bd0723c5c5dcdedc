"""The names of indexes and keys that the migrations so far have given, by what these are on.

Active Record looks up in the database which one is meant where a call says columns only.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Generic, NamedTuple, TypeVar

from towpath.operations import (
    AddColumn,
    AddConstraint,
    Column,
    CreateIndex,
    CreateTable,
    DropColumn,
    DropConstraint,
    DropIndex,
    DropTable,
    ForeignKey,
    Name,
    Operation,
    PrimaryKey,
    RenameColumn,
    RenameIndex,
    RenameTable,
)
from towpath.operations.types import SERIAL
from towpath.schema.naming import LONGEST, serial_name
from towpath.source import pattern

K = TypeVar("K")
V = TypeVar("V")
Columns = tuple[str, ...]
# What Active Record takes for a default that fills a primary key.
_FILLED = pattern(r"nextval|uuid_generate|gen_random_uuid", re.I)


class Key(NamedTuple):
    """A foreign key by its table and its name: where it leads, and by which columns."""

    target: str
    columns: Columns


class Primary(NamedTuple):
    """A primary key that the database fills: its first column, and the sequence that does it, else empty."""

    column: str
    sequence: str


class Known:
    """What is known at one place of a series; never changed."""

    __slots__ = ("indexes", "keys", "primaries")

    def __init__(
        self,
        indexes: Mapping[str, tuple[str, Columns]] | None = None,
        keys: Mapping[tuple[str, str], Key] | None = None,
        primaries: Mapping[str, Primary] | None = None,
    ) -> None:
        self.indexes: Mapping[str, tuple[str, Columns]] = indexes or {}
        self.keys: Mapping[tuple[str, str], Key] = keys or {}
        self.primaries: Mapping[str, Primary] = primaries or {}

    def all(self) -> tuple[object, object, object]:
        return self.indexes, self.keys, self.primaries

    def same(self, other: "Known") -> bool:
        return self.all() == other.all()

    def after(self, operations: Iterable[Operation]) -> "Known":
        """What is known behind operations; the very same where they give or take no names."""
        draft = _Draft(self)
        for operation in operations:
            draft.apply(operation)
        return draft.known(self)

    def index(self, table: str, columns: Columns) -> str | None:
        """The one index on these columns; None where none is known, or several."""
        found = [name for name, on in self.indexes.items() if on == (table, columns)]
        return found[0] if len(found) == 1 else None

    def key(self, table: str, target: str, columns: Columns, usual: Columns) -> str | None:
        """The foreign key to a table, or on columns; of several, the one on the usual columns."""
        found = [
            (key.columns != usual, name)
            for (owner, name), key in self.keys.items()
            if owner == table and (not target or key.target == target) and (not columns or key.columns == columns)
        ]
        return min(found)[1] if found else None

    def primary(self, table: str) -> Primary | None:
        """The primary key of a table, where the database fills it."""
        return self.primaries.get(table)

    def of_table(self, table: str) -> tuple[tuple[str, Columns], ...]:
        """The indexes of a table, with what they are on."""
        return tuple((name, columns) for name, (owner, columns) in self.indexes.items() if owner == table)


def told(operations: Iterable[Operation]) -> list[Operation]:
    """Those of operations that may give a name or take one."""
    return [*filter(_tells, operations)]


def _tells(operation: Operation) -> bool:
    if isinstance(operation, (AddColumn, CreateTable)):
        return bool(operation.constraints)
    return isinstance(operation, _TELLING)


_TELLING = (
    AddConstraint,
    CreateIndex,
    DropColumn,
    DropConstraint,
    DropIndex,
    DropTable,
    RenameColumn,
    RenameIndex,
    RenameTable,
)


class _Part(Generic[K, V]):
    """A mapping that is copied when something in it is changed for the first time."""

    def __init__(self, was: Mapping[K, V]) -> None:
        self.now: Mapping[K, V] = was
        self.own: dict[K, V] | None = None

    def writing(self) -> dict[K, V]:
        if self.own is None:
            self.now = self.own = dict(self.now)
        return self.own


class _Draft:
    """What becomes known."""

    def __init__(self, known: Known) -> None:
        self._indexes = _Part(known.indexes)
        self._keys = _Part(known.keys)
        self._primaries = _Part(known.primaries)

    def known(self, before: Known) -> Known:
        """What is known now; the very same as before where no name came or went."""
        if self._indexes.own is None and self._keys.own is None and self._primaries.own is None:
            return before
        return Known(self._indexes.now, self._keys.now, self._primaries.now)

    def apply(self, operation: Operation) -> None:
        match operation:
            case CreateIndex(name=str() as name):
                plain = len(operation.columns) == len(operation.keys)
                self._indexes.writing()[name] = (str(operation.table), operation.columns if plain else ())
            case DropIndex() if operation.index.name in self._indexes.now:
                del self._indexes.writing()[operation.index.name]
            case RenameIndex() if operation.index.name in self._indexes.now:
                found = self._indexes.writing()
                found[operation.to] = found.pop(operation.index.name)
            case CreateTable():
                self._constrained(operation.table, operation.constraints)
                self._keyed(operation.table, operation.columns, operation.constraints)
            case AddColumn():
                self._constrained(operation.table, operation.constraints)
                self._keyed(operation.table, (operation.column,), operation.constraints)
            case AddConstraint():
                self._constrained(operation.table, (operation.constraint,))
            case DropConstraint():
                self._without(str(operation.table), operation.name)
            case DropColumn():
                primary = self._primaries.now.get(str(operation.table))
                if primary is not None and primary.column == operation.column:
                    del self._primaries.writing()[str(operation.table)]
            case DropTable():
                self._gone(str(operation.table))
            case RenameTable():
                self._renamed(str(operation.table), operation.to)
            case RenameColumn():
                self._column_renamed(str(operation.table), operation.column, operation.to)
            case _:
                pass

    def _constrained(self, table: Name, constraints: Iterable[object]) -> None:
        for one in constraints:
            if isinstance(one, ForeignKey) and one.name:
                self._keys.writing()[str(table), one.name] = Key(str(one.target), one.columns)

    def _keyed(self, table: Name, columns: Iterable[Column], constraints: Iterable[object]) -> None:
        for first in (one.columns[0] for one in constraints if isinstance(one, PrimaryKey) and one.columns):
            for column in columns:
                own = column.identity or (column.type and column.type.name in SERIAL)
                if column.name == first and (own or _FILLED.search(column.default or "")):
                    made = Primary(first, serial_name(table, first) if own else "")
                    self._primaries.writing()[str(table)] = made

    def _without(self, table: str, constraint: str) -> None:
        if (table, constraint) in self._keys.now:
            del self._keys.writing()[table, constraint]
        if constraint == primary_name(table) and table in self._primaries.now:
            del self._primaries.writing()[table]

    def _gone(self, table: str) -> None:
        for name in [name for name, (owner, _) in self._indexes.now.items() if owner == table]:
            del self._indexes.writing()[name]
        for key in [key for key in self._keys.now if key[0] == table]:
            del self._keys.writing()[key]
        if table in self._primaries.now:
            del self._primaries.writing()[table]

    def _renamed(self, old: str, new: str) -> None:
        for name, columns in [(name, on) for name, (owner, on) in self._indexes.now.items() if owner == old]:
            self._indexes.writing()[name] = (new, columns)
        for (owner, name), key in list(self._keys.now.items()):
            if owner == old:
                del self._keys.writing()[owner, name]
                self._keys.writing()[new, name] = key
            elif key.target == old:
                self._keys.writing()[owner, name] = key._replace(target=new)
        if old in self._primaries.now:
            primaries = self._primaries.writing()
            primaries[new] = primaries.pop(old)
        for table, primary in [one for one in self._primaries.now.items() if one[1].sequence == old]:
            self._primaries.writing()[table] = primary._replace(sequence=new)

    def _column_renamed(self, table: str, old: str, new: str) -> None:
        def named(names: Columns) -> Columns:
            return tuple(new if one == old else one for one in names)

        for name, columns in [(name, on) for name, (owner, on) in self._indexes.now.items() if owner == table]:
            self._indexes.writing()[name] = (table, named(columns))
        for place, key in [(place, key) for place, key in self._keys.now.items() if place[0] == table]:
            self._keys.writing()[place] = Key(key.target, named(key.columns))
        primary = self._primaries.now.get(table)
        if primary is not None and primary.column == old:
            self._primaries.writing()[table] = primary._replace(column=new)


def primary_name(table: str) -> str:
    """The name that PostgreSQL gives to a table's primary key."""
    return f"{table[: LONGEST - len('_pkey')]}_pkey"


def sequence_name(table: str, column: str) -> str:
    """The name of the sequence of a primary key, as Active Record expects it."""
    behind = f"_{column}_seq"
    return f"{table[: LONGEST - len(behind)]}{behind}"
