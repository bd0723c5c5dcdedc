"""Which operations may come behind others that they stood before."""

import re
from collections.abc import Iterable, Sequence

from towpath.operations import (
    AddColumn,
    AddConstraint,
    AddEnumValue,
    AlterColumnType,
    AlterDomain,
    AlterSequence,
    AttachParent,
    Constraint,
    ControlTransaction,
    CreateDomain,
    CreateEnum,
    CreateFunction,
    CreateIndex,
    CreateObject,
    CreateSequence,
    CreateTable,
    CreateView,
    DeleteRows,
    DetachParent,
    DropColumn,
    DropConstraint,
    DropDefault,
    DropIndex,
    DropNotNull,
    DropTable,
    ForeignKey,
    Grant,
    InsertRows,
    MergeRows,
    MoveObject,
    MoveTable,
    Name,
    Operation,
    RenameColumn,
    RenameConstraint,
    RenameIndex,
    RenameObject,
    RenameTable,
    Revoke,
    SetComment,
    SetDefault,
    SetIdentity,
    SetNotNull,
    SetOwner,
    SetSetting,
    Statement,
    Switch,
    UpdateRows,
    ValidateConstraint,
)

# What is lost with these is how long somebody waits, not what is done.
PATIENCE = frozenset(("lock_timeout", "lock_wait_timeout", "statement_timeout", "idle_in_transaction_session_timeout"))
# After these a table, or a column of it, is no longer there under its name.
_TAKES_AWAY = (AlterColumnType, DropColumn, DropTable, MoveTable, RenameColumn, RenameTable)
# What else only changes the schema; rows and code may need an index, or that it is gone.
_SCHEMA = (
    *(AddColumn, AddConstraint, AddEnumValue, CreateDomain, CreateEnum, CreateFunction, CreateIndex, CreateTable),
    *(CreateView, DropConstraint, DropDefault, DropIndex, DropNotNull, RenameConstraint, RenameIndex, SetDefault),
    *(SetNotNull, ValidateConstraint),
)
# And these, where they do not name the index in passing.
_OTHERS = (
    *(AlterDomain, AlterSequence, AttachParent, CreateObject, CreateSequence, DetachParent, Grant, MoveObject),
    *(RenameObject, Revoke, SetComment, SetIdentity, SetOwner, Switch),
)
_ROWS = (DeleteRows, InsertRows, MergeRows, UpdateRows)
_OTHER_SCHEMA = ("alter ", "comment ", "create ")


def patient(operation: Operation) -> bool:
    """Whether an operation only sets how long the statements behind it wait."""
    return isinstance(operation, SetSetting) and operation.name in PATIENCE


def takes_away(later: Operation, operation: Operation) -> bool:
    """Whether an operation could not come behind another one, which takes away or turns round what it is about."""
    table = getattr(operation, "table", None)
    if table is None or getattr(later, "table", None) != table:
        return False
    if isinstance(later, (DropTable, MoveTable, RenameTable)):
        return True
    if isinstance(later, (DropColumn, DropNotNull, RenameColumn)):
        return _mentions(repr(operation), later.column)
    return isinstance(later, (DropConstraint, RenameConstraint)) and _mentions(repr(operation), later.name)


def can_wait(operation: Operation, later: Iterable[Operation]) -> bool:
    """Whether an index may be built or dropped behind these operations just as well as before them."""
    if isinstance(operation, CreateIndex):
        return operation.name is not None and not any(_needs(one, operation, operation.name) for one in later)
    if isinstance(operation, DropIndex):
        return not any(_needs_gone(one, operation.index.name) for one in later)
    return False


def can_hurry(operation: Operation, earlier: Iterable[Operation]) -> bool:
    """Whether a value may be added to an enum before these operations just as well as behind them."""
    return isinstance(operation, AddEnumValue) and not any(_may_matter(one, operation.type.name) for one in earlier)


def _may_matter(earlier: Operation, type: str) -> bool:
    """Whether an operation may decide what a type of this name is; what is not known may."""
    known = _harmless(earlier) or isinstance(earlier, (*_SCHEMA, *_OTHERS, *_ROWS, *_TAKES_AWAY))
    return not known or _mentions(repr(earlier), type)


def _needs(later: Operation, index: CreateIndex, name: str) -> bool:
    if isinstance(later, _TAKES_AWAY):
        return later.table == index.table
    if isinstance(later, _ROWS):
        return later.table == index.table or _mentions(later.text, index.table.name)
    return not _only_schema(later, name) or _named(later) == name or _uses(later, index, name)


def _needs_gone(later: Operation, name: str) -> bool:
    """Whether something would fail, or take the index along, while it is still there."""
    return not _only_schema(later, name) or name in (_named(later), *_made(later))


def _only_schema(operation: Operation, name: str) -> bool:
    """Whether an operation reads and writes no rows, runs no code, and does not name the index in passing."""
    if isinstance(operation, Statement):
        return operation.kind.startswith(_OTHER_SCHEMA) and not _mentions(operation.text, name)
    if isinstance(operation, _OTHERS):
        return not _mentions(repr(operation), name)
    return _harmless(operation) or isinstance(operation, _SCHEMA)


def _harmless(operation: Operation) -> bool:
    """Whether it says only how long is waited, or where the author's own transaction begins and ends."""
    return patient(operation) or (isinstance(operation, ControlTransaction) and operation.action in ("begin", "commit"))


def _mentions(text: str, name: str) -> bool:
    return re.search(rf"\b{re.escape(name)}\b", text, re.I) is not None


def _named(operation: Operation) -> str:
    """The index that an operation is about."""
    if isinstance(operation, CreateIndex):
        return operation.name or ""
    return operation.index.name if isinstance(operation, (DropIndex, RenameIndex)) else ""


def _made(operation: Operation) -> Sequence[str]:
    """Names that constraints, and so their indexes, are given."""
    if isinstance(operation, RenameIndex):
        return (operation.to,)
    return [constraint.name or "" for constraint in _constraints(operation)]


def _uses(operation: Operation, index: CreateIndex, name: str) -> bool:
    """Whether a constraint takes the index over, or points to what only the index makes unique."""
    return any(
        getattr(constraint, "index", None) == name or (index.unique and _points_to(constraint, index.table))
        for constraint in _constraints(operation)
    )


def _points_to(constraint: Constraint, table: Name) -> bool:
    return isinstance(constraint, ForeignKey) and constraint.target == table


def _constraints(operation: Operation) -> Sequence[Constraint]:
    if isinstance(operation, AddConstraint):
        return (operation.constraint,)
    return operation.constraints if isinstance(operation, (AddColumn, CreateTable)) else ()
