"""Operations to the actions of ALTER TABLE."""

from collections.abc import Callable
from typing import Any

from towpath.operations import (
    AddColumn,
    AddConstraint,
    AddIdentity,
    AlterColumnType,
    AlterConstraint,
    AttachParent,
    AttachPartition,
    DetachParent,
    DetachPartition,
    DropColumn,
    DropConstraint,
    DropDefault,
    DropExpression,
    DropIdentity,
    DropNotNull,
    MoveTable,
    NotNull,
    Operation,
    RenameColumn,
    RenameConstraint,
    RenameTable,
    SetDefault,
    SetExpression,
    SetIdentity,
    SetNotNull,
    Switch,
    ValidateConstraint,
)
from towpath.sql.manner import Manner
from towpath.sql.write_parts import (
    flags,
    write_beside,
    write_collation,
    write_column,
    write_constraint,
    write_options,
    write_type,
)


def write_action(operation: Operation, how: Manner) -> str | None:
    """The action of ALTER TABLE that does what the operation says; None where it is no such action."""
    if how.dialect not in ("", "postgresql"):
        from towpath.sql.write_others import write_action_of_others  # Few need it.

        return write_action_of_others(operation, how)
    writer = _ACTIONS.get(type(operation))
    return writer(operation, how) if writer else None


def _add_column(operation: AddColumn, how: Manner) -> str:
    k = how.keyword
    exists = f"{k('IF NOT EXISTS')} " if operation.if_not_exists else ""
    not_null = next((constraint for constraint in operation.constraints if isinstance(constraint, NotNull)), None)
    column = f"{k('ADD COLUMN')} {exists}{write_column(operation.column, how, not_null)}"
    return column + "".join(f" {write_beside(one, how)}" for one in operation.constraints if one is not not_null)


def _drop(words: str, field: str) -> Callable[[Any, Manner], str]:
    def action(operation: Any, how: Manner) -> str:
        before, after = flags(operation, how)
        return f"{how.keyword(words)} {before}{how.name(getattr(operation, field))}{after}"

    return action


def _column_action(words: str) -> Callable[[Any, Manner], str]:
    return lambda said, how: f"{how.keyword('ALTER COLUMN')} {how.name(said.column)} {how.keyword(words)}"


def _alter_type(operation: AlterColumnType, how: Manner) -> str:
    k = how.keyword
    collation = f" {k('COLLATE')} {write_collation(operation.collation, how)}" if operation.collation else ""
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


def _add_identity(operation: AddIdentity, how: Manner) -> str:
    options = f" ({write_options(operation.sequence, how)})" if operation.sequence else ""
    return _column_action(f"ADD GENERATED {operation.identity.upper()} AS IDENTITY")(operation, how) + options


def _set_identity(operation: SetIdentity, how: Manner) -> str:
    generated = [how.keyword(f"SET GENERATED {operation.identity.upper()}")] if operation.identity else []
    options = [write_options(operation.sequence, how, "SET ")] if operation.sequence else []
    return " ".join([how.keyword("ALTER COLUMN"), how.name(operation.column), *generated, *options])


def _switch(operation: Switch, how: Manner) -> str:
    name = f" {how.name(operation.name)}" if operation.name else ""
    return how.keyword(f"{operation.to} {operation.kind}".upper()) + name


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
    AddIdentity: _add_identity,
    SetIdentity: _set_identity,
    DropIdentity: lambda said, how: _column_action("DROP IDENTITY IF EXISTS" if said.if_exists else "DROP IDENTITY")(
        said, how
    ),
    AttachPartition: lambda said, how: (
        f"{how.keyword('ATTACH PARTITION')} {how.qualified(said.partition)} {said.bound}"
    ),
    DetachPartition: _detach,
    AttachParent: lambda said, how: f"{how.keyword('INHERIT')} {how.qualified(said.parent)}",
    DetachParent: lambda said, how: f"{how.keyword('NO INHERIT')} {how.qualified(said.parent)}",
    Switch: _switch,
}
