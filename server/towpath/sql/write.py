"""Operations to SQL in the manner of the author: the case of keywords, quotes around names."""

from collections.abc import Callable
from typing import Any

from towpath.operations import (
    AttachIndex,
    ControlTransaction,
    Copied,
    CopyRows,
    CreateIndex,
    CreateTable,
    DeleteRows,
    DropIndex,
    DropTable,
    InsertRows,
    LockTable,
    MergeRows,
    NotNull,
    Opaque,
    Operation,
    Reindex,
    RenameIndex,
    SetSetting,
    Statement,
    TruncateTable,
    UpdateRows,
)
from towpath.sql.manner import Manner, literal, manner
from towpath.sql.write_actions import write_action
from towpath.sql.write_objects import OBJECTS
from towpath.sql.write_parts import flags, write_column, write_constraint, write_key

__all__ = ["Manner", "manner", "write", "write_action"]


def write(operation: Operation, said: Manner | None = None) -> str | None:
    """The statement that does what the operation says, without a semicolon; None where it cannot be said in SQL."""
    how = said or Manner()
    if how.dialect in ("sqlserver", "oracle"):
        from towpath.sql.write_standard import write_standard  # Fewer still.

        return write_standard(operation, how)
    if how.dialect not in ("", "postgresql"):
        from towpath.sql.write_others import write_other  # Few need it.

        return write_other(operation, how)
    action = write_action(operation, how)
    if action is not None:
        altered: Any = operation
        words = "ALTER TABLE IF EXISTS" if how.guarded else "ALTER TABLE"
        return f"{how.keyword(words)} {how.qualified(altered.table)} {action}"
    writer = _STATEMENTS.get(type(operation)) or OBJECTS.get(type(operation))
    return writer(operation, how) if writer else None


def _create_table(operation: CreateTable, how: Manner) -> str:
    k = how.keyword
    kind = " TEMPORARY" if operation.temporary else " UNLOGGED" if operation.unlogged else ""
    exists = " IF NOT EXISTS" if operation.if_not_exists else ""
    start = f"{k('CREATE' + kind + ' TABLE' + exists)} {how.qualified(operation.table)}"
    options = f" {operation.options}" if operation.options else ""
    if operation.query is not None:
        named = f" ({how.names(tuple(column.name for column in operation.columns))})" if operation.columns else ""
        empty = "" if operation.with_data else f" {k('WITH NO DATA')}"
        return f"{start}{named}{options} {k('AS')} {operation.query}{empty}"
    elements = _elements(operation, how)
    inner = "".join(f"\n    {element}," for element in elements).rstrip(",")
    if operation.row_type:
        start += f" {k('OF')} {how.qualified(operation.row_type)}"
    body = f" ({inner}\n)" if elements else "" if operation.row_type else " ()"
    if operation.partition_of:
        body = (
            f" {k('PARTITION OF')} {how.qualified(operation.partition_of)}{body if elements else ''} {operation.bound}"
        )
    if operation.inherits:
        body += f" {k('INHERITS')} ({', '.join(map(how.qualified, operation.inherits))})"
    partition = f" {k('PARTITION BY')} {operation.partition_by}" if operation.partition_by else ""
    return f"{start}{body}{partition}{options}"


def _elements(operation: CreateTable, how: Manner) -> list[str]:
    """Columns, other tables, constraints; NOT NULL with a name stands beside its column, where every version has it."""
    columns = {column.name for column in operation.columns if column.nullable is False}
    beside = {one.column: one for one in operation.constraints if isinstance(one, NotNull) and one.column in columns}
    elements = [write_column(column, how, beside.get(column.name)) for column in operation.columns]
    elements += [_copied(copied, how) for copied in operation.copied]
    others = (one for one in operation.constraints if one not in beside.values())
    return elements + [write_constraint(constraint, how) for constraint in others]


def _copied(copied: Copied, how: Manner) -> str:
    return " ".join((how.keyword("LIKE"), how.qualified(copied.table), *map(how.keyword, copied.words)))


