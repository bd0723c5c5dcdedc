"""Operations on tables and their columns."""

from typing import Literal

from towpath.operations.constraints import Constraint
from towpath.operations.kinds import Operation
from towpath.operations.names import Name
from towpath.operations.sequences import SequenceOptions
from towpath.operations.types import Type
from towpath.operations.values import value


@value
class Column:
    """A column; `type` and `nullable` are None where they are not known. Expressions are SQL text.

    `sequence` is what an identity says of its sequence, `storage` how values are kept (STORAGE, COMPRESSION) as SQL
    text.
    """

    name: str
    type: Type | None = None
    nullable: bool | None = True
    default: str | None = None
    generated: Literal["stored", "virtual"] | None = None
    expression: str | None = None
    identity: Literal["always", "by default"] | None = None
    collation: str | None = None
    sequence: SequenceOptions = ()
    storage: str = ""
    comment: str | None = None


@value
class Copied:
    """A table whose columns a new one takes as they are now (LIKE); `words` say what else: `INCLUDING INDEXES`."""

    table: Name
    words: tuple[str, ...] = ()

    def takes(self, what: str) -> bool:
        """Whether it takes the `INDEXES`, `DEFAULTS`, … of the other table too; what is said last counts."""
        said = [word.split()[0] for word in self.words if word.split()[1] in (what, "ALL")]
        return said[-1:] == ["INCLUDING"]


@value
class CreateTable(Operation):
    """A new table.

    `query` is the SELECT that fills it, whose columns may be given names without a type; `row_type` is the composite
    type that says its columns; `copied` are tables that it is like, `inherits` those whose child it is. `options` is
    what stands behind the columns, as SQL text (WITH, TABLESPACE, …).
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
    copied: tuple[Copied, ...] = ()
    inherits: tuple[Name, ...] = ()
    query: str | None = None
    with_data: bool = True
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
class AttachParent(Operation):
    """The table becomes a child of another one (ALTER TABLE … INHERIT)."""

    table: Name
    parent: Name


@value
class DetachParent(Operation):
    table: Name
    parent: Name


@value
class Switch(Operation):
    """A trigger, a rule or row level security of a table is switched; `name` says which of the triggers or rules."""

    table: Name
    to: Literal["enable", "enable always", "enable replica", "disable", "force", "no force"]
    kind: Literal["trigger", "trigger all", "trigger user", "rule", "row level security"]
    name: str | None = None


@value
class LockTable(Operation):
    table: Name
    mode: str = "ACCESS EXCLUSIVE"
    nowait: bool = False


@value
class AddColumn(Operation):
    """A new column with the constraints that were written beside it, each naming its columns.

    `position` says where among the others (MySQL: `FIRST`, `AFTER a`), `online` how the server shall go about it
    (MySQL: `ALGORITHM=INPLACE, LOCK=NONE`), both as SQL text.
    """

    table: Name
    column: Column
    constraints: tuple[Constraint, ...] = ()
    if_not_exists: bool = False
    position: str = ""
    online: str = ""


@value
class DropColumn(Operation):
    table: Name
    column: str
    if_exists: bool = False
    cascade: bool = False
    online: str = ""


@value
class RenameColumn(Operation):
    table: Name
    column: str
    to: str
    online: str = ""


@value
class RedefineColumn(Operation):
    """Said, never exact: the whole column is restated, and what differs from before is what happens.

    `alone`: only its type, collation and whether it takes NULL are said, all else stays (SQL Server's ALTER COLUMN).
    """

    table: Name
    column: Column
    position: str = ""
    online: str = ""
    alone: bool = False


@value
class MoveColumn(Operation):
    """A column changes its place among the others (MySQL: `FIRST`, `AFTER a`); `position` is SQL text."""

    table: Name
    column: str
    position: str
    online: str = ""


@value
class AlterColumnType(Operation):
    """`storage`: see Column; None where it stays as it is."""

    table: Name
    column: str
    type: Type
    using: str | None = None
    collation: str | None = None
    storage: str | None = None
    online: str = ""


@value
class SetDefault(Operation):
    table: Name
    column: str
    default: str
    online: str = ""


@value
class DropDefault(Operation):
    table: Name
    column: str
    online: str = ""


@value
class SetNotNull(Operation):
    table: Name
    column: str
    online: str = ""


@value
class DropNotNull(Operation):
    table: Name
    column: str
    online: str = ""


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
    sequence: SequenceOptions = ()
    online: str = ""


@value
class SetIdentity(Operation):
    """An identity column gets its values in another way; `identity` is None where only its sequence changes."""

    table: Name
    column: str
    identity: Literal["always", "by default"] | None = None
    sequence: SequenceOptions = ()


@value
class DropIdentity(Operation):
    table: Name
    column: str
    if_exists: bool = False
