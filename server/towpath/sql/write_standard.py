"""Operations to the SQL of SQL Server and Oracle, where they take the standard's words; everything else is not said."""

from collections.abc import Callable
from typing import Any

from towpath.operations import (
    AddColumn,
    AddConstraint,
    Check,
    Column,
    Constraint,
    ControlTransaction,
    CopyRows,
    CreateFunction,
    CreateIndex,
    CreateObject,
    CreateTable,
    DeleteRows,
    DropColumn,
    DropConstraint,
    DropIndex,
    DropObject,
    DropTable,
    ForeignKey,
    IndexKey,
    InsertRows,
    MergeRows,
    Opaque,
    Operation,
    RenameColumn,
    RenameTable,
    Statement,
    TruncateTable,
    UpdateRows,
)
from towpath.source import pattern
from towpath.sql.manner import Manner
from towpath.sql.write_parts import write_constraint

# A name in small letters is mostly one that a program says, which stands for capitals, and may be one in quotes.
_SMALL = pattern(r'"[^"]*[a-z]')
Writer = Callable[[Any, Manner], str | None]
# The types that each has under the names that they go by here.
_TYPES = {
    "sqlserver": frozenset(
        """
        bigint binary bit char date datetime datetime2 datetimeoffset decimal image integer money nchar ntext numeric
        nvarchar real rowversion smalldatetime smallint smallmoney text time tinyint uniqueidentifier varbinary varchar
        xml
        """.split()
    )
    | {"double precision"},
    "oracle": frozenset(
        """
        binary_double binary_float blob char clob date integer nchar nclob number numeric nvarchar2 raw real rowid
        smallint timestamp varchar2
        """.split()
    )
    | {"double precision"},
}


def write_standard(operation: Operation, how: Manner) -> str | None:
    """The statement that does what the operation says, without a semicolon; None where it is not said alike."""
    writer = _STATEMENTS.get(type(operation))
    said = writer(operation, how) if writer else None
    return None if said and writer is not _text and how.dialect == "oracle" and _SMALL.search(said) else said


def _column(column: Column, how: Manner) -> str | None:
    """A column of which nothing is said but its type, its default and whether it takes NULL."""
    bare = Column(column.name, column.type, column.nullable, column.default)
    if column != bare or column.type is None or column.type.array or column.type.name not in _TYPES[how.dialect]:
        return None
    arguments = f"({', '.join(column.type.arguments)})" if column.type.arguments else ""
    default = f" {how.keyword('DEFAULT')} {column.default}" if column.default is not None else ""
    null = f" {how.keyword('NOT NULL')}" if column.nullable is False else ""
    return f"{how.name(column.name)} {column.type.name}{arguments}{default}{null}"


def _constraint(constraint: Constraint, how: Manner) -> str | None:
    """A constraint of which nothing is said but what it holds."""
    plain: Any = constraint
    if isinstance(constraint, ForeignKey):
        plain = ForeignKey(
            constraint.columns, constraint.target, constraint.target_columns, constraint.name, constraint.on_delete
        )
    elif isinstance(constraint, Check):
        plain = Check(constraint.expression, constraint.name)
    elif hasattr(constraint, "columns"):
        plain = type(constraint)(plain.columns, plain.name)
    return write_constraint(constraint, how) if plain == constraint else None


def _create_table(operation: CreateTable, how: Manner) -> str | None:
    bare = CreateTable(operation.table, operation.columns, operation.constraints)
    elements = [
        *(_column(one, how) for one in operation.columns),
        *(_constraint(one, how) for one in operation.constraints),
    ]
    if operation != bare or None in elements or not elements:
        return None
    inner = ",".join(f"\n    {element}" for element in elements)
    return f"{how.keyword('CREATE TABLE')} {how.qualified(operation.table)} ({inner}\n)"


def _altered(action: Writer) -> Writer:
    def write(operation: Any, how: Manner) -> str | None:
        said = action(operation, how)
        return said and f"{how.keyword('ALTER TABLE')} {how.qualified(operation.table)} {said}"

    return write


