"""Operations to PostgreSQL's SQL in the manner of the author: the case of keywords, quotes around names."""

import re
from collections.abc import Callable
from typing import Any

from towpath.operations import (
    AddColumn,
    AddConstraint,
    AddEnumValue,
    AddIdentity,
    AlterColumnType,
    AlterConstraint,
    AttachIndex,
    AttachPartition,
    Check,
    Column,
    Constraint,
    ControlTransaction,
    CopyRows,
    CreateDomain,
    CreateEnum,
    CreateFunction,
    CreateIndex,
    CreateTable,
    CreateView,
    DeleteRows,
    DetachPartition,
    DropColumn,
    DropConstraint,
    DropDefault,
    DropExpression,
    DropIdentity,
    DropIndex,
    DropNotNull,
    DropObject,
    DropTable,
    Exclusion,
    ForeignKey,
    IndexKey,
    InsertRows,
    LockTable,
    MergeRows,
    MoveTable,
    Name,
    NotNull,
    Opaque,
    Operation,
    PrimaryKey,
    RefreshView,
    Reindex,
    RenameColumn,
    RenameConstraint,
    RenameEnumValue,
    RenameIndex,
    RenameTable,
    SetDefault,
    SetExpression,
    SetNotNull,
    SetSetting,
    Statement,
    TruncateTable,
    Type,
    Unique,
    UpdateRows,
    ValidateConstraint,
    value,
)
from towpath.sql.keywords import NOT_A_COLUMN

_SIMPLE = re.compile(r"[a-z_][a-z0-9_$]*\Z")


@value
class Manner:
    """How the author writes: keywords in capitals or not, names in quotes or not."""

    upper: bool = True
    quoted: bool = False

    def keyword(self, words: str) -> str:
        return words if self.upper else words.lower()

    def name(self, name: str) -> str:
        """A name as an identifier; one with a placeholder in it is left as it is."""
        if "${" in name:
            return name
        if not self.quoted and _SIMPLE.match(name) and name.upper() not in NOT_A_COLUMN:
            return name
        return '"' + name.replace('"', '""') + '"'

    def qualified(self, name: Name) -> str:
        return f"{self.name(name.schema)}.{self.name(name.name)}" if name.schema else self.name(name.name)

    def names(self, names: tuple[str, ...]) -> str:
        return ", ".join(map(self.name, names))


_WORD = re.compile(r"(?<!['\"\w])(?:alter|create|drop|table|index|add|column|update|insert|select|on)\b", re.I)
_QUOTED_NAME = re.compile(r'(?:table|on|index|column|constraint|into|update|from)\s+(?:concurrently\s+)?"[a-z_]', re.I)


def manner(text: str) -> Manner:
    """How the author of a text writes, from its first keywords and names."""
    words = [match.group() for match in _WORD.finditer(text[:4000])]
    upper = not words or sum(word.isupper() for word in words) * 2 >= len(words)
    return Manner(upper, _QUOTED_NAME.search(text[:4000]) is not None)


def literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def write(operation: Operation, said: Manner | None = None) -> str | None:
    """The statement that does what the operation says, without a semicolon; None where it cannot be said in SQL."""
    how = said or Manner()
    action = write_action(operation, how)
    if action is not None:
        altered: Any = operation
        return f"{how.keyword('ALTER TABLE')} {how.qualified(altered.table)} {action}"
    writer = _STATEMENTS.get(type(operation))
    return writer(operation, how) if writer else None


def write_action(operation: Operation, how: Manner) -> str | None:
    """The action of ALTER TABLE that does what the operation says; None where it is no such action."""
    writer = _ACTIONS.get(type(operation))
    return writer(operation, how) if writer else None


def write_type(found: Type, how: Manner) -> str:
    """A type; a name that is no ordinary word is quoted."""
    schema, _, base = found.name.rpartition(".")
    plain = re.fullmatch(r"[a-z_][a-z0-9_$]*(?: [a-z]+)*(?:%type)?", base)
    shown = base if plain else '"' + base.replace('"', '""') + '"'
    name = f"{how.name(schema)}.{shown}" if schema else shown
    arguments = f"({', '.join(found.arguments)})" if found.arguments else ""
    if base == "interval" and found.arguments and not found.arguments[0].isdigit():
        arguments = f" {found.arguments[0]}" + "".join(f"({precision})" for precision in found.arguments[1:])
    return f"{name}{arguments}{'[]' * found.array}"


