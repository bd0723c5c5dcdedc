"""Operations on types, views, sequences and whatever else is no table to PostgreSQL's SQL."""

from collections.abc import Callable
from typing import Any

from towpath.operations import (
    AddEnumValue,
    AlterDomain,
    AlterSequence,
    CreateDomain,
    CreateEnum,
    CreateFunction,
    CreateObject,
    CreateSequence,
    CreateView,
    DropObject,
    Grant,
    MoveObject,
    Name,
    NotNull,
    Operation,
    RefreshView,
    RenameEnumValue,
    RenameObject,
    Revoke,
    SetComment,
    SetOwner,
)
from towpath.sql.manner import Manner, literal
from towpath.sql.write_parts import (
    flags,
    write_beside,
    write_collation,
    write_constraint,
    write_options,
    write_type,
)


def _named(operation: Any, how: Manner) -> str:
    """An object's kind and name, with what else it takes to name it: `TRIGGER t ON users`, `FUNCTION f(integer)`."""
    kind, table = operation.kind, getattr(operation, "table", None)
    signature = operation.signature or ""
    name = str(operation.name) if kind in ("operator", "large object") else how.qualified(operation.name)
    if kind == "column":
        name = f"{how.qualified(table)}.{name}" if table else name
    elif table:
        name += f" {how.keyword('ON DOMAIN' if kind == 'domain constraint' else 'ON')} {how.qualified(table)}"
    words = how.keyword("CONSTRAINT" if kind == "domain constraint" else kind.upper())
    return f"{words} {name}{'' if signature[:1] in ('', '(') else ' '}{signature}"


def _altered(words: str, field: str, quoted: bool = True) -> Callable[[Any, Manner], str]:
    """ALTER of some object, and the name or role that it gets."""

    def statement(operation: Any, how: Manner) -> str:
        value = how.name(getattr(operation, field)) if quoted else getattr(operation, field)
        return f"{how.keyword('ALTER')} {_named(operation, how)} {how.keyword(words)} {value}"

    return statement


def _drop(operation: DropObject, how: Manner) -> str:
    before, after = flags(operation, how)
    on = f" {how.keyword('ON')} {how.qualified(operation.table)}" if operation.table else ""
    name = how.qualified(operation.name) + (operation.signature or "")
    return f"{how.keyword('DROP ' + operation.kind.upper())} {before}{name}{on}{after}"


def _comment(operation: SetComment, how: Manner) -> str:
    said = how.keyword("NULL") if operation.comment is None else literal(operation.comment)
    return f"{how.keyword('COMMENT ON')} {_named(operation, how)} {how.keyword('IS')} {said}"


def _granted(operation: Grant | Revoke, how: Manner) -> str:
    k = how.keyword
    parts = [] if operation.later is None else [k("ALTER DEFAULT PRIVILEGES"), operation.later]
    if isinstance(operation, Revoke):
        parts += [k("REVOKE"), operation.only]
    else:
        parts += [k("GRANT")]
    parts.append(operation.privileges or how.name(operation.name.name if operation.name else ""))
    if operation.privileges:
        parts += [k("ON"), *_target(operation, how)]
    parts += [k("FROM" if isinstance(operation, Revoke) else "TO"), operation.roles, operation.options]
    if isinstance(operation, Revoke) and operation.cascade:
        parts.append(k("CASCADE"))
    return " ".join(filter(None, parts))


def _target(operation: Grant | Revoke, how: Manner) -> list[str]:
    """What privileges are on; TABLE goes without saying."""
    name = operation.name
    kind = [] if operation.kind == "table" else [how.keyword(operation.kind.upper())]
    if name is None:
        return kind
    plain = operation.kind in ("large object", "parameter")
    return [*kind, name.name if plain else how.qualified(name) + (operation.signature or "")]


