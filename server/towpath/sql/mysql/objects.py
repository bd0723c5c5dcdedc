"""Views, triggers, routines, events, databases, accounts and upkeep, of MySQL and MariaDB; bodies are left as text."""

from typing import Any

from towpath.operations import CreateFunction, DropObject
from towpath.sql.grammar import Match
from towpath.sql.mysql.grammar import GRAMMAR
from towpath.sql.mysql.lexis import MYSQL
from towpath.sql.mysql.session import said
from towpath.sql.postgresql.grammar import Reading, each, one
from towpath.sql.postgresql.named import made as _made
from towpath.sql.postgresql.sequence_options import SPELLED_BY_OTHERS, altered, created, option
from towpath.sql.postgresql.views import view


def _object(kind: str, spelled: str) -> Any:
    return _made(kind, spelled, GRAMMAR)


def _routine(match: Match) -> Reading:
    operation = CreateFunction(
        match.get("name"),
        match.whole,
        "sql",
        replace=match.has("replace"),
        procedure=match.text("kind") == "PROCEDURE",
        signature=match.source("parameters"),
    )
    return one(operation, match)


def _drop(match: Match) -> Reading:
    kind = match.text("kind").lower()
    kind = "schema" if kind == "database" else kind
    return each(match, "names", lambda name: DropObject(kind, name, match.has("if_exists")))


_DEFINER = "[ DEFINER = {role} ]"
_REPLACE = "[ replace:( OR REPLACE ) ]"
_NEW = "[ if_not_exists:( IF NOT EXISTS ) ]"
_OLD = "[ if_exists:( IF EXISTS ) ]"
_VIEW = (
    f"options:( [ ALGORITHM = {{word}} ] {_DEFINER} [ SQL SECURITY {{word}} ] ) VIEW {_NEW} view:{{qualified}} "
    "[ columns:{columns} ] AS query:{query} [ check_option:( WITH [ CASCADED | LOCAL ] CHECK OPTION ) ]"
)
_DATABASE = (
    "( [ DEFAULT ] ( CHARACTER SET | CHARSET ) [ = ] {charset} | [ DEFAULT ] COLLATE [ = ] {charset} "
    "| [ DEFAULT ] ENCRYPTION [ = ] {text} | COMMENT [ = ] {text} | READ ONLY [ = ] ( DEFAULT | {number} ) )*"
)
_TABLES = "( TABLE | TABLES ) table:{qualified},+"
_LOCAL = "[ NO_WRITE_TO_BINLOG | LOCAL ]"

GRAMMAR.rule("sequence option", SPELLED_BY_OTHERS, option)

FORMS = [
    GRAMMAR.form(f"CREATE {_REPLACE} {_VIEW}", view(MYSQL)),
    GRAMMAR.form(f"replace:ALTER {_VIEW}", view(MYSQL)),
    _object(
        "trigger",
        f"CREATE {_REPLACE} {_DEFINER} TRIGGER {_NEW} name:{{qualified}} ( BEFORE | AFTER ) "
        "( INSERT | UPDATE | DELETE ) ON table:{qualified} FOR EACH ROW [ ( FOLLOWS | PRECEDES ) {name} ] {anything}",
    ),
    GRAMMAR.form(
        f"CREATE {_REPLACE} {_DEFINER} [ AGGREGATE ] kind:( PROCEDURE | FUNCTION ) {_NEW} name:{{qualified}} "
        "parameters:{balanced} {anything}",
        _routine,
    ),
    _object("function", "CREATE [ AGGREGATE ] FUNCTION name:{qualified} RETURNS {word} SONAME {text}"),
    _object("event", f"CREATE {_REPLACE} {_DEFINER} EVENT {_NEW} name:{{qualified}} ON SCHEDULE {{anything}}"),
    said("alter event", f"ALTER {_DEFINER} EVENT name:{{qualified}} {{anything}}"),
    said("alter {kind}", "ALTER kind:( PROCEDURE | FUNCTION ) name:{qualified} {anything}"),
    _object("schema", f"CREATE {_REPLACE} ( DATABASE | SCHEMA ) {_NEW} name:{{name}} {_DATABASE}"),
    said("alter database", f"ALTER ( DATABASE | SCHEMA ) [ name:{{name}} ] {_DATABASE}"),
    GRAMMAR.form(
        f"CREATE {_REPLACE} [ TEMPORARY ] SEQUENCE {_NEW} name:{{qualified}} option:{{sequence option}}* "
        "[ {table options} ]",
        created,
    ),
    GRAMMAR.form("ALTER SEQUENCE [ IF EXISTS ] name:{qualified} options:{some sequence options}", altered),
    GRAMMAR.form(
        f"DROP kind:( VIEW | TRIGGER | PROCEDURE | FUNCTION | EVENT | SEQUENCE | DATABASE | SCHEMA ) {_OLD} "
        "names:{placed},+ [ RESTRICT | CASCADE ]",
        _drop,
    ),
    said("create {kind}", "CREATE [ OR REPLACE ] kind:( USER | ROLE ) [ IF NOT EXISTS ] {anything}"),
    said("alter user", "ALTER USER [ IF EXISTS ] {anything}"),
    said("rename user", "RENAME USER {anything}"),
    said("drop {kind}", "DROP kind:( USER | ROLE ) [ IF EXISTS ] {account},+"),
    said("grant", "GRANT {anything}"),
    said("revoke", "REVOKE {anything}"),
    said("analyze table", f"ANALYZE {_LOCAL} {_TABLES} [ {{anything}} ]"),
    said("optimize table", f"OPTIMIZE {_LOCAL} {_TABLES} [ WAIT {{number}} | NOWAIT ]"),
    said("repair table", f"REPAIR {_LOCAL} {_TABLES} ( QUICK | EXTENDED | USE_FRM | FORCE )*"),
    said("check table", f"CHECK {_TABLES} ( FOR UPGRADE | QUICK | FAST | MEDIUM | EXTENDED | CHANGED )*"),
    said("checksum table", f"CHECKSUM {_TABLES} [ QUICK | EXTENDED ]"),
    said("flush", "FLUSH {anything}"),
    said("reset", "RESET {anything}"),
    said("show", "SHOW {anything}"),
    said("explain", "( EXPLAIN | DESCRIBE | DESC ) {anything}"),
    said("alter instance", "ALTER INSTANCE {anything}"),
    said(
        "{action} {kind}",
        "action:( CREATE | ALTER | DROP ) [ UNDO ] kind:( TABLESPACE | SERVER ) [ IF EXISTS ] {anything}",
    ),
    said("{action} plugin", "action:( INSTALL | UNINSTALL ) ( PLUGIN | SONAME | COMPONENT ) {anything}"),
    said("lock instance", "( LOCK | UNLOCK ) INSTANCE [ FOR BACKUP ]"),
    said("signal", "( SIGNAL | RESIGNAL ) {anything}"),
    said("get diagnostics", "GET [ CURRENT | STACKED ] DIAGNOSTICS {anything}"),
    said("purge logs", "PURGE {anything}"),
    said("help", "HELP {text}"),
]
