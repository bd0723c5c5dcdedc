"""VACUUM and its like, EXPLAIN, cursors, prepared statements, notifications, and settings with words of their own."""

from typing import Any

from towpath.operations import CreateTable, CreateView, SetSetting
from towpath.sql import readers
from towpath.sql.grammar import Match
from towpath.sql.lex import Tokens
from towpath.sql.postgresql import statement
from towpath.sql.postgresql.grammar import GRAMMAR, Reading, one
from towpath.sql.postgresql.named import said

_UTILITY = "{utility options}"
GRAMMAR.rule("utility value", "( {number} | {text} | TRUE | FALSE | ON | {option} )")
GRAMMAR.rule("utility option", "( ANALYZE | ANALYSE | {option} ) [ {utility value} ]")
GRAMMAR.rule("utility options", '"(" {utility option},+ ")"')
GRAMMAR.rule("vacuumed", "table:{relation} [ {columns} ]", lambda match: match.get("table"))
_TABLES = "[ table:{vacuumed},+ ]"
_UPKEEP = [
    said("vacuum", f"VACUUM ( {_UTILITY} | [ FULL ] [ FREEZE ] [ VERBOSE ] [ ANALYZE | ANALYSE ] ) {_TABLES}"),
    said("analyze", f"( ANALYZE | ANALYSE ) [ {_UTILITY} | VERBOSE ] {_TABLES}"),
    said("cluster", f"CLUSTER [ {_UTILITY} | VERBOSE ] [ table:{{qualified}} [ USING {{name}} ] ]"),
    said("cluster", "CLUSTER [ VERBOSE ] {name} ON table:{qualified}"),
    said("checkpoint", "CHECKPOINT"),
    said("discard", "DISCARD ( ALL | TEMP | TEMPORARY | PLANS | SEQUENCES )"),
    said("load", "LOAD {text}"),
]

_EXPLAINED = frozenset("SELECT WITH VALUES TABLE ( INSERT UPDATE DELETE MERGE DECLARE EXECUTE REFRESH".split())
_PREPARED = frozenset("SELECT WITH VALUES TABLE ( INSERT UPDATE DELETE MERGE".split())


def _explainable(tokens: Tokens, index: int) -> readers.Taken:
    """What EXPLAIN takes, up to the end of the text: queries, work on rows, and what is filled from a query."""
    if tokens.at(index) not in _EXPLAINED and tokens.at(index) != "CREATE":
        return readers.NOTHING
    found = statement(tokens, index)
    if not found:
        return readers.NOTHING
    operation = found[-1].operation
    filled = isinstance(operation, CreateView) and operation.materialized
    filled |= isinstance(operation, CreateTable) and operation.query is not None
    return (tokens.count, None) if filled or tokens.at(index) != "CREATE" else readers.NOTHING


def _preparable(tokens: Tokens, index: int) -> readers.Taken:
    if tokens.at(index) in _PREPARED and statement(tokens, index):
        return tokens.count, None
    return readers.NOTHING


GRAMMAR.reader("explainable", "a query", _explainable)
GRAMMAR.reader("preparable", "a query", _preparable)
GRAMMAR.rule("cursor way", "( NEXT | PRIOR | FIRST | LAST | ALL | ( ABSOLUTE | RELATIVE ) {number} | {number}"
             " | ( FORWARD | BACKWARD ) [ ALL | {number} ] )")  # fmt: skip