def _create_view(operation: CreateView, how: Manner) -> str:
    words = "CREATE" + " OR REPLACE" * operation.replace + " TEMPORARY" * operation.temporary
    words += " RECURSIVE" * operation.recursive + " MATERIALIZED" * operation.materialized + " VIEW"
    words += " IF NOT EXISTS" if operation.if_not_exists else ""
    columns = f" ({how.names(operation.columns)})" if operation.columns else ""
    options = f" {operation.options}" if operation.options else ""
    end = f" {operation.check_option}" if operation.check_option else ""
    end += "" if operation.with_data else f" {how.keyword('WITH NO DATA')}"
    start = f"{how.keyword(words)} {how.qualified(operation.view)}{columns}{options}"
    return f"{start} {how.keyword('AS')} {operation.query}{end}"


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
    text += f" {k('COLLATE')} {write_collation(operation.collation, how)}" if operation.collation else ""
    text += f" {k('DEFAULT')} {operation.default}" if operation.default is not None else ""
    named = any(isinstance(constraint, NotNull) for constraint in operation.constraints)
    text += "" if operation.nullable or named else f" {k('NOT NULL')}"
    return text + "".join(f" {write_beside(constraint, how)}" for constraint in operation.constraints)


def _alter_domain(operation: AlterDomain, how: Manner) -> str:
    k, constraint = how.keyword, operation.constraint
    start = f"{k('ALTER DOMAIN')} {how.qualified(operation.domain)}"
    if constraint is not None:
        written = write_constraint if not isinstance(constraint, NotNull) else write_beside
        return f"{start} {k('ADD')} {written(constraint, how)}"
    exists, after = flags(operation, how)
    parts = [start, k(operation.action.upper())]
    parts += [operation.default] if operation.default is not None else []
    parts += [exists + how.name(operation.name)] if operation.name else []
    parts += [f"{k('TO')} {how.name(operation.to)}"] if operation.to else []
    return " ".join(parts) + after


def _sequence(operation: CreateSequence | AlterSequence, how: Manner) -> str:
    if isinstance(operation, CreateSequence):
        kind = " TEMPORARY" if operation.temporary else " UNLOGGED" if operation.unlogged else ""
        words, free = f"CREATE{kind} SEQUENCE" + " IF NOT EXISTS" * operation.if_not_exists, False
    else:
        words, free = "ALTER SEQUENCE", operation.free
    parts = [how.keyword(words), how.qualified(operation.sequence)]
    parts += [write_options(operation.options, how)] if operation.options else []
    if operation.owned_by:
        table, column = operation.owned_by
        parts.append(f"{how.keyword('OWNED BY')} {how.qualified(table)}.{how.name(column)}")
    return " ".join([*parts, how.keyword("OWNED BY NONE")] if free else parts)


def _of_type(words: str, type: Name, rest: str, how: Manner) -> str:
    return f"{how.keyword(words)} {how.qualified(type)} {rest}"


def _text(operation: Any, how: Manner) -> str | None:
    return operation.text or None


OBJECTS: dict[type[Operation], Callable[[Any, Manner], str | None]] = {
    CreateView: _create_view,
    RefreshView: _refresh,
    CreateEnum: lambda said, how: _of_type(
        "CREATE TYPE", said.type, f"{how.keyword('AS ENUM')} ({', '.join(map(literal, said.labels))})", how
    ),
    AddEnumValue: _add_enum_value,
    RenameEnumValue: lambda said, how: _of_type(
        "ALTER TYPE",
        said.type,
        f"{how.keyword('RENAME VALUE')} {literal(said.label)} {how.keyword('TO')} {literal(said.to)}",
        how,
    ),
    CreateDomain: _create_domain,
    AlterDomain: _alter_domain,
    CreateSequence: _sequence,
    AlterSequence: _sequence,
    CreateFunction: _text,
    CreateObject: _text,
    DropObject: _drop,
    RenameObject: _altered("RENAME TO", "to"),
    MoveObject: _altered("SET SCHEMA", "schema"),
    SetOwner: _altered("OWNER TO", "owner", quoted=False),
    SetComment: _comment,
    Grant: _granted,
    Revoke: _granted,
}
