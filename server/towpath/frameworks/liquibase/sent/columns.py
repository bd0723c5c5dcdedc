"""Columns as the definition of a table has them, or ALTER TABLE adds them."""

from typing import NamedTuple

from towpath.frameworks.liquibase.sent import names, values
from towpath.frameworks.liquibase.sent.asked import Around, is_false, is_true, said
from towpath.frameworks.liquibase.sent.types import Type, type_of
from towpath.syntax.markup import Node


class Column(NamedTuple):
    """A column, with its constraints where it has any; `kind` is None where only its name is given."""

    node: Node
    name: str
    kind: Type | None
    constraints: Node | None

    @property
    def is_key(self) -> bool:
        return is_true(self.constraints, "primaryKey")

    @property
    def is_required(self) -> bool:
        return is_false(self.constraints, "nullable") or self.is_key


def read(node: Node, around: Around) -> Column:
    """A column as a change describes it."""
    kind = said(node, "type")
    return Column(node, node.get("name") or "", type_of(kind, around) if kind else None, node.child("constraints"))


def defined(column: Column, around: Around) -> str:
    """A column in the definition of a table."""
    words = [names.column(column.name, around)]
    counts = is_true(column.node, "autoIncrement") or (column.kind is not None and column.kind.counts)
    words += [column.kind.sql] if column.kind else []
    value = values.given(column.node, "defaultValue")
    if value and column.kind and not column.kind.counts:
        words.append(_default(value, column.kind, around))
    words += [counting(column.node, around)] if counts else []
    words += ["NOT NULL"] if column.is_required else ["NULL"] if around.is_mysql and column.kind else []
    words += [f"COMMENT {_remarks(column.node, around)}"] if around.is_mysql and said(column.node, "remarks") else []
    return " ".join(words)


def added(column: Column, around: Around, *, required: bool) -> str:
    """A column behind ADD; `required`: it is NOT NULL from the first."""
    words = [names.column(column.name, around), *([column.kind.sql] if column.kind else [])]
    counts = is_true(column.node, "autoIncrement")
    words += [counting(column.node, around)] if counts else []
    value = values.given(column.node, "defaultValue")
    words += [_default(value, column.kind or type_of("varchar", around), around)] if value else []
    named = said(column.constraints, "notNullConstraintName") if required else ""
    words += [f"CONSTRAINT {names.quoted(named, around)}"] if named and is_false(column.constraints, "nullable") else []
    words += ["NOT NULL"] if required else ["NULL"] if around.is_mysql else []
    words += ["PRIMARY KEY"] if column.is_key else []
    words += [f"COMMENT {_remarks(column.node, around)}"] if around.is_mysql and said(column.node, "remarks") else []
    after = said(column.node, "afterColumn")
    words += [f"AFTER {names.column(after, around)}"] if after and around.is_mysql else []
    return " ".join(words)


def _default(value: values.Value, of: Type, around: Around) -> str:
    found = values.default(value, of, around)
    return found if found.startswith("GENERATED ALWAYS ") and not around.is_mysql else f"DEFAULT {found}"


def _remarks(node: Node, around: Around) -> str:
    return values.literal(said(node, "remarks"), around)


def counting(node: Node, around: Around) -> str:
    """What makes a column count up by itself."""
    if around.is_mysql:
        return "AUTO_INCREMENT"
    start, by = said(node, "startWith"), said(node, "incrementBy")
    inner = " ".join([*([f"START WITH {start}"] if start else []), *([f"INCREMENT BY {by}"] if by else [])])
    kind = said(node, "generationType") or "BY DEFAULT"
    return f"GENERATED {kind} AS IDENTITY" + (f" ({inner})" if inner else "")


def commented(owner: str, column: Column, around: Around) -> str:
    """COMMENT ON COLUMN, as PostgreSQL has it; empty where there are no remarks."""
    remarks = said(column.node, "remarks")
    if not remarks or around.is_mysql:
        return ""
    return f"COMMENT ON COLUMN {owner}.{names.column(column.name, around)} IS {values.literal(remarks, around)}"
