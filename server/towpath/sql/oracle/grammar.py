"""The grammar of Oracle's forms: PostgreSQL's, with what it spells in another way."""

from towpath.operations import IndexKey, Type, canonical
from towpath.sql import readers
from towpath.sql.grammar import Grammar, Match
from towpath.sql.lex import Tokens, kind
from towpath.sql.lexis import words
from towpath.sql.oracle.lexis import ORACLE
from towpath.sql.postgresql import queries
from towpath.sql.postgresql.grammar import GRAMMAR as POSTGRESQL

GRAMMAR = Grammar(POSTGRESQL)

_PHRASES = {
    "DOUBLE": ("PRECISION",),
    "LONG": ("RAW",),
    "CHARACTER": ("VARYING",),
    "CHAR": ("VARYING",),
    "NCHAR": ("VARYING",),
    "NATIONAL": ("CHARACTER", "CHAR"),
}
_RESERVED_TYPES = ORACLE.not_a_column - ORACLE.not_a_type
# What stands behind a column of which no type is said.
_NO_TYPE = words("CONSTRAINT DISABLE ENABLE GENERATED INVISIBLE PRIMARY REFERENCES VISIBLE")
_FIELDS = ("YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND")
# Names of types that mean something else here than elsewhere.
_ALIASES = {"nchar": "nchar", "nchar varying": "nvarchar2", "varchar": "varchar2", "character varying": "varchar2"}


def data_type(tokens: Tokens, index: int) -> readers.Taken:
    """A column's type, with BYTE or CHAR beside its length; one of one's own may have a schema."""
    first = tokens.at(index)
    if first in _NO_TYPE:
        return readers.NOTHING
    said = [first]
    while tokens.at(index + len(said)) in _PHRASES.get(said[-1], ()):
        said.append(tokens.at(index + len(said)))
    if first == "INTERVAL":
        return _interval(tokens, index + 1)
    if len(said) > 1 or first in _RESERVED_TYPES:
        end, name = index + len(said), " ".join(said).lower()
    else:
        end, found = readers.qualified(tokens, index)
        if end < 0:
            return readers.NOTHING
        name = str(found).lower()
    end, arguments = _arguments(tokens, end)
    if end < 0:
        return readers.NOTHING
    if name == "timestamp" and tokens.at(end) == "WITH":
        local = tokens.at(end + 1) == "LOCAL"
        if tokens.words[end + 1 + local : end + 3 + local] != ["TIME", "ZONE"]:
            return tokens.failed(end + 1, "TIME ZONE"), None
        name, end = "timestamp with local time zone" if local else "timestamptz", end + 3 + local
    return end, Type(_ALIASES.get(name) or canonical(name), tuple(arguments))


def _arguments(tokens: Tokens, index: int) -> tuple[int, list[str]]:
    """What stands in a type's parentheses: numbers, a star, a number with its unit."""
    if tokens.at(index) != "(":
        return index, []
    found: list[str] = []
    while tokens.at(index) in ("(", ","):
        start = index + 1
        index = start + 1 + (tokens.at(start) == "-")
        if kind(tokens.at(index - 1)) != "number" and tokens.at(start) != "*":
            return tokens.failed(index - 1, "a number"), []
        index += tokens.at(index) in ("BYTE", "CHAR")
        found.append(tokens.source(start, index))
    return (index + 1, found) if tokens.at(index) == ")" else (tokens.failed(index, ")"), [])


def _interval(tokens: Tokens, index: int) -> readers.Taken:
    """The fields of an interval, each perhaps with its precision."""
    end = index
    while tokens.at(end) in _FIELDS:
        end, _ = _arguments(tokens, end + 1)
        if end < 0:
            return readers.NOTHING
        if tokens.at(end) != "TO":
            return end, Type("interval", (tokens.source(index, end).lower(),))
        end += 1
    return tokens.failed(end, "DAY"), None


def _anything(tokens: Tokens, index: int) -> readers.Taken:
    """All that is left: a body, or what nobody asks about."""
    return (tokens.count, tokens.source(index, tokens.count)) if index < tokens.count else readers.NOTHING


