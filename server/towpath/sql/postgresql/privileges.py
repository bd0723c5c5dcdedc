"""GRANT and REVOKE, roles, default privileges, policies."""

from towpath.sql.postgresql.grammar import GRAMMAR
from towpath.sql.postgresql.named import said

_GRANTED_BY = "[ GRANTED BY {role name} ]"
_CASCADE = "[ CASCADE | RESTRICT ]"
_ROLE = "( ROLE | USER )"

GRAMMAR.rule("privilege", "( ALTER SYSTEM | ( SELECT | REFERENCES | CREATE | {name} ) [ {columns} ] )")
GRAMMAR.rule("privileges", "( ALL [ PRIVILEGES ] [ {columns} ] | {privilege},+ )")
GRAMMAR.rule("grantee", "( GROUP {role name} | {role name} )")
GRAMMAR.rule(
    "routine reference",
    "name:{function} [ {parameters} ]",
    lambda match: match.get("name"),
)
# A word that is a kind here may be a table's name too, so the kinds that need more behind them come first.
_TARGET = (
    "( ALL ( TABLES | SEQUENCES | FUNCTIONS | PROCEDURES | ROUTINES ) IN SCHEMA name:{name},+"
    " | ( FOREIGN ( DATA WRAPPER | SERVER ) | DATABASE | LANGUAGE | SCHEMA | TABLESPACE ) name:{name},+"
    " | ( FUNCTION | PROCEDURE | ROUTINE ) name:{routine reference},+"
    " | ( TABLE | SEQUENCE | DOMAIN | TYPE ) name:{qualified},+"
    " | LARGE OBJECT {number},+"
    " | PARAMETER {setting name},+"
    " | name:{qualified},+ )"
)
_DEFAULTS = "( TABLES | FUNCTIONS | ROUTINES | SEQUENCES | TYPES | SCHEMAS | LARGE OBJECTS )"
GRAMMAR.rule("granted option", "{label} ( OPTION | TRUE | FALSE )")

_GRANTS = [
    said(
        "grant",
        f"GRANT {{privileges}} ON {_TARGET} TO {{grantee}},+ [ WITH GRANT OPTION ] {_GRANTED_BY}",
    ),
    said(
        "revoke",
        f"REVOKE [ GRANT OPTION FOR ] {{privileges}} ON {_TARGET} FROM {{grantee}},+ {_GRANTED_BY} {_CASCADE}",
    ),
    said(
        "grant role",
        f"GRANT name:{{name}},+ TO {{role name}},+ [ WITH {{granted option}},+ ] {_GRANTED_BY}",
    ),
    said(
        "revoke role",
        f"REVOKE [ {{name}} OPTION FOR ] name:{{name}},+ FROM {{role name}},+ {_GRANTED_BY} {_CASCADE}",
    ),
    said(
        "alter default privileges",
        f"ALTER DEFAULT PRIVILEGES ( IN SCHEMA name:{{name}},+ | FOR {_ROLE} {{role name}},+ )* "
        f"( GRANT {{privileges}} ON {_DEFAULTS} TO {{grantee}},+ [ WITH GRANT OPTION ]"
        f" | REVOKE [ GRANT OPTION FOR ] {{privileges}} ON {_DEFAULTS} FROM {{grantee}},+ {_CASCADE} )",
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
    said("create role", "CREATE ( ROLE | USER | GROUP ) name:{role name} [ WITH ] {new role option}*"),
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
    said(
        "create policy",
        "CREATE POLICY name:{name} ON table:{qualified} [ AS ( PERMISSIVE | RESTRICTIVE ) ] "
        f"[ FOR ( ALL | SELECT | INSERT | UPDATE | DELETE ) ] {_POLICY}",
    ),
    said("alter policy", f"ALTER POLICY name:{{name}} ON table:{{qualified}} {_POLICY}"),
]

FORMS = [*_GRANTS, *_ROLES, *_POLICIES]
