"""CREATE, DROP and ALTER INDEX of SQL Server."""

from towpath.operations import DropIndex, Name, Reindex, Statement, replace
from towpath.sql.grammar import Match
from towpath.sql.postgresql.grammar import Read, Reading, one
from towpath.sql.sqlserver.columns import INCLUDE, METHOD, SETTINGS, index
from towpath.sql.sqlserver.grammar import GRAMMAR


def _drop(match: Match) -> Reading:
    return [
        Read(replace(one, if_exists=match.has("if_exists")), {**match.places(), **places})
        for one, places in match.get("dropped")
    ]


def _dropped(match: Match) -> tuple[DropIndex, dict[str, object]]:
    """An index ON a table, or behind it and a dot."""
    table: Name = match.get("table")
    return DropIndex(Name(match.get("index"), table.schema), table=table), {**match.places()}


def _dotted(match: Match) -> tuple[DropIndex, dict[str, object]]:
    *tables, found = match.get("parts")
    table = tables[-1] if tables else Name("")
    return DropIndex(Name(found.name, table.schema), table=table), {**match.places()}


GRAMMAR.rule("dropped index", "index:{name} ON table:{qualified} [ WITH {balanced} ]", _dropped)
GRAMMAR.rule("dotted index", "parts:{column path}", _dotted)
_OTHER = "index:( ALL | {name} ) ON table:{qualified}"


def _rebuild(match: Match) -> Reading:
    """One index, or all of a table."""
    table: Name = match.get("table")
    if match.text("index") == "ALL":
        return one(Reindex("table", table), match)
    return one(Reindex("index", Name(match.get("index"), table.schema)), match)


def _other(match: Match) -> Reading:
    words = match.text("what").lower()
    return one(Statement(f"alter index {words}", (match.get("table"),), match.whole), match)


FORMS = [
    GRAMMAR.form(
        f"CREATE [ unique:UNIQUE ] {METHOD} INDEX index:{{name}} ON table:{{qualified}} [ keys:{{index keys}} ] "
        f"[ ORDER {{columns}} ] {INCLUDE} options:( {SETTINGS} )",
        lambda match: one(index(match), match),
    ),
    GRAMMAR.form("DROP INDEX [ if_exists:( IF EXISTS ) ] dropped:{dropped index},+", _drop),
    GRAMMAR.form("DROP INDEX [ if_exists:( IF EXISTS ) ] dropped:{dotted index},+", _drop),
    GRAMMAR.form(f"ALTER INDEX {_OTHER} REBUILD [ PARTITION = ( ALL | {{expression}} ) ] {SETTINGS}", _rebuild),
    GRAMMAR.form(
        f"ALTER INDEX {_OTHER} what:( REORGANIZE | DISABLE | SET | RESUME | PAUSE | ABORT ) [ {{anything}} ]", _other
    ),
]
