"""The grammar of SQLite's forms: PostgreSQL's, with what it spells in another way."""

from towpath.operations import Type, canonical
from towpath.sql import readers
from towpath.sql.grammar import Grammar
from towpath.sql.lex import NAMES, Tokens, kind
from towpath.sql.postgresql import queries
from towpath.sql.postgresql.grammar import GRAMMAR as POSTGRESQL
from towpath.sql.sqlite.lexis import SQLITE

GRAMMAR = Grammar(POSTGRESQL)

# Words that may stand behind a column's name and begin no type.
_NO_TYPE = frozenset(("GENERATED",))


def data_type(tokens: Tokens, index: int) -> readers.Taken:
    """A column's type: any names, and up to two numbers; it may be left out, which is None."""
    words: list[str] = []
    end = index
    while kind(tokens.at(end)) in NAMES and tokens.at(end) not in tokens.lexis.reserved | _NO_TYPE:
        words.append(tokens.lexis.identifier(tokens.texts[end]).lower())
        end += 1
    if not words:
        return readers.NOTHING
    arguments: list[str] = []
    if tokens.at(end) == "(":
        end, arguments = readers.type_arguments(tokens, end)
        if end < 0:
            return readers.NOTHING
    return end, Type(canonical(" ".join(words)), tuple(arguments))


GRAMMAR.reader("type", "a type", data_type)


def _anything(tokens: Tokens, index: int) -> readers.Taken:
    return (tokens.count, tokens.source(index, tokens.count)) if index < tokens.count else readers.NOTHING


GRAMMAR.reader("anything", "a body", _anything)
GRAMMAR.rule("collation", "( {label} | {text} )", lambda match: match.whole.strip("\"'`[]"))
GRAMMAR.rule(
    "from part",
    '( {call} [ {alias} ] | "(" {query} ")" [ {alias} ] | "(" {from item},+ ")" [ {alias} ]'
    " | {qualified} [ {table alias} ] [ INDEXED BY {name} | NOT INDEXED ] )",
)
GRAMMAR.rule("alias", "( AS {name} | {table name} )")
GRAMMAR.rule("table alias", "( AS {name} | {table name} )")


def _table_name(tokens: Tokens, index: int) -> readers.Taken:
    """Another name of a table without AS; what may follow the table is none."""
    return readers.name(tokens, index) if tokens.at(index) not in ("INDEXED", "WINDOW", "SET") else readers.NOTHING


GRAMMAR.reader("table name", "a name", _table_name)
_KIND = "[ INNER | CROSS | ( LEFT | RIGHT | FULL ) [ OUTER ] ]"
GRAMMAR.rule(
    "join",
    f"( NATURAL {_KIND} JOIN {{from part}} | {_KIND} JOIN {{from part}} [ ON {{expression}} | USING {{columns}} ] )",
)
GRAMMAR.rule("limit", "LIMIT {expression} [ ( , | OFFSET ) {expression} ]")
GRAMMAR.rule("returning", "RETURNING {target},+")
GRAMMAR.rule("target", "( * | {expression} [ AS {output name} | {bare label} ] )")
GRAMMAR.rule("output name", "( {text} | {label} )")

SQLITE.spelled.update(
    queries.spelled(
        GRAMMAR,
        {**queries.SPELLED, "RAISE": 'RAISE "(" ( IGNORE | ( ROLLBACK | ABORT | FAIL ) , {expression} ) ")"'},
    )
)