def write_column(column: Column, how: Manner) -> str:
    """A column's definition, without the constraints beside it."""
    k = how.keyword
    parts = [how.name(column.name)]
    if column.type:
        parts.append(write_type(column.type, how))
    if column.collation:
        parts.append(f"{k('COLLATE')} {_collation(column.collation, how)}")
    if column.default is not None:
        parts.append(f"{k('DEFAULT')} {column.default}")
    if column.generated:
        parts.append(f"{k('GENERATED ALWAYS AS')} ({column.expression}) {k(column.generated.upper())}")
    if column.identity:
        parts.append(f"{k('GENERATED')} {k(column.identity.upper())} {k('AS IDENTITY')}")
    elif column.nullable is False and not (column.type and column.type.name.endswith("serial")):
        parts.append(k("NOT NULL"))
    return " ".join(parts)


def _collation(name: str, how: Manner) -> str:
    schema, _, base = name.rpartition(".")
    return f'{how.name(schema)}."{base}"' if schema else f'"{base}"'


def write_constraint(constraint: Constraint, how: Manner) -> str:
    """A constraint as it stands in CREATE TABLE or behind ADD."""
    k = how.keyword
    start = f"{k('CONSTRAINT')} {how.name(constraint.name)} " if constraint.name else ""
    return start + _BODIES[type(constraint)](constraint, how) + _attributes(constraint, how)


def _attributes(constraint: Any, how: Manner) -> str:
    """What stands behind a constraint's body, in PostgreSQL's own order."""
    words: list[str] = []
    if getattr(constraint, "deferrable", False):
        words.append("DEFERRABLE INITIALLY DEFERRED" if constraint.deferred else "DEFERRABLE")
    if not getattr(constraint, "inherited", True):
        words.append("NO INHERIT")
    if not getattr(constraint, "enforced", True):
        words.append("NOT ENFORCED")
    if not getattr(constraint, "valid", True):
        words.append("NOT VALID")
    return "".join(f" {how.keyword(word)}" for word in words)


def _key(words: str) -> Callable[[Any, Manner], str]:
    def body(constraint: PrimaryKey | Unique, how: Manner) -> str:
        k = how.keyword
        if constraint.index:
            return f"{k(words)} {k('USING INDEX')} {how.name(constraint.index)}"
        distinct = "" if getattr(constraint, "nulls_distinct", True) else f" {k('NULLS NOT DISTINCT')}"
        overlaps = f" {k('WITHOUT OVERLAPS')}" if constraint.without_overlaps else ""
        include = f" {k('INCLUDE')} ({how.names(constraint.include)})" if constraint.include else ""
        return f"{k(words)}{distinct} ({how.names(constraint.columns)}{overlaps}){include}"

    return body


def _foreign_key(constraint: ForeignKey, how: Manner) -> str:
    k = how.keyword
    target = how.qualified(constraint.target)
    if constraint.target_columns:
        target += f" ({how.names(constraint.target_columns)})"
    parts = [f"{k('FOREIGN KEY')} ({how.names(constraint.columns)}) {k('REFERENCES')} {target}"]
    parts += [f"{k('MATCH')} {k(constraint.match)}"] if constraint.match else []
    parts += [f"{k('ON DELETE')} {k(constraint.on_delete)}"] if constraint.on_delete else []
    parts += [f"{k('ON UPDATE')} {k(constraint.on_update)}"] if constraint.on_update else []
    return " ".join(parts)


def _exclusion(constraint: Exclusion, how: Manner) -> str:
    k = how.keyword
    method = f" {k('USING')} {how.name(constraint.method)}" if constraint.method else ""
    where = f" {k('WHERE')} ({constraint.where})" if constraint.where else ""
    return f"{k('EXCLUDE')}{method} ({constraint.elements}){where}"


