"""Everything of SQLite's but tables: indexes, views, triggers, rows, settings, transactions and upkeep."""

from collections.abc import Callable
from typing import Any

from towpath.operations import (
    ControlTransaction,
    CreateIndex,
    DeleteRows,
    DropIndex,
    DropObject,
    IndexKey,
    InsertRows,
    Name,
    Reindex,
    SetSetting,
    Statement,
    UpdateRows,
)
from towpath.sql import readers
from towpath.sql.grammar import Match
from towpath.sql.lex import Tokens
from towpath.sql.postgresql.data import gives_many
from towpath.sql.postgresql.grammar import Read, Reading, each, one
from towpath.sql.postgresql.named import made
from towpath.sql.postgresql.named import said as _said
from towpath.sql.postgresql.views import view
from towpath.sql.sqlite.grammar import GRAMMAR
from towpath.sql.sqlite.lexis import SQLITE

_NEW = "[ if_not_exists:( IF NOT EXISTS ) ]"
_OLD = "[ if_exists:( IF EXISTS ) ]"
_OR = "[ OR ( ROLLBACK | ABORT | REPLACE | FAIL | IGNORE ) ]"
_ALIAS = "[ AS {name} | {table name} ]"
_INDEXED = "[ INDEXED BY {name} | NOT INDEXED ]"
_END = "[ WHERE where:{expression} ] [ RETURNING {target},+ ] [ {order by} ] [ limit:{limit} ]"
_WITH = "[ {with} ]"
_CONFLICT = (
    "( ON CONFLICT [ {index keys} [ WHERE {expression} ] ] DO "
    "( NOTHING | UPDATE SET {assignment},+ [ WHERE {expression} ] ) )*"
)

GRAMMAR.rule(
    "index key",
    "( column:{indexed column} | expression:{expression} ) [ COLLATE collation:{collation} ] [ order:( ASC | DESC ) ]",
    lambda match: _key(match),
)


def _key(match: Match) -> IndexKey:
    """What COLLATE is read as part of: an expression; alone behind a name it is the index's."""
    column, expression = match.get("column"), match.source("expression")
    return IndexKey(column, expression, match.get("collation"), descending=match.text("order") == "DESC")


_BEHIND_COLUMN = frozenset(("COLLATE", "ASC", "DESC", ",", ")"))


def _indexed_column(tokens: Tokens, index: int) -> readers.Taken:
    """A column's name with nothing behind it that makes it part of an expression."""
    end, found = readers.name(tokens, index)
    return (end, found) if end > 0 and tokens.at(end) in _BEHIND_COLUMN else readers.NOTHING


GRAMMAR.reader("indexed column", "a name", _indexed_column)
GRAMMAR.rule("common table", "{name} [ {columns} ] AS [ [ NOT ] MATERIALIZED ] {inner statement}")
GRAMMAR.rule("with", "WITH [ RECURSIVE ] {common table},+")


def _create_index(match: Match) -> Reading:
    table: Name = match.get("table")
    name: Name = match.get("name")
    operation = CreateIndex(
        name.name,
        Name(table.name, name.schema),
        match.get("keys"),
        unique=match.has("unique"),
        if_not_exists=match.has("if_not_exists"),
        where=match.source("where"),
    )
    return one(operation, match)


def _drop(match: Match) -> Reading:
    kind = match.text("kind").lower()
    return each(match, "names", lambda name: DropObject(kind, name, match.has("if_exists")))


def _insert(match: Match) -> Reading:
    query: Any = match.get("query")
    return one(InsertRows(match.get("table"), match.whole, query is not None and gives_many(query, match)), match)


def _update(match: Match) -> Reading:
    columns = tuple(column for columns in match.get("assignments") for column in columns)
    where, limited = match.source("where"), match.has("limit")
    return one(UpdateRows(match.get("table"), match.whole, columns, where, match.has("from"), limited), match)


def _delete(match: Match) -> Reading:
    where, limited = match.source("where"), match.has("limit")
    return one(DeleteRows(match.get("table"), match.whole, where, limited=limited), match)


def _pragma(match: Match) -> Reading:
    """A setting where the pragma is given a value by `=`; else it asks, or works on a table."""
    name: Name = match.get("name")
    if match.has("value"):
        return one(SetSetting(name.name.lower(), match.source("value")), match)
    return one(Statement("pragma", (), match.whole), match)


