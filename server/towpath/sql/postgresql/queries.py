"""Queries: SELECT, VALUES, TABLE, what joins them, and the clauses that work on rows has in common with them."""

from collections.abc import Callable
from typing import NamedTuple

from towpath.operations import Name
from towpath.sql import readers
from towpath.sql.grammar import Grammar, Match, Matcher
from towpath.sql.lex import NAMES, POSTGRESQL, Tokens, kind
from towpath.sql.postgresql.grammar import GRAMMAR


class Into(NamedTuple):
    """The table that SELECT … INTO makes."""

    table: Name
    temporary: bool
    unlogged: bool


class Query(NamedTuple):
    """What a query is made of, as far as anybody asks: only VALUES, or into a new table."""

    values: bool = False
    into: Into | None = None


def _query(match: Match) -> Query:
    first: Query = match.get("first")
    return Query(False, first.into) if match.has("joined") else first


def _term(match: Match) -> Query:
    return match.get("nested") or Query(match.has("values"), match.get("select"))


def _into(match: Match) -> Into:
    return Into(match.get("table"), match.has("temporary"), match.has("unlogged"))


GRAMMAR.rule(
    "query",
    "[ {with} ] first:{query term} joined:( ( UNION | INTERSECT | EXCEPT ) [ ALL | DISTINCT ] {query term} )* "
    "[ {order by} ] ( {limit} | {row lock} )*",
    _query,
)
GRAMMAR.rule(
    "query term",
    '( select:{select} | values:( VALUES {row},+ ) | TABLE {relation} | "(" nested:{query} ")" )',
    _term,
)
GRAMMAR.rule("row", '"(" {expression},+ ")"')
GRAMMAR.rule(
    "select",
    'SELECT ( DISTINCT [ ON "(" {expression},+ ")" ] {target},+ | [ ALL ] [ {target},+ ] ) [ into:{into} ] '
    "[ FROM {from item},+ ] [ WHERE {expression} ] [ GROUP BY [ ALL | DISTINCT ] {grouped},+ ] [ HAVING {expression} ] "
    "[ WINDOW {window},+ ]",
    lambda match: match.get("into"),
)
GRAMMAR.rule("target", "( * | {expression} [ AS {label} | {bare label} ] )")
GRAMMAR.rule(
    "into",
    "INTO [ [ GLOBAL | LOCAL ] temporary:( TEMPORARY | TEMP ) | unlogged:UNLOGGED ] [ TABLE ] table:{qualified}",
    _into,
)
GRAMMAR.rule("sorted", "{expression} [ ASC | DESC | USING {sort operator} ] [ NULLS ( FIRST | LAST ) ]")
GRAMMAR.rule("sort operator", '( OPERATOR "(" {operator} ")" | {operator} )')
GRAMMAR.rule("grouped", '( GROUPING SETS "(" {grouped},+ ")" | "(" ")" | {expression} )')
GRAMMAR.rule("window", "{name} AS {window specification}")
GRAMMAR.rule(
    "window specification",
    '"(" [ {window name} ] [ PARTITION BY {expression},+ ] [ {order by} ] [ ( RANGE | ROWS | GROUPS ) '
    "( BETWEEN {frame bound} AND {frame bound} | {frame bound} ) "
    '[ EXCLUDE ( CURRENT ROW | GROUP | TIES | NO OTHERS ) ] ] ")"',
)
GRAMMAR.rule(
    "frame bound",
    "( UNBOUNDED ( PRECEDING | FOLLOWING ) | CURRENT ROW | {expression} ( PRECEDING | FOLLOWING ) )",
)
GRAMMAR.rule("order by", "ORDER BY {sorted},+")
GRAMMAR.rule(
    "limit",
    "( LIMIT ( ALL | {expression} ) | OFFSET {expression} [ ROW | ROWS ]"
    " | FETCH ( FIRST | NEXT ) [ NULL | {number} | {balanced} | {parameter number} ] ( ROW | ROWS )"
    " ( ONLY | WITH TIES ) )",
)
GRAMMAR.rule(
    "row lock",
    "FOR ( READ ONLY | ( UPDATE | NO KEY UPDATE | SHARE | KEY SHARE ) [ OF {qualified},+ ] [ NOWAIT | SKIP LOCKED ] )",
)

