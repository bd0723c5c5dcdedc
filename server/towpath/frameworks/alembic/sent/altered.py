"""What `op.alter_column` sends: one statement for each thing of a column that changes."""

from collections.abc import Iterator

from towpath.frameworks.alembic.sent import columns, elsewhere, names, types
from towpath.frameworks.alembic.sent.constraints import Owner
from towpath.frameworks.alembic.sent.flag import with_keyword
from towpath.frameworks.alembic.sent.speaking import POSTGRESQL, is_mysql, quoted_literal, spoken
from towpath.frameworks.sent import Sent
from towpath.syntax.python import Call, Value


def alter_column(owner: Owner, call: Call, name: Value) -> Iterator[Sent]:
    """The statements in the order in which Alembic sends them."""
    if is_mysql():
        yield from elsewhere.alter_column(owner, call, names.text(name))
        return
    start = f"ALTER TABLE {owner.sql} ALTER COLUMN {names.quoted(names.text(name))}"
    kind = call.find("type_")
    if kind is not None and kind.value is not None:
        using = call.get("postgresql_using") if spoken() == POSTGRESQL else None
        behind = f" USING {using}" if isinstance(using, str) else f" USING {names.hole(using)}" if using else ""
        yield Sent(f"{start} TYPE {types.written(kind.value)}{behind}", with_keyword(kind.node))
    nullable = call.find("nullable")
    if nullable is not None and nullable.value is not None:
        yield Sent(f"{start} {'SET' if nullable.value is False else 'DROP'} NOT NULL", with_keyword(nullable.node))
    default = call.find("server_default")
    if default is not None and default.value is not False:
        yield Sent(f"{start} {_default(call, default.value)}", with_keyword(default.node))
    comment = call.find("comment")
    if comment is not None and comment.value is not False and spoken() == POSTGRESQL:
        said = quoted_literal(str(comment.value)) if isinstance(comment.value, str) else "NULL"
        yield Sent(
            f"COMMENT ON COLUMN {owner.sql}.{names.quoted(names.text(name))} IS {said}", with_keyword(comment.node)
        )
    new = call.find("new_column_name")
    if new is not None and new.value is not None:
        own, to = names.quoted(names.text(name)), names.quoted(names.text(new.value))
        yield Sent(f"ALTER TABLE {owner.sql} RENAME {own} TO {to}", with_keyword(new.node))


def _is_identity(value: Value) -> bool:
    return isinstance(value, Call) and value.name == "Identity"


def _default(call: Call, value: Value) -> str:
    """What a server default becomes."""
    existing = call.get("existing_server_default")
    if _is_identity(value) or _is_identity(existing):
        if not isinstance(value, Call):
            return "DROP IDENTITY"
        always = "ALWAYS" if value.get("always", 0) is True else "BY DEFAULT"
        if not isinstance(existing, Call) or not _is_identity(existing):
            options = columns.sequence_options(value)
            return f"ADD GENERATED {always} AS IDENTITY{f' ({options})' if options else ''}"
        changed = (value.get("always", 0) is True) != (existing.get("always", 0) is True)
        before = columns.options_of_sequence(existing)
        more = [f"SET {one}" for one in columns.options_of_sequence(value) if one not in before]
        return " ".join([f"SET GENERATED {always}"] * (changed or not more) + more)
    said = columns.default(value)
    return f"SET DEFAULT {said}" if said is not None else "DROP DEFAULT"