_BEHIND_COLUMN = frozenset(("ASC", "DESC", ",", ")"))


def _indexed_column(tokens: Tokens, index: int) -> readers.Taken:
    """A column's name with nothing behind it that makes it part of an expression."""
    end, found = readers.name(tokens, index)
    return (end, found) if end > 0 and tokens.at(end) in _BEHIND_COLUMN else readers.NOTHING


# What stands behind a table and is no other name of it, though no reserved word either.
_BEHIND_TABLE = words(
    """
    CROSS FETCH FULL INNER JOIN LEFT LOG MODEL NATURAL OFFSET OUTER PIVOT RETURN RETURNING RIGHT SAMPLE UNPIVOT USING
    WHEN
    """
)


def _alias(tokens: Tokens, index: int) -> readers.Taken:
    return readers.name(tokens, index) if tokens.at(index) not in _BEHIND_TABLE else readers.NOTHING


GRAMMAR.reader("type", "a type", data_type)
GRAMMAR.reader("anything", "a body", _anything)
GRAMMAR.reader("indexed column", "a name", _indexed_column)
GRAMMAR.rule(
    "index key",
    "( column:{indexed column} | expression:{expression} ) [ order:( ASC | DESC ) ]",
    lambda match: _key(match),
)


def _key(match: Match) -> IndexKey:
    return IndexKey(match.get("column"), match.source("expression"), descending=match.text("order") == "DESC")


# Where something is kept, and how: of tables, indexes, and of the indexes of constraints.
GRAMMAR.rule(
    "storage part",
    "( TABLESPACE {name} | STORAGE {balanced} | ( PCTFREE | PCTUSED | INITRANS | MAXTRANS | PCTTHRESHOLD ) {number} "
    "| LOGGING | NOLOGGING | ROW STORE COMPRESS [ ADVANCED | BASIC ] "
    "| COMPRESS [ {number} | BASIC | ADVANCED [ LOW | HIGH ] | FOR {word} [ OPERATIONS ] ] | NOCOMPRESS | CACHE "
    "| NOCACHE | PARALLEL [ {number} | {balanced} ] | NOPARALLEL | MONITORING | NOMONITORING | ROWDEPENDENCIES "
    "| NOROWDEPENDENCIES "
    "| SEGMENT CREATION ( IMMEDIATE | DEFERRED ) | ( ENABLE | DISABLE ) ROW MOVEMENT | READ ( ONLY | WRITE ) "
    "| ONLINE | COMPUTE STATISTICS | REVERSE | NOREVERSE | SORT | NOSORT | INVISIBLE | VISIBLE | UNUSABLE "
    "| LOCAL [ {balanced} ] | GLOBAL [ {partitioning} ] | INDEXTYPE IS {qualified} [ PARAMETERS {balanced} ] "
    "| ORGANIZATION ( HEAP | INDEX | EXTERNAL {balanced} ) | OVERFLOW | INCLUDING {name} "
    "| REJECT LIMIT ( UNLIMITED | {number} ) "
    "| LOB {balanced} STORE AS {lob storage} | NESTED TABLE {name} STORE AS {name} [ {balanced} ] | {partitioning} "
    "| ON COMMIT ( DELETE | PRESERVE | DROP ) ( ROWS | DEFINITION ) | RESULT_CACHE {balanced} "
    "| FLASHBACK ARCHIVE [ {name} ] | NO FLASHBACK ARCHIVE | DEFAULT COLLATION {name} "
    "| XMLTYPE [ COLUMN ] {name} {anything} )",
)
GRAMMAR.rule(
    "lob storage",
    "( ( SECUREFILE | BASICFILE ) [ {lob name} ] [ {balanced} ] | {lob name} [ {balanced} ] | {balanced} )",
)
GRAMMAR.rule("lob name", "{name}")
_KINDS = "( RANGE | LIST | HASH | REFERENCE | SYSTEM | CONSISTENT HASH )"
GRAMMAR.rule(
    "partitioning",
    f"PARTITION BY {_KINDS} [ {{balanced}} ] [ AUTOMATIC ] [ INTERVAL {{balanced}} ] [ STORE IN {{balanced}} ] "
    f"[ SUBPARTITION BY {_KINDS} {{balanced}} [ SUBPARTITIONS {{number}} | SUBPARTITION TEMPLATE {{balanced}} ] ] "
    "[ PARTITIONS {number} [ STORE IN {balanced} ] | {balanced} ]",
)

