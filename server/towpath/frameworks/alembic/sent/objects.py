"""Types, sequences and schemas that are made and dropped by themselves, and SQLAlchemy's elements of DDL."""

from collections.abc import Callable, Iterator

from towpath.frameworks.alembic.sent import names, types
from towpath.frameworks.alembic.sent.columns import sequence_options
from towpath.frameworks.alembic.sent.constraints import Owner
from towpath.frameworks.alembic.sent.speaking import is_mysql, quoted_literal
from towpath.frameworks.sent import Sent
from towpath.operations import TYPE_IS_MISSING
from towpath.syntax.python import Call, Value


def needed(value: Value, column: Call) -> Sent | None:
    """The statement that makes the enum type of a column, as CREATE TABLE sends it before itself."""
    found = types.enum(value)
    if found is None or not found.created:
        return None
    return Sent(_create_enum(found, value), column.node)


def _create_enum(found: types.Enum, value: Value) -> str:
    labels = (
        ", ".join(map(quoted_literal, found.labels)) if found.labels is not None else quoted_literal(names.hole(value))
    )
    return f"CREATE TYPE {names.qualified(found.name, found.schema)} AS ENUM ({labels})"


def create_type(call: Call, value: Value) -> Sent | None:
    """What `Enum(…).create(bind)` sends; None where it is no type that is made."""
    found = types.enum(value)
    if found is None:
        return None
    guard = TYPE_IS_MISSING if _looks_first(call, value) else ""
    return Sent(_create_enum(found, value), guard=guard)


def drop_type(call: Call, value: Value) -> Sent | None:
    """What `Enum(…).drop(bind)` sends."""
    found = types.enum(value)
    if found is None:
        return None
    checked = "IF EXISTS " if _looks_first(call, value) else ""
    return Sent(f"DROP TYPE {checked}{names.qualified(found.name, found.schema)}")


def _looks_first(call: Call, value: Value) -> bool:
    """Whether it is looked whether the type is there: PostgreSQL's own class does so unless it is told not to."""
    return bool(call.get("checkfirst", 1, types.class_name(types.resolved(value)) == "ENUM"))


def element(call: Call) -> Iterator[Sent]:
    """What an element of DDL says: CreateSequence, DropSchema, DDL and their like; nothing for what is none."""
    how = _ELEMENTS.get(call.name)
    if how is not None and call.path.startswith("sqlalchemy"):
        yield Sent(how(call))


def _sequence(call: Call) -> str:
    exists = " IF NOT EXISTS" if call.get("if_not_exists") is True else ""
    inner = call.get("element", 0)
    if not isinstance(inner, Call):
        return f"CREATE SEQUENCE{exists} {names.hole(inner)}"
    options = sequence_options(inner, first=1)
    kind = inner.get("data_type")
    as_ = f" AS {types.written(kind)}" if kind is not None else ""
    named = names.qualified(names.text(inner.get("name", 0)), names.text(inner.get("schema")))
    return f"CREATE SEQUENCE{exists} {named}{as_}{f' {options}' if options else ''}"


def _drop_sequence(call: Call) -> str:
    exists = "IF EXISTS " if call.get("if_exists") is True else ""
    inner = call.get("element", 0)
    if not isinstance(inner, Call):
        return f"DROP SEQUENCE {exists}{names.hole(inner)}"
    return f"DROP SEQUENCE {exists}{names.qualified(names.text(inner.get('name', 0)), names.text(inner.get('schema')))}"


def _create_schema(call: Call) -> str:
    exists = "IF NOT EXISTS " if call.get("if_not_exists") is True else ""
    return f"CREATE SCHEMA {exists}{names.quoted(names.text(call.get('name', 0)))}"


def _drop_schema(call: Call) -> str:
    exists = "IF EXISTS " if call.get("if_exists") is True else ""
    cascade = " CASCADE" if call.get("cascade") is True else ""
    return f"DROP SCHEMA {exists}{names.quoted(names.text(call.get('name', 0)))}{cascade}"


_ELEMENTS: dict[str, Callable[[Call], str]] = {
    "CreateSequence": _sequence,
    "DropSequence": _drop_sequence,
    "CreateSchema": _create_schema,
    "DropSchema": _drop_schema,
}


def comment_on_table(owner: Owner, comment: Value) -> Iterator[Sent]:
    """What a comment on a table sends; SQLite refuses it."""
    said = (
        "NULL" if comment is None else quoted_literal(str(comment)) if isinstance(comment, str) else names.hole(comment)
    )
    if is_mysql():
        yield Sent(f"ALTER TABLE {owner.sql} COMMENT {said if comment is not None else quoted_literal('')}")
    else:
        yield Sent(f"COMMENT ON TABLE {owner.sql} IS {said}")
