"""CREATE TABLE, DROP and TRUNCATE of SQL Server."""

from typing import Any

from towpath.operations import CreateIndex, CreateTable, DropTable, Name, SetDefault, Statement, TruncateTable, replace
from towpath.sql.grammar import Match
from towpath.sql.postgresql.columns import Built
from towpath.sql.postgresql.grammar import Read, Reading, each, one
from towpath.sql.postgresql.tables import elements_places, sorted_elements
from towpath.sql.sqlserver import columns
from towpath.sql.sqlserver.grammar import GRAMMAR

assert columns


def _create(match: Match) -> Reading:
    """The table, and its indexes that are no constraints."""
    elements: list[Any] = [one for found in (match.get("first"), *match.get("others", ())) for one in found]
    built = [element for element in elements if isinstance(element, Built)]
    table: Name = match.get("table")
    operation = CreateTable(
        table,
        temporary=table.name.startswith("#"),
        options=match.source("options") or "",
        **sorted_elements(built),
    )
    others = [replace(one, table=table) for one in elements if isinstance(one, CreateIndex | SetDefault)]
    places = {**match.places(), **elements_places(built)}
    return [Read(one, places) for one in (operation, *others)]


def _truncate(match: Match) -> Reading:
    """All rows, or those of some partitions."""
    if match.has("partitions"):
        return one(Statement("truncate table partitions", (match.get("table"),), match.whole), match)
    return one(TruncateTable(match.get("table"), restart_identity=True), match)


FORMS = [
    GRAMMAR.form(
        "CREATE TABLE table:{qualified} "
        'elements_at:( "(" first:{table element} others:( , {table element} )* [ , ] ")" ) '
        "options:( [ AS ( NODE | EDGE | FILETABLE ) ] ( ON {filegroup} | TEXTIMAGE_ON {filegroup} "
        "| FILESTREAM_ON {filegroup} | WITH {balanced} )* )",
        _create,
    ),
    GRAMMAR.form(
        "DROP TABLE [ if_exists:( IF EXISTS ) ] tables:{placed},+",
        lambda match: each(match, "tables", lambda table: DropTable(table, match.has("if_exists"))),
    ),
    GRAMMAR.form("TRUNCATE TABLE table:{qualified} [ partitions:( WITH {balanced} ) ]", _truncate),
]
