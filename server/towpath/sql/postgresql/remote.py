"""What lies on, comes from or goes to other servers: foreign data, publications, subscriptions."""

from towpath.sql.postgresql.grammar import GRAMMAR
from towpath.sql.postgresql.named import IF_NOT_EXISTS, made, said

_OPTIONS = "[ {given options} ]"
_VERSION = "VERSION ( {text} | NULL )"
GRAMMAR.rule("wrapper option", "( HANDLER {qualified} | NO HANDLER | VALIDATOR {qualified} | NO VALIDATOR )")
_FOREIGN = [
    made(
        "foreign data wrapper",
        f"CREATE FOREIGN DATA WRAPPER name:{{name}} {{wrapper option}}* {_OPTIONS}",
    ),
    said(
        "alter foreign data wrapper",
        "ALTER FOREIGN DATA WRAPPER name:{name} "
        "( {changed options} | {wrapper option} {wrapper option}* [ {changed options} ] )",
    ),
    made(
        "server",
        f"CREATE SERVER {IF_NOT_EXISTS} name:{{name}} [ TYPE {{text}} ] [ {_VERSION} ] FOREIGN DATA WRAPPER {{name}} "
        f"{_OPTIONS}",
    ),
    said("alter server", f"ALTER SERVER name:{{name}} ( {{changed options}} | {_VERSION} [ {{changed options}} ] )"),
    said(
        "create user mapping",
        f"CREATE USER MAPPING {IF_NOT_EXISTS} FOR {{mapped user}} SERVER name:{{name}} {_OPTIONS}",
    ),
    said("alter user mapping", "ALTER USER MAPPING FOR {mapped user} SERVER name:{name} {changed options}"),
    said(
        "import foreign schema",
        'IMPORT FOREIGN SCHEMA {name} [ ( LIMIT TO | EXCEPT ) "(" {relation},+ ")" ] FROM SERVER name:{name} '
        f"INTO others:{{name}} {_OPTIONS}",
    ),
    made(
        "foreign table",
        f'CREATE FOREIGN TABLE {IF_NOT_EXISTS} name:{{qualified}} "(" [ {{table element}},+ ] ")" '
        f'[ INHERITS "(" {{qualified}},+ ")" ] SERVER {{name}} {_OPTIONS}',
    ),
    made(
        "foreign table",
        f"CREATE FOREIGN TABLE {IF_NOT_EXISTS} name:{{qualified}} PARTITION OF {{qualified}} "
        f'[ "(" {{typed element}},+ ")" ] {{bound}} SERVER {{name}} {_OPTIONS}',
    ),
]

GRAMMAR.rule(
    "published",
    "( TABLES IN SCHEMA ( CURRENT_SCHEMA | name:{name} ) | CURRENT_SCHEMA"
    ' | [ TABLE ] name:{relation} [ {columns} ] [ WHERE "(" {expression} ")" ] )',
    lambda match: match.get("name"),
)
# The first one says which kind it is; those behind it may leave that out.
GRAMMAR.rule(
    "first published",
    "( TABLES IN SCHEMA ( CURRENT_SCHEMA | name:{name} )"
    ' | TABLE name:{relation} [ {columns} ] [ WHERE "(" {expression} ")" ] )',
    lambda match: match.get("name"),
)
GRAMMAR.rule(
    "published list",
    "first:{first published} ( , all:{published},+ )*",
    lambda match: [match.get("first"), *match.get("all", [])],
)
_WITH = "[ WITH {definition} ]"
_REPLICATION = [
    made(
        "publication",
        f"CREATE PUBLICATION name:{{name}} [ FOR ( ALL TABLES | others:{{published list}} ) ] {_WITH}",
    ),
    said("alter publication set", "ALTER PUBLICATION name:{name} SET {definition}"),
    said(
        "alter publication {action}",
        "ALTER PUBLICATION name:{name} action:( ADD | DROP | SET ) others:{published list}",
    ),
    made(
        "subscription",
        f"CREATE SUBSCRIPTION name:{{name}} CONNECTION {{text}} PUBLICATION {{name}},+ {_WITH}",
    ),
    said("alter subscription {action}", "ALTER SUBSCRIPTION name:{name} action:( SET | SKIP ) {definition}"),
    said("alter subscription {action}", "ALTER SUBSCRIPTION name:{name} action:CONNECTION {text}"),
    said("alter subscription {action}", f"ALTER SUBSCRIPTION name:{{name}} action:( REFRESH PUBLICATION ) {_WITH}"),
    said(
        "alter subscription {action}",
        f"ALTER SUBSCRIPTION name:{{name}} action:( ( ADD | DROP | SET ) PUBLICATION ) {{name}},+ {_WITH}",
    ),
    said("alter subscription {action}", "ALTER SUBSCRIPTION name:{name} action:( ENABLE | DISABLE )"),
]

FORMS = [*_FOREIGN, *_REPLICATION]
