"""CREATE TABLE with its options and partitions, DROP, TRUNCATE, RENAME and LOCK of tables."""

from collections.abc import Iterator
from typing import Any

from towpath.operations import (
    Copied,
    CreateIndex,
    CreateTable,
    DropTable,
    LockTable,
    MoveTable,
    Name,
    Operation,
    RenameTable,
    TruncateTable,
    replace,
)
from towpath.sql.grammar import Match
from towpath.sql.mysql.grammar import GRAMMAR
from towpath.sql.postgresql.columns import Built
from towpath.sql.postgresql.grammar import Read, Reading, each
from towpath.sql.postgresql.tables import elements_places, sorted_elements

GRAMMAR.rule(
    "table option",
    "( ENGINE [ = ] {charset} | [ DEFAULT ] ( CHARACTER SET | CHARSET | CHAR SET ) [ = ] {charset} "
    "| [ DEFAULT ] COLLATE [ = ] {charset} | COMMENT [ = ] {text} | TABLESPACE [ = ] {charset} [ STORAGE {word} ] "
    "| ( DATA | INDEX ) DIRECTORY [ = ] {text} | UNION [ = ] {balanced} | WITH SYSTEM VERSIONING | START TRANSACTION "
    "| ( AUTO_INCREMENT | AVG_ROW_LENGTH | CHECKSUM | TABLE_CHECKSUM | DELAY_KEY_WRITE | KEY_BLOCK_SIZE | MAX_ROWS "
    "| MIN_ROWS | PACK_KEYS | PAGE_CHECKSUM | STATS_AUTO_RECALC | STATS_PERSISTENT | STATS_SAMPLE_PAGES "
    "| TRANSACTIONAL | ROW_FORMAT | INSERT_METHOD | COMPRESSION | CONNECTION | PASSWORD | ENCRYPTION | ENCRYPTED "
    "| ENCRYPTION_KEY_ID | PAGE_COMPRESSED | PAGE_COMPRESSION_LEVEL | AUTOEXTEND_SIZE | ENGINE_ATTRIBUTE "
    "| SECONDARY_ENGINE_ATTRIBUTE | SECONDARY_ENGINE | SEQUENCE ) [ = ] ( {number} | {text} | DEFAULT | {label} ) )",
)
GRAMMAR.rule("table options", "{table option} ( [ , ] {table option} )*")
_KEY = 'KEY [ ALGORITHM = {number} ] "(" [ {names} ] ")"'
_RANGES = '( RANGE | LIST ) ( COLUMNS "(" {names} ")" | "(" {expression} ")" )'
_SYSTEM = "SYSTEM_TIME [ INTERVAL {expression} [ {word} ] [ STARTS {expression} ] | LIMIT {number} ] [ AUTO ]"
GRAMMAR.rule(
    "partitioning",
    f'PARTITION BY ( [ LINEAR ] ( HASH "(" {{expression}} ")" | {_KEY} ) | {_RANGES} | {_SYSTEM} ) '
    f'[ PARTITIONS {{number}} ] [ SUBPARTITION BY [ LINEAR ] ( HASH "(" {{expression}} ")" | {_KEY} ) '
    "[ SUBPARTITIONS {number} ] ] [ {partition list} ]",
)
_ROW = '"(" ( MAXVALUE | {expression} | "(" {expression},+ ")" ),+ ")"'
_OPTION = (
    "( [ STORAGE ] ENGINE [ = ] {charset} | COMMENT [ = ] {text} | ( DATA | INDEX ) DIRECTORY [ = ] {text} "
    "| ( MAX_ROWS | MIN_ROWS | NODEGROUP ) [ = ] {number} | TABLESPACE [ = ] {charset} )*"
)
GRAMMAR.rule("partition list", '"(" {partition definition},+ ")"')
GRAMMAR.rule(
    "partition definition",
    f"PARTITION {{name}} [ VALUES ( LESS THAN ( MAXVALUE | {_ROW} ) | IN {_ROW} ) | VALUES IN DEFAULT | HISTORY "
    f'| CURRENT | DEFAULT ] {_OPTION} [ "(" ( SUBPARTITION {{name}} {_OPTION} ),+ ")" ]',
)

