"""Types and domains changed, schemas, databases, extensions, collations, statistics, text search."""

from typing import Any, NamedTuple

from towpath.operations import AlterDomain, Check, CreateObject, Name, NotNull, Statement
from towpath.sql import readers
from towpath.sql.grammar import Match
from towpath.sql.lex import Tokens
from towpath.sql.postgresql import statement
from towpath.sql.postgresql.columns import fitted
from towpath.sql.postgresql.grammar import GRAMMAR, Read, Reading, one
from towpath.sql.postgresql.named import CASCADE, GUARD, IF_EXISTS, IF_NOT_EXISTS, made, said

GRAMMAR.rule("attribute definition", "name:{name} {type} [ COLLATE {qualified} ]", lambda match: match.get("name"))


class _Action(NamedTuple):
    """One action of ALTER TYPE on an attribute: its words, the attribute, the author's text."""

    words: str
    attribute: str
    text: str


def _action(match: Match) -> _Action:
    words = f"{match.text('kind').lower()}{' type' if match.has('retyped') else ''}"
    return _Action(words, match.get("name"), match.whole)


def _attributes(match: Match) -> Reading:
    table, places = match.get("table"), match.places()
    head = match.before("actions")
    actions: list[_Action] = match.get("actions")
    return [
        Read(Statement(f"alter type {words}", (table, Name(attribute)), head + text), places)
        for words, attribute, text in actions
    ]


GRAMMAR.rule(
    "type action",
    "( kind:( ADD ATTRIBUTE ) name:{attribute definition}"
    f" | kind:( DROP ATTRIBUTE ) {IF_EXISTS} name:{{name}}"
    " | kind:( ALTER ATTRIBUTE ) name:{name} retyped:( [ SET DATA ] TYPE ) {type} [ COLLATE {qualified} ] ) "
    f"{CASCADE}",
    _action,
)
_TYPES = [
    made("type", "CREATE TYPE name:{qualified} [ {definition} ]"),
    made("type", 'CREATE TYPE name:{qualified} AS "(" [ {attribute definition},+ ] ")"'),
    made("type", "CREATE TYPE name:{qualified} AS RANGE {definition}"),
    said("alter type set", "ALTER TYPE name:{qualified} SET {definition}"),
    said(
        "alter type rename attribute",
        f"ALTER TYPE table:{{qualified}} RENAME ATTRIBUTE name:{{name}} TO to:{{name}} {CASCADE}",
    ),
    GRAMMAR.form("ALTER TYPE table:{qualified} actions:{type action},+", _attributes),
]

_DOMAIN = "ALTER DOMAIN table:{qualified}"


def _domain(match: Match, action: str = "", **fields: Any) -> Reading:
    said: Any = action or match.text("action").lower()
    return one(AlterDomain(match.get("table"), said, **fields), match)


def _domain_constraint(match: Match) -> Reading:
    name, expression = match.get("name"), match.source("expression")
    constraint = NotNull("value", name) if expression is None else Check(expression, name)
    said: dict[str, Any] = {}
    for attribute in match.get("attribute", ()):
        said |= attribute
    return _domain(match, "add constraint", constraint=fitted(constraint, said))


_DOMAINS = [
    GRAMMAR.form(
        f"{_DOMAIN} SET DEFAULT default:{{expression}}",
        lambda match: _domain(match, "set default", default=match.source("default")),
    ),
    GRAMMAR.form(f"{_DOMAIN} action:( DROP DEFAULT | DROP NOT NULL | SET NOT NULL )", _domain),
    GRAMMAR.form(
        f'{_DOMAIN} ADD [ CONSTRAINT name:{{name}} ] ( CHECK "(" expression:{{expression}} ")" | NOT NULL ) '
        "attribute:{attribute}*",
        _domain_constraint,
    ),
    GRAMMAR.form(
        f"{_DOMAIN} action:( DROP CONSTRAINT ) {IF_EXISTS} name:{{name}} {CASCADE}",
        lambda match: _domain(
            match, name=match.get("name"), if_exists=match.has("if_exists"), cascade=match.has("cascade")
        ),
    ),
    GRAMMAR.form(
        f"{_DOMAIN} action:( VALIDATE CONSTRAINT ) name:{{name}}",
        lambda match: _domain(match, name=match.get("name")),
    ),
]

GRAMMAR.rule("extension option", "( SCHEMA {name} | VERSION {word or text} | CASCADE )")
_EXTENSIONS = [
    made("extension", f"CREATE EXTENSION {IF_NOT_EXISTS} name:{{name}} [ WITH ] {{extension option}}*"),
    said("alter extension update", "ALTER EXTENSION name:{name} UPDATE ( TO {word or text} )*"),
    said("alter extension {action}", "ALTER EXTENSION name:{name} action:( ADD | DROP ) {member}"),
]


def _schema(match: Match) -> Reading:
    name = Name(match.get("name")) if match.has("name") else match.get("owner")
    return one(CreateObject("schema", name, match.whole, if_not_exists=match.has("if_not_exists")), match)


