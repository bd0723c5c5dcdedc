"""Settings and transactions."""

from collections.abc import Callable
from typing import Any

from towpath.operations import ControlTransaction, SetSetting, Statement
from towpath.sql.grammar import Match
from towpath.sql.postgresql.grammar import GRAMMAR, Reading, one


def _set(match: Match, name: str = "") -> Reading:
    name, value = name or match.get("name"), match.source("value")
    if value is None or value.upper() in ("DEFAULT", "LOCAL"):
        return one(SetSetting(name, None, match.has("local")), match)
    return one(SetSetting(name, value, match.has("local")), match)


def _parts(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else value


def _control(action: Any) -> Callable[[Match], Reading]:
    return lambda match: one(ControlTransaction(action, match.get("name")), match)


def _set_config(match: Match) -> Reading:
    local = match.text("local") == "TRUE"
    return one(SetSetting(match.get("name").lower(), match.source("value"), local), match)


def _named(kind: str) -> Callable[[Match], Reading]:
    return lambda match: one(Statement(kind, (), match.whole), match)


_BLOCK = "[ WORK | TRANSACTION ]"
_CHAIN = "[ AND [ NO ] CHAIN ]"
GRAMMAR.rule("setting name", "all:( {name} ( . {label} )* )", lambda match: ".".join(_parts(match.get("all"))).lower())
GRAMMAR.rule("setting value", "( {number} | {text} | TRUE | FALSE | ON | {option} )")
GRAMMAR.rule(
    "set", "( TIME ZONE {zone} | {setting name} ( ( TO | = ) ( DEFAULT | {setting value},+ ) | FROM CURRENT ) )"
)
GRAMMAR.rule("zone", "( LOCAL | DEFAULT | INTERVAL {text} [ {word} [ TO {word} ] ] | {number} | {text} | {plain} )")
GRAMMAR.rule(
    "transaction mode",
    "( ISOLATION LEVEL ( SERIALIZABLE | REPEATABLE READ | READ ( COMMITTED | UNCOMMITTED ) ) | READ ( ONLY | WRITE ) "
    "| [ NOT ] DEFERRABLE )",
)
_MODES = "{transaction mode} ( [ , ] {transaction mode} )*"

FORMS = [
    GRAMMAR.form(
        "SET [ SESSION | local:LOCAL ] name:{setting name} ( TO | = ) value:( DEFAULT | {setting value},+ )", _set
    ),
    GRAMMAR.form(
        "SET [ SESSION | local:LOCAL ] TIME ZONE value:{zone}",
        lambda match: _set(match, "timezone"),
    ),
    GRAMMAR.form("RESET name:{setting name}", lambda match: one(SetSetting(match.get("name"), None), match)),
    GRAMMAR.form(
        'SELECT [ PG_CATALOG . ] SET_CONFIG "(" name:{text} , value:{expression} , local:( TRUE | FALSE ) ")"',
        _set_config,
    ),
    GRAMMAR.form(f"BEGIN {_BLOCK} [ {_MODES} ]", _control("begin")),
    GRAMMAR.form(f"START TRANSACTION [ {_MODES} ]", _control("begin")),
    GRAMMAR.form(f"( COMMIT | END ) {_BLOCK} {_CHAIN}", _control("commit")),
    GRAMMAR.form(f"( ROLLBACK | ABORT ) {_BLOCK} {_CHAIN}", _control("rollback")),
    GRAMMAR.form("SAVEPOINT name:{name}", _control("savepoint")),
    GRAMMAR.form("RELEASE [ SAVEPOINT ] name:{name}", _control("release")),
    GRAMMAR.form(f"( ROLLBACK | ABORT ) {_BLOCK} TO [ SAVEPOINT ] name:{{name}}", _control("rollback to")),
    GRAMMAR.form("PREPARE TRANSACTION name:{text}", _control("prepare")),
    GRAMMAR.form("COMMIT PREPARED {text}", _named("commit prepared")),
    GRAMMAR.form("ROLLBACK PREPARED {text}", _named("rollback prepared")),
]
