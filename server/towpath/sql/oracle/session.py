"""Settings, transactions and what is done to the whole database, of Oracle."""

from collections.abc import Callable
from typing import Any

from towpath.operations import ControlTransaction, SetSetting
from towpath.sql.grammar import Form, Match
from towpath.sql.oracle.grammar import GRAMMAR
from towpath.sql.postgresql.grammar import Read, Reading, one
from towpath.sql.postgresql.named import said as _said


def said(kind: str, spelled: str) -> Form[Reading]:
    """The form of a statement of Oracle's that no rule takes apart."""
    return _said(kind, spelled, GRAMMAR)


def _control(action: Any) -> Callable[[Match], Reading]:
    return lambda match: one(ControlTransaction(action, match.get("name")), match)


def _settings(match: Match) -> Reading:
    found: list[tuple[str, str]] = [match.get("first"), *match.get("more", ())]
    return [Read(SetSetting(name.lower(), value), match.places()) for name, value in found]


GRAMMAR.rule(
    "session setting",
    "name:{label} = value:( {number} | {text} | {label} )",
    lambda match: (match.get("name"), match.source("value")),
)

FORMS = [
    GRAMMAR.form("COMMIT [ WORK ] [ COMMENT {text} ] [ WRITE {anything} ] [ FORCE {anything} ]", _control("commit")),
    GRAMMAR.form("ROLLBACK [ WORK ] TO [ SAVEPOINT ] name:{name}", _control("rollback to")),
    GRAMMAR.form("ROLLBACK [ WORK ] [ FORCE {text} ]", _control("rollback")),
    GRAMMAR.form("SAVEPOINT name:{name}", _control("savepoint")),
    GRAMMAR.form("ALTER SESSION SET first:{session setting} more:{session setting}*", _settings),
    said("alter session", "ALTER SESSION ( ENABLE | DISABLE | FORCE | CLOSE | ADVISE ) {anything}"),
    said("set {kind}", "SET kind:( TRANSACTION | ROLE | CONSTRAINT | CONSTRAINTS ) {anything}"),
    said("alter {kind}", "ALTER kind:( SYSTEM | DATABASE | PLUGGABLE DATABASE ) {anything}"),
    said("{kind}", "kind:( GRANT | REVOKE | AUDIT | NOAUDIT | ANALYZE | PURGE | FLASHBACK | CALL ) {anything}"),
    said("administer key management", "ADMINISTER KEY MANAGEMENT {anything}"),
    said("explain plan", "EXPLAIN PLAN {anything}"),
]
