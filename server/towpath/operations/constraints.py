"""Constraints, and the operations on them."""

from towpath.operations.kinds import Operation
from towpath.operations.names import Name
from towpath.operations.values import value


@value
class PrimaryKey:
    """`index` names an existing unique index that becomes the key's; then `columns` is empty.

    `options` is what is said of the index, as SQL text (WITH, USING INDEX TABLESPACE).
    """

    columns: tuple[str, ...]
    name: str | None = None
    index: str | None = None
    include: tuple[str, ...] = ()
    deferrable: bool = False
    deferred: bool = False
    without_overlaps: bool = False
    options: str = ""


@value
class Unique:
    """`index` names an existing unique index that becomes the constraint's; then `columns` is empty.

    `options` is what is said of the index, as SQL text (WITH, USING INDEX TABLESPACE).
    """

    columns: tuple[str, ...]
    name: str | None = None
    index: str | None = None
    include: tuple[str, ...] = ()
    nulls_distinct: bool = True
    deferrable: bool = False
    deferred: bool = False
    without_overlaps: bool = False
    options: str = ""


@value
class Check:
    expression: str
    name: str | None = None
    valid: bool = True
    enforced: bool = True
    inherited: bool = True


@value
class ForeignKey:
    """`on_delete` and `on_update` are SQL words in upper case, None where nothing was said.

    `set_columns` are those that SET NULL or SET DEFAULT of ON DELETE is limited to; `period`: the last column holds a
    period, on both sides.
    """

    columns: tuple[str, ...]
    target: Name
    target_columns: tuple[str, ...] = ()
    name: str | None = None
    on_delete: str | None = None
    on_update: str | None = None
    match: str | None = None
    valid: bool = True
    enforced: bool = True
    deferrable: bool = False
    deferred: bool = False
    set_columns: tuple[str, ...] = ()
    period: bool = False


@value
class Exclusion:
    """`elements`, `where` and `options` are SQL text."""

    elements: str
    name: str | None = None
    method: str | None = None
    where: str | None = None
    deferrable: bool = False
    deferred: bool = False
    include: tuple[str, ...] = ()
    options: str = ""


@value
class NotNull:
    """NOT NULL as a constraint with a name of its own (PostgreSQL 18)."""

    column: str
    name: str | None = None
    valid: bool = True
    inherited: bool = True


Constraint = PrimaryKey | Unique | Check | ForeignKey | Exclusion | NotNull


@value
class AddConstraint(Operation):
    """`online`: see AddColumn."""

    table: Name
    constraint: Constraint
    online: str = ""


@value
class DropConstraint(Operation):
    table: Name
    name: str
    if_exists: bool = False
    cascade: bool = False
    online: str = ""


@value
class RenameConstraint(Operation):
    table: Name
    name: str
    to: str


@value
class ValidateConstraint(Operation):
    table: Name
    name: str


@value
class AlterConstraint(Operation):
    """`deferrable`, `deferred` and `enforced` are None where the statement leaves them alone."""

    table: Name
    name: str
    deferrable: bool | None = None
    deferred: bool | None = None
    enforced: bool | None = None
    inherited: bool | None = None