def _add_column(operation: AddColumn, how: Manner) -> str | None:
    said = _column(operation.column, how) if not operation.constraints and not operation.if_not_exists else None
    return said and f"{how.keyword('ADD')} {said}"


def _add_constraint(operation: AddConstraint, how: Manner) -> str | None:
    said = _constraint(operation.constraint, how)
    return said and f"{how.keyword('ADD')} {said}"


def _drop(words: str, field: str) -> Writer:
    def write(operation: Any, how: Manner) -> str | None:
        plain = not operation.if_exists and not operation.cascade
        return f"{how.keyword(words)} {how.name(getattr(operation, field))}" if plain else None

    return write


def _drop_table(operation: DropTable, how: Manner) -> str | None:
    if operation.if_exists or operation.cascade:
        return None
    return f"{how.keyword('DROP TABLE')} {how.qualified(operation.table)}"


def _drop_object(operation: DropObject, how: Manner) -> str | None:
    if operation.if_exists or operation.cascade or operation.signature:
        return None
    return f"{how.keyword(f'DROP {operation.kind.upper()}')} {how.qualified(operation.name)}"


def _create_index(operation: CreateIndex, how: Manner) -> str | None:
    bare = CreateIndex(operation.name, operation.table, operation.keys, operation.unique)
    keys = [_key(key, how) for key in operation.keys]
    if operation != bare or operation.name is None or None in keys:
        return None
    words = how.keyword("CREATE UNIQUE INDEX" if operation.unique else "CREATE INDEX")
    listed = ", ".join(map(str, keys))
    return f"{words} {how.name(operation.name)} {how.keyword('ON')} {how.qualified(operation.table)} ({listed})"


def _key(key: IndexKey, how: Manner) -> str | None:
    if key.column is None or key != IndexKey(key.column, descending=key.descending):
        return None
    return how.name(key.column) + (f" {how.keyword('DESC')}" if key.descending else "")


def _drop_index(operation: DropIndex, how: Manner) -> str | None:
    """SQL Server's indexes are each of a table, which has to be said."""
    if operation.if_exists or operation.cascade:
        return None
    if how.dialect == "oracle":
        return f"{how.keyword('DROP INDEX')} {how.qualified(operation.index)}"
    on = operation.table
    return (
        on and f"{how.keyword('DROP INDEX')} {how.name(operation.index.name)} {how.keyword('ON')} {how.qualified(on)}"
    )


def _rename(words: str, said: Writer) -> Writer:
    """SQL Server has a procedure for that."""
    return lambda operation, how: f"{how.keyword(words)} {said(operation, how)}" if how.dialect == "oracle" else None


def _control(operation: ControlTransaction, how: Manner) -> str | None:
    known = operation.action in ("commit", "rollback") and operation.name is None
    return how.keyword(operation.action.upper()) if known else None


def _text(operation: Any, how: Manner) -> str | None:
    return operation.text or None


_STATEMENTS: dict[type[Operation], Writer] = {
    AddColumn: _altered(_add_column),
    AddConstraint: _altered(_add_constraint),
    DropColumn: _altered(_drop("DROP COLUMN", "column")),
    DropConstraint: _altered(_drop("DROP CONSTRAINT", "name")),
    RenameColumn: _altered(
        _rename("RENAME COLUMN", lambda said, how: f"{how.name(said.column)} {how.keyword('TO')} {how.name(said.to)}")
    ),
    RenameTable: _altered(_rename("RENAME TO", lambda said, how: how.name(said.to))),
    CreateTable: _create_table,
    DropTable: _drop_table,
    TruncateTable: lambda said, how: (
        None if said.cascade else f"{how.keyword('TRUNCATE TABLE')} {how.qualified(said.table)}"
    ),
    CreateIndex: _create_index,
    DropIndex: _drop_index,
    DropObject: _drop_object,
    ControlTransaction: _control,
    CreateFunction: _text,
    CreateObject: _text,
    CopyRows: _text,
    DeleteRows: _text,
    InsertRows: _text,
    MergeRows: _text,
    UpdateRows: _text,
    Statement: _text,
    Opaque: _text,
}