# A right side may be joined before its own ON is read: a JOIN b JOIN c ON … ON …
GRAMMAR.rule("from item", "{from part} {join}*")
_KIND = "[ INNER | ( LEFT | RIGHT | FULL ) [ OUTER ] ]"
GRAMMAR.rule(
    "join",
    f"( CROSS JOIN {{from part}} | NATURAL {_KIND} JOIN {{from part}}"
    f" | {_KIND} JOIN {{from part}} {{join}}* ( ON {{expression}} | USING {{columns}} [ AS {{name}} ] ) )",
)
GRAMMAR.rule(
    "from part",
    '( [ LATERAL ] ( ROWS FROM "(" {rows from},+ ")" | {call} ) [ WITH ORDINALITY ] [ {row alias} ]'
    ' | [ LATERAL ] "(" {query} ")" [ {alias} ]'
    ' | "(" {from item} ")" [ {alias} ]'
    ' | {relation} [ {alias} ] [ TABLESAMPLE {function} {row} [ REPEATABLE "(" {expression} ")" ] ] )',
)
GRAMMAR.rule("alias", "( AS {name} | {name} ) [ {columns} ]")
GRAMMAR.rule("row column", "{name} {type} [ COLLATE {qualified} ]")
GRAMMAR.rule("row columns", '"(" ( {columns of rows} | {row column},+ ")" )')
GRAMMAR.rule("columns of rows", '{name} ( , {name} )* ")"')
GRAMMAR.rule("typed columns", '"(" {row column},+ ")"')
GRAMMAR.rule("row alias", "( AS {typed columns} | ( AS {name} | {name} ) [ {row columns} ] )")
GRAMMAR.rule("rows from", "{call} [ AS {typed columns} ]")
GRAMMAR.rule("returned", "( OLD | NEW ) AS {name}")
GRAMMAR.rule("returning", 'RETURNING [ WITH "(" {returned},+ ")" ] {target},+')


def _bare_label(tokens: Tokens, index: int) -> readers.Taken:
    """The name of an output column without AS: any word but those that could go on with the expression."""
    word = tokens.words[index]
    if kind(word) in NAMES and word not in tokens.lexis.no_bare_label:
        return index + 1, tokens.lexis.identifier(tokens.texts[index])
    return readers.NOTHING


def _window_name(tokens: Tokens, index: int) -> readers.Taken:
    """The window that another is made from; what begins a part of a window is none."""
    if tokens.at(index) in ("PARTITION", "RANGE", "ROWS", "GROUPS"):
        return readers.NOTHING
    return readers.name(tokens, index)


def _parameter_number(tokens: Tokens, index: int) -> readers.Taken:
    return (index + 1, None) if kind(tokens.words[index]) == "parameter" else readers.NOTHING


def _target_alias(tokens: Tokens, index: int) -> readers.Taken:
    """The other name, without AS, of a table that is written to; SET is none."""
    return readers.name(tokens, index) if tokens.at(index) != "SET" else readers.NOTHING


GRAMMAR.reader("parameter number", "a number", _parameter_number)
GRAMMAR.reader("target alias", "a name", _target_alias)
GRAMMAR.reader("bare label", "a name", _bare_label)
GRAMMAR.reader("window name", "a name", _window_name)


GRAMMAR.rule("array", '"[" [ ( {array} | {expression} ),+ ] "]"')
GRAMMAR.rule("case", "WHEN {expression} THEN {expression}")


# The parts of expressions that are spelled by forms.
SPELLED = {
    "query": "{query}",
    "order by": "{order by}",
    "window": "{window specification}",
    "array": "{array}",
    "subscript": '"[" ( : [ {expression} ] | {expression} [ : [ {expression} ] ] ) "]"',
    "CASE": "CASE [ {expression} ] {case} {case}* [ ELSE {expression} ] END",
    "CAST": '"(" {expression} AS {type} [ COLLATE {qualified} ] ")"',
    "EXTRACT": '"(" ( {text} | {label} ) FROM {expression} ")"',
    "OVERLAY": '"(" {expression} PLACING {expression} FROM {expression} [ FOR {expression} ] ")"',
    "POSITION": '"(" {value} IN {value} ")"',
    "SUBSTRING": '"(" {expression} ( FROM {expression} [ FOR {expression} ] | FOR {expression} [ FROM {expression} ]'
    ' | SIMILAR {expression} ESCAPE {expression} ) ")"',
    "TRIM": '"(" [ BOTH | LEADING | TRAILING ] ( FROM {expression},+ | {expression} [ FROM {expression},+ ] ) ")"',
}


def spelled(grammar: Grammar, forms: dict[str, str]) -> dict[str, Callable[[Tokens, int], int]]:
    """Forms as expressions ask for them: by name, what says the index behind what they take."""
    return {name: _ends(grammar.matcher(form)) for name, form in forms.items()}


def _ends(matcher: Matcher) -> Callable[[Tokens, int], int]:
    return lambda tokens, index: matcher(tokens, index, [])


POSTGRESQL.spelled.update(spelled(GRAMMAR, SPELLED))
