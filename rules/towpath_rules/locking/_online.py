"""What the rules on MySQL's and MariaDB's ALTER TABLE share: whether writers wait, and how the server refuses."""

from collections.abc import Iterator
from typing import Any

from towpath.changes import Here, Replace
from towpath.operations import (
    AddColumn,
    AddConstraint,
    AddIdentity,
    AlterColumnType,
    CreateIndex,
    DropColumn,
    DropConstraint,
    DropNotNull,
    MoveColumn,
    Name,
    Operation,
    SetNotNull,
    Statement,
    replace,
)
from towpath.rule import Context, Finding, Fix, Impact

Alter = (
    AddColumn
    | AddConstraint
    | AddIdentity
    | AlterColumnType
    | CreateIndex
    | DropColumn
    | DropConstraint
    | DropNotNull
    | MoveColumn
    | SetNotNull
    | Statement
)
# Statements that take no ALGORITHM and LOCK, or not at their end.
_NOT_ASKED = frozenset(
    f"alter table {action}"
    for action in (
        "partition by",
        "remove partitioning",
        "exchange partition",
        "add partition",
        "drop partition",
        "truncate partition",
        "reorganize partition",
        "coalesce partition",
    )
)


def table_of(operation: Operation) -> Name | None:
    if isinstance(operation, Statement):
        return operation.objects[0] if operation.objects else None
    return getattr(operation, "table", None)


def blocks(operation: Operation, context: Context) -> bool:
    """Whether writers to a table in use wait while its rows are gone through."""
    table = table_of(operation)
    if table is None or context.is_new(table) or context.is_small(table):
        return False
    return keeps_waiting(context.impact(operation))


def keeps_waiting(impact: Impact) -> bool:
    return bool(impact.blocks_writes and (impact.rewrites or impact.scans))


def waiting(operation: Operation, why: str, context: Context) -> Finding:
    """The finding that writers wait; `why` begins it."""
    impact = context.impact(operation)
    who = "reads and writes wait" if impact.blocks_reads else "writes wait"
    does = "is copied" if impact.algorithm == "COPY" else "has been read and built"
    how = f"{impact.algorithm}, LOCK={impact.lock}" if impact.algorithm else f"LOCK={impact.lock}"
    return Finding(
        f"{why}{who} until every row of {table_of(operation)} {does} ({how})",
        tuple(_refusing(operation, context)),
    )


def _refusing(operation: Operation, context: Context) -> Iterator[Fix]:
    """Where it is not sure that writers wait, the server can be asked to refuse rather than to keep them waiting."""
    sure = all(cost.blocks_writes for cost in context.costs(operation)) and not context.impact(operation).assumes
    if not sure and (changes := asking("LOCK=NONE", context)):
        yield Fix("Have the server refuse it rather than keep writers waiting (LOCK=NONE)", changes)


def asking(how: str, context: Context) -> tuple[Replace, ...]:
    """The changes that make a statement say how it shall be done; nothing where it says so, or cannot."""
    asked = [_asked(operation, how) for operation in context.said]
    if None in asked or all(new == old for new, old in zip(asked, context.said)):
        return ()
    return tuple(Replace(new, Here(number)) for number, new in enumerate(asked) if new and new != context.said[number])


def _asked(operation: Operation, how: str) -> Operation | None:
    """The operation with what is asked; as it is where it has no place for that, None where the statement has none."""
    if isinstance(operation, Statement):
        asked = replace(operation, text=f"{operation.text}, {how}")
        return asked if can_say_how(operation) and not says_how(operation) else None
    able: Any = operation
    if not can_say_how(operation):
        return operation
    return None if able.online else replace(able, online=how)


def can_say_how(operation: Operation) -> bool:
    """Whether a statement can say itself how it shall be done."""
    if isinstance(operation, Statement):
        return operation.kind.startswith("alter table") and operation.kind not in _NOT_ASKED
    return hasattr(operation, "online")


def says_how(operation: Operation) -> bool:
    """Whether a statement says itself how it shall be done."""
    text = operation.text.upper() if isinstance(operation, Statement) else getattr(operation, "online", "")
    return "ALGORITHM" in text or "LOCK=" in text.replace(" ", "")