def _create_index(operation: CreateIndex, how: Manner) -> str:
    k = how.keyword
    words = "CREATE" + " UNIQUE" * operation.unique + " INDEX" + " CONCURRENTLY" * operation.concurrently
    words += " IF NOT EXISTS" if operation.if_not_exists else ""
    parts = [k(words)]
    parts += [how.name(operation.name)] if operation.name else []
    parts += [k("ON ONLY" if operation.only else "ON"), how.qualified(operation.table)]
    parts += [f"{k('USING')} {how.name(operation.method)}"] if operation.method else []
    parts.append(f"({', '.join(write_key(key, how) for key in operation.keys)})")
    parts += [f"{k('INCLUDE')} ({how.names(operation.include)})"] if operation.include else []
    parts += [] if operation.nulls_distinct else [k("NULLS NOT DISTINCT")]
    parts += [operation.options] if operation.options else []
    parts += [f"{k('WHERE')} {operation.where}"] if operation.where else []
    return " ".join(parts)


def _drop(words: str, field: str) -> Callable[[Any, Manner], str]:
    def statement(operation: Any, how: Manner) -> str:
        before, after = flags(operation, how)
        concurrently = " CONCURRENTLY" if getattr(operation, "concurrently", False) else ""
        return f"{how.keyword(words + concurrently)} {before}{how.qualified(getattr(operation, field))}{after}"

    return statement


def _reindex(operation: Reindex, how: Manner) -> str:
    words = f"REINDEX {operation.kind.upper()}" + " CONCURRENTLY" * operation.concurrently
    return how.keyword(words) + (f" {how.qualified(operation.name)}" if operation.name else "")


def _set(operation: SetSetting, how: Manner) -> str:
    if operation.value is None and not operation.local:
        return f"{how.keyword('RESET')} {operation.name}"
    words = how.keyword("SET LOCAL" if operation.local else "SET")
    if operation.name == "timezone" and operation.value:
        return f"{words} {how.keyword('TIME ZONE')} {operation.value}"
    return f"{words} {operation.name} = {operation.value or how.keyword('DEFAULT')}"


def _control(operation: ControlTransaction, how: Manner) -> str | None:
    if operation.action == "prepare":
        return f"{how.keyword('PREPARE TRANSACTION')} {literal(operation.name or '')}"
    words = {"rollback to": "ROLLBACK TO SAVEPOINT", "release": "RELEASE SAVEPOINT"}.get(
        operation.action, operation.action.upper()
    )
    return how.keyword(words) + (f" {how.name(operation.name)}" if operation.name else "")


def _truncate(operation: TruncateTable, how: Manner) -> str:
    words = " RESTART IDENTITY" * operation.restart_identity + " CASCADE" * operation.cascade
    return f"{how.keyword('TRUNCATE TABLE')} {how.qualified(operation.table)}{how.keyword(words)}"


def _lock(operation: LockTable, how: Manner) -> str:
    end = how.keyword(f"IN {operation.mode} MODE" + " NOWAIT" * operation.nowait)
    return f"{how.keyword('LOCK TABLE')} {how.qualified(operation.table)} {end}"


def _text(operation: Any, how: Manner) -> str | None:
    return operation.text or None


def _rows(operation: Any, how: Manner) -> str | None:
    """What is done in batches takes a block; where no key is known to cut them by, it is a tool's to do."""
    if not operation.batched:
        return _text(operation, how)
    from towpath.sql.batches import written  # Few fixes write such.

    return written(operation, how)


_STATEMENTS: dict[type[Operation], Callable[[Any, Manner], str | None]] = {
    CreateTable: _create_table,
    DropTable: _drop("DROP TABLE", "table"),
    TruncateTable: _truncate,
    LockTable: _lock,
    CreateIndex: _create_index,
    DropIndex: _drop("DROP INDEX", "index"),
    RenameIndex: lambda said, how: (
        f"{how.keyword('ALTER INDEX')} {how.qualified(said.index)} {how.keyword('RENAME TO')} {how.name(said.to)}"
    ),
    Reindex: _reindex,
    AttachIndex: lambda said, how: (
        f"{how.keyword('ALTER INDEX')} {how.qualified(said.index)} {how.keyword('ATTACH PARTITION')} "
        f"{how.qualified(said.partition)}"
    ),
    SetSetting: _set,
    ControlTransaction: _control,
    InsertRows: _text,
    UpdateRows: _rows,
    DeleteRows: _rows,
    MergeRows: _text,
    CopyRows: _text,
    Statement: _text,
    Opaque: _text,
}