GRAMMAR.rule("call argument", "[ VARIADIC ] [ {argument name} ] {expression}")
GRAMMAR.rule("prepared types", '"(" {type},+ ")"')
_STATEMENTS = [
    said("explain", f"EXPLAIN {_UTILITY} {{explainable}}"),
    said("explain", "EXPLAIN [ ANALYZE | ANALYSE ] [ VERBOSE ] {explainable}"),
    said("call", 'CALL name:{function} "(" [ {call argument},+ ] ")"'),
    said("prepare", "PREPARE {name} [ {prepared types} ] AS {preparable}"),
    said("execute", 'EXECUTE {name} [ "(" {expression},+ ")" ]'),
    said("deallocate", "DEALLOCATE ( ALL | {name} )"),
    said("deallocate", "DEALLOCATE PREPARE ( ALL | {name} )"),
    said(
        "declare",
        "DECLARE {name} ( BINARY | INSENSITIVE | ASENSITIVE | [ NO ] SCROLL )* CURSOR [ ( WITH | WITHOUT ) HOLD ] "
        "FOR {query}",
    ),
    said("{action}", "action:( FETCH | MOVE ) [ FROM | IN ] {name}"),
    said("{action}", "action:( FETCH | MOVE ) {cursor way} [ FROM | IN ] {name}"),
    said("close", "CLOSE ( ALL | {name} )"),
    said("listen", "LISTEN {name}"),
    said("unlisten", "UNLISTEN ( * | {name} )"),
    said("notify", "NOTIFY {name} [ , {text} ]"),
    said("show", "SHOW {reset}"),
]


def _argument_name(tokens: Tokens, index: int) -> readers.Taken:
    """The name of an argument with `=>` or `:=` behind it."""
    if tokens.at(index + 1) in ("=>", ":="):
        end, name = readers.label(tokens, index)
        return (end + 1, name) if end > 0 else readers.NOTHING
    return readers.NOTHING


GRAMMAR.reader("argument name", "an argument's name", _argument_name)


def _setting(name: str) -> Any:
    """A setting with words of its own; DEFAULT and nothing at all give it its default."""

    def build(match: Match) -> Reading:
        value = match.source("value")
        value = None if value is None or value.upper() == "DEFAULT" else value
        return one(SetSetting(name, value, match.has("local")), match)

    return build


_SET = "SET [ SESSION | local:LOCAL ]"
_MODES = "{transaction mode} ( [ , ] {transaction mode} )*"
GRAMMAR.rule("reset", "( ALL | TIME ZONE | TRANSACTION ISOLATION LEVEL | SESSION AUTHORIZATION | {setting name} )")
_SETTINGS = [
    GRAMMAR.form(f"{_SET} NAMES [ value:( DEFAULT | {{text}} ) ]", _setting("client_encoding")),
    GRAMMAR.form(f"{_SET} SCHEMA value:{{text}}", _setting("search_path")),
    GRAMMAR.form(f"{_SET} ROLE value:{{word or text}}", _setting("role")),
    GRAMMAR.form(
        f"{_SET} SESSION AUTHORIZATION value:( DEFAULT | {{word or text}} )", _setting("session_authorization")
    ),
    GRAMMAR.form("SET SESSION AUTHORIZATION value:( DEFAULT | {word or text} )", _setting("session_authorization")),
    GRAMMAR.form(f"{_SET} XML OPTION value:( DOCUMENT | CONTENT )", _setting("xmloption")),
    GRAMMAR.form("RESET TIME ZONE", _setting("timezone")),
    GRAMMAR.form("RESET TRANSACTION ISOLATION LEVEL", _setting("transaction_isolation")),
    GRAMMAR.form("RESET SESSION AUTHORIZATION", _setting("session_authorization")),
    said("reset all", "RESET ALL"),
    said("set transaction", f"{_SET} TRANSACTION {_MODES}"),
    said("set transaction snapshot", f"{_SET} TRANSACTION SNAPSHOT {{text}}"),
    said("set session characteristics", f"{_SET} SESSION CHARACTERISTICS AS TRANSACTION {_MODES}"),
    said("set session characteristics", f"SET SESSION CHARACTERISTICS AS TRANSACTION {_MODES}"),
    said("set from current", f"{_SET} {{setting name}} FROM CURRENT"),
    said("set constraints", "SET CONSTRAINTS ( ALL | name:{qualified},+ ) ( DEFERRED | IMMEDIATE )"),
]

FORMS = [*_UPKEEP, *_STATEMENTS, *_SETTINGS]
