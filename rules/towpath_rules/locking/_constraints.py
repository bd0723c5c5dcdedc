"""What the rules on constraints share: which one an operation adds, what it costs by itself, and how it comes later."""

from typing import TypeVar

from towpath.changes import Change, Here, Move, NewMigration, Ref, Replace
from towpath.operations import (
    AddColumn,
    AddConstraint,
    Check,
    Constraint,
    DropConstraint,
    ForeignKey,
    Name,
    NotNull,
    Operation,
    SetNotNull,
    ValidateConstraint,
    replace,
)
from towpath.rule import Context

Adding = AddConstraint | AddColumn
Kind = TypeVar("Kind", bound=Constraint)


def added(operation: Adding, kind: type[Kind]) -> Kind | None:
    """The first constraint of a kind that an operation adds to its table."""
    constraints = (operation.constraint,) if isinstance(operation, AddConstraint) else operation.constraints
    return next((constraint for constraint in constraints if isinstance(constraint, kind)), None)


def reads(operation: Operation, table: Name, context: Context) -> bool:
    """Whether the rows of a table that is in use are read from end to end."""
    if context.is_new(table) or context.is_small(table):
        return False
    known = context.form(table)
    return not {table, *(known.partitions if known else ())}.isdisjoint(context.impact(operation).scans)


def makes_read(operation: Adding, constraint: Constraint, context: Context) -> bool:
    """Whether it is this constraint for which the rows are read, and not the column that it stands beside."""
    if isinstance(operation, AddConstraint):
        return reads(operation, operation.table, context)
    column = replace(operation, constraints=())
    beside = replace(operation, constraints=(constraint,))
    other = reads(column, operation.table, context) and not context.impact(column).rewrites
    return not other and reads(beside, operation.table, context)


def validated_later(
    operation: Adding, constraint: ForeignKey | Check | NotNull, context: Context
) -> tuple[Change, ...]:
    """The constraint NOT VALID, and a new migration that validates it; nothing where that would not help."""
    name = _name(operation, constraint, context)
    unchecked = AddConstraint(operation.table, replace(constraint, name=name, valid=False))
    changes: tuple[Change, ...] = (Replace(unchecked),)
    if isinstance(operation, AddColumn):
        rest = tuple(other for other in operation.constraints if other is not constraint)
        bare = replace(operation, constraints=rest)
        changes = (Replace(bare, then=(unchecked,)), Move(transactional=True))
        if reads(bare, operation.table, context):
            return ()
    if context.in_body or context.refused(unchecked):
        return ()
    return (*changes, NewMigration((ValidateConstraint(operation.table, name),), f"validate_{name}"))


def required(table: Name, column: str, context: Context) -> tuple[AddConstraint, tuple[Operation, ...]]:
    """What keeps NULL out of a column from now on, and what then makes it NOT NULL without holding anybody up."""
    if context.database and min(context.database.versions, default=0) >= 18:
        plain = NotNull(column)
        name = context.constraint_name(table, plain)
        return AddConstraint(table, replace(plain, name=name, valid=False)), (ValidateConstraint(table, name),)
    name = context.object_name(table, column, "not_null_check")
    proof = Check(f"{context.identifier(column)} IS NOT NULL", name, valid=False)
    later = (ValidateConstraint(table, name), SetNotNull(table, column), DropConstraint(table, name))
    return AddConstraint(table, proof), later


def required_in_turns(
    table: Name, column: str, context: Context, at: Ref | None = None
) -> tuple[NewMigration, NewMigration]:
    """What keeps NULL out of a column in the next migration, and what makes it NOT NULL in the one behind that.

    `at` is the operation that they come behind; None: the one at hand.
    """
    unproven, later = required(table, column, context)
    return (
        NewMigration((unproven,), f"check_{table.name}_{column}", at=at or Here(), after=True),
        NewMigration(later, f"require_{table.name}_{column}", at=at or Here(), after=True),
    )


def _name(operation: Adding, constraint: Constraint, context: Context) -> str:
    """The name that a constraint has or will have; of a CHECK beside a column, by that column."""
    if isinstance(constraint, Check) and isinstance(operation, AddColumn) and not constraint.name:
        return context.object_name(operation.table, operation.column.name, "check")
    return context.constraint_name(operation.table, constraint)