def _schema_elements(tokens: Tokens, index: int) -> readers.Taken:
    """The statements that may follow CREATE SCHEMA without semicolons, each from its CREATE or GRANT on."""
    depth, starts = 0, list[int]()
    for at in range(index, tokens.count):
        word = tokens.words[at]
        depth += {"(": 1, ")": -1}.get(word, 0)
        if not depth and (word == "CREATE" or (word == "GRANT" and tokens.words[at - 1] != "WITH")):
            starts.append(at)
    if not starts or starts[0] != index:
        return readers.NOTHING
    if all(statement(tokens, start, end) for start, end in zip(starts, [*starts[1:], tokens.count])):
        return tokens.count, None
    return readers.NOTHING


GRAMMAR.reader("schema elements", "CREATE", _schema_elements, frozenset(("CREATE", "GRANT")))
_SCHEMAS = [
    GRAMMAR.form(
        f"CREATE SCHEMA {IF_NOT_EXISTS} ( [ name:{{name}} ] AUTHORIZATION owner:{{role name}} | name:{{name}} ) "
        "[ {schema elements} ]",
        _schema,
    ),
]

GRAMMAR.rule(
    "database option",
    "( CONNECTION LIMIT | ALLOW_CONNECTIONS | BUILTIN_LOCALE | COLLATION_VERSION | ENCODING | ICU_LOCALE | ICU_RULES"
    " | IS_TEMPLATE | LC_COLLATE | LC_CTYPE | LOCALE | LOCALE_PROVIDER | LOCATION | OID | OWNER | STRATEGY | TABLESPACE"
    " | TEMPLATE ) [ = ] ( DEFAULT | {number} | {text} | TRUE | FALSE | ON | {option} )",
)
_DATABASES = [
    made("database", "CREATE DATABASE name:{name} [ WITH ] {database option}*"),
    said("alter database", "ALTER DATABASE name:{name} [ WITH ] {database option}*"),
    said("alter database", "ALTER DATABASE name:{name} SET TABLESPACE {name}"),
    said("alter database {action}", "ALTER DATABASE name:{name} ( action:SET {set} | action:RESET {reset} )"),
    said(
        "alter database refresh collation version",
        "ALTER DATABASE name:{name} REFRESH COLLATION VERSION",
    ),
    made(
        "tablespace",
        "CREATE TABLESPACE name:{name} [ OWNER {role name} ] LOCATION {text} [ WITH {settings} ]",
    ),
    said("alter tablespace {action}", "ALTER TABLESPACE name:{name} action:( SET | RESET ) {settings}"),
    said(
        "alter system {action}",
        "ALTER SYSTEM ( action:SET {setting name} ( TO | = ) ( DEFAULT | {setting value},+ ) "
        "| action:RESET ( ALL | {setting name} ) )",
    ),
    made(
        "access method",
        "CREATE ACCESS METHOD name:{name} TYPE ( INDEX | TABLE ) HANDLER {qualified}",
    ),
]

GRAMMAR.rule("statistics element", '( "(" {expression} ")" | {call} | {name} )')
_OTHERS = [
    made(
        "collation",
        f"CREATE COLLATION {IF_NOT_EXISTS} name:{{qualified}} ( FROM {{qualified}} | {{definition}} )",
    ),
    said("alter collation refresh version", "ALTER COLLATION name:{qualified} REFRESH VERSION"),
    made(
        "conversion",
        "CREATE [ DEFAULT ] CONVERSION name:{qualified} FOR {text} TO {text} FROM {qualified}",
    ),
    made(
        "statistics",
        f"CREATE STATISTICS {IF_NOT_EXISTS} [ name:{{qualified}} ] [ {{columns}} ] ON {{statistics element}},+ "
        "FROM table:{relation},+",
    ),
    said(
        "alter statistics set statistics",
        f"ALTER STATISTICS {GUARD} name:{{qualified}} SET STATISTICS ( DEFAULT | {{number}} )",
    ),
]

_CONFIGURATION = "ALTER TEXT SEARCH CONFIGURATION name:{qualified}"
_TEXT_SEARCH = [
    made(
        "{kind}",
        "CREATE kind:( TEXT SEARCH ( PARSER | DICTIONARY | TEMPLATE | CONFIGURATION ) ) name:{qualified} {definition}",
    ),
    said("alter text search dictionary", "ALTER TEXT SEARCH DICTIONARY name:{qualified} {definition}"),
    said(
        "alter text search configuration {action}",
        f"{_CONFIGURATION} action:( ADD MAPPING ) FOR {{name}},+ WITH {{qualified}},+",
    ),
    said(
        "alter text search configuration {action}",
        f"{_CONFIGURATION} action:( ALTER MAPPING ) FOR {{name}},+ "
        "( WITH {qualified},+ | REPLACE {qualified} WITH {qualified} )",
    ),
    said(
        "alter text search configuration {action}",
        f"{_CONFIGURATION} action:( ALTER MAPPING ) REPLACE {{qualified}} WITH {{qualified}}",
    ),
    said(
        "alter text search configuration {action}",
        f"{_CONFIGURATION} action:( DROP MAPPING ) {IF_EXISTS} FOR {{name}},+",
    ),
]

FORMS = [*_TYPES, *_DOMAINS, *_EXTENSIONS, *_SCHEMAS, *_DATABASES, *_OTHERS, *_TEXT_SEARCH]