def _query(match: Match) -> Reading:
    kind = "values" if match.get("query").values else "select"
    return [Read(Statement(kind, (), match.whole), match.places())]


def _control(action: Any) -> Callable[[Match], Reading]:
    return lambda match: one(ControlTransaction(action, match.get("name")), match)


def said(kind: str, spelled: str) -> Any:
    """The form of a statement of SQLite's that no rule takes apart."""
    return _said(kind, spelled, GRAMMAR)


_TRANSACTION = "[ TRANSACTION [ {name} ] ]"
FORMS = [
    GRAMMAR.form(
        f"CREATE [ unique:UNIQUE ] INDEX {_NEW} name:{{qualified}} ON table:{{qualified}} keys:{{index keys}} "
        "[ WHERE where:{expression} ]",
        _create_index,
    ),
    GRAMMAR.form(
        f"DROP INDEX {_OLD} names:{{placed}},+",
        lambda match: each(match, "names", lambda name: DropIndex(name, if_exists=match.has("if_exists"))),
    ),
    GRAMMAR.form("REINDEX name:{qualified}", lambda match: one(Reindex("table", match.get("name")), match)),
    GRAMMAR.form("REINDEX", lambda match: one(Reindex("database", None), match)),
    GRAMMAR.form(
        f"CREATE [ temporary:( TEMP | TEMPORARY ) ] VIEW {_NEW} view:{{qualified}} [ columns:{{columns}} ] AS "
        "query:{query}",
        view(SQLITE),
    ),
    made(
        "trigger",
        f"CREATE [ TEMP | TEMPORARY ] TRIGGER {_NEW} name:{{qualified}} [ BEFORE | AFTER | INSTEAD OF ] "
        "( DELETE | INSERT | UPDATE [ OF {names} ] ) ON table:{qualified} {anything}",
        GRAMMAR,
    ),
    GRAMMAR.form(f"DROP kind:( VIEW | TRIGGER ) {_OLD} names:{{placed}},+", _drop),
    GRAMMAR.form(
        f'{_WITH} ( INSERT {_OR} | REPLACE ) INTO table:{{qualified}} [ AS {{name}} ] [ "(" {{names}} ")" ] '
        f"( DEFAULT VALUES | query:{{query}} ) {_CONFLICT} [ RETURNING {{target}},+ ]",
        _insert,
    ),
    GRAMMAR.form(
        f"{_WITH} UPDATE {_OR} table:{{qualified}} {_ALIAS} {_INDEXED} SET assignments:{{assignment}},+ "
        f"[ FROM from:{{from item}},+ ] {_END}",
        _update,
    ),
    GRAMMAR.form(f"{_WITH} DELETE FROM table:{{qualified}} {_ALIAS} {_INDEXED} {_END}", _delete),
    GRAMMAR.form(
        'PRAGMA name:{qualified} [ = value:{pragma value} | "(" [ {pragma value} ] ")" ]',
        _pragma,
    ),
    GRAMMAR.form(f"BEGIN [ DEFERRED | IMMEDIATE | EXCLUSIVE ] {_TRANSACTION}", _control("begin")),
    GRAMMAR.form(f"( COMMIT | END ) {_TRANSACTION}", _control("commit")),
    GRAMMAR.form(f"ROLLBACK {_TRANSACTION} TO [ SAVEPOINT ] name:{{name}}", _control("rollback to")),
    GRAMMAR.form(f"ROLLBACK {_TRANSACTION}", _control("rollback")),
    GRAMMAR.form("SAVEPOINT name:{name}", _control("savepoint")),
    GRAMMAR.form("RELEASE [ SAVEPOINT ] name:{name}", _control("release")),
    said("vacuum", "VACUUM [ INTO {expression} | name:{name} [ INTO {expression} ] ]"),
    said("analyze", "ANALYZE [ name:{qualified} ]"),
    said("attach", "ATTACH [ DATABASE ] {expression} AS name:{name} [ KEY {expression} ]"),
    said("detach", "DETACH [ DATABASE ] name:{name}"),
    said("explain", "EXPLAIN [ QUERY PLAN ] {anything}"),
    GRAMMAR.form(f"{_WITH} query:{{query}}", _query),
]

GRAMMAR.rule("pragma value", "( ON | DELETE | DEFAULT | FULL | {number} | {text} | {label} )")