_BODIES: dict[type, Callable[[Any, Manner], str]] = {
    PrimaryKey: _key("PRIMARY KEY"),
    Unique: _key("UNIQUE"),
    Check: lambda constraint, how: f"{how.keyword('CHECK')} ({constraint.expression})",
    ForeignKey: _foreign_key,
    Exclusion: _exclusion,
    NotNull: lambda constraint, how: f"{how.keyword('NOT NULL')} {how.name(constraint.column)}",
}


def _flags(operation: Any, how: Manner) -> tuple[str, str]:
    before = f"{how.keyword('IF EXISTS')} " if operation.if_exists else ""
    after = f" {how.keyword('CASCADE')}" if getattr(operation, "cascade", False) else ""
    return before, after


def _add_column(operation: AddColumn, how: Manner) -> str:
    k = how.keyword
    exists = f"{k('IF NOT EXISTS')} " if operation.if_not_exists else ""
    column = f"{k('ADD COLUMN')} {exists}{write_column(operation.column, how)}"
    return column + "".join(f" {_beside(constraint, how)}" for constraint in operation.constraints)


def _beside(constraint: Constraint, how: Manner) -> str:
    """A constraint beside its column, which it does not name again."""
    start = f"{how.keyword('CONSTRAINT')} {how.name(constraint.name)} " if constraint.name else ""
    body = _BODIES[type(constraint)](constraint, how)
    if isinstance(constraint, ForeignKey):
        body = body[body.index(how.keyword("REFERENCES")) :]
    elif isinstance(constraint, (PrimaryKey, Unique)):
        body = body[: body.rindex(" (")]
    return start + body + _attributes(constraint, how)


def _drop(words: str, field: str) -> Callable[[Any, Manner], str]:
    def action(operation: Any, how: Manner) -> str:
        before, after = _flags(operation, how)
        return f"{how.keyword(words)} {before}{how.name(getattr(operation, field))}{after}"

    return action


def _column_action(words: str) -> Callable[[Any, Manner], str]:
    return lambda said, how: f"{how.keyword('ALTER COLUMN')} {how.name(said.column)} {how.keyword(words)}"


def _alter_type(operation: AlterColumnType, how: Manner) -> str:
    k = how.keyword
    collation = f" {k('COLLATE')} {_collation(operation.collation, how)}" if operation.collation else ""
    using = f" {k('USING')} {operation.using}" if operation.using else ""
    start = f"{k('ALTER COLUMN')} {how.name(operation.column)} {k('TYPE')}"
    return f"{start} {write_type(operation.type, how)}{collation}{using}"


def _alter_constraint(operation: AlterConstraint, how: Manner) -> str:
    words = {
        "DEFERRABLE": operation.deferrable is True,
        "NOT DEFERRABLE": operation.deferrable is False,
        "INITIALLY DEFERRED": operation.deferred is True,
        "INITIALLY IMMEDIATE": operation.deferred is False,
        "ENFORCED": operation.enforced is True,
        "NOT ENFORCED": operation.enforced is False,
        "INHERIT": operation.inherited is True,
        "NO INHERIT": operation.inherited is False,
    }
    said = "".join(f" {how.keyword(word)}" for word, meant in words.items() if meant)
    return f"{how.keyword('ALTER CONSTRAINT')} {how.name(operation.name)}{said}"


def _detach(operation: DetachPartition, how: Manner) -> str:
    word = " CONCURRENTLY" if operation.concurrently else " FINALIZE" if operation.finalize else ""
    return f"{how.keyword('DETACH PARTITION')} {how.qualified(operation.partition)}{how.keyword(word)}"


