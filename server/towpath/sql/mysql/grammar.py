"""The grammar of MySQL's and MariaDB's forms: PostgreSQL's, with what they spell in another way."""

from towpath.operations import Type, canonical
from towpath.sql import readers
from towpath.sql.grammar import Grammar
from towpath.sql.lex import Tokens, kind
from towpath.sql.mysql.lexis import MYSQL
from towpath.sql.postgresql import queries
from towpath.sql.postgresql.grammar import GRAMMAR as POSTGRESQL

GRAMMAR = Grammar(POSTGRESQL)

# Names of types that mean something else here, or that are spelled with several words.
_ALIASES = {
    "float": "real",
    "float4": "real",
    "real": "double precision",
    "double": "double precision",
    "float8": "double precision",
    "int1": "tinyint",
    "int3": "mediumint",
    "middleint": "mediumint",
    "long": "mediumtext",
    "long varchar": "mediumtext",
    "long varbinary": "mediumblob",
    "varcharacter": "varchar",
    "fixed": "numeric",
}
_INTEGERS = frozenset(("tinyint", "smallint", "mediumint", "integer", "bigint"))
_SECOND = {
    "DOUBLE": ("PRECISION",),
    "LONG": ("VARCHAR", "VARBINARY"),
    "CHARACTER": ("VARYING",),
    "CHAR": ("VARYING",),
    "NCHAR": ("VARCHAR", "VARYING"),
    "NATIONAL": ("CHARACTER", "CHAR", "VARCHAR"),
}


def data_type(tokens: Tokens, index: int) -> readers.Taken:
    """A column's type, with UNSIGNED and ZEROFILL in its name."""
    first = tokens.at(index)
    if kind(first) != "word" or (first in tokens.lexis.reserved):
        return readers.NOTHING
    words, end = [first], index + 1
    while tokens.at(end) in _SECOND.get(words[-1], ()):
        words.append(tokens.at(end))
        end += 1
    name = " ".join(words).lower()
    arguments: list[str] = []
    if tokens.at(end) == "(":
        end, arguments = readers.type_arguments(tokens, end)
        if end < 0:
            return readers.NOTHING
    signs: list[str] = []
    while tokens.at(end) in ("UNSIGNED", "SIGNED", "ZEROFILL"):
        signs += [tokens.at(end).lower()] if tokens.at(end) != "SIGNED" else []
        end += 1
    name = _ALIASES.get(name) or canonical(name)
    return end, Type(" ".join([name, *signs]), () if _only_shown(name, arguments) else tuple(arguments))


def _only_shown(name: str, arguments: list[str]) -> bool:
    """Whether the argument is how many digits a client shows; tinyint(1) is how a boolean is told."""
    return name in _INTEGERS and (name, arguments) != ("tinyint", ["1"])


GRAMMAR.reader("type", "a type", data_type)
GRAMMAR.rule("role", '( CURRENT_USER [ "(" ")" ] | CURRENT_ROLE | {account} )')
GRAMMAR.rule("account", "( {text} | {option} ) [ {parameter number} ]")
GRAMMAR.rule("charset", "( {text} | BINARY | {label} )", lambda match: match.whole)


def _anything(tokens: Tokens, index: int) -> readers.Taken:
    """All that is left: a body, or what nobody asks about."""
    return (tokens.count, tokens.source(index, tokens.count)) if index < tokens.count else readers.NOTHING


GRAMMAR.reader("anything", "a body", _anything)

