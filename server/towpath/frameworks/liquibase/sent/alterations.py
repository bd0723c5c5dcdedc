"""Changes of what a column is: its type, its default, whether it may be null, whether it counts up."""

from collections.abc import Mapping

from towpath.frameworks.liquibase.sent import names, values
from towpath.frameworks.liquibase.sent.asked import Around, Change, Found, Sent, is_false, is_true, said
from towpath.frameworks.liquibase.sent.columns import counting, read
from towpath.frameworks.liquibase.sent.tables import not_null
from towpath.frameworks.liquibase.sent.types import type_of
from towpath.syntax.markup import Node


def modify_data_type(change: Node, around: Around) -> Found:
    owner, name = names.table(change, around), names.column(said(change, "columnName"), around)
    kind = type_of(said(change, "newDataType"), around).sql
    if around.is_mysql:
        yield Sent(f"ALTER TABLE {owner} MODIFY {name} {kind}")
    else:
        yield Sent(f"ALTER TABLE {owner} ALTER COLUMN {name} TYPE {kind} USING ({name}::{kind})")


def modify_column(change: Node, around: Around) -> Found:
    """What an extension, and Liquibase before 2.0, makes of whole columns; PostgreSQL is sent only their types."""
    owner = names.table(change, around)
    for node in change.all("column"):
        column = read(node, around)
        name, kind = names.column(column.name, around), column.kind.sql if column.kind else ""
        if not around.is_mysql:
            yield Sent(f"ALTER TABLE {owner} ALTER COLUMN {name} TYPE {kind}", node)
            continue
        default = node.get("defaultValue")
        words = [f"ALTER TABLE {owner} MODIFY {name} {kind}"]
        words += ["NOT NULL"] if is_false(column.constraints, "nullable") else []
        words += [f"DEFAULT {values.literal(default, around)}"] if default is not None else []
        words += ["AUTO_INCREMENT"] if is_true(node, "autoIncrement") else []
        words += ["PRIMARY KEY"] if column.is_key else []
        yield Sent(" ".join(words), node)


def add_default_value(change: Node, around: Around) -> Found:
    owner, name = names.table(change, around), names.column(said(change, "columnName"), around)
    value = values.given(change, "defaultValue")
    if value is None:
        yield "no default value is given"
        return
    if reason := _refused(value, said(change, "columnDataType"), around):
        yield reason
        return
    column = name if around.is_mysql else f"COLUMN {name}"
    yield Sent(f"ALTER TABLE {owner} ALTER {column} SET DEFAULT {values.set_default(value, around)}")
    if value.kind == "next" and not around.is_mysql:
        yield Sent(f"ALTER SEQUENCE {names.quoted(value.text, around)} OWNED BY {owner}.{name}")


def _refused(value: values.Value, kind: str, around: Around) -> str:
    """Why Liquibase does not take a default for a type; empty where it does."""
    if value.kind == "next" and not around.has_sequences:
        return "sequences are not supported on mysql"
    of = type_of(kind, around) if kind else None
    computed = value.kind in ("function", "next", "current")
    taken = "boolean" if of and of.values == "truth" else "text" if of and of.values == "letters" else value.kind
    return "" if computed or value.kind == taken else f"a default of {value.text} does not match the type {kind}"


def drop_default_value(change: Node, around: Around) -> Found:
    name = names.column(said(change, "columnName"), around)
    column = name if around.is_mysql else f"COLUMN {name}"
    yield Sent(f"ALTER TABLE {names.table(change, around)} ALTER {column} DROP DEFAULT")


def add_not_null(change: Node, around: Around) -> Found:
    owner, name = names.table(change, around), said(change, "columnName")
    kind = said(change, "columnDataType")
    if around.is_mysql and not kind:
        yield "columnDataType is required for addNotNullConstraint on mysql"
        return
    null = change.get("defaultNullValue")
    if null is not None:
        column = names.column(name, around)
        yield Sent(f"UPDATE {owner} SET {column} = {_instead(null, kind, around)} WHERE {column} IS NULL")
    yield Sent(not_null(owner, name, type_of(kind, around).sql if kind else "", around))


def _instead(text: str, kind: str, around: Around) -> str:
    """What stands for null: a call of a function is one, all else is a text to Liquibase."""
    if text.endswith(")") and "(" in text:
        return text
    if kind and type_of(kind, around).values == "truth" and text.lower() in ("true", "false"):
        word = values.truth(text.lower(), around)
        return word if around.is_mysql else values.literal(word, around)
    return values.literal(text, around)


def drop_not_null(change: Node, around: Around) -> Found:
    kind = said(change, "columnDataType")
    if around.is_mysql and not kind:
        yield "columnDataType is required for dropNotNullConstraint on mysql"
        return
    type_ = type_of(kind, around).sql if kind else ""
    yield Sent(not_null(names.table(change, around), said(change, "columnName"), type_, around, back=True))


def add_auto_increment(change: Node, around: Around) -> Found:
    """On PostgreSQL a sequence, which the column takes its default from."""
    owner, column = names.table(change, around), said(change, "columnName")
    name = names.column(column, around)
    if around.is_mysql:
        kind = type_of(said(change, "columnDataType"), around).sql
        refused = said(change, "incrementBy")
        yield (
            "incrementBy is not allowed on mysql"
            if refused
            else Sent(f"ALTER TABLE {owner} MODIFY {name} {kind} {counting(change, around)}")
        )
        return
    bare = f"{said(change, 'tableName')}_{column}_seq"
    sequence = names.qualified(said(change, "schemaName"), bare, around)
    start, by = said(change, "startWith"), said(change, "incrementBy")
    options = (f" START WITH {start}" if start else "") + (f" INCREMENT BY {by}" if by else "")
    yield Sent(f"CREATE SEQUENCE IF NOT EXISTS {sequence}{options}")
    yield Sent(not_null(owner, column, "", around))
    yield Sent(f"ALTER TABLE {owner} ALTER COLUMN {name} SET DEFAULT nextval('{sequence}')")
    yield Sent(f"ALTER SEQUENCE {sequence} OWNED BY {owner}.{name}")


CHANGES: Mapping[str, Change] = {
    "addAutoIncrement": add_auto_increment,
    "addDefaultValue": add_default_value,
    "addNotNullConstraint": add_not_null,
    "dropDefaultValue": drop_default_value,
    "dropNotNullConstraint": drop_not_null,
    "modifyColumn": modify_column,
    "modifyDataType": modify_data_type,
}
