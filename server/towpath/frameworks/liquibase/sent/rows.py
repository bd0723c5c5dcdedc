"""Changes of rows, and those that copy them."""

from collections.abc import Iterator, Mapping

from towpath.frameworks.liquibase.sent import constraints, names, tables, values
from towpath.frameworks.liquibase.sent.asked import Around, Change, Found, Sent, said
from towpath.frameworks.liquibase.sent.types import type_of
from towpath.source import pattern
from towpath.syntax.markup import Node
from towpath.syntax.text import Text

_PLACES = pattern(r":name\b|:value\b|\?")


def insert(change: Node, around: Around) -> Found:
    given = list(change.all("column"))
    if reason := next((one for node in given if (one := values.unsequenced(node, around))), ""):
        yield reason
        return
    listed = ", ".join(names.column(said(node, "name"), around) for node in given)
    found = ", ".join(values.written(_value(node), around) for node in given)
    yield Sent(f"INSERT INTO {names.table(change, around)} ({listed}) VALUES ({found})")


def _value(node: Node) -> values.Value | None:
    return values.given(node, "value")


def update(change: Node, around: Around) -> Found:
    """Columns come in the order of their names."""
    given = sorted(change.all("column"), key=lambda node: said(node, "name"))
    if reason := next((one for node in given if (one := values.unsequenced(node, around))), ""):
        yield reason
        return
    sets = (f"{names.column(said(one, 'name'), around)} = {values.written(_value(one), around)}" for one in given)
    yield Sent(f"UPDATE {names.table(change, around)} SET {', '.join(sets)}{_where(change, around)}")


def delete(change: Node, around: Around) -> Found:
    yield Sent(f"DELETE FROM {names.table(change, around)}{_where(change, around)}")


def _where(change: Node, around: Around) -> str:
    text = change.get("where")
    if text is None or not text.strip():
        return ""
    parameters = change.child("whereParams")
    given = list(parameters.all("param")) if parameters else []
    named = iter([names.column(name, around) for node in given if (name := said(node, "name"))])
    valued = iter([values.written(_value(node), around) for node in given if _value(node) is not None])

    def said_for(place: str) -> str:
        return next(named if place == ":name" else valued, place)

    return (
        f" WHERE {_PLACES.sub(lambda match: said_for(match[0]), text.strip())}" if given else f" WHERE {text.strip()}"
    )


def merge_columns(change: Node, around: Around) -> Found:
    owner = names.table(change, around)
    one, other, final = (
        names.column(said(change, f"{which}Name"), around) for which in ("column1", "column2", "finalColumn")
    )
    null = " NULL" if around.is_mysql else ""
    yield Sent(f"ALTER TABLE {owner} ADD {final} {type_of(said(change, 'finalColumnType'), around).sql}{null}")
    between = values.literal(change.get("joinString") or "", around)
    joined = f"CONCAT_WS({between}, {one}, {other})" if around.is_mysql else f"{one} || {between} || {other}"
    yield Sent(f"UPDATE {owner} SET {final} = {joined}")
    yield Sent(f"ALTER TABLE {owner} DROP COLUMN {one}")
    yield Sent(f"ALTER TABLE {owner} DROP COLUMN {other}")


def add_lookup_table(change: Node, around: Around) -> Found:
    """A table of the values that a column has, to which the column then points."""
    old = names.table(change, around, "existingTableName", "existingTable")
    new = names.table(change, around, "newTableName", "newTable")
    column, name = said(change, "existingColumnName"), said(change, "newColumnName")
    kind = said(change, "newColumnDataType")
    if around.is_mysql and not kind:
        yield "newColumnDataType is required for addLookupTable on mysql"
        return
    was, now = names.column(column, around), names.column(name, around)
    yield Sent(f"CREATE TABLE {new} AS SELECT DISTINCT {was} AS {now} FROM {old} WHERE {was} IS NOT NULL")
    yield Sent(tables.not_null(new, name, type_of(kind, around).sql if kind else "", around))
    yield Sent(f"ALTER TABLE {new} ADD PRIMARY KEY ({now})")
    yield from constraints.add_foreign_key(lookup_key(change), around)


def lookup_key(change: Node) -> Node:
    """The foreign key that a lookup table ends with, as a change of its own."""
    given = dict(_renamed(change))
    name = said(change, "constraintName") or (
        f"FK_{said(change, 'existingTableName')}_{said(change, 'newTableName')}".upper()
    )
    return Node("addForeignKeyConstraint", {**given, "constraintName": Text(name)})


_KEY = {
    "existingTableCatalogName": "baseTableCatalogName",
    "existingTableSchemaName": "baseTableSchemaName",
    "existingTableName": "baseTableName",
    "existingColumnName": "baseColumnNames",
    "newTableCatalogName": "referencedTableCatalogName",
    "newTableSchemaName": "referencedTableSchemaName",
    "newTableName": "referencedTableName",
    "newColumnName": "referencedColumnNames",
}


def _renamed(change: Node) -> Iterator[tuple[str, Text]]:
    for name, key in _KEY.items():
        if (found := change.get(name)) is not None:
            yield key, found


CHANGES: Mapping[str, Change] = {
    "addLookupTable": add_lookup_table,
    "delete": delete,
    "insert": insert,
    "mergeColumns": merge_columns,
    "update": update,
}
