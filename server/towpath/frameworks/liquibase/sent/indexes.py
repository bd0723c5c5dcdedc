"""Indexes."""

from collections.abc import Mapping

from towpath.frameworks.liquibase.sent import names
from towpath.frameworks.liquibase.sent.asked import Around, Change, Found, Sent, is_false, is_true, said
from towpath.syntax.markup import Node

# What an index belongs to makes it as well, so nothing is sent for the index.
_MADE_ELSEWHERE = ("primaryKey", "uniqueConstraint", "foreignKey")


def create_index(change: Node, around: Around) -> Found:
    associated = said(change, "associatedWith")
    if any(word in associated for word in _MADE_ELSEWHERE):
        return
    owner, name = names.table(change, around), said(change, "indexName")
    words = ["CREATE UNIQUE INDEX" if is_true(change, "unique") else "CREATE INDEX"]
    words += [names.quoted(name, around)] if name else []
    words += [f"ON {owner}({', '.join(_key(node, around) for node in change.all('column'))})"]
    space = said(change, "tablespace")
    words += [f"TABLESPACE {space}"] if space and not around.is_mysql else []
    yield Sent(" ".join(words))
    if is_true(change, "clustered") and not around.is_mysql:
        yield Sent(f"CLUSTER {owner} USING {names.quoted(name, around)}")


def _key(node: Node, around: Around) -> str:
    name = node.get("name") or ""
    if is_true(node, "computed"):
        found = str(name)
    else:
        found = names.column(name, around) if is_false(node, "computed") else names.indexed(name, around)
    return f"{found} DESC" if is_true(node, "descending") else found


def drop_index(change: Node, around: Around) -> Found:
    schema = said(change, "schemaName")
    if around.is_mysql:
        name = names.quoted(said(change, "indexName"), around)
        yield Sent(f"DROP INDEX {name} ON {names.table(change, around)}")
    else:
        yield Sent(f"DROP INDEX {names.qualified(schema, said(change, 'indexName'), around)}")


CHANGES: Mapping[str, Change] = {"createIndex": create_index, "dropIndex": drop_index}
