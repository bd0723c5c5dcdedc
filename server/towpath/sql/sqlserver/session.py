"""Settings, transactions, variables, cursors and control of SQL Server's batches."""

from collections.abc import Callable
from typing import Any

from towpath.operations import ControlTransaction, SetSetting
from towpath.sql.grammar import Form, Match
from towpath.sql.postgresql.grammar import Read, Reading, one
from towpath.sql.postgresql.named import said as _said
from towpath.sql.sqlserver.grammar import GRAMMAR


def said(kind: str, spelled: str) -> Form[Reading]:
    """The form of a statement of SQL Server's that no rule takes apart."""
    return _said(kind, spelled, GRAMMAR)


def _control(action: Any) -> Callable[[Match], Reading]:
    return lambda match: one(ControlTransaction(action, match.get("name")), match)


def _settings(match: Match) -> Reading:
    value = match.source("value")
    names: list[str] = match.get("names")
    return [Read(SetSetting(name, value), match.places()) for name in names]


_TRANSACTION = "( TRAN | TRANSACTION )"
_NAME = "[ name:{name} | {parameter number} ]"
_LEVEL = "( READ ( UNCOMMITTED | COMMITTED ) | REPEATABLE READ | SNAPSHOT | SERIALIZABLE )"
_CURSOR = "( {name} | GLOBAL {name} | {parameter number} )"

FORMS = [
    GRAMMAR.form(f"BEGIN [ DISTRIBUTED ] {_TRANSACTION} {_NAME} [ WITH MARK [ {{text}} ] ]", _control("begin")),
    GRAMMAR.form(f"COMMIT [ {_TRANSACTION} {_NAME} | WORK ] [ WITH {{balanced}} ]", _control("commit")),
    GRAMMAR.form(f"ROLLBACK [ {_TRANSACTION} {_NAME} | WORK ]", _control("rollback")),
    GRAMMAR.form(f"SAVE {_TRANSACTION} {_NAME}", _control("savepoint")),
    said("set transaction", f"SET TRANSACTION ISOLATION LEVEL {_LEVEL}"),
    said("set identity_insert", "SET IDENTITY_INSERT table:{qualified} ( ON | OFF )"),
    said("set statistics", "SET STATISTICS {word},+ ( ON | OFF )"),
    said("set", "SET {parameter number} {anything}"),
    GRAMMAR.form("SET names:{setting name},+ value:( ON | OFF | {number} | {text} | {parameter number} | {label} )",
                 _settings),
    said("declare", "DECLARE {anything}"),
    said("use", "USE name:{name}"),
    said("print", "PRINT {expression}"),
    said("raiserror", "RAISERROR {anything}"),
    said("throw", "THROW [ {expression} , {expression} , {expression} ]"),
    said("waitfor", "WAITFOR {anything}"),
    said("return", "RETURN [ {expression} ]"),
    said("break", "BREAK"),
    said("continue", "CONTINUE"),
    said("goto", "GOTO {name}"),
    said("open", f"OPEN {_CURSOR}"),
    said("close", f"CLOSE {_CURSOR}"),
    said("deallocate", f"DEALLOCATE {_CURSOR}"),
    said("fetch", f"FETCH [ ( NEXT | PRIOR | FIRST | LAST | ABSOLUTE {{value}} | RELATIVE {{value}} ) ] FROM {_CURSOR} "
         "[ INTO {parameter number},+ ]"),
    said("fetch", f"FETCH {_CURSOR} [ INTO {{parameter number}},+ ]"),
    said("{kind} key", "kind:( OPEN | CLOSE ) ( SYMMETRIC | MASTER | ALL ) {anything}"),
    said("execute as", "( EXEC | EXECUTE ) AS {anything}"),
    said("revert", "REVERT [ WITH {anything} ]"),
    said("checkpoint", "CHECKPOINT [ {number} ]"),
    said("reconfigure", "RECONFIGURE [ WITH OVERRIDE ]"),
    said("dbcc", "DBCC {anything}"),
    said("{kind}", "kind:( BACKUP | RESTORE ) {anything}"),
    said("kill", "KILL {anything}"),
]  # fmt: skip

GRAMMAR.rule("setting name", "name:{label}", lambda match: match.get("name"))
