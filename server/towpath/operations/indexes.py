"""Operations on indexes."""

from typing import Literal

from towpath.operations.kinds import Operation
from towpath.operations.names import Name
from towpath.operations.values import value


@value
class IndexKey:
    """One element of an index: a column by its name, or an expression as SQL text.

    `prefix` is how many of the first characters are kept of each value (MySQL); None: all of them.
    """

    column: str | None
    expression: str | None = None
    collation: str | None = None
    operator_class: str | None = None
    descending: bool = False
    nulls_first: bool | None = None
    prefix: int | None = None


@value
class CreateIndex(Operation):
    """`name` is None where the database makes one up. `only`: not on the partitions. `online`: see AddColumn."""

    name: str | None
    table: Name
    keys: tuple[IndexKey, ...]
    unique: bool = False
    concurrently: bool = False
    if_not_exists: bool = False
    only: bool = False
    method: str | None = None
    include: tuple[str, ...] = ()
    nulls_distinct: bool = True
    where: str | None = None
    options: str = ""
    online: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns among its keys."""
        return tuple(key.column for key in self.keys if key.column is not None)


@value
class DropIndex(Operation):
    """`table` is None where the statement does not say it (PostgreSQL, SQLite)."""

    index: Name
    concurrently: bool = False
    if_exists: bool = False
    cascade: bool = False
    table: Name | None = None
    online: str = ""


@value
class RenameIndex(Operation):
    index: Name
    to: str
    table: Name | None = None


@value
class Reindex(Operation):
    """Builds indexes anew: one, those of a table, a schema, a database, or the system catalogues."""

    kind: Literal["index", "table", "schema", "database", "system"]
    name: Name | None
    concurrently: bool = False


@value
class AttachIndex(Operation):
    """An index of a partition becomes part of the index of the partitioned table."""

    index: Name
    partition: Name
