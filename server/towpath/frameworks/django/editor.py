"""What Django's schema editor sends, statement by statement, and what it finds in the database when it looks there."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from towpath.frameworks.django.backends import backend
from towpath.frameworks.django.customs import Customs
from towpath.frameworks.django.models import Key
from towpath.frameworks.django.naming import held
from towpath.operations import (
    AddColumn,
    AddConstraint,
    AlterColumnType,
    Done,
    DropColumn,
    DropConstraint,
    DropDefault,
    DropIndex,
    DropNotNull,
    ForeignKey,
    Name,
    Operation,
    PrimaryKey,
    RedefineColumn,
    SetDefault,
    SetNotNull,
    Unique,
    replace,
    value,
)
from towpath.schema import Draft, Fact, Index, Table, carried_out
from towpath.source import pattern


@value
class Project:
    """What the state of all models hangs on beside the migrations.

    `user` is the model of the setting AUTH_USER_MODEL, `automatic` the kind of keys that nobody names. `version` is
    Django's, `customs` are the kinds of the project's own field classes. `labels` are those of apps whose folders are
    called otherwise, by folder. `tablespace` is where tables lie of which nothing else is said.
    """

    user: Key = ("auth", "user")
    automatic: str = "AutoField"
    version: tuple[int, int] = (5, 2)
    customs: Customs = Customs()
    labels: Mapping[str, str] = {}
    tablespace: str = ""


_QUOTED = pattern(r"'(?:[^']|'')*'|\"([^\"]+)\"")


def in_backticks(found: Any) -> Any:
    """A value in whose SQL names are quoted as MySQL does it."""
    if isinstance(found, str):
        if '"' not in found:
            return found
        return _QUOTED.sub(lambda match: f"`{match[1]}`" if match[1] else match[0], found)
    given = found
    if isinstance(found, tuple):
        return tuple(in_backticks(item) for item in given)
    names: tuple[str, ...] = getattr(found, "__match_args__", ())
    said = {name: in_backticks(getattr(found, name)) for name in names}
    changed = {name: new for name, new in said.items() if new != getattr(found, name)}
    return replace(found, **changed) if changed else found


_BEYOND = (
    AddConstraint,
    AlterColumnType,
    DropConstraint,
    DropDefault,
    DropNotNull,
    RedefineColumn,
    SetDefault,
    SetNotNull,
)


def is_beyond_sqlite(operation: Operation, draft: Draft) -> bool:
    """Whether SQLite's ALTER TABLE cannot do it, or Django does not trust it to."""
    if isinstance(operation, AddColumn):
        column = operation.column
        bare = column.nullable is not False and column.default is None and not column.generated
        return not bare or any(not isinstance(one, ForeignKey) for one in operation.constraints)
    if isinstance(operation, DropColumn):
        table = draft.table(operation.table)
        used = (*table.constraints, *table.indexes) if table else ()
        return any(operation.column in getattr(one, "columns", ()) for one in used)
    return isinstance(operation, _BEYOND)