_ACTIONS: dict[type[Operation], Callable[[Any, Manner], str]] = {
    AddColumn: _add_column,
    DropColumn: _drop("DROP COLUMN", "column"),
    DropConstraint: _drop("DROP CONSTRAINT", "name"),
    AddConstraint: lambda said, how: f"{how.keyword('ADD')} {write_constraint(said.constraint, how)}",
    ValidateConstraint: lambda said, how: f"{how.keyword('VALIDATE CONSTRAINT')} {how.name(said.name)}",
    RenameConstraint: lambda said, how: (
        f"{how.keyword('RENAME CONSTRAINT')} {how.name(said.name)} {how.keyword('TO')} {how.name(said.to)}"
    ),
    AlterConstraint: _alter_constraint,
    RenameTable: lambda said, how: f"{how.keyword('RENAME TO')} {how.name(said.to)}",
    RenameColumn: lambda said, how: (
        f"{how.keyword('RENAME COLUMN')} {how.name(said.column)} {how.keyword('TO')} {how.name(said.to)}"
    ),
    MoveTable: lambda said, how: f"{how.keyword('SET SCHEMA')} {how.name(said.schema)}",
    AlterColumnType: _alter_type,
    SetDefault: lambda said, how: f"{_column_action('SET DEFAULT')(said, how)} {said.default}",
    DropDefault: _column_action("DROP DEFAULT"),
    SetNotNull: _column_action("SET NOT NULL"),
    DropNotNull: _column_action("DROP NOT NULL"),
    SetExpression: lambda said, how: f"{_column_action('SET EXPRESSION AS')(said, how)} ({said.expression})",
    DropExpression: lambda said, how: _column_action(
        "DROP EXPRESSION IF EXISTS" if said.if_exists else "DROP EXPRESSION"
    )(said, how),
    AddIdentity: lambda said, how: (
        f"{_column_action('ADD GENERATED')(said, how)} {how.keyword(said.identity.upper() + ' AS IDENTITY')}"
    ),
    DropIdentity: lambda said, how: _column_action("DROP IDENTITY IF EXISTS" if said.if_exists else "DROP IDENTITY")(
        said, how
    ),
    AttachPartition: lambda said, how: (
        f"{how.keyword('ATTACH PARTITION')} {how.qualified(said.partition)} {said.bound}"
    ),
    DetachPartition: _detach,
}


def _create_table(operation: CreateTable, how: Manner) -> str:
    k = how.keyword
    kind = " TEMPORARY" if operation.temporary else " UNLOGGED" if operation.unlogged else ""
    exists = " IF NOT EXISTS" if operation.if_not_exists else ""
    start = f"{k('CREATE' + kind + ' TABLE' + exists)} {how.qualified(operation.table)}"
    options = f" {operation.options}" if operation.options else ""
    if operation.query is not None:
        return f"{start}{options} {k('AS')} {operation.query}"
    elements = [write_column(column, how) for column in operation.columns]
    elements += [f"{k('LIKE')} {how.qualified(name)}" for name in operation.copied if not operation.partition_of]
    elements += [write_constraint(constraint, how) for constraint in operation.constraints]
    inner = "".join(f"\n    {element}," for element in elements).rstrip(",")
    if operation.row_type:
        start += f" {k('OF')} {how.qualified(operation.row_type)}"
    body = f" ({inner}\n)" if elements else "" if operation.row_type else " ()"
    if operation.partition_of:
        body = (
            f" {k('PARTITION OF')} {how.qualified(operation.partition_of)}{body if elements else ''} {operation.bound}"
        )
    partition = f" {k('PARTITION BY')} {operation.partition_by}" if operation.partition_by else ""
    return f"{start}{body}{partition}{options}"


def write_key(key: IndexKey, how: Manner) -> str:
    """One element of an index."""
    parts = [how.name(key.column) if key.column is not None else key.expression or ""]
    parts += [f"{how.keyword('COLLATE')} {_collation(key.collation, how)}"] if key.collation else []
    parts += [key.operator_class] if key.operator_class else []
    parts += [how.keyword("DESC")] if key.descending else []
    if key.nulls_first is not None:
        parts.append(how.keyword("NULLS FIRST" if key.nulls_first else "NULLS LAST"))
    return " ".join(parts)


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


def _drop_object(words: str, field: str) -> Callable[[Any, Manner], str]:
    def statement(operation: Any, how: Manner) -> str:
        before, after = _flags(operation, how)
        concurrently = " CONCURRENTLY" if getattr(operation, "concurrently", False) else ""
        return f"{how.keyword(words + concurrently)} {before}{how.qualified(getattr(operation, field))}{after}"

    return statement


