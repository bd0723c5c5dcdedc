"""What the rules on columns that are filled share: whether it is the column itself for which the rows are written."""

from towpath.operations import AddColumn, Type, replace
from towpath.rule import Context


def fills(operation: AddColumn, context: Context, *, with_default: bool = False) -> bool:
    """Whether rows are written for a new column without its default: for its numbers, its expression or its domain.

    A type that the files do not tell is taken as no domain: few are.
    """
    column = operation.column
    default = column.default if with_default else None
    ordinary = replace(column, default=default, type=column.type or Type("text"))
    return bool(context.impact(replace(operation, column=ordinary)).rewrites)
