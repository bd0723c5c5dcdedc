"""Views, routines, triggers, types, sequences, accounts, and what is executed, of SQL Server; bodies stay text."""

from typing import Any

from towpath.operations import (
    CreateFunction,
    DropObject,
    MoveObject,
    Name,
    Opaque,
    Operation,
    RenameColumn,
    RenameIndex,
    RenameObject,
    Statement,
    Switch,
)
from towpath.sql.grammar import Form, Match
from towpath.sql.lex import Tokens
from towpath.sql.postgresql.grammar import Reading, each, one
from towpath.sql.postgresql.named import made as _made
from towpath.sql.postgresql.sequence_options import SPELLED_BY_OTHERS, altered, created, option
from towpath.sql.postgresql.views import view
from towpath.sql.sqlserver.control import executed
from towpath.sql.sqlserver.grammar import GRAMMAR
from towpath.sql.sqlserver.lexis import SQLSERVER
from towpath.sql.sqlserver.session import said


def _object(kind: str, spelled: str) -> Form[Reading]:
    return _made(kind, spelled, GRAMMAR)


def _routine(match: Match) -> Reading:
    procedure = match.text("kind") in ("PROC", "PROCEDURE")
    return one(CreateFunction(match.get("name"), match.whole, replace=match.has("replace"), procedure=procedure), match)


def _drop(match: Match) -> Reading:
    kind = {"proc": "procedure"}.get(found := match.text("kind").lower(), found)
    return each(match, "names", lambda name: DropObject(kind, name, match.has("if_exists")))


def _switch(match: Match) -> Reading:
    to: Any = match.text("to").lower()
    if match.has("table"):
        kind: Any = "trigger all" if match.has("all") else "trigger"
        return one(Switch(match.get("table"), to, kind, match.get("name")), match)
    return one(Statement(f"{to} trigger", (), match.whole), match)


def _renamed(match: Match) -> Reading:
    """What sp_rename does, where it is told in literals; without a kind it is an object that goes by that name."""
    to, kind = match.get("to"), (match.get("kind") or "OBJECT").upper()
    parts = Tokens(match.get("name"), lexis=SQLSERVER)
    names = [SQLSERVER.identifier(found) for found in parts.texts if found != "."]
    return one(_rename(names, to.lower(), kind, match.whole), match)


def _rename(names: list[str], to: str, kind: str, text: str) -> Operation:
    *before, last = names or [""]
    owner = Name(before[-1], before[-2] if len(before) > 1 else None) if before else None
    if kind == "COLUMN" and owner:
        return RenameColumn(owner, last, to)
    if kind == "INDEX" and owner:
        return RenameIndex(Name(last, owner.schema), to, owner)
    if kind == "OBJECT":
        return RenameObject("object", Name(last, owner.name if owner else None), to)
    if kind == "USERDATATYPE":
        return RenameObject("type", Name(last, owner.name if owner else None), to)
    return Statement("execute", (Name("sp_rename"),), text)


_NEW = "( CREATE [ replace:( OR ALTER ) ] | replace:ALTER )"
_VIEW = (
    "VIEW view:{qualified} [ columns:{columns} ] options:( [ WITH {word},+ ] ) AS query:( {view body} ) "
    "[ check_option:( WITH CHECK OPTION ) ]"
)
_RENAMED = "name:{text} , [ {parameter number} = ] to:{text} [ , [ {parameter number} = ] kind:{text} ]"
_ACCOUNTS = "( LOGIN | USER | ROLE | APPLICATION ROLE | SERVER ROLE | CREDENTIAL | CERTIFICATE | ASSEMBLY )"
_THINGS = (
    "( DATABASE [ SCOPED | AUDIT ] | FULLTEXT | PARTITION ( FUNCTION | SCHEME ) | SYMMETRIC KEY | ASYMMETRIC KEY "
    "| MASTER KEY | XML SCHEMA COLLECTION | SECURITY POLICY | EXTERNAL | MESSAGE TYPE | QUEUE | SERVICE | CONTRACT "
    "| ROUTE | EVENT | ENDPOINT | SERVER | AUTHORIZATION | SEARCH | BROKER | RULE | DEFAULT | AGGREGATE | STATISTICS )"
)

GRAMMAR.rule("sequence option", SPELLED_BY_OTHERS, option)

