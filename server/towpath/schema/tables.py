"""What is known of tables and views, and of what stands on them."""

from operator import attrgetter
from typing import Any, Literal, NamedTuple

from towpath.operations import (
    Check,
    Column,
    Constraint,
    CreateView,
    ForeignKey,
    IndexKey,
    Name,
    NotNull,
    Operation,
    PrimaryKey,
    value,
)


@value
class Index:
    """An index; `constraint` names the constraint that it belongs to, `part_of` the index of the whole table.

    One that is not `valid` is used by no query: made with ON ONLY, while partitions are still without theirs.
    """

    name: Name
    keys: tuple[IndexKey, ...]
    unique: bool = False
    where: str | None = None
    include: tuple[str, ...] = ()
    method: str | None = None
    constraint: str | None = None
    nulls_distinct: bool = True
    options: str = ""
    valid: bool = True
    part_of: Name | None = None
    comment: str | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(key.column for key in self.keys if key.column is not None)

    @property
    def plain(self) -> bool:
        """Whether it is nothing but columns: no expression and no condition."""
        return self.where is None and all(key.column is not None for key in self.keys)


@value
class Table:
    """A table or view.

    `whole`: its making was seen, so that what is not listed is not there. `born` is the migration that made it, empty
    where that is not known. A name of a constraint or index that the author left out is the one the database gives.

    Names of other relations are the ones that these are held under. A child keeps what is its `own` when its parents
    lose it: the columns and constraints that it had before it became one. `made` is what made a view; `starred` are the
    columns that a star in it stood for, None where they are not known; `renamed` are the names in it that go by others
    since. `sequences` are those that belong to its columns. `said` is what else was said of it and of what stands on it
    (owner, privileges, triggers, …), in order.
    """

    name: Name
    columns: tuple[Column, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    indexes: tuple[Index, ...] = ()
    whole: bool = False
    born: str = ""
    kind: Literal["table", "view", "materialized view"] = "table"
    temporary: bool = False
    unlogged: bool = False
    options: str = ""
    partition_by: str | None = None
    partitions: tuple[Name, ...] = ()
    default_partition: Name | None = None
    parent: Name | None = None
    bound: str | None = None
    inherits: tuple[Name, ...] = ()
    children: tuple[Name, ...] = ()
    own: tuple[str, ...] = ()
    referenced_by: tuple[Name, ...] = ()
    reads: tuple[Name, ...] = ()
    read_by: tuple[Name, ...] = ()
    made: CreateView | None = None
    starred: tuple[str, ...] | None = ()
    renamed: tuple[tuple[str, str], ...] = ()
    sequences: tuple[Name, ...] = ()
    said: tuple[Operation, ...] = ()
    comment: str | None = None

    def column(self, name: str) -> Column | None:
        for column in self.columns:
            if column.name == name:
                return column
        return None

    def constraint(self, name: str) -> Constraint | None:
        for constraint in self.constraints:
            if constraint.name == name:
                return constraint
        return None

    def index(self, name: str) -> Index | None:
        for index in self.indexes:
            if index.name.name == name:
                return index
        return None

    @property
    def bare(self) -> bool:
        """Whether it is known to have no index."""
        return self.whole and not self.indexes

    @property
    def targets(self) -> tuple[Name, ...]:
        """The tables that its foreign keys point to."""
        return tuple([one.target for one in self.constraints if isinstance(one, ForeignKey)])

    @property
    def checks(self) -> tuple[Check, ...]:
        return tuple(constraint for constraint in self.constraints if isinstance(constraint, Check))

    @property
    def foreign_keys(self) -> tuple[ForeignKey, ...]:
        return tuple(constraint for constraint in self.constraints if isinstance(constraint, ForeignKey))

    @property
    def primary(self) -> tuple[str, ...]:
        """The columns of the primary key."""
        return next((one.columns for one in self.constraints if isinstance(one, PrimaryKey)), ())

    @property
    def descendants(self) -> tuple[Name, ...]:
        """The tables that share its columns: partitions and children."""
        return self.partitions + self.children if self.children else self.partitions

    def not_null(self, column: str) -> NotNull | None:
        """The constraint that a column's NOT NULL has as a name of its own, if it has one."""
        for constraint in self.constraints:
            if isinstance(constraint, NotNull) and constraint.column == column:
                return constraint
        return None


class Form(NamedTuple):
    """What a table is whatever its columns and its constraints are called: most changes of a table leave that alone.

    So what asks for the form alone need not be asked again behind them.
    """

    name: Name
    kind: str
    born: str
    temporary: bool
    bare: bool
    targets: tuple[Name, ...]
    partition_by: str | None
    partitions: tuple[Name, ...]
    parent: Name | None
    inherits: tuple[Name, ...]
    children: tuple[Name, ...]


def columns_of(table: object) -> tuple[Column, ...] | None:
    """The columns of a table; None of what is none."""
    return table.columns if isinstance(table, Table) else None


def form_of(table: object) -> Form | None:
    """The form of a table, the very same one for all that have it; None of what is none."""
    if not isinstance(table, Table):
        return None
    said: tuple[Any, ...] = _parts(table)
    found = _FORMS.get(said)
    if found is None:
        found = _FORMS[said] = Form(*said)
    return found


_parts = attrgetter(*Form._fields)
_FORMS: dict[tuple[Any, ...], Form] = {}
