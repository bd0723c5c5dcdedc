"""CREATE TABLE, DROP TABLE, TRUNCATE, LOCK."""

from typing import Any

from towpath.operations import Column, Copied, CreateTable, DropTable, LockTable, NotNull, TruncateTable
from towpath.source import Span
from towpath.sql.grammar import Match
from towpath.sql.postgresql.columns import Built
from towpath.sql.postgresql.grammar import GRAMMAR, Reading, each, one

_IF_NOT_EXISTS = "[ if_not_exists:( IF NOT EXISTS ) ]"
_KIND = "[ ( [ GLOBAL | LOCAL ] temporary:( TEMPORARY | TEMP ) | unlogged:UNLOGGED ) ]"
_OPTIONS = (
    "options:( [ USING {name} ] [ WITH {settings} | WITHOUT OIDS ] "
    "[ ON COMMIT ( DROP | DELETE ROWS | PRESERVE ROWS ) ] [ TABLESPACE {name} ] )"
)
_PARTITION_BY = "[ partition_by:( PARTITION BY {name} {partition key} ) ]"

GRAMMAR.rule(
    "partition element",
    '( "(" {expression} ")" | {call} | {name} ) [ COLLATE {qualified} ] [ {qualified} ]',
)
GRAMMAR.rule("partition key", '"(" {partition element},+ ")"')
GRAMMAR.rule("like option", "words:( ( INCLUDING | EXCLUDING ) ( ALL | {word} ) )", lambda match: match.text("words"))
GRAMMAR.rule(
    "like",
    "LIKE copied:{qualified} words:{like option}*",
    lambda match: Copied(match.get("copied"), tuple(match.get("words", ()))),
)
GRAMMAR.rule(
    "table element", "( what:{like} | what:{table constraint} | what:{column definition} )", lambda m: m.get("what")
)
GRAMMAR.rule("typed element", "( what:{table constraint} | what:{column options} )", lambda m: m.get("what"))


def sorted_elements(elements: list[Any]) -> dict[str, Any]:
    """The columns, constraints and copied tables among the elements of CREATE TABLE; first NOT NULL of columns."""
    built = [element for element in elements if isinstance(element, Built)]
    constraints = [(element, constraint) for element in built for constraint in element.constraints]
    beside = [found for element, found in constraints if element.column and isinstance(found, NotNull)]
    return {
        "columns": tuple(element.column for element in built if element.column),
        "constraints": (*beside, *(found for _, found in constraints if found not in beside)),
        "copied": tuple(element for element in elements if isinstance(element, Copied)),
    }


def elements_places(elements: list[Any]) -> dict[str, Span]:
    """Where each column stands: `column NAME`."""
    built = (element for element in elements if isinstance(element, Built) and element.column and element.places)
    return {f"column {element.column.name}": element.places["column"] for element in built if element.column}


def _create(match: Match) -> Reading:
    elements = match.get("elements", [])
    said = sorted_elements(elements)
    said["columns"] += tuple(Column(name, None, None) for name in match.get("named", ()))
    parent = match.get("partition_of")
    operation = CreateTable(
        match.get("table"),
        if_not_exists=match.has("if_not_exists"),
        temporary=match.has("temporary") or (match.get("table").schema or "") == "pg_temp",
        unlogged=match.has("unlogged"),
        partition_by=(match.source("partition_by") or "")[len("PARTITION BY") :].strip() or None,
        partition_of=parent,
        bound=match.source("bound"),
        inherits=tuple(match.get("inherits", ())),
        query=match.source("query"),
        with_data=not match.has("empty"),
        row_type=match.get("row_type"),
        options=match.source("options") or "",
        **said,
    )
    return one(operation, match, elements_places(elements))


_CREATE = f"CREATE {_KIND} TABLE {_IF_NOT_EXISTS} table:{{qualified}}"

FORMS = [
    GRAMMAR.form(
        f'{_CREATE} elements_at:( "(" [ elements:{{table element}},+ ] ")" ) '
        f'[ INHERITS "(" inherits:{{qualified}},+ ")" ] {_PARTITION_BY} {_OPTIONS}',
        _create,
    ),
    GRAMMAR.form(
        f'{_CREATE} PARTITION OF partition_of:{{qualified}} [ "(" elements:{{typed element}},+ ")" ] bound:{{bound}} '
        f"{_PARTITION_BY} {_OPTIONS}",
        _create,
    ),
    GRAMMAR.form(
        f'{_CREATE} OF row_type:{{qualified}} [ "(" elements:{{typed element}},+ ")" ] {_PARTITION_BY} {_OPTIONS}',
        _create,
    ),
    GRAMMAR.form(
        f"{_CREATE} [ named:{{columns}} ] {_OPTIONS} AS query:( {{query}} | EXECUTE {{name}} [ {{row}} ] ) "
        "[ WITH [ empty:NO ] DATA ]",
        _create,
    ),
    GRAMMAR.form(
        "DROP TABLE [ if_exists:( IF EXISTS ) ] tables:{placed},+ [ ( cascade:CASCADE | RESTRICT ) ]",
        lambda match: each(
            match, "tables", lambda table: DropTable(table, match.has("if_exists"), match.has("cascade"))
        ),
    ),
    GRAMMAR.form(
        "TRUNCATE [ TABLE ] tables:{placed relation},+ [ ( restart:( RESTART IDENTITY ) | CONTINUE IDENTITY ) ] "
        "[ ( cascade:CASCADE | RESTRICT ) ]",
        lambda match: each(
            match, "tables", lambda table: TruncateTable(table, match.has("cascade"), match.has("restart"))
        ),
    ),
    GRAMMAR.form(
        "LOCK [ TABLE ] tables:{placed relation},+ [ IN mode:{lock mode} MODE ] [ nowait:NOWAIT ]",
        lambda match: each(
            match,
            "tables",
            lambda table: LockTable(table, match.text("mode") or "ACCESS EXCLUSIVE", match.has("nowait")),
        ),
    ),
]

_RELATION = '( [ only:ONLY ] table:{qualified} [ * ] | only:ONLY "(" table:{qualified} ")" )'
GRAMMAR.rule("relation", _RELATION, lambda match: match.get("table"))
GRAMMAR.rule("placed relation", _RELATION, lambda match: (match.get("table"), match.places()))
GRAMMAR.rule(
    "lock mode",
    "( ACCESS ( SHARE | EXCLUSIVE ) | ROW ( SHARE | EXCLUSIVE ) | SHARE UPDATE EXCLUSIVE | SHARE ROW EXCLUSIVE | SHARE "
    "| EXCLUSIVE )",
)