# Queries.
GRAMMAR.reader("alias", "a name", _alias)
GRAMMAR.rule("pivot", "( PIVOT | UNPIVOT ) [ XML | ( INCLUDE | EXCLUDE ) NULLS ] {balanced}")
GRAMMAR.rule(
    "from part",
    '( [ LATERAL ] {call} [ {alias} ] | [ LATERAL ] "(" {query} [ WITH ( READ ONLY | CHECK OPTION ) ] ")" [ {pivot} ] '
    '[ {alias} ] | "(" {from item} ")" [ {alias} ] '
    "| {qualified} [ ( PARTITION | SUBPARTITION ) {balanced} ] [ SAMPLE [ BLOCK ] {balanced} ] "
    "[ AS OF ( SCN | TIMESTAMP ) {value} ] [ {pivot} ] [ {alias} ] )",
)
_KIND = "[ INNER | ( LEFT | RIGHT | FULL ) [ OUTER ] ]"
GRAMMAR.rule(
    "join",
    f"( CROSS ( JOIN | APPLY ) {{from part}} | OUTER APPLY {{from part}} | NATURAL {_KIND} JOIN {{from part}}"
    f" | {_KIND} JOIN {{from part}} {{join}}* ( ON {{expression}} | USING {{columns}} ) )",
)
GRAMMAR.rule(
    "limit",
    "( OFFSET {expression} ( ROW | ROWS ) | FETCH ( FIRST | NEXT ) [ {expression} [ PERCENT ] ] ( ROW | ROWS ) "
    "( ONLY | WITH TIES ) )",
)
GRAMMAR.rule("row lock", "FOR UPDATE [ OF {column path},+ ] [ NOWAIT | WAIT {number} | SKIP LOCKED ]")
_TREE = "( START WITH {expression} | CONNECT BY [ NOCYCLE ] {expression} )"
GRAMMAR.rule(
    "select",
    "SELECT [ ALL | DISTINCT | UNIQUE ] {target},+ [ BULK COLLECT ] [ INTO {into target},+ ] "
    f"[ FROM {{from item}},+ ] [ WHERE {{expression}} ] {_TREE}* [ GROUP BY {{grouped}},+ ] [ HAVING {{expression}} ]",
)
GRAMMAR.rule("into target", "( {parameter number} [ . {label} ] | {column path} )")
GRAMMAR.rule(
    "query",
    "[ {with} ] first:{query term} joined:( ( UNION | INTERSECT | MINUS | EXCEPT ) [ ALL ] {query term} )* "
    "[ {order by} ] ( {limit} | {row lock} )*",
    lambda match: match.get("first"),
)
GRAMMAR.rule("order by", "ORDER [ SIBLINGS ] BY {sorted},+")
GRAMMAR.rule("sorted", "{expression} [ ASC | DESC ] [ NULLS ( FIRST | LAST ) ]")
GRAMMAR.rule("target", "( * | {expression} [ AS {label} | {bare label} ] )")
GRAMMAR.rule("row", '"(" ( DEFAULT | {expression} ),+ ")"')
GRAMMAR.rule(
    "common table",
    "{name} [ {columns} ] AS {inner statement} [ SEARCH {word} FIRST BY {sorted},+ SET {name} ] "
    "[ CYCLE {names} SET {name} TO {value} DEFAULT {value} ]",
)
GRAMMAR.rule("with", "WITH {common table},+")

ORACLE.spelled.update(queries.spelled(GRAMMAR, queries.SPELLED))