GRAMMAR.rule(
    "table element",
    "( what:{table constraint} | what:{table index} | PERIOD FOR SYSTEM_TIME {balanced} | what:{column definition} )",
    lambda match: match.get("what"),
)

_TEMPORARY = "[ temporary:TEMPORARY ]"
_CREATE = (
    f"CREATE [ replace:( OR REPLACE ) ] {_TEMPORARY} TABLE [ if_not_exists:( IF NOT EXISTS ) ] table:{{qualified}}"
)
_END = "[ options:{table options} ] [ partition_by:{partitioning} ]"


def _create(match: Match) -> Reading:
    """The table, what is dropped before it, and its indexes that are no constraints."""
    elements: list[Any] = match.get("elements", [])
    columns = [element for element in elements if isinstance(element, Built)]
    table: Name = match.get("table")
    operation = CreateTable(
        table,
        if_not_exists=match.has("if_not_exists"),
        temporary=match.has("temporary"),
        partition_by=(match.source("partition_by") or "")[len("PARTITION BY") :].strip() or None,
        query=match.source("query"),
        options=match.source("options") or "",
        **sorted_elements(columns),
    )
    if match.has("copied"):
        operation = replace(operation, copied=tuple(Copied(name) for name in match.get("copied")))
    indexes = [replace(element, table=table) for element in elements if isinstance(element, CreateIndex)]
    dropped = [DropTable(table, if_exists=True)] if match.has("replace") else []
    places = {**match.places(), **elements_places(columns)}
    return [Read(one, places) for one in (*dropped, operation, *indexes)]


def moved(table: Name, to: Name) -> Iterator[Operation]:
    """What giving a table another name does, which may name another database."""
    if to.schema and to.schema != table.schema:
        yield MoveTable(table, to.schema)
        table = Name(table.name, to.schema)
    if to.name != table.name:
        yield RenameTable(table, to.name)


def _renamed(match: Match) -> Reading:
    pairs: list[tuple[Name, Name]] = match.get("pairs")
    return [Read(one, match.places()) for table, to in pairs for one in moved(table, to)]


GRAMMAR.rule(
    "renamed table",
    "table:{qualified} [ WAIT {number} | NOWAIT ] TO to:{qualified}",
    lambda match: (match.get("table"), match.get("to")),
)
GRAMMAR.rule(
    "locked table",
    "named:{qualified} [ [ AS ] {alias name} ] mode:( READ [ LOCAL ] | [ LOW_PRIORITY ] WRITE [ CONCURRENT ] )",
    lambda match: (match.get("named"), match.text("mode")),
)
GRAMMAR.rule("alias name", "{name}")

FORMS = [
    GRAMMAR.form(f'{_CREATE} ( LIKE copied:{{qualified}},+ | "(" LIKE copied:{{qualified}},+ ")" )', _create),
    GRAMMAR.form(
        f'{_CREATE} elements_at:( "(" elements:{{table element}},+ ")" ) {_END} '
        "[ [ IGNORE | REPLACE ] [ AS ] query:{query} ]",
        _create,
    ),
    GRAMMAR.form(f"{_CREATE} {_END} [ IGNORE | REPLACE ] [ AS ] query:{{query}}", _create),
    GRAMMAR.form(
        "DROP [ TEMPORARY ] ( TABLE | TABLES ) [ if_exists:( IF EXISTS ) ] tables:{placed},+ "
        "[ WAIT {number} | NOWAIT ] [ RESTRICT | CASCADE ]",
        lambda match: each(match, "tables", lambda table: DropTable(table, match.has("if_exists"))),
    ),
    GRAMMAR.form(
        "TRUNCATE [ TABLE ] tables:{placed} [ WAIT {number} | NOWAIT ]",
        lambda match: [Read(TruncateTable(match.get("tables")[0], restart_identity=True), match.places())],
    ),
    GRAMMAR.form("RENAME ( TABLE | TABLES ) [ IF EXISTS ] pairs:{renamed table},+", _renamed),
    GRAMMAR.form(
        "LOCK ( TABLE | TABLES ) tables:{locked table},+ [ WAIT {number} | NOWAIT ]",
        lambda match: [Read(LockTable(table, mode), match.places()) for table, mode in match.get("tables")],
    ),
]
