"""Views, routines, triggers, types, sequences, synonyms, comments and accounts, of Oracle; bodies stay text."""

from towpath.operations import CreateFunction, DropObject, SetComment
from towpath.sql.grammar import Form, Match
from towpath.sql.lex import Tokens
from towpath.sql.oracle.grammar import GRAMMAR
from towpath.sql.oracle.lexis import ORACLE
from towpath.sql.oracle.session import said
from towpath.sql.postgresql.grammar import Reading, one
from towpath.sql.postgresql.named import made as _made
from towpath.sql.postgresql.sequence_options import SPELLED_BY_OTHERS, altered, created, option
from towpath.sql.postgresql.views import view
from towpath.sql.readers import Taken


def _object(kind: str, spelled: str) -> Form[Reading]:
    return _made(kind, spelled, GRAMMAR)


def _routine(match: Match) -> Reading:
    procedure = match.text("kind") == "PROCEDURE"
    return one(
        CreateFunction(match.get("name"), match.whole, "plsql", replace=match.has("replace"), procedure=procedure),
        match,
    )


def _drop(match: Match) -> Reading:
    kind, cascade = match.text("kind").lower(), match.has("cascade")
    return one(DropObject(kind, match.get("name"), match.has("if_exists"), cascade), match)


def _comment(match: Match) -> Reading:
    *tables, name = match.get("column") or [match.get("table")]
    kind = match.text("kind").lower()
    return one(SetComment(kind, name, match.get("comment") or None, tables[-1] if tables else None), match)


def _view_body(tokens: Tokens, index: int) -> Taken:
    """A query up to WITH READ ONLY or WITH CHECK OPTION; what it means is asked of its tokens."""
    end = tokens.count
    for at in range(max(tokens.count - 5, index), tokens.count):
        if tokens.words[at] == "WITH" and tokens.words[at + 1 : at + 3] in (["READ", "ONLY"], ["CHECK", "OPTION"]):
            end = at
    begins = tokens.at(index) in ("SELECT", "WITH", "(") and index < end
    return (end, None) if begins else (-1, None)


def _until_as(tokens: Tokens, index: int) -> Taken:
    """What is said of a materialized view before its query."""
    at = next((at for at in range(index, tokens.count) if tokens.words[at] == "AS"), -1)
    return (at, None) if at > index else (-1, None)


GRAMMAR.reader("view body", "a query", _view_body, frozenset(("SELECT", "WITH", "(")))
GRAMMAR.reader("until as", "AS", _until_as)
GRAMMAR.rule("view column", "( name:{name} [ {state} ] )", lambda match: match.get("name"))
_REPLACE = "[ replace:( OR REPLACE ) ]"
_EDITION = "[ EDITIONABLE | NONEDITIONABLE ]"
_CREATE = f"CREATE {_REPLACE} {_EDITION}"
_OLD = "[ if_exists:( IF EXISTS ) ]"
_NEW = "[ if_not_exists:( IF NOT EXISTS ) ]"
_ACCOUNTS = (
    "( USER | ROLE | PROFILE | TABLESPACE | DIRECTORY | CONTEXT | DATABASE LINK | PUBLIC DATABASE LINK | LIBRARY "
    "| CLUSTER )"
)
_DROPPED = (
    "( VIEW | MATERIALIZED VIEW | SEQUENCE | FUNCTION | PROCEDURE | PACKAGE BODY | PACKAGE | TRIGGER | TYPE BODY "
    "| TYPE )"
)

GRAMMAR.rule("sequence option", SPELLED_BY_OTHERS, option)

FORMS = [
    GRAMMAR.form(
        f"CREATE {_REPLACE} options:( [ [ NO ] FORCE ] {_EDITION} [ EDITIONING ] ) VIEW {_NEW} view:{{qualified}} "
        "[ columns:{columns} ] [ BEQUEATH {word} ] AS query:{view body} "
        "[ check_option:( WITH ( READ ONLY | CHECK OPTION ) [ CONSTRAINT {name} ] ) ]",
        view(ORACLE),
    ),
    GRAMMAR.form(
        "CREATE materialized:( MATERIALIZED VIEW ) view:{qualified} [ columns:{columns} ] "
        "options:( [ {until as} ] ) AS query:{view body}",
        view(ORACLE),
    ),
    _object("materialized view log", "CREATE MATERIALIZED VIEW LOG ON table:{qualified} [ {anything} ]"),
    GRAMMAR.form(f"{_CREATE} kind:( FUNCTION | PROCEDURE ) name:{{qualified}} {{anything}}", _routine),
    _object("{kind}", f"{_CREATE} kind:( PACKAGE BODY | PACKAGE ) name:{{qualified}} {{anything}}"),
    _object("{kind}", f"{_CREATE} kind:( TYPE BODY | TYPE ) name:{{qualified}} [ {{anything}} ]"),
    _object(
        "trigger",
        f"{_CREATE} TRIGGER name:{{qualified}} {{trigger events}} ON [ NESTED TABLE {{name}} OF ] table:{{qualified}} "
        "{anything}",
    ),
    said("create java", f"CREATE {_REPLACE} [ AND ( COMPILE | RESOLVE ) ] JAVA {{anything}}"),
    GRAMMAR.form(f"CREATE SEQUENCE {_NEW} name:{{qualified}} option:{{sequence option}}*", created),
    GRAMMAR.form("ALTER SEQUENCE name:{qualified} options:{some sequence options}", altered),
    _object("synonym", f"{_CREATE} [ PUBLIC ] SYNONYM name:{{qualified}} FOR others:{{qualified}}"),
    GRAMMAR.form(
        f"DROP [ PUBLIC ] kind:SYNONYM {_OLD} name:{{qualified}} [ FORCE ]", _drop
    ),
    GRAMMAR.form(
        f"DROP kind:{_DROPPED} {_OLD} name:{{qualified}} "
        "[ cascade:( CASCADE CONSTRAINTS ) ] [ FORCE | VALIDATE ] [ PRESERVE TABLE ]",
        _drop,
    ),
    said("drop materialized view log", "DROP MATERIALIZED VIEW LOG ON table:{qualified}"),
    said(
        "alter {kind}",
        "ALTER kind:( TRIGGER | PACKAGE | PROCEDURE | FUNCTION | TYPE | VIEW | MATERIALIZED VIEW LOG ON "
        "| MATERIALIZED VIEW | SYNONYM ) name:{qualified} {anything}",
    ),
    GRAMMAR.form(
        "COMMENT ON kind:( TABLE | MATERIALIZED VIEW ) table:{qualified} IS comment:{text}", _comment
    ),
    GRAMMAR.form("COMMENT ON kind:COLUMN column:{column path} IS comment:{text}", _comment),
    said("{action} {kind}", f"action:( CREATE | ALTER | DROP ) [ OR REPLACE ] kind:{_ACCOUNTS} {{anything}}"),
]  # fmt: skip
GRAMMAR.rule(
    "trigger events",
    "( BEFORE | AFTER | INSTEAD OF | FOR ) {trigger event} ( OR {trigger event} )*",
)
GRAMMAR.rule("trigger event", "{word} [ OF {names} ]")
