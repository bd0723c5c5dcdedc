"""INSERT, UPDATE, DELETE, MERGE, COPY, and queries that stand alone."""

from towpath.operations import CopyRows, CreateTable, DeleteRows, InsertRows, MergeRows, Statement, UpdateRows
from towpath.sql.grammar import Match
from towpath.sql.postgresql.grammar import GRAMMAR, Read, Reading, one
from towpath.sql.postgresql.queries import Query

_AS = "[ AS {name} | {target alias} ]"
_RETURNING = "[ {returning} ]"
_WITH = "[ with:{with} ]"

_OF_ROWS = frozenset(("FROM", "TABLE", "GENERATE_SERIES", "GENERATE_SUBSCRIPTS", "UNNEST"))
# How the functions that give a set of rows end: json_array_elements, jsonb_each_text, regexp_split_to_table, …
_OF_SETS = ("_ELEMENTS", "_ELEMENTS_TEXT", "_EACH", "_EACH_TEXT", "_KEYS", "_MATCHES", "_RECORDSET", "_TO_TABLE")

GRAMMAR.rule(
    "common table",
    "{name} [ {columns} ] AS [ [ NOT ] MATERIALIZED ] inner:{inner statement} "
    "[ SEARCH ( DEPTH | BREADTH ) FIRST BY {name},+ SET {name} ] "
    "[ CYCLE {name},+ SET {name} [ TO {value} DEFAULT {value} ] USING {name} ]",
    lambda match: match.get("inner"),
)
GRAMMAR.rule(
    "with",
    "WITH [ RECURSIVE ] tables:{common table},+",
    lambda match: [read for inner in match.get("tables") for read in inner],
)
GRAMMAR.rule("assigned", "column:{name} ( . {label} | {subscript} )*", lambda match: match.get("column"))
GRAMMAR.rule("assigned columns", '"(" all:{assigned},+ ")"', lambda match: tuple(match.get("all")))
GRAMMAR.rule(
    "assignment",
    "( columns:{assigned columns} | column:{assigned} ) = {expression}",
    lambda match: match.get("columns") or (match.get("column"),),
)


def _limited(match: Match) -> bool:
    words = match.tokens.words[match.first : match.end]
    return "LIMIT" in words or "FETCH" in words


def _inner(match: Match) -> Reading:
    """What the statements in WITH do, before the statement itself."""
    return [read for read in match.get("with", ()) if not isinstance(read.operation, Statement)]


def _insert(match: Match) -> Reading:
    query: Query | None = match.get("query")
    operation = InsertRows(match.get("table"), match.whole, query is not None and gives_many(query, match))
    return [*_inner(match), *one(operation, match)]


def gives_many(query: Query, match: Match) -> bool:
    """Whether a query reads rows, or makes a set of them; SELECT 1, 'a' is a row of values as well."""
    words = match.text("query").split(" ")
    return not query.values and any(word in _OF_ROWS or word.endswith(_OF_SETS) for word in words)


def _update(match: Match) -> Reading:
    operation = UpdateRows(
        match.get("table"),
        match.whole,
        tuple(column for columns in match.get("assignments") for column in columns),
        match.source("where"),
        match.has("from"),
        _limited(match),
    )
    return [*_inner(match), *one(operation, match)]


def _delete(match: Match) -> Reading:
    operation = DeleteRows(match.get("table"), match.whole, match.source("where"), match.has("from"), _limited(match))
    return [*_inner(match), *one(operation, match)]


def _query(match: Match) -> Reading:
    query: Query = match.get("query")
    if query.into:
        table, temporary, unlogged = query.into
        created = CreateTable(table, temporary=temporary, unlogged=unlogged, query=match.source("query"))
        return [*_inner(match), *one(created, match)]
    inner = _inner(match)
    return inner or [Read(Statement("values" if query.values else "select", (), match.whole), match.places())]


def _copy(match: Match) -> Reading:
    return one(CopyRows(match.get("table"), match.whole, "from" if match.has("into") else "to"), match)


_WHERE = "[ WHERE where:( CURRENT OF {name} | {expression} ) ]"
_CONFLICT = (
    "[ ON CONFLICT [ ON CONSTRAINT {name} | {index keys} [ WHERE {expression} ] ] DO "
    "( NOTHING | UPDATE SET {assignment},+ [ WHERE {expression} ] ) ]"
)
FORMS = [
    GRAMMAR.form(
        f'{_WITH} INSERT INTO table:{{qualified}} [ AS {{name}} ] [ "(" {{assigned}},+ ")" ] '
        "[ OVERRIDING ( SYSTEM | USER ) VALUE ] "
        f"( DEFAULT VALUES | query:{{query}} ) {_CONFLICT} {_RETURNING}",
        _insert,
    ),
    GRAMMAR.form(
        f"{_WITH} UPDATE table:{{relation}} {_AS} SET assignments:{{assignment}},+ [ FROM from:{{from item}},+ ] "
        f"{_WHERE} {_RETURNING}",
        _update,
    ),
    GRAMMAR.form(
        f"{_WITH} DELETE FROM table:{{relation}} {_AS} [ USING from:{{from item}},+ ] {_WHERE} {_RETURNING}", _delete
    ),
    GRAMMAR.form(
        f"{_WITH} MERGE INTO table:{{relation}} {_AS} USING {{from item}} ON {{expression}} "
        f"{{merge action}} {{merge action}}* {_RETURNING}",
        lambda match: [*_inner(match), *one(MergeRows(match.get("table"), match.whole), match)],
    ),
    GRAMMAR.form(
        "COPY [ BINARY ] table:{qualified} [ {columns} ] ( into:FROM | TO ) [ PROGRAM ] ( STDIN | STDOUT | {text} ) "
        "[ [ USING ] DELIMITERS {text} ] [ [ WITH ] {copy options} ] [ WHERE {expression} ]",
        _copy,
    ),
    GRAMMAR.form(
        "COPY {inner statement} TO [ PROGRAM ] ( STDOUT | STDIN | {text} ) [ [ WITH ] {copy options} ]",
        lambda match: one(Statement("copy", (), match.whole), match),
    ),
    GRAMMAR.form(f"{_WITH} query:{{query}}", _query),
]

GRAMMAR.rule(
    "merge action",
    "WHEN ( ( MATCHED | NOT MATCHED BY SOURCE ) [ AND {expression} ] THEN"
    " ( DO NOTHING | DELETE | UPDATE SET {assignment},+ )"
    " | NOT MATCHED [ BY TARGET ] [ AND {expression} ] THEN ( DO NOTHING"
    " | INSERT [ {assigned columns} ] [ OVERRIDING ( SYSTEM | USER ) VALUE ] ( DEFAULT VALUES | VALUES {row} ) ) )",
)
_COPY_VALUE = "( {balanced} | {text} | {number} | * | {label} )"
GRAMMAR.rule("copy option", f"{{label}} [ {_COPY_VALUE} ]")
GRAMMAR.rule(
    "copy options",
    '( "(" {copy option},+ ")" | ( BINARY | FREEZE | CSV | HEADER | DELIMITER [ AS ] {text} | NULL [ AS ] {text} '
    "| QUOTE [ AS ] {text} | ESCAPE [ AS ] {text} | ENCODING {text} | FORCE QUOTE ( * | {names} ) "
    "| FORCE [ NOT ] NULL {names} )* )",
)
