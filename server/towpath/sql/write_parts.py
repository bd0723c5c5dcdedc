"""The parts of statements to PostgreSQL's SQL: types, columns, constraints, elements of an index."""

import re
from collections.abc import Callable
from typing import Any

from towpath.operations import (
    SERIAL,
    Check,
    Column,
    Constraint,
    Exclusion,
    ForeignKey,
    IndexKey,
    NotNull,
    PrimaryKey,
    SequenceOptions,
    Type,
    Unique,
)
from towpath.sql.manner import Manner


def write_type(found: Type, how: Manner) -> str:
    """A type; a name that is no ordinary word is quoted."""
    schema, _, base = found.name.rpartition(".")
    plain = re.fullmatch(r"[a-z_][a-z0-9_$]*(?: [a-z]+)*(?:%type)?", base)
    shown = base if plain or "${" in base else '"' + base.replace('"', '""') + '"'
    name = f"{how.name(schema)}.{shown}" if schema else shown
    arguments = f"({', '.join(found.arguments)})" if found.arguments else ""
    if base == "interval" and found.arguments and not found.arguments[0].isdigit():
        arguments = f" {found.arguments[0]}" + "".join(f"({precision})" for precision in found.arguments[1:])
    return f"{name}{arguments}{'[]' * found.array}"


def write_column(column: Column, how: Manner, not_null: NotNull | None = None) -> str:
    """A column's definition, without the constraints beside it but for a NOT NULL that has a name of its own."""
    k = how.keyword
    parts = [how.name(column.name)]
    if column.type:
        parts.append(write_type(column.type, how))
    if column.storage:
        parts.append(column.storage)
    if column.collation:
        parts.append(f"{k('COLLATE')} {write_collation(column.collation, how)}")
    if column.default is not None:
        parts.append(f"{k('DEFAULT')} {column.default}")
    if column.generated:
        parts.append(f"{k('GENERATED ALWAYS AS')} ({column.expression}) {k(column.generated.upper())}")
    if column.identity:
        options = f" ({write_options(column.sequence, how)})" if column.sequence else ""
        parts.append(f"{k('GENERATED')} {k(column.identity.upper())} {k('AS IDENTITY')}{options}")
    if not_null:
        parts.append(write_beside(not_null, how))
    elif column.nullable is False and not column.identity and not (column.type and column.type.name in SERIAL):
        parts.append(k("NOT NULL"))
    return " ".join(parts)


def write_options(options: SequenceOptions, how: Manner, before: str = "") -> str:
    """What is said of a sequence; `before` is a word in front of each but RESTART."""
    said = ((name, how.keyword(name.upper()) + (f" {value}" if value is not None else "")) for name, value in options)
    return " ".join(text if name == "restart" else how.keyword(before) + text for name, text in said)


def write_collation(name: str, how: Manner) -> str:
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
        columns = f" ({how.names(constraint.columns)}{overlaps})"
        return f"{k(words)}{distinct}{columns}{_included(constraint, how)}"

    return body


def _included(constraint: PrimaryKey | Unique | Exclusion, how: Manner) -> str:
    """What is said of the index of a constraint, besides its keys."""
    include = f" {how.keyword('INCLUDE')} ({how.names(constraint.include)})" if constraint.include else ""
    return include + (f" {constraint.options}" if constraint.options else "")


def _foreign_key(constraint: ForeignKey, how: Manner) -> str:
    k = how.keyword

    def listed(columns: tuple[str, ...]) -> str:
        period = f", {k('PERIOD')} {how.name(columns[-1])}" if constraint.period else ""
        return f"({how.names(columns[:-1])}{period})" if period else f"({how.names(columns)})"

    target = how.qualified(constraint.target)
    if constraint.target_columns:
        target += f" {listed(constraint.target_columns)}"
    limited = f" ({how.names(constraint.set_columns)})" if constraint.set_columns else ""
    parts = [f"{k('FOREIGN KEY')} {listed(constraint.columns)} {k('REFERENCES')} {target}"]
    parts += [f"{k('MATCH')} {k(constraint.match)}"] if constraint.match else []
    parts += [f"{k('ON DELETE')} {k(constraint.on_delete)}{limited}"] if constraint.on_delete else []
    parts += [f"{k('ON UPDATE')} {k(constraint.on_update)}"] if constraint.on_update else []
    return " ".join(parts)


def _exclusion(constraint: Exclusion, how: Manner) -> str:
    k = how.keyword
    method = f" {k('USING')} {how.name(constraint.method)}" if constraint.method else ""
    where = f" {k('WHERE')} ({constraint.where})" if constraint.where else ""
    return f"{k('EXCLUDE')}{method} ({constraint.elements}){_included(constraint, how)}{where}"


_BODIES: dict[type, Callable[[Any, Manner], str]] = {
    PrimaryKey: _key("PRIMARY KEY"),
    Unique: _key("UNIQUE"),
    Check: lambda constraint, how: f"{how.keyword('CHECK')} ({constraint.expression})",
    ForeignKey: _foreign_key,
    Exclusion: _exclusion,
    NotNull: lambda constraint, how: f"{how.keyword('NOT NULL')} {how.name(constraint.column)}",
}


def write_beside(constraint: Constraint, how: Manner) -> str:
    """A constraint beside its column, which it does not name again."""
    start = f"{how.keyword('CONSTRAINT')} {how.name(constraint.name)} " if constraint.name else ""
    body = _BODIES[type(constraint)](constraint, how)
    if isinstance(constraint, ForeignKey):
        body = body[body.index(how.keyword("REFERENCES")) :]
    elif isinstance(constraint, (PrimaryKey, Unique)):
        options = f" {constraint.options}" if constraint.options else ""
        body = body.removesuffix(options)
        body = body[: body.rindex(" (")] + options
    elif isinstance(constraint, NotNull):
        body = how.keyword("NOT NULL")
    return start + body + _attributes(constraint, how)


def write_key(key: IndexKey, how: Manner) -> str:
    """One element of an index."""
    parts = [how.name(key.column) if key.column is not None else key.expression or ""]
    parts += [f"{how.keyword('COLLATE')} {write_collation(key.collation, how)}"] if key.collation else []
    parts += [key.operator_class] if key.operator_class else []
    parts += [how.keyword("DESC")] if key.descending else []
    if key.nulls_first is not None:
        parts.append(how.keyword("NULLS FIRST" if key.nulls_first else "NULLS LAST"))
    return " ".join(parts)


def flags(operation: Any, how: Manner) -> tuple[str, str]:
    """What stands before and behind the name of something that is dropped."""
    before = f"{how.keyword('IF EXISTS')} " if operation.if_exists else ""
    after = f" {how.keyword('CASCADE')}" if getattr(operation, "cascade", False) else ""
    return before, after
