"""INSERT, REPLACE, UPDATE, DELETE, LOAD DATA, and queries that stand alone, of MySQL and MariaDB."""

from typing import Any

from towpath.operations import CopyRows, DeleteRows, InsertRows, Name, Statement, UpdateRows
from towpath.sql.grammar import Match
from towpath.sql.mysql.grammar import GRAMMAR
from towpath.sql.postgresql.data import gives_many
from towpath.sql.postgresql.grammar import Read, Reading, one

GRAMMAR.rule(
    "assigned",
    "path:{column path}",
    lambda match: match.get("path")[-1].name,
)
GRAMMAR.rule("assignment", "column:{assigned} = ( DEFAULT | {expression} )", lambda match: (match.get("column"),))
GRAMMAR.rule("common table", "{name} [ {columns} ] AS {inner statement}")
GRAMMAR.rule("with", "WITH [ RECURSIVE ] {common table},+")
GRAMMAR.rule(
    "written tables",
    'table:{qualified} [ PARTITION "(" {names} ")" ] [ {alias} ] joined:( {join}* ( , {from item} )* )',
    lambda match: (match.get("table"), match.has("joined")),
)


def _insert(match: Match) -> Reading:
    query: Any = match.get("query")
    return one(InsertRows(match.get("table"), match.whole, query is not None and gives_many(query, match)), match)


def _columns(match: Match) -> tuple[str, ...]:
    return tuple(column for columns in match.get("assignments") for column in columns)


def _update(match: Match) -> Reading:
    table, joined = match.get("tables")
    where, limited = match.source("where"), match.has("limit")
    return one(UpdateRows(table, match.whole, _columns(match), where, joined, limited), match)


def _delete(match: Match) -> Reading:
    where, limited = match.source("where"), match.has("limit")
    return one(DeleteRows(match.get("table"), match.whole, where, match.has("joined"), limited), match)


def _delete_several(match: Match) -> Reading:
    """Each table that rows go from; behind USING or FROM they may have other names."""
    targets: tuple[Name, ...] = match.get("targets")
    return [Read(DeleteRows(table, match.whole, match.source("where"), True), match.places()) for table in targets]


_WHERE = "[ WHERE where:{expression} ]"
_END = "[ {order by} ] [ limit:( LIMIT {expression} ) ] [ RETURNING {target},+ ]"
_PRIORITY = "[ LOW_PRIORITY | DELAYED | HIGH_PRIORITY ] [ QUICK ] [ IGNORE ]"
_DUPLICATE = "[ ON DUPLICATE KEY UPDATE {assignment},+ ] [ RETURNING {target},+ ]"
_INTO = f'( INSERT {_PRIORITY} | REPLACE {_PRIORITY} ) [ INTO ] table:{{qualified}} [ PARTITION "(" {{names}} ")" ]'
_VALUES = "( VALUES | VALUE ) {row},+ [ AS {name} [ {columns} ] ]"
GRAMMAR.rule("delete target", "name:{qualified} [ . * ]", lambda match: match.get("name"))
GRAMMAR.rule("delete targets", "all:{delete target},+", lambda match: tuple(match.get("all")))

FORMS = [
    GRAMMAR.form(f"{_INTO} SET {{assignment}},+ [ AS {{name}} [ {{columns}} ] ] {_DUPLICATE}", _insert),
    GRAMMAR.form(f'{_INTO} [ "(" [ {{assigned}},+ ] ")" ] ( {_VALUES} | query:{{query}} ) {_DUPLICATE}', _insert),
    GRAMMAR.form(
        f"[ {{with}} ] UPDATE {_PRIORITY} tables:{{written tables}} SET assignments:{{assignment}},+ {_WHERE} {_END}",
        _update,
    ),
    GRAMMAR.form(
        f'[ {{with}} ] DELETE {_PRIORITY} FROM table:{{qualified}} [ PARTITION "(" {{names}} ")" ] [ {{alias}} ] '
        f"{_WHERE} {_END}",
        _delete,
    ),
    GRAMMAR.form(
        f"[ {{with}} ] DELETE {_PRIORITY} FROM targets:{{delete targets}} USING {{from item}},+ {_WHERE}",
        _delete_several,
    ),
    GRAMMAR.form(
        f"[ {{with}} ] DELETE {_PRIORITY} targets:{{delete targets}} FROM {{from item}},+ {_WHERE}", _delete_several
    ),
    GRAMMAR.form(
        "LOAD ( DATA | XML ) [ LOW_PRIORITY | CONCURRENT ] [ LOCAL ] INFILE {text} [ REPLACE | IGNORE ] "
        'INTO TABLE table:{qualified} [ PARTITION "(" {names} ")" ] {file format} '
        "[ IGNORE {number} ( LINES | ROWS ) ] "
        '[ "(" ( {parameter number} | {name} ),+ ")" ] [ SET {assignment},+ ]',
        lambda match: one(CopyRows(match.get("table"), match.whole), match),
    ),
    GRAMMAR.form(
        "query:{query}",
        lambda match: [
            Read(Statement("values" if match.get("query").values else "select", (), match.whole), match.places())
        ],
    ),
    GRAMMAR.form("DO {expression},+", lambda match: one(Statement("select", (), match.whole), match)),
]
