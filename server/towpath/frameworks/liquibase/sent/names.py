"""Names as Liquibase quotes them, and those that it makes up."""

import re
from collections.abc import Iterator

from towpath.frameworks.liquibase.sent.asked import Around, said
from towpath.source import pattern
from towpath.sql.keywords import COLUMN_NAME, NOT_A_COLUMN
from towpath.syntax.markup import Node

_PLAIN = pattern(r"[^\W\d]\w*\Z")
# Words of SQL are hardly ever put together of two, nor do they have digits.
_CERTAIN = pattern(r"[a-z][a-z]*[_0-9][a-z_0-9]*\Z")
_ORDERED = pattern(r"\s+(?P<order>asc|desc)\Z", re.I)
_LONGEST_KEY = 63
_KEYWORDS = NOT_A_COLUMN | COLUMN_NAME
# Words that MySQL takes for its own, beside those of PostgreSQL: the ones that columns and tables are named by.
_MYSQL_WORDS = frozenset(
    """
    ADD ALTER BEFORE BETWEEN BIGINT BLOB BY CALL CHANGE CHAR CONDITION CONTINUE CONVERT CUBE CURSOR DATABASE DATABASES
    DEC DECIMAL DECLARE DELAYED DELETE DESCRIBE DESCRIPTION DIV DOUBLE DROP DUAL EACH EXISTS EXIT EXPLAIN FLOAT FORCE
    FULLTEXT FUNCTION GENERATED GET GROUPING GROUPS HISTORY IF IGNORE INDEX INFILE INOUT INSERT INT INTEGER INTERVAL
    ITERATE KEY KEYS KILL LAG LEAD LEAVE LINES LOAD LOCK LONG LOOP MASTER_BIND MATCH MOD MODIFIES NUMERIC OF OPTION
    OPTIMIZE OUT OUTFILE OVER PARTITION PERCENT_RANK PRECISION PROCEDURE PURGE RANGE RANK READ READS REAL RECURSIVE
    REGEXP RELEASE RENAME REPEAT REPLACE REQUIRE RESIGNAL RESTRICT RETURN REVOKE RLIKE ROLE ROW ROWS SCHEMA SCHEMAS
    SENSITIVE SEPARATOR SET SHOW SIGNAL SMALLINT SPATIAL SPECIFIC SQL STARTING STORED SYSTEM TERMINATED TRIGGER UNDO
    UNLOCK UNSIGNED UPDATE USAGE USE VALUES VARCHAR VIRTUAL WHILE WRITE XOR ZEROFILL
    """.split()
)


def quoted(name: str, around: Around) -> str:
    """A name as SQL spells it; one that is not known is left as it is."""
    name = name.strip()
    if "${" in name:
        return name
    if around.is_mysql:
        plain = around.quoting != "QUOTE_ALL_OBJECTS" and _PLAIN.match(name) and not _is_word(name)
        return name if plain else "`" + name.replace("`", "``") + "`"
    mixed = name != name.lower() and name != name.upper() and around.quoting == "LEGACY"
    plain = around.quoting != "QUOTE_ALL_OBJECTS" and _PLAIN.match(name) and name.upper() not in NOT_A_COLUMN
    return name if plain and not mixed else '"' + name.replace('"', '""') + '"'


def _is_word(name: str) -> bool:
    word = name.upper()
    return word in NOT_A_COLUMN or word in _MYSQL_WORDS


def qualified(schema: str, name: str, around: Around, catalog: str = "") -> str:
    """The name of a table or its like, with its schema; MySQL's schemas are what Liquibase calls catalogs."""
    schema = (catalog or schema) if around.is_mysql else schema
    return f"{quoted(schema, around)}.{quoted(name, around)}" if schema else quoted(name, around)


def table(node: Node, around: Around, name: str = "tableName", before: str = "") -> str:
    """The name of a table that a change gives; `before` begins the names of the attributes of its schema."""
    schema, catalog = (f"{before}{word}Name" if before else f"{word.lower()}Name" for word in ("Schema", "Catalog"))
    return qualified(said(node, schema), said(node, name), around, said(node, catalog))


def column(name: str, around: Around) -> str:
    return quoted(name, around)


def given(change: Node) -> Iterator[str]:
    """The names that a change gives, and those made of them, which no database could take for a word of its own."""
    for attribute, value in change.attributes.items():
        yield from _names(attribute, value)
    for child in change.children:
        yield from given(child)
        if child.text:
            yield from _names(child.name, child.text)


def _names(attribute: str, value: str) -> Iterator[str]:
    if attribute == "name" or attribute.endswith(("Name", "Names")):
        for name in value.split(","):
            if _CERTAIN.match(name := name.strip()) and name.upper() not in _KEYWORDS:
                yield name
                if attribute == "tableName":
                    yield f"{name}_pkey"


def listed(text: str) -> list[str]:
    """The names in a list of them."""
    return [part.strip() for part in text.split(",") if part.strip()]


def columns(text: str, around: Around) -> str:
    """A list of columns as SQL, each perhaps with an order behind it."""
    return ", ".join(_ordered(name, around) for name in listed(text))


def _ordered(name: str, around: Around) -> str:
    match = _ORDERED.search(name)
    if match is None:
        return quoted(name, around)
    behind = " DESC" if match["order"].lower() == "desc" else ""
    return quoted(name[: match.start()], around) + behind


def indexed(name: str, around: Around) -> str:
    """The column of an index; what has a bracket in it is an expression."""
    return name if "(" in name and around.quoting != "QUOTE_ALL_OBJECTS" else quoted(name, around)


def primary_key(owner: str, around: Around) -> str:
    """The name that a table's key has where none is given."""
    if around.is_mysql:
        return f"PK_{owner.upper()}"
    allowed = _LONGEST_KEY - len("_pkey")
    encoded = owner.encode()
    return f"{owner if len(encoded) <= allowed else encoded[:allowed].decode('utf-8', 'replace')[:-1]}_pkey"
