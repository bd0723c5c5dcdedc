"""INSERT, UPDATE, DELETE, MERGE, and queries that stand alone, of Oracle."""

from typing import Any

from towpath.operations import DeleteRows, InsertRows, MergeRows, Name, Statement, UpdateRows
from towpath.sql import readers
from towpath.sql.grammar import Match
from towpath.sql.oracle.grammar import GRAMMAR
from towpath.sql.postgresql.data import gives_many
from towpath.sql.postgresql.grammar import Read, Reading, one

GRAMMAR.rule("assigned", "path:{column path}", lambda match: match.get("path")[-1].name)
GRAMMAR.rule(
    "assignment",
    '( "(" columns:( {assigned} ),+ ")" = "(" {query} ")" | column:{assigned} = ( DEFAULT | {expression} ) )',
    lambda match: tuple(match.get("columns") or ()) or (match.get("column"),),
)
GRAMMAR.rule("returned", "( RETURNING | RETURN ) {target},+ [ BULK COLLECT ] INTO {into target},+")
GRAMMAR.rule("logged", "LOG ERRORS [ INTO {qualified} ] [ {balanced} ] [ REJECT LIMIT ( UNLIMITED | {number} ) ]")
_TABLE = "( table:{qualified} [ ( PARTITION | SUBPARTITION ) {balanced} ] | {balanced} )"
_END = "[ WHERE where:( CURRENT OF {name} | {expression} ) ] [ {returned} ] [ {logged} ]"


def _insert(match: Match) -> Reading:
    query: Any = match.get("query")
    return one(InsertRows(_written(match), match.whole, query is not None and gives_many(query, match)), match)


def _insert_all(match: Match) -> Reading:
    """Each table that rows go into: what stands behind INTO."""
    tokens = match.tokens
    found = (readers.qualified(tokens, at + 1)[1] for at in range(match.end) if tokens.words[at] == "INTO")
    return [Read(InsertRows(table, match.whole, True), match.places()) for table in dict.fromkeys(found) if table]


def _written(match: Match) -> Name:
    """The table; where a query stands in its place, which one is meant is not looked for."""
    return match.get("table") or Name("")


def _limited(match: Match) -> bool:
    return "ROWNUM" in match.text("where").split()


def _update(match: Match) -> Reading:
    columns = tuple(column for columns in match.get("assignments") for column in columns)
    return one(UpdateRows(_written(match), match.whole, columns, match.source("where"), limited=_limited(match)), match)


def _delete(match: Match) -> Reading:
    return one(DeleteRows(_written(match), match.whole, match.source("where"), limited=_limited(match)), match)


FORMS = [
    GRAMMAR.form("INSERT ( ALL | FIRST ) {anything}", _insert_all),
    GRAMMAR.form(
        f'INSERT INTO {_TABLE} [ {{alias}} ] [ "(" {{assigned}},+ ")" ] ( VALUES ( {{row}} ),+ | query:{{query}} ) '
        "[ {returned} ] [ {logged} ]",
        _insert,
    ),
    GRAMMAR.form(f"UPDATE {_TABLE} [ {{alias}} ] SET assignments:{{assignment}},+ {_END}", _update),
    GRAMMAR.form(f"DELETE [ FROM ] {_TABLE} [ {{alias}} ] {_END}", _delete),
    GRAMMAR.form(
        "MERGE INTO table:{qualified} [ {alias} ] USING {from part} ON {expression} "
        "{merge action} {merge action}* [ {logged} ]",
        lambda match: one(MergeRows(match.get("table"), match.whole), match),
    ),
    GRAMMAR.form("query:{query}", lambda match: [Read(Statement("select", (), match.whole), match.places())]),
]

GRAMMAR.rule(
    "merge action",
    "WHEN ( MATCHED THEN UPDATE SET {assignment},+ [ WHERE {expression} ] [ DELETE WHERE {expression} ]"
    ' | NOT MATCHED THEN INSERT [ "(" {assigned},+ ")" ] VALUES {row} [ WHERE {expression} ] )',
)
