"""What the rules on columns that are filled share: whether the rows are written for one, and how they are later."""

from towpath.changes import NewMigration
from towpath.operations import AddColumn, Name, PrimaryKey, Type, UpdateRows, replace
from towpath.rule import Context


def fills(operation: AddColumn, context: Context, *, with_default: bool = False) -> bool:
    """Whether rows are written for a new column without its default: for its numbers, its expression or its domain.

    A type that the files do not tell is taken as no domain: few are.
    """
    column = operation.column
    default = column.default if with_default else None
    ordinary = replace(column, default=default, type=column.type or Type("text"))
    return bool(context.impact(replace(operation, column=ordinary)).rewrites)


def filled(table: Name, column: str, value: str, context: Context, copied: bool = False) -> tuple[NewMigration, ...]:
    """What gives a column its value in the rows that have none, in batches; none where no key is known for these.

    `copied`: in those that have another one, too, but never NULL in place of a value.
    """
    key = key_of(table, context)
    if key is None:
        return ()
    name = context.identifier(column)
    where = f"{value} IS NOT NULL AND {name} IS DISTINCT FROM {value}" if copied else f"{name} IS NULL"
    text = f"UPDATE {spelled(table, context)} SET {name} = {value} WHERE {where}"
    rows = UpdateRows(table, text, (column,), where, batched=True, key=key)
    return (NewMigration((rows,), f"fill_{table.name}_{column}", transactional=False, after=True),)


def spelled(table: Name, context: Context) -> str:
    """The name of a table in SQL."""
    return ".".join(context.identifier(part) for part in (table.schema, table.name) if part)


def key_of(table: Name, context: Context) -> str | None:
    """The one column of a table's primary key, by which PostgreSQL can go through its rows."""
    known = context.table(table) if context.dialect == "postgresql" else None
    keys = [one.columns for one in known.constraints if isinstance(one, PrimaryKey)] if known else []
    return keys[0][0] if len(keys) == 1 and len(keys[0]) == 1 else None