FORMS = [
    GRAMMAR.form(f"{_NEW} {_VIEW}", view(SQLSERVER)),
    GRAMMAR.form(f"{_NEW} kind:( FUNCTION | PROC | PROCEDURE ) name:{{qualified}} {{anything}}", _routine),
    _object("trigger", f"{_NEW} TRIGGER name:{{qualified}} ON table:{{qualified}} {{anything}}"),
    said("create trigger", f"{_NEW} TRIGGER name:{{qualified}} ON {{anything}}"),
    GRAMMAR.form(
        "to:( ENABLE | DISABLE ) TRIGGER ( all:ALL | name:{name} [ . {name} ] ) ON "
        "( ALL SERVER | DATABASE | table:{qualified} )",
        _switch,
    ),
    GRAMMAR.form(
        "DROP kind:( VIEW | PROC | PROCEDURE | FUNCTION | TRIGGER | TYPE | SEQUENCE | SYNONYM | SCHEMA ) "
        "[ if_exists:( IF EXISTS ) ] names:{placed},+ [ ON ( DATABASE | ALL SERVER ) ]",
        _drop,
    ),
    _object(
        "type",
        "CREATE TYPE name:{qualified} ( AS TABLE {balanced} | FROM {type} [ [ NOT ] NULL ] | EXTERNAL {anything} ) "
        "[ WITH {balanced} ]",
    ),
    _object("schema", "CREATE SCHEMA ( name:{name} [ AUTHORIZATION {name} ] | AUTHORIZATION name:{name} )"),
    GRAMMAR.form(
        "ALTER SCHEMA schema:{name} TRANSFER [ kind:( OBJECT | TYPE ) :: ] name:{qualified}",
        lambda match: one(
            MoveObject("type" if match.text("kind") == "TYPE" else "object", match.get("name"), match.get("schema")),
            match,
        ),
    ),
    GRAMMAR.form("CREATE SEQUENCE name:{qualified} option:{sequence option}*", created),
    GRAMMAR.form("ALTER SEQUENCE name:{qualified} options:{some sequence options}", altered),
    _object("synonym", "CREATE SYNONYM name:{qualified} FOR others:{qualified}"),
    said("create {kind} index", "CREATE [ PRIMARY ] kind:( XML | SPATIAL | FULLTEXT ) INDEX {anything}"),
    said("{action} statistics", "action:( CREATE | UPDATE ) STATISTICS {anything}"),
    said("{action} {kind}", f"action:( CREATE | ALTER | DROP ) kind:{_ACCOUNTS} {{anything}}"),
    said("{action} {kind}", f"action:( CREATE | ALTER | DROP ) kind:{_THINGS} {{anything}}"),
    said("add signature", "ADD SIGNATURE {anything}"),
    said("{kind}", "kind:( GRANT | REVOKE | DENY ) {anything}"),
    GRAMMAR.form(
        f"[ EXEC | EXECUTE ] [ SYS . ] SP_RENAME [ {{parameter number}} = ] {_RENAMED}", _renamed
    ),
    GRAMMAR.form(
        '( EXEC | EXECUTE ) ( "(" said:{text} ")" | [ SYS . ] SP_EXECUTESQL [ {parameter number} = ] said:{text} )',
        lambda match: executed(match.get("said"), match.whole),
    ),
    GRAMMAR.form(
        "( EXEC | EXECUTE ) ( {balanced} [ AT {anything} ] | [ SYS . ] SP_EXECUTESQL {anything} )",
        lambda match: one(Opaque("dynamic SQL", match.whole), match),
    ),
    said(
        "execute",
        "( EXEC | EXECUTE ) [ {parameter number} = ] ( name:{qualified} | {parameter number} ) [ {anything} ]",
    ),
]  # fmt: skip


def _view_body(tokens: Tokens, index: int) -> tuple[int, Any]:
    """A query up to WITH CHECK OPTION; what it means is asked of its tokens."""
    checked = tokens.words[tokens.count - 3 : tokens.count] == ["WITH", "CHECK", "OPTION"]
    end = tokens.count - 3 if checked else tokens.count
    return (end, None) if index < end else (-1, None)


GRAMMAR.reader("view body", "a query", _view_body, frozenset(("SELECT", "WITH", "(")))
