"""The grammar of SQL Server's forms: PostgreSQL's, with what it spells in another way."""

from typing import Any

from towpath.operations import Name, Type, canonical
from towpath.sql import readers
from towpath.sql.grammar import Grammar, Match
from towpath.sql.lex import Tokens
from towpath.sql.postgresql import queries
from towpath.sql.postgresql.grammar import GRAMMAR as POSTGRESQL
from towpath.sql.sqlserver.lexis import SQLSERVER

GRAMMAR = Grammar(POSTGRESQL)

_PHRASES = {
    "DOUBLE": ("PRECISION",),
    "NATIONAL": ("CHARACTER", "CHAR", "TEXT"),
    "CHARACTER": ("VARYING",),
    "CHAR": ("VARYING",),
    "BINARY": ("VARYING",),
}
# Names of types that mean something else here than elsewhere.
_ALIASES = {
    "nchar": "nchar",
    "national character": "nchar",
    "national char": "nchar",
    "national character varying": "nvarchar",
    "national char varying": "nvarchar",
    "national text": "ntext",
    "binary varying": "varbinary",
    "timestamp": "rowversion",
}


def data_type(tokens: Tokens, index: int) -> readers.Taken:
    """A column's type, in brackets or not; one of one's own may have a schema."""
    words = [tokens.at(index)]
    while tokens.at(index + len(words)) in _PHRASES.get(words[-1], ()):
        words.append(tokens.at(index + len(words)))
    if len(words) > 1:
        end, name = index + len(words), " ".join(words).lower()
    else:
        end, found = readers.qualified(tokens, index)
        if end < 0:
            return readers.NOTHING
        name = found.name if found.schema == "sys" else str(found)
    arguments: list[str] = []
    if tokens.at(end) == "(":
        end, arguments = readers.type_arguments(tokens, end)
        if end < 0:
            return readers.NOTHING
    if name == "float" and arguments:
        # The number of binary digits only chooses between the two.
        return end, Type("real" if arguments[0].isdigit() and int(arguments[0]) < 25 else "double precision")
    return end, Type(_ALIASES.get(name) or canonical(name), tuple(one.lower() for one in arguments))


def anything(tokens: Tokens, index: int) -> readers.Taken:
    """All that is left: a body, or what nobody asks about."""
    return (tokens.count, tokens.source(index, tokens.count)) if index < tokens.count else readers.NOTHING


GRAMMAR.reader("type", "a type", data_type)
GRAMMAR.reader("anything", "a body", anything)
GRAMMAR.rule("output name", "( {text} | {label} )")
GRAMMAR.rule("alias", "( AS name:{name} | name:{name} ) [ {columns} ]", lambda match: match.get("name"))
GRAMMAR.rule("hints", "[ WITH {balanced} ]")
GRAMMAR.rule("pivot", "( PIVOT | UNPIVOT ) {balanced} [ {alias} ]")

# A table in FROM, with the name that it goes by there.
Ranged = tuple[Name, str | None]


def _ranged(match: Match) -> list[Ranged]:
    table = match.get("table")
    return [(table, match.get("alias")), *match.get("inner", ())] if table else [*match.get("inner", ())]


def _joined(match: Match) -> list[Ranged]:
    parts: list[Any] = [match.get("first"), *match.get("more", ())]
    return [one for part in parts for one in part or ()]


GRAMMAR.rule(
    "from part",
    '( {call} [ WITH {balanced} ] [ {alias} ] | "(" {query} ")" [ {alias} ] | "(" inner:{from item} ")" [ {alias} ]'
    " | {parameter number} [ {alias} ]"
    " | table:{qualified} [ FOR SYSTEM_TIME {system time} ] [ {hints} ] [ alias:{alias} ] [ {hints} ] [ {balanced} ] )"
    " [ {pivot} ]",
    _ranged,
)
GRAMMAR.rule(
    "system time",
    "( AS OF {value} | FROM {value} TO {value} | BETWEEN {value} AND {value} | CONTAINED IN {balanced} | ALL )",
)
GRAMMAR.rule("from item", "first:{from part} more:{join}*", _joined)
GRAMMAR.rule(
    "join",
    "( ( CROSS | OUTER ) APPLY first:{from part} | CROSS JOIN first:{from part}"
    " | [ INNER | ( LEFT | RIGHT | FULL ) [ OUTER ] ] [ LOOP | HASH | MERGE | REMOTE ] JOIN first:{from part} "
    "more:{join}* ON {expression} )",
    _joined,
)
GRAMMAR.rule(
    "limit",
    "OFFSET {expression} ( ROW | ROWS ) [ FETCH ( FIRST | NEXT ) {expression} ( ROW | ROWS ) ONLY ]",
)
GRAMMAR.rule(
    "row lock",
    "( FOR ( BROWSE | ( XML | JSON ) {label} [ {balanced} ] ( , {label} [ {label} ] [ {balanced} ] )* )"
    " | OPTION {balanced} )",
)
GRAMMAR.rule("top", "TOP ( {balanced} | {number} | {parameter number} ) [ PERCENT ] [ WITH TIES ]")
GRAMMAR.rule(
    "select",
    "SELECT [ ALL | DISTINCT ] [ {top} ] {target},+ [ into:{into} ] [ FROM {from item},+ ] [ WHERE {expression} ] "
    "[ GROUP BY [ ALL ] {grouped},+ [ WITH ( ROLLUP | CUBE ) ] ] [ HAVING {expression} ] [ WINDOW {window},+ ]",
    lambda match: match.get("into"),
)
GRAMMAR.rule("into", "INTO table:{qualified} [ ON {name} ]", lambda match: _into(match.get("table")))
GRAMMAR.rule("sorted", "{expression} [ ASC | DESC ]")
GRAMMAR.rule("row", '"(" ( DEFAULT | {expression} ),+ ")"')
GRAMMAR.rule("set sign", '( = | += | -= | "*=" | /= | %= | &= | ^= | "|=" )')
GRAMMAR.rule(
    "target",
    "( {parameter number} {set sign} {expression} | * | {expression} [ AS {output name} | {bare label} | {text} ] )",
)
GRAMMAR.rule(
    "common table",
    "name:{name} [ {columns} ] AS query:{inner statement}",
    lambda match: (match.get("name"), match.source("query") or ""),
)
GRAMMAR.rule(
    "with",
    "WITH ( XMLNAMESPACES {balanced} [ , tables:{common table},+ ] | tables:{common table},+ )",
    lambda match: dict(match.get("tables", ())),
)
GRAMMAR.rule("index keys", '"(" all:( {index key} ),+ ")"', lambda match: tuple(match.get("all")))


def _into(table: Name) -> queries.Into:
    return queries.Into(table, table.name.startswith("#"), False)


_CONVERT = '"(" {type} , {expression} [ , {expression} ] ")"'
_PARSE = '"(" {expression} AS {type} [ USING {expression} ] ")"'
SQLSERVER.spelled.update(
    queries.spelled(
        GRAMMAR,
        {
            **queries.SPELLED,
            "CONVERT": _CONVERT,
            "TRY_CONVERT": _CONVERT,
            "TRY_CAST": queries.SPELLED["CAST"],
            "PARSE": _PARSE,
            "TRY_PARSE": _PARSE,
            "NEXT": "NEXT [ VALUE FOR {qualified} [ OVER {window specification} ] ]",
        },
    )
)
