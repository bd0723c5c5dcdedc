"""What is known of tables and of what stands on them."""

from typing import Literal

from towpath.operations import Check, Column, Constraint, ForeignKey, IndexKey, Name, NotNull, value


@value
class Index:
    """An index; `constraint` names the constraint that it belongs to."""

    name: Name
    keys: tuple[IndexKey, ...]
    unique: bool = False
    where: str | None = None
    include: tuple[str, ...] = ()
    method: str | None = None
    constraint: str | None = None
    partial_tree: bool = False  # Made with ON ONLY: the partitions have none yet.

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
    """

    name: Name
    columns: tuple[Column, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    indexes: tuple[Index, ...] = ()
    whole: bool = False
    born: str = ""
    kind: Literal["table", "view", "materialized view"] = "table"
    temporary: bool = False
    partition_by: str | None = None
    partitions: tuple[Name, ...] = ()
    default_partition: Name | None = None
    parent: Name | None = None
    bound: str | None = None
    referenced_by: tuple[Name, ...] = ()
    query: str | None = None

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
    def checks(self) -> tuple[Check, ...]:
        return tuple(constraint for constraint in self.constraints if isinstance(constraint, Check))

    @property
    def foreign_keys(self) -> tuple[ForeignKey, ...]:
        return tuple(constraint for constraint in self.constraints if isinstance(constraint, ForeignKey))

    def not_null(self, column: str) -> NotNull | None:
        """The constraint that a column's NOT NULL has as a name of its own, if it has one."""
        for constraint in self.constraints:
            if isinstance(constraint, NotNull) and constraint.column == column:
                return constraint
        return None


@value
class Enum:
    """An enum type, and the migration that made it."""

    name: Name
    labels: tuple[str, ...]
    born: str = ""


@value
class Setting:
    """A setting's value as written; None is the default."""

    value: str | None
    local: bool = False
