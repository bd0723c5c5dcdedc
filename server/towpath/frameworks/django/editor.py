"""What Django's schema editor sends, statement by statement, and what it finds in the database when it looks there."""

from collections.abc import Iterable, Mapping, Sequence

from towpath.frameworks.django.customs import Customs
from towpath.frameworks.django.models import Key
from towpath.frameworks.django.naming import held
from towpath.operations import (
    DropConstraint,
    DropIndex,
    Name,
    Operation,
    PrimaryKey,
    Unique,
    value,
)
from towpath.schema import Draft, Index, Table, apply


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


class Editor:
    """Collects what one operation sends: at once, and what Django puts off until the migration ends.

    SET CONSTRAINTS … IMMEDIATE is left out, which Django sends along with foreign keys: it changes and locks nothing.
    The draft holds the schema beside the models, since Django asks the database for the names of constraints.
    """

    __slots__ = ("deferred", "draft", "project", "sent")

    def __init__(self, draft: Draft, project: Project) -> None:
        self.draft = draft
        self.project = project
        self.sent: list[Operation] = []
        self.deferred: list[Operation] = []

    def send(self, *operations: Operation) -> None:
        for operation in operations:
            self.sent.append(operation)
            apply(self.draft, operation)

    def defer(self, *operations: Operation) -> None:
        for operation in operations:
            self.deferred.append(operation)
            apply(self.draft, operation)

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
        known = self.draft.table(table)
        found = [key.name for key in known.foreign_keys if key.columns == (column,)] if known else []
        return _names(found, known, otherwise)

    def uniques(self, table: Name, columns: Sequence[str], otherwise: str, but: Iterable[str] = ()) -> list[str]:
        """The UNIQUE constraints over exactly these columns, but for those that the model names."""
        known = self.draft.table(table)
        kept = frozenset(but)
        found = [
            constraint.name
            for constraint in (known.constraints if known else ())
            if isinstance(constraint, Unique) and constraint.columns == tuple(columns) and constraint.name not in kept
        ]
        return _names(found, known, otherwise)

    def indexes(self, table: Name, columns: Sequence[str], otherwise: str, but: Iterable[str] = ()) -> list[str]:
        """The ordinary indexes over exactly these columns, but for those that the model names."""
        known = self.draft.table(table)
        kept = frozenset(but)
        found = [index.name.name for index in (known.indexes if known else ()) if _ordinary(index, columns, kept)]
        return _names(found, known, otherwise)

    def checks(self, table: Name, column: str, but: Iterable[str] = ()) -> list[str]:
        """The CHECK of a column that holds no negative numbers."""
        known = self.draft.table(table)
        kept = frozenset(but)
        checks = [
            one for one in (known.checks if known else ()) if one.name not in kept and one.expression.endswith(">= 0")
        ]
        own = [one.name for one in checks if one.expression == f'"{column}" >= 0']
        return _names(own or [one.name for one in checks][:1], known, f"{table.name}_{column}_check")

    def primary_key(self, table: Name) -> list[str]:
        known = self.draft.table(table)
        found = [one.name for one in (known.constraints if known else ()) if isinstance(one, PrimaryKey)]
        return _names(found, known, f"{table.name}_pkey")


def _ordinary(index: Index, columns: Sequence[str], kept: frozenset[str]) -> bool:
    plain = index.constraint is None and index.method in (None, "btree") and len(index.keys) == len(columns)
    return plain and index.columns == tuple(columns) and index.name.name not in kept


def _names(found: Iterable[str | None], known: Table | None, otherwise: str) -> list[str]:
    names = [name for name in found if name]
    return names if names or (known is not None and known.whole) else [otherwise]
