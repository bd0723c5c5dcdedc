"""What Liquibase does by itself to take a change back: other changes, which say what is sent."""

from collections.abc import Callable, Iterator, Mapping

from towpath.frameworks.liquibase.sent import values
from towpath.frameworks.liquibase.sent.asked import said
from towpath.frameworks.liquibase.sent.rows import lookup_key
from towpath.syntax.markup import Node
from towpath.syntax.text import Text

Inverse = Callable[[Node], Iterator[Node]]


def _with(change: Node, name: str, *kept: str, **renamed: str) -> Node:
    """A change with some attributes of another one: as they are called there, or by other names."""
    taken = [(one, one) for one in kept] + list(renamed.items())
    given = ((new, change.get(old)) for new, old in taken)
    return Node(name, {new: text for new, text in given if text is not None}, span=change.span)


_TABLE = ("catalogName", "schemaName", "tableName")
_SEQUENCE = ("catalogName", "schemaName", "sequenceName")
_OWNER = ("baseTableCatalogName", "baseTableSchemaName", "baseTableName")


def _nothing(_: Node) -> Iterator[Node]:
    return iter(())


def _table(change: Node) -> Iterator[Node]:
    yield _with(change, "dropTable", *_TABLE)


def _columns(change: Node) -> Iterator[Node]:
    """The defaults go before their columns."""
    found = tuple(change.all("column"))
    for column in found:
        if values.given(column, "defaultValue") is not None:
            owner = _with(change, "dropDefaultValue", "schemaName", "tableName")
            yield owner._replace(attributes={**owner.attributes, "columnName": Text(said(column, "name"))})
    yield _with(change, "dropColumn", *_TABLE)._replace(children=found)


def _lookup_table(change: Node) -> Iterator[Node]:
    yield from _foreign_key(lookup_key(change))
    yield _with(
        change,
        "dropTable",
        catalogName="newTableCatalogName",
        schemaName="newTableSchemaName",
        tableName="newTableName",
    )


def _foreign_key(change: Node) -> Iterator[Node]:
    yield _with(change, "dropForeignKeyConstraint", *_OWNER, "constraintName")


def _renamed(change: Node, what: str) -> Node:
    others = [name for name in change.attributes if name not in (f"old{what}Name", f"new{what}Name", "remarks")]
    swapped = {f"old{what}Name": f"new{what}Name", f"new{what}Name": f"old{what}Name"}
    return _with(change, change.name, *others, **swapped)


INVERSES: Mapping[str, Inverse] = {
    "addColumn": _columns,
    "addDefaultValue": lambda change: iter((_with(change, "dropDefaultValue", *_TABLE, "columnName"),)),
    "addForeignKeyConstraint": _foreign_key,
    "addLookupTable": _lookup_table,
    "addNotNullConstraint": lambda change: iter(
        (_with(change, "dropNotNullConstraint", *_TABLE, "columnName", "columnDataType"),)
    ),
    "addPrimaryKey": lambda change: iter((_with(change, "dropPrimaryKey", *_TABLE, "constraintName"),)),
    "addUniqueConstraint": lambda change: iter((_with(change, "dropUniqueConstraint", *_TABLE, "constraintName"),)),
    "createIndex": lambda change: iter((_with(change, "dropIndex", *_TABLE, "indexName"),)),
    "createSequence": lambda change: iter((_with(change, "dropSequence", *_SEQUENCE),)),
    "createTable": _table,
    "createView": lambda change: iter((_with(change, "dropView", "catalogName", "schemaName", "viewName"),)),
    "dropNotNullConstraint": lambda change: iter(
        (_with(change, "addNotNullConstraint", *_TABLE, "columnName", "columnDataType"),)
    ),
    "empty": _nothing,
    "output": _nothing,
    "renameColumn": lambda change: iter((_renamed(change, "Column"),)),
    "renameSequence": lambda change: iter((_renamed(change, "Sequence"),)),
    "renameTable": lambda change: iter((_renamed(change, "Table"),)),
    "renameView": lambda change: iter((_renamed(change, "View"),)),
    "tagDatabase": _nothing,
}
