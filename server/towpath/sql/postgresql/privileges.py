"""GRANT and REVOKE, roles, default privileges, policies."""

from typing import Any

from towpath.operations import Grant, Name, Revoke
from towpath.sql.grammar import Match
from towpath.sql.postgresql.grammar import GRAMMAR, Read, Reading
from towpath.sql.postgresql.named import made, names, said

_GRANTED_BY = "[ GRANTED BY {role name} ]"
_CASCADE = "[ CASCADE | RESTRICT ]"
_ROLE = "( ROLE | USER )"

GRAMMAR.rule("privilege", "( ALTER SYSTEM | ( SELECT | REFERENCES | CREATE | {name} ) [ {columns} ] )")
GRAMMAR.rule("privileges", "( ALL [ PRIVILEGES ] [ {columns} ] | {privilege},+ )")
GRAMMAR.rule("grantee", "( GROUP {role name} | {role name} )")
GRAMMAR.rule(
    "routine reference",
    "name:{function} [ signature:{parameters} ]",
    lambda match: (match.get("name"), match.get("signature")),
)
# A word that is a kind here may be a table's name too, so the kinds that need more behind them come first.
_TARGET = (
    "( kind:( ALL ( TABLES | SEQUENCES | FUNCTIONS | PROCEDURES | ROUTINES ) IN SCHEMA ) names:{name},+"
    " | kind:( FOREIGN ( DATA WRAPPER | SERVER ) | DATABASE | LANGUAGE | SCHEMA | TABLESPACE ) names:{name},+"
    " | kind:( FUNCTION | PROCEDURE | ROUTINE ) routines:{routine reference},+"
    " | kind:( TABLE | SEQUENCE | DOMAIN | TYPE ) names:{qualified},+"
    " | kind:( LARGE OBJECT ) names:{number},+"
    " | kind:PARAMETER names:{setting name},+"
    " | names:{qualified},+ )"
)
_DEFAULTS = "( TABLES | FUNCTIONS | ROUTINES | SEQUENCES | TYPES | SCHEMAS | LARGE OBJECTS )"
_FOR_ROLES = "roles:( {role name},+ )"
GRAMMAR.rule("granted option", "{label} ( OPTION | TRUE | FALSE )")


def _granted(match: Match) -> Reading:
    """One operation for each object, as they could be granted one by one."""
    said: dict[str, Any] = {part: match.source(part) or "" for part in ("privileges", "roles", "options")}
    said["kind"] = match.text("kind").lower() or ("table" if said["privileges"] else "role")
    said["later"] = match.source("later") or "" if match.has("defaults") else None
    objects: list[tuple[Name | None, str | None]] = [(name, None) for name in names(match.get("names"))]
    objects += match.get("routines", ())
    operations = [_one(match, {**said, "name": name, "signature": of}) for name, of in objects or [(None, None)]]
    return [Read(operation, match.places()) for operation in operations]


def _one(match: Match, said: dict[str, Any]) -> Grant | Revoke:
    if match.has("grant"):
        return Grant(**said)
    return Revoke(**said, only=match.source("option") or "", cascade=match.has("cascade"))


_WITH_GRANT = f"options:( [ WITH GRANT OPTION ] {_GRANTED_BY} )"
_ONLY = "[ option:( GRANT OPTION FOR ) ]"
_ENDED = f"options:( {_GRANTED_BY} ) [ cascade:CASCADE | RESTRICT ]"
_TO, _FROM = "TO roles:( {grantee},+ )", "FROM roles:( {grantee},+ )"
_LATER = f"later:( ( IN SCHEMA {{name}},+ | FOR {_ROLE} {{role name}},+ )* )"
_GRANTS = [
    GRAMMAR.form(f"grant:GRANT privileges:{{privileges}} ON {_TARGET} {_TO} {_WITH_GRANT}", _granted),
    GRAMMAR.form(f"REVOKE {_ONLY} privileges:{{privileges}} ON {_TARGET} {_FROM} {_ENDED}", _granted),
    GRAMMAR.form(
        f"grant:GRANT names:{{name}},+ TO {_FOR_ROLES} options:( [ WITH {{granted option}},+ ] {_GRANTED_BY} )",
        _granted,
    ),
    GRAMMAR.form(f"REVOKE [ option:( {{name}} OPTION FOR ) ] names:{{name}},+ FROM {_FOR_ROLES} {_ENDED}", _granted),
    GRAMMAR.form(
        f"defaults:( ALTER DEFAULT PRIVILEGES ) {_LATER} ( grant:GRANT privileges:{{privileges}} ON kind:{_DEFAULTS} "
        f"{_TO} options:( [ WITH GRANT OPTION ] ) | REVOKE {_ONLY} privileges:{{privileges}} ON kind:{_DEFAULTS} "
        f"{_FROM} [ cascade:CASCADE | RESTRICT ] )",
        _granted,
    ),
    said("reassign owned", "REASSIGN OWNED BY name:{role name},+ TO {role name}"),
    said("drop owned", f"DROP OWNED BY name:{{role name}},+ {_CASCADE}"),
]

GRAMMAR.rule(
    "role switch",
    "( SUPERUSER | NOSUPERUSER | CREATEROLE | NOCREATEROLE | CREATEDB | NOCREATEDB | REPLICATION | NOREPLICATION"
    " | LOGIN | NOLOGIN | BYPASSRLS | NOBYPASSRLS | INHERIT | NOINHERIT )",
)
GRAMMAR.rule(
    "role option",
    "( {role switch} | [ ENCRYPTED ] PASSWORD ( {text} | NULL ) | CONNECTION LIMIT {number} | VALID UNTIL {text}"
    " | USER {role name},+ )",
)
GRAMMAR.rule(
    "new role option",
    "( {role option} | SYSID {number} | ( ADMIN | ROLE | IN ( ROLE | GROUP ) ) {role name},+ )",
)

_ROLES = [
    made("role", "CREATE ( ROLE | USER | GROUP ) name:{role name} [ WITH ] {new role option}*"),
    said("alter role", f"ALTER {_ROLE} name:{{role name}} [ WITH ] {{role option}}*"),
    said("alter role", "ALTER GROUP name:{role name} ( ADD | DROP ) USER {role name},+"),
    said(
        "alter role {action}",
        f"ALTER {_ROLE} ( ALL | name:{{role name}} ) [ IN DATABASE {{name}} ] "
        "( action:SET {set} | action:RESET {reset} )",
    ),
]

_POLICY = '[ TO {role name},+ ] [ USING "(" {expression} ")" ] [ WITH CHECK "(" {expression} ")" ]'
_POLICIES = [
    made(
        "policy",
        "CREATE POLICY name:{name} ON table:{qualified} [ AS ( PERMISSIVE | RESTRICTIVE ) ] "
        f"[ FOR ( ALL | SELECT | INSERT | UPDATE | DELETE ) ] {_POLICY}",
    ),
    said("alter policy", f"ALTER POLICY name:{{name}} ON table:{{qualified}} {_POLICY}"),
]

FORMS = [*_GRANTS, *_ROLES, *_POLICIES]
