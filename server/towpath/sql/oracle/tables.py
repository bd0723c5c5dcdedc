"""CREATE TABLE, DROP, TRUNCATE, RENAME and LOCK of tables, and indexes, of Oracle."""

from typing import Any

from towpath.operations import (
    Column,
    CreateIndex,
    CreateTable,
    DropIndex,
    DropTable,
    LockTable,
    Name,
    Reindex,
    RenameIndex,
    RenameObject,
    Statement,
    TruncateTable,
)
from towpath.sql.grammar import Match
from towpath.sql.oracle import columns
from towpath.sql.oracle.grammar import GRAMMAR
from towpath.sql.postgresql.grammar import Reading, one
from towpath.sql.postgresql.tables import elements_places, sorted_elements

assert columns


def _create(match: Match) -> Reading:
    elements: list[Any] = match.get("elements", [])
    said = sorted_elements(elements)
    said["columns"] += tuple(Column(name, None, None) for name in match.get("named", ()))
    operation = CreateTable(
        match.get("table"),
        if_not_exists=match.has("if_not_exists"),
        temporary=match.has("temporary"),
        query=match.source("query"),
        options=match.source("options") or "",
        **said,
    )
    return one(operation, match, elements_places(elements))


def _create_index(match: Match) -> Reading:
    name = match.get("name")
    operation = CreateIndex(
        name.name,
        match.get("table"),
        match.get("keys"),
        unique=match.text("kind") == "UNIQUE",
        method="bitmap" if match.text("kind") == "BITMAP" else None,
        options=match.source("options") or "",
    )
    return one(operation, match)


def _altered_index(match: Match) -> Reading:
    index = match.get("index")
    if match.has("rebuild"):
        return one(Reindex("index", index, "ONLINE" in match.text("rebuild").split()), match)
    return one(Statement("alter index", (index,), match.whole), match)


# The rows of a global temporary table are a session's own, the table itself is there for all, and stays.
_CREATE = (
    "CREATE [ GLOBAL TEMPORARY | temporary:( PRIVATE TEMPORARY ) | SHARDED | DUPLICATED | BLOCKCHAIN | IMMUTABLE ] "
    "TABLE [ if_not_exists:( IF NOT EXISTS ) ] table:{qualified}"
)
_OPTIONS = "options:( {storage part}* )"
_INDEX = "ALTER INDEX index:{qualified}"

FORMS = [
    GRAMMAR.form(
        f'{_CREATE} elements_at:( "(" elements:{{table element}},+ ")" ) {_OPTIONS} [ AS query:{{query}} ]', _create
    ),
    GRAMMAR.form(f"{_CREATE} [ named:{{columns}} ] {_OPTIONS} AS query:{{query}}", _create),
    GRAMMAR.form(
        "DROP TABLE [ if_exists:( IF EXISTS ) ] table:{qualified} [ cascade:( CASCADE CONSTRAINTS ) ] [ PURGE ]",
        lambda match: one(DropTable(match.get("table"), match.has("if_exists"), match.has("cascade")), match),
    ),
    GRAMMAR.form(
        "TRUNCATE TABLE table:{qualified} [ ( PRESERVE | PURGE ) MATERIALIZED VIEW LOG ] "
        "[ ( DROP [ ALL ] | REUSE ) STORAGE ] [ cascade:CASCADE ]",
        lambda match: one(TruncateTable(match.get("table"), match.has("cascade")), match),
    ),
    GRAMMAR.form(
        "RENAME name:{name} TO to:{name}",
        lambda match: one(RenameObject("relation", Name(match.get("name")), match.get("to")), match),
    ),
    GRAMMAR.form(
        "LOCK TABLE table:{qualified} [ ( PARTITION | SUBPARTITION ) {balanced} ] IN mode:{lock mode} MODE "
        "[ nowait:NOWAIT | WAIT {number} ]",
        lambda match: one(LockTable(match.get("table"), match.text("mode"), match.has("nowait")), match),
    ),
    GRAMMAR.form(
        "CREATE [ kind:( UNIQUE | BITMAP ) ] INDEX [ if_not_exists:( IF NOT EXISTS ) ] name:{qualified} "
        f"ON table:{{qualified}} keys:{{index keys}} {_OPTIONS}",
        _create_index,
    ),
    GRAMMAR.form(
        "DROP INDEX [ if_exists:( IF EXISTS ) ] index:{qualified} [ ONLINE ] [ FORCE ] "
        "[ ( DEFERRED | IMMEDIATE ) INVALIDATION ]",
        lambda match: one(DropIndex(match.get("index"), if_exists=match.has("if_exists")), match),
    ),
    GRAMMAR.form(
        f"{_INDEX} RENAME TO to:{{name}}", lambda match: one(RenameIndex(match.get("index"), match.get("to")), match)
    ),
    GRAMMAR.form(
        f"{_INDEX} rebuild:( REBUILD [ ( PARTITION | SUBPARTITION ) {{name}} ] {{storage part}}* )", _altered_index
    ),
    GRAMMAR.form(
        f"{_INDEX} ( ENABLE | DISABLE | COMPILE | COALESCE [ CLEANUP ] | ( MONITORING | NOMONITORING ) USAGE "
        "| SHRINK SPACE [ COMPACT ] [ CASCADE ] | ( MODIFY | DROP | SPLIT | RENAME | ADD | COALESCE ) {anything} "
        "| {storage part} {storage part}* )",
        _altered_index,
    ),
]
GRAMMAR.rule("lock mode", "( ROW ( SHARE | EXCLUSIVE ) | SHARE UPDATE | SHARE ROW EXCLUSIVE | SHARE | EXCLUSIVE )")
