"""The names of indexes and keys that the migrations so far have given, by what these are on.

Active Record looks up in the database which one is meant where a call says columns only.
"""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

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
        self.indexes = indexes or {}
        self.keys = keys or {}
        self.primaries = primaries or {}

    def all(self) -> tuple[object, object, object]:
        return self.indexes, self.keys, self.primaries

    def same(self, other: "Known") -> bool:
        return self.all() == other.all()

    def after(self, operations: Iterable[Operation]) -> "Known":
        """What is known behind operations; the very same where they give or take no names."""
        draft = _Draft(self)
        for operation in operations:
            draft.apply(operation)
        return draft.made or self

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


class _Draft:
    """What becomes known; copied from what was when the first name comes or goes."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self.made: Known | None = None
        self._indexes: dict[str, tuple[str, Columns]] = {}
        self._keys: dict[tuple[str, str], Key] = {}
        self._primaries: dict[str, Primary] = {}

    def apply(self, operation: Operation) -> None:
        match operation:
            case CreateIndex(name=str() as name):
                plain = len(operation.columns) == len(operation.keys)
                self._writing()[name] = (str(operation.table), operation.columns if plain else ())
            case DropIndex():
                self._writing().pop(operation.index.name, None)
            case RenameIndex() if operation.index.name in self._now().indexes:
                found = self._writing()
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
                self._writing()
                self._keys.pop((str(operation.table), operation.name), None)
                if operation.name == primary_name(str(operation.table)):
                    self._primaries.pop(str(operation.table), None)
            case DropColumn():
                primary = self._now().primaries.get(str(operation.table))
                if primary is not None and primary.column == operation.column:
                    self._writing()
                    self._primaries.pop(str(operation.table))
            case DropTable():
                self._gone(str(operation.table))
            case RenameTable() | RenameColumn():
                self._renamed(operation)
            case _:
                pass

    def _now(self) -> Known:
        return self.made or self._known

    def _writing(self) -> dict[str, tuple[str, Columns]]:
        if self.made is None:
            was = self._known
            self._indexes, self._keys, self._primaries = dict(was.indexes), dict(was.keys), dict(was.primaries)
            self.made = Known()
            self.made.indexes, self.made.keys, self.made.primaries = self._indexes, self._keys, self._primaries
        return self._indexes

    def _constrained(self, table: Name, constraints: Iterable[object]) -> None:
        for one in constraints:
            if isinstance(one, ForeignKey) and one.name:
                self._writing()
                self._keys[str(table), one.name] = Key(str(one.target), one.columns)

    def _keyed(self, table: Name, columns: Iterable[Column], constraints: Iterable[object]) -> None:
        for first in (one.columns[0] for one in constraints if isinstance(one, PrimaryKey) and one.columns):
            for column in columns:
                own = column.identity or (column.type and column.type.name in SERIAL)
                if column.name == first and (own or _FILLED.search(column.default or "")):
                    self._writing()
                    self._primaries[str(table)] = Primary(first, serial_name(table, first) if own else "")

    def _gone(self, table: str) -> None:
        self._writing()
        for name in [name for name, (owner, _) in self._indexes.items() if owner == table]:
            del self._indexes[name]
        for key in [key for key in self._keys if key[0] == table]:
            del self._keys[key]
        self._primaries.pop(table, None)

    def _renamed(self, operation: RenameTable | RenameColumn) -> None:
        self._writing()
        old = str(operation.table)
        columns = {operation.column: operation.to} if isinstance(operation, RenameColumn) else {}
        new = old if columns else operation.to

        def named(names: Columns) -> Columns:
            return tuple(columns.get(one, one) for one in names)

        for name, (owner, found) in list(self._indexes.items()):
            if owner == old:
                self._indexes[name] = (new, named(found))
        for (owner, name), key in list(self._keys.items()):
            if owner == old:
                del self._keys[owner, name]
                self._keys[new, name] = Key(key.target, named(key.columns))
            elif key.target == old and not columns:
                self._keys[owner, name] = key._replace(target=new)
        if (primary := self._primaries.pop(old, None)) is not None:
            self._primaries[new] = primary._replace(column=columns.get(primary.column, primary.column))
        for table, primary in self._primaries.items() if not columns else ():
            if primary.sequence == old:
                self._primaries[table] = primary._replace(sequence=new)
                break


def primary_name(table: str) -> str:
    """The name that PostgreSQL gives to a table's primary key."""
    return f"{table[: LONGEST - len('_pkey')]}_pkey"


def sequence_name(table: str, column: str) -> str:
    """The name of the sequence of a primary key, as Active Record expects it."""
    behind = f"_{column}_seq"
    return f"{table[: LONGEST - len(behind)]}{behind}"