# Queries: index hints, STRAIGHT_JOIN, LIMIT with a comma, INTO of variables and files.
_HINT = (
    '( USE | FORCE | IGNORE ) ( INDEX | KEY ) [ FOR ( JOIN | ORDER BY | GROUP BY ) ] "(" [ ( {name} | PRIMARY ),+ ] ")"'
)
_KIND = "[ INNER | CROSS | ( LEFT | RIGHT ) [ OUTER ] ]"
GRAMMAR.rule(
    "from part",
    '( [ LATERAL ] {call} [ {alias} ] | [ LATERAL ] "(" {query} ")" [ {alias} ] | "(" {from item},+ ")" [ {alias} ]'
    ' | {qualified} [ PARTITION "(" {names} ")" ] [ FOR SYSTEM_TIME {balanced} ] [ {alias} ] ( ' + _HINT + " )* )",
)
GRAMMAR.rule(
    "join",
    "( NATURAL [ INNER | ( LEFT | RIGHT ) [ OUTER ] ] JOIN {from part}"
    f" | ( STRAIGHT_JOIN | {_KIND} JOIN ) {{from part}} [ ON {{expression}} | USING {{columns}} ] )",
)
GRAMMAR.rule("limit", "( LIMIT {expression} [ ( , | OFFSET ) {expression} ] | OFFSET {expression} [ ROW | ROWS ] )")
GRAMMAR.rule(
    "row lock",
    "( FOR ( UPDATE | SHARE ) [ OF {qualified},+ ] [ NOWAIT | SKIP LOCKED | WAIT {number} ] | LOCK IN SHARE MODE"
    " | PROCEDURE {call} | INTO {into targets} )",
)
GRAMMAR.rule(
    "into targets",
    "( OUTFILE {text} {file format} | DUMPFILE {text} | ( {parameter number} | {name} ),+ )",
)
GRAMMAR.rule("into", "INTO {into targets}")
GRAMMAR.rule(
    "file format",
    "[ CHARACTER SET {charset} ] "
    "[ ( FIELDS | COLUMNS ) ( TERMINATED BY {text} | [ OPTIONALLY ] ENCLOSED BY {text} | ESCAPED BY {text} )* ] "
    "[ LINES ( STARTING BY {text} | TERMINATED BY {text} )* ]",
)
GRAMMAR.rule(
    "select",
    "SELECT ( ALL | DISTINCT | DISTINCTROW | HIGH_PRIORITY | STRAIGHT_JOIN | SQL_SMALL_RESULT | SQL_BIG_RESULT "
    "| SQL_BUFFER_RESULT | SQL_NO_CACHE | SQL_CALC_FOUND_ROWS )* {target},+ [ {into} ] "
    "[ FROM ( DUAL | {from item},+ ) ] [ WHERE {expression} ] "
    "[ GROUP BY ( {expression} [ ASC | DESC ] ),+ [ WITH ROLLUP ] ] [ HAVING {expression} ] "
    "[ WINDOW {window},+ ]",
)
GRAMMAR.rule("row", '[ ROW ] "(" [ ( DEFAULT | {expression} ),+ ] ")"')
GRAMMAR.rule("sorted", "{expression} [ ASC | DESC ]")
GRAMMAR.rule("target", "( {parameter number} = {expression} [ AS {output name} | {bare label} ] | * "
             "| {expression} [ AS {output name} | {bare label} ] )")  # fmt: skip
GRAMMAR.rule("output name", "( {text} | {label} )")

MYSQL.spelled.update(
    queries.spelled(
        GRAMMAR,
        {
            **queries.SPELLED,
            "CAST": '"(" {expression} AS {cast type} [ ARRAY ] ")"',
            "CONVERT": '"(" {expression} ( USING {charset} | , {cast type} ) ")"',
            "GROUP_CONCAT": '"(" [ DISTINCT ] {expression},+ [ {order by} ] [ SEPARATOR {text} ] [ {limit} ] ")"',
            "INTERVAL": "INTERVAL {expression} [ {word} ]",
            "MATCH": '( "(" {expression},+ ")" | {expression},+ ) AGAINST "(" {value} [ IN {against mode} '
            '| WITH QUERY EXPANSION ] ")"',
            "SUBSTR": queries.SPELLED["SUBSTRING"],
        },
    )
)
GRAMMAR.rule("cast type", "( ( SIGNED | UNSIGNED ) [ INTEGER | INT ] | {type} [ {column charset} ] )")
GRAMMAR.rule("against mode", "( BOOLEAN MODE | NATURAL LANGUAGE MODE [ WITH QUERY EXPANSION ] )")
