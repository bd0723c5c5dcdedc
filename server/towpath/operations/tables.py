"""Operations on tables and their columns."""

from typing import Literal

from towpath.operations.constraints import Constraint
from towpath.operations.kinds import Operation
from towpath.operations.names import Name
from towpath.operations.types import Type
from towpath.operations.values import value


@value
class Column:
    """A column; `type` and `nullable` are None where they are not known. Expressions are SQL text."""

    name: str
    type: Type | None = None
    nullable: bool | None = True
    default: str | None = None
    generated: Literal["stored", "virtual"] | None = None
    expression: str | None = None
    identity: Literal["always", "by default"] | None = None
    collation: str | None = None


@value
class CreateTable(Operation):
    """A new table.

    `query` is the SELECT that fills it, `row_type` the composite type that says its columns; `copied` are tables whose
    columns it takes (LIKE, INHERITS).
    """

    table: Name
    columns: tuple[Column, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    if_not_exists: bool = False
    temporary: bool = False
    unlogged: bool = False
    partition_by: str | None = None
    partition_of: Name | None = None
    bound: str | None = None
    copied: tuple[Name, ...] = ()
    query: str | None = None
    row_type: Name | None = None
    options: str = ""


@value
class DropTable(Operation):
    table: Name
    if_exists: bool = False
    cascade: bool = False


@value
class RenameTable(Operation):
    table: Name
    to: str


@value
class MoveTable(Operation):
    """The table goes to another schema."""

    table: Name
    schema: str


@value
class TruncateTable(Operation):
    table: Name
    cascade: bool = False
    restart_identity: bool = False


@value
class AttachPartition(Operation):
    table: Name
    partition: Name
    bound: str


@value
class DetachPartition(Operation):
    table: Name
    partition: Name
    concurrently: bool = False
    finalize: bool = False


@value
class LockTable(Operation):
    table: Name
    mode: str = "ACCESS EXCLUSIVE"
    nowait: bool = False


@value
class AddColumn(Operation):
    """A new column with the constraints that were written beside it, each naming its columns."""

    table: Name
    column: Column
    constraints: tuple[Constraint, ...] = ()
    if_not_exists: bool = False


@value
class DropColumn(Operation):
    table: Name
    column: str
    if_exists: bool = False
    cascade: bool = False


@value
class RenameColumn(Operation):
    table: Name
    column: str
    to: str


@value
class RedefineColumn(Operation):
    """Said, never exact: the whole column is restated, and what differs from before is what happens."""

    table: Name
    column: Column


@value
class AlterColumnType(Operation):
    table: Name
    column: str
    type: Type
    using: str | None = None
    collation: str | None = None


@value
class SetDefault(Operation):
    table: Name
    column: str
    default: str


@value
class DropDefault(Operation):
    table: Name
    column: str


@value
class SetNotNull(Operation):
    table: Name
    column: str


@value
class DropNotNull(Operation):
    table: Name
    column: str


@value
class SetExpression(Operation):
    """A generated column gets another expression."""

    table: Name
    column: str
    expression: str


@value
class DropExpression(Operation):
    """A generated column becomes an ordinary one that keeps its values."""

    table: Name
    column: str
    if_exists: bool = False


@value
class AddIdentity(Operation):
    table: Name
    column: str
    identity: Literal["always", "by default"] = "by default"


@value
class DropIdentity(Operation):
    table: Name
    column: str
    if_exists: bool = False
