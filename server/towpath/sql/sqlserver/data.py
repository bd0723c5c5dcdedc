"""INSERT, UPDATE, DELETE, MERGE, BULK INSERT, and queries that stand alone, of SQL Server."""

from typing import Any

from towpath.operations import CopyRows, CreateTable, DeleteRows, InsertRows, MergeRows, Name, Statement, UpdateRows
from towpath.sql.grammar import Match
from towpath.sql.postgresql.data import gives_many
from towpath.sql.postgresql.grammar import Read, Reading, one
from towpath.sql.reads import reads
from towpath.sql.sqlserver.grammar import GRAMMAR, Ranged
from towpath.sql.sqlserver.lexis import SQLSERVER

GRAMMAR.rule(
    "assignment",
    "( {parameter number} {set sign} {expression} | column:{column path} {set sign} ( DEFAULT | {expression} )"
    " | column:{column path} {balanced} )",
    lambda match: tuple(name.name for name in (match.get("column") or ())[-1:]),
)
_INTO = "[ INTO ( {parameter number} | {qualified} ) [ {columns} ] ]"
GRAMMAR.rule("output", f"OUTPUT {{target}},+ {_INTO} [ OUTPUT {{target}},+ ]")
# A table, or a variable that holds one.
_TABLE = "( table:{qualified} | {parameter number} ) {hints}"
_WITH = "[ with:{with} ]"
_TOP = "[ limited:{top} ]"
_FROM = "[ {output} ] [ FROM from:{from item},+ ] [ WHERE where:( CURRENT OF {name} | {expression} ) ]"
_OPTION = "[ OPTION {balanced} ]"


def _meant(match: Match) -> Name:
    """The table that is written to: what stands before SET or FROM may be another name of one in FROM."""
    table: Name | None = match.get("table")
    ranged: list[Ranged] = [found for item in match.get("from", ()) or () for found in item or ()]
    named = {alias: found for found, alias in ranged if alias}
    if table is None:
        return Name("@")
    if table.schema is None and (query := _common(match)):
        return next(iter(reads(query, SQLSERVER)), table)
    return named.get(table.name, table) if table.schema is None else table


def _common(match: Match) -> str:
    """The query in WITH whose rows are written; empty where it is a table that is."""
    table: Name | None = match.get("table")
    tables: dict[str, str] = match.get("with", {})
    return tables.get(table.name, "") if table else ""


def _is_joined(match: Match) -> bool:
    """Whether others decide which rows: tables in FROM, or a query in WITH."""
    return match.has("from") or bool(_common(match))


def _insert(match: Match) -> Reading:
    query: Any = match.get("query")
    many = (query is not None and gives_many(query, match)) or match.has("run")
    return one(InsertRows(_meant(match), match.whole, many), match)


def _update(match: Match) -> Reading:
    columns = tuple(column for columns in match.get("assignments") for column in columns)
    where, joined, limited = match.source("where"), _is_joined(match), match.has("limited")
    return one(UpdateRows(_meant(match), match.whole, columns, where, joined, limited), match)


def _delete(match: Match) -> Reading:
    where, joined, limited = match.source("where"), _is_joined(match), match.has("limited")
    return one(DeleteRows(_meant(match), match.whole, where, joined, limited), match)


def _query(match: Match) -> Reading:
    query: Any = match.get("query")
    if query.into:
        table, temporary, _ = query.into
        return one(CreateTable(table, temporary=temporary, query=match.source("query")), match)
    return [Read(Statement("values" if query.values else "select", (), match.whole), match.places())]


FORMS = [
    GRAMMAR.form(
        f'{_WITH} INSERT {_TOP} [ INTO ] {_TABLE} [ "(" {{column path}},+ ")" ] [ {{output}} ] '
        "( DEFAULT VALUES | run:( ( EXEC | EXECUTE ) {anything} ) | query:{query} )",
        _insert,
    ),
    GRAMMAR.form(
        f"{_WITH} UPDATE {_TOP} {_TABLE} SET assignments:{{assignment}},+ {_FROM} {_OPTION}",
        _update,
    ),
    GRAMMAR.form(
        f"{_WITH} DELETE {_TOP} [ FROM ] {_TABLE} {_FROM} {_OPTION}",
        _delete,
    ),
    GRAMMAR.form(
        f"{_WITH} MERGE {_TOP} [ INTO ] table:{{qualified}} {{hints}} [ {{alias}} ] USING {{from item}} "
        f"ON {{expression}} {{merge action}} {{merge action}}* [ {{output}} ] {_OPTION}",
        lambda match: one(MergeRows(match.get("table"), match.whole), match),
    ),
    GRAMMAR.form(
        "BULK INSERT table:{qualified} FROM {text} [ WITH {balanced} ]",
        lambda match: one(CopyRows(match.get("table"), match.whole), match),
    ),
    GRAMMAR.form(f"{_WITH} query:{{query}}", _query),
]

GRAMMAR.rule(
    "merge action",
    "WHEN ( ( MATCHED | NOT MATCHED BY SOURCE ) [ AND {expression} ] THEN ( DELETE | UPDATE SET {assignment},+ )"
    ' | NOT MATCHED [ BY TARGET ] [ AND {expression} ] THEN INSERT [ "(" {column path},+ ")" ] '
    "( DEFAULT VALUES | VALUES {row} ) )",
)