def _drop_other(operation: DropObject, how: Manner) -> str:
    before, after = _flags(operation, how)
    on = f" {how.keyword('ON')} {how.qualified(operation.table)}" if operation.table else ""
    name = how.qualified(operation.name) + (operation.signature or "")
    return f"{how.keyword('DROP ' + operation.kind.upper())} {before}{name}{on}{after}"


def _reindex(operation: Reindex, how: Manner) -> str:
    words = f"REINDEX {operation.kind.upper()}" + " CONCURRENTLY" * operation.concurrently
    return how.keyword(words) + (f" {how.qualified(operation.name)}" if operation.name else "")


def _create_view(operation: CreateView, how: Manner) -> str:
    words = "CREATE" + " OR REPLACE" * operation.replace + " MATERIALIZED" * operation.materialized + " VIEW"
    words += " IF NOT EXISTS" if operation.if_not_exists else ""
    options = f" {operation.options}" if operation.options else ""
    end = "" if operation.with_data else f" {how.keyword('WITH NO DATA')}"
    return f"{how.keyword(words)} {how.qualified(operation.view)}{options} {how.keyword('AS')} {operation.query}{end}"


def _refresh(operation: RefreshView, how: Manner) -> str:
    words = "REFRESH MATERIALIZED VIEW" + " CONCURRENTLY" * operation.concurrently
    end = "" if operation.with_data else f" {how.keyword('WITH NO DATA')}"
    return f"{how.keyword(words)} {how.qualified(operation.view)}{end}"


def _add_enum_value(operation: AddEnumValue, how: Manner) -> str:
    k = how.keyword
    words = "ADD VALUE IF NOT EXISTS" if operation.if_not_exists else "ADD VALUE"
    text = f"{k('ALTER TYPE')} {how.qualified(operation.type)} {k(words)} {literal(operation.label)}"
    if operation.before or operation.after:
        text += f" {k('BEFORE' if operation.before else 'AFTER')} {literal(operation.before or operation.after or '')}"
    return text


def _create_domain(operation: CreateDomain, how: Manner) -> str:
    k = how.keyword
    text = f"{k('CREATE DOMAIN')} {how.qualified(operation.domain)} {k('AS')} {write_type(operation.type, how)}"
    text += f" {k('DEFAULT')} {operation.default}" if operation.default is not None else ""
    text += "" if operation.nullable else f" {k('NOT NULL')}"
    return text + "".join(f" {write_constraint(constraint, how)}" for constraint in operation.constraints)


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


_STATEMENTS: dict[type[Operation], Callable[[Any, Manner], str | None]] = {
    CreateTable: _create_table,
    DropTable: _drop_object("DROP TABLE", "table"),
    TruncateTable: _truncate,
    LockTable: _lock,
    CreateIndex: _create_index,
    DropIndex: _drop_object("DROP INDEX", "index"),
    RenameIndex: lambda said, how: (
        f"{how.keyword('ALTER INDEX')} {how.qualified(said.index)} {how.keyword('RENAME TO')} {how.name(said.to)}"
    ),
    Reindex: _reindex,
    AttachIndex: lambda said, how: (
        f"{how.keyword('ALTER INDEX')} {how.qualified(said.index)} {how.keyword('ATTACH PARTITION')} "
        f"{how.qualified(said.partition)}"
    ),
    CreateView: _create_view,
    RefreshView: _refresh,
    CreateEnum: lambda said, how: (
        f"{how.keyword('CREATE TYPE')} {how.qualified(said.type)} {how.keyword('AS ENUM')} "
        f"({', '.join(map(literal, said.labels))})"
    ),
    AddEnumValue: _add_enum_value,
    RenameEnumValue: lambda said, how: (
        f"{how.keyword('ALTER TYPE')} {how.qualified(said.type)} {how.keyword('RENAME VALUE')} {literal(said.label)} "
        f"{how.keyword('TO')} {literal(said.to)}"
    ),
    CreateDomain: _create_domain,
    DropObject: _drop_other,
    SetSetting: _set,
    ControlTransaction: _control,
    CreateFunction: _text,
    InsertRows: _text,
    UpdateRows: _text,
    DeleteRows: _text,
    MergeRows: _text,
    CopyRows: _text,
    Statement: _text,
    Opaque: _text,
}