class Editor:
    """Collects what one operation sends: at once, and what Django puts off until the migration ends.

    SET CONSTRAINTS … IMMEDIATE is left out, which Django sends along with foreign keys: it changes and locks nothing.
    The `draft` holds the models, `schema` the tables, since Django asks the database for the names of constraints.
    """

    __slots__ = ("_exact", "anew", "backend", "deferred", "draft", "project", "schema", "sent")

    def __init__(self, draft: Draft, schema: Draft, project: Project) -> None:
        self.draft = draft
        self.schema = schema
        self.project = project
        self.backend = backend(draft)
        # What the operations exactly do, as long as they are sent in the order in which they stand.
        self._exact: list[tuple[int, Operation, tuple[Fact, ...]]] | None = []
        self.sent: list[Operation] = []
        self.deferred: list[Operation] = []
        # What the new name begins with of a table that is made anew for what was sent.
        self.anew = ""

    def send(self, *operations: Operation) -> None:
        for operation in map(self._spelled, operations):
            if self.deferred:
                self._exact = None
            self.sent.append(operation)
            if self.backend.anew and not self.anew and is_beyond_sqlite(operation, self.schema):
                self.anew = self.backend.anew
            self._apply(operation)

    def _apply(self, operation: Operation) -> None:
        """What the last operation leaves behind."""
        exact = carried_out(operation, self.schema, len(self.sent) + len(self.deferred) - 1)
        if self._exact is not None:
            self._exact += exact

    def _spelled(self, operation: Operation) -> Operation:
        """The operation with its expressions as the database has names quoted."""
        return in_backticks(operation) if self.backend.dialect in ("mysql", "mariadb") else operation

    def defer(self, *operations: Operation) -> None:
        for operation in map(self._spelled, operations):
            self.deferred.append(operation)
            self._apply(operation)

    @property
    def done(self) -> Done | None:
        """What the replay need not work out again; None where it goes about it in another way."""
        if self._exact is None or self.anew:
            return None
        return Done(tuple(self._exact), self.schema.asked, self.schema.facts())

    @property
    def operations(self) -> tuple[Operation, ...]:
        """All that was sent, and behind it what was put off."""
        return (*self.sent, *self.deferred)

    def drop_constraint(self, table: Name, name: str) -> None:
        self.send(DropConstraint(table, held(name)))

    def drop_index(self, name: str, concurrently: bool = False) -> None:
        self.send(DropIndex(Name(held(name)), concurrently, if_exists=True))

    def foreign_keys(self, table: Name, column: str, otherwise: str) -> list[str]:
        """The foreign keys of a column; of a table that no file tells of, the name that it would have."""
        known = self.schema.table(table)
        found = [key.name for key in known.foreign_keys if key.columns == (column,)] if known else []
        return _names(found, known, otherwise)

    def uniques(self, table: Name, columns: Sequence[str], otherwise: str, but: Iterable[str] = ()) -> list[str]:
        """The UNIQUE constraints over exactly these columns, but for those that the model names."""
        known = self.schema.table(table)
        kept = frozenset(but)
        found = [
            constraint.name
            for constraint in (known.constraints if known else ())
            if isinstance(constraint, Unique) and constraint.columns == tuple(columns) and constraint.name not in kept
        ]
        return _names(found, known, otherwise)

    def indexes(self, table: Name, columns: Sequence[str], otherwise: str, but: Iterable[str] = ()) -> list[str]:
        """The ordinary indexes over exactly these columns, but for those that the model names."""
        known = self.schema.table(table)
        kept = frozenset(but)
        found = [index.name.name for index in (known.indexes if known else ()) if _ordinary(index, columns, kept)]
        return _names(found, known, otherwise)

    def checks(self, table: Name, column: str, but: Iterable[str] = ()) -> list[str]:
        """The CHECK of a column that holds no negative numbers."""
        known = self.schema.table(table)
        kept = frozenset(but)
        checks = [
            one for one in (known.checks if known else ()) if one.name not in kept and one.expression.endswith(">= 0")
        ]
        own = [one.name for one in checks if one.expression in (f'"{column}" >= 0', f"`{column}` >= 0")]
        return _names(own or [one.name for one in checks][:1], known, f"{table.name}_{column}_check")

    def primary_key(self, table: Name) -> list[str]:
        known = self.schema.table(table)
        found = [one.name for one in (known.constraints if known else ()) if isinstance(one, PrimaryKey)]
        return _names(found, known, f"{table.name}_pkey")


def _ordinary(index: Index, columns: Sequence[str], kept: frozenset[str]) -> bool:
    plain = index.constraint is None and index.method in (None, "btree") and len(index.keys) == len(columns)
    return plain and index.columns == tuple(columns) and index.name.name not in kept


def _names(found: Iterable[str | None], known: Table | None, otherwise: str) -> list[str]:
    names = [name for name in found if name]
    return names if names or (known is not None and known.whole) else [otherwise]
