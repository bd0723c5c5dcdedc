"""Settings, transactions, the current database, and statements that are prepared, of MySQL and MariaDB."""

from collections.abc import Callable
from typing import Any

from towpath.operations import ControlTransaction, Name, Opaque, SetSetting, Statement
from towpath.sql.grammar import Match
from towpath.sql.mysql.grammar import GRAMMAR
from towpath.sql.postgresql.grammar import Read, Reading, one
from towpath.sql.postgresql.named import said as _said

_SCOPES = ("@@session.", "@@local.", "@@global.", "@@persist.", "@@persist_only.", "@@")


def _settings(match: Match) -> Reading:
    """Each setting that is set; variables of the session, which hold values of its own, are none."""
    found: list[tuple[str, str | None]] = match.get("all")
    reads = [Read(SetSetting(name, value), match.places()) for name, value in found if name]
    return reads or one(Statement("set", (), match.whole), match)


def _setting(match: Match) -> tuple[str, str | None]:
    name: str = match.get("name") or match.source("variable") or ""
    for scope in _SCOPES:
        if name.lower().startswith(scope):
            name = name[len(scope) :]
    value = match.source("value")
    known = "" if name.startswith("@") or match.text("scope") in ("GLOBAL", "PERSIST", "PERSIST_ONLY") else name.lower()
    return known, None if value is None or value.upper() == "DEFAULT" else value


def _control(action: Any) -> Callable[[Match], Reading]:
    return lambda match: one(ControlTransaction(action, match.get("name")), match)


def said(kind: str, spelled: str) -> Any:
    """The form of a statement of MySQL's that no rule takes apart."""
    return _said(kind, spelled, GRAMMAR)


GRAMMAR.rule(
    "setting",
    "[ scope:( GLOBAL | SESSION | LOCAL | PERSIST | PERSIST_ONLY ) ] "
    "( name:{setting path} | variable:{parameter number} ) = value:( DEFAULT | ON | ALL | BINARY | {expression} )",
    _setting,
)
GRAMMAR.rule("setting path", "whole:( {name} [ . {name} ] )", lambda match: match.source("whole"))
_MODES = (
    "( ISOLATION LEVEL ( REPEATABLE READ | READ ( COMMITTED | UNCOMMITTED ) | SERIALIZABLE ) | READ ( WRITE | ONLY ) )"
)
_CHAIN = "[ AND [ NO ] CHAIN ] [ [ NO ] RELEASE ]"

FORMS = [
    GRAMMAR.form(
        "SET NAMES ( DEFAULT | {charset} [ COLLATE {charset} ] )",
        lambda match: one(Statement("set names", (), match.whole), match),
    ),
    said("set character set", "SET ( CHARACTER SET | CHARSET ) ( DEFAULT | {charset} )"),
    said("set transaction", f"SET [ GLOBAL | SESSION | LOCAL ] TRANSACTION {_MODES} ( , {_MODES} )*"),
    said("set password", "SET PASSWORD [ FOR {account} ] [ = ] {anything}"),
    said("set role", "SET [ DEFAULT ] ROLE {anything}"),
    GRAMMAR.form(
        "SET STATEMENT {setting},+ FOR inner:{rest statement}",
        lambda match: match.get("inner"),
    ),
    GRAMMAR.form("SET all:{setting},+", _settings),
    GRAMMAR.form(
        "USE name:{name}", lambda match: one(Statement("use", (Name(match.get("name")),), match.whole), match)
    ),
    GRAMMAR.form("BEGIN [ WORK ]", _control("begin")),
    GRAMMAR.form("START TRANSACTION [ ( WITH CONSISTENT SNAPSHOT | READ ( WRITE | ONLY ) ),+ ]", _control("begin")),
    GRAMMAR.form(f"COMMIT [ WORK ] {_CHAIN}", _control("commit")),
    GRAMMAR.form(f"ROLLBACK [ WORK ] {_CHAIN}", _control("rollback")),
    GRAMMAR.form("ROLLBACK [ WORK ] TO [ SAVEPOINT ] name:{name}", _control("rollback to")),
    GRAMMAR.form("SAVEPOINT name:{name}", _control("savepoint")),
    GRAMMAR.form("RELEASE SAVEPOINT name:{name}", _control("release")),
    said("unlock tables", "UNLOCK ( TABLE | TABLES )"),
    said("prepare", "PREPARE {name} FROM {expression}"),
    GRAMMAR.form(
        "EXECUTE ( IMMEDIATE {expression} | {name} ) [ USING {expression},+ ]",
        lambda match: one(Opaque("dynamic SQL", match.whole), match),
    ),
    said("deallocate prepare", "( DEALLOCATE | DROP ) PREPARE {name}"),
    said("call", "CALL name:{qualified} [ {balanced} ]"),
    said("kill", "KILL {anything}"),
    said("xa", "XA {anything}"),
]
