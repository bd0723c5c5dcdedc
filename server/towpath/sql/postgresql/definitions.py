"""Types and domains changed, schemas, databases, extensions, collations, statistics, text search."""

from typing import NamedTuple

from towpath.operations import Name, Statement
from towpath.sql import readers
from towpath.sql.grammar import Match
from towpath.sql.lex import Tokens
from towpath.sql.postgresql import statement
from towpath.sql.postgresql.grammar import GRAMMAR, Read, Reading, one
from towpath.sql.postgresql.named import CASCADE, GUARD, IF_EXISTS, IF_NOT_EXISTS, said

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
    said("create type", "CREATE TYPE name:{qualified} [ {definition} ]"),
    said("create type", 'CREATE TYPE name:{qualified} AS "(" [ {attribute definition},+ ] ")"'),
    said("create type", "CREATE TYPE name:{qualified} AS RANGE {definition}"),
    said("alter type set", "ALTER TYPE name:{qualified} SET {definition}"),
    said(
        "alter type rename attribute",
        f"ALTER TYPE table:{{qualified}} RENAME ATTRIBUTE name:{{name}} TO to:{{name}} {CASCADE}",
    ),
    GRAMMAR.form("ALTER TYPE table:{qualified} actions:{type action},+", _attributes),
]

_DOMAIN = "ALTER DOMAIN table:{qualified}"
_DOMAINS = [
    said("alter domain set default", f"{_DOMAIN} SET DEFAULT {{expression}}"),
    said("alter domain {action}", f"{_DOMAIN} action:( DROP DEFAULT | DROP NOT NULL | SET NOT NULL )"),
    said(
        "alter domain add constraint",
        f'{_DOMAIN} ADD [ CONSTRAINT {{name}} ] ( CHECK "(" {{expression}} ")" | NOT NULL ) {{attribute}}*',
    ),
    said("alter domain drop constraint", f"{_DOMAIN} DROP CONSTRAINT {IF_EXISTS} name:{{name}} {CASCADE}"),
    said("alter domain validate constraint", f"{_DOMAIN} VALIDATE CONSTRAINT name:{{name}}"),
]

GRAMMAR.rule("extension option", "( SCHEMA {name} | VERSION {word or text} | CASCADE )")
_EXTENSIONS = [
    said("create extension", f"CREATE EXTENSION {IF_NOT_EXISTS} name:{{name}} [ WITH ] {{extension option}}*"),
    said("alter extension update", "ALTER EXTENSION name:{name} UPDATE ( TO {word or text} )*"),
    said("alter extension {action}", "ALTER EXTENSION name:{name} action:( ADD | DROP ) {member}"),
]


def _schema(match: Match) -> Reading:
    name = match.get("name")
    return one(Statement("create schema", (Name(name) if name else match.get("owner"),), match.whole), match)


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
    said("create database", "CREATE DATABASE name:{name} [ WITH ] {database option}*"),
    said("alter database", "ALTER DATABASE name:{name} [ WITH ] {database option}*"),
    said("alter database", "ALTER DATABASE name:{name} SET TABLESPACE {name}"),
    said("alter database {action}", "ALTER DATABASE name:{name} ( action:SET {set} | action:RESET {reset} )"),
    said(
        "alter database refresh collation version",
        "ALTER DATABASE name:{name} REFRESH COLLATION VERSION",
    ),
    said(
        "create tablespace",
        "CREATE TABLESPACE name:{name} [ OWNER {role name} ] LOCATION {text} [ WITH {settings} ]",
    ),
    said("alter tablespace {action}", "ALTER TABLESPACE name:{name} action:( SET | RESET ) {settings}"),
    said(
        "alter system {action}",
        "ALTER SYSTEM ( action:SET {setting name} ( TO | = ) ( DEFAULT | {setting value},+ ) "
        "| action:RESET ( ALL | {setting name} ) )",
    ),
    said(
        "create access method",
        "CREATE ACCESS METHOD name:{name} TYPE ( INDEX | TABLE ) HANDLER {qualified}",
    ),
]

GRAMMAR.rule("statistics element", '( "(" {expression} ")" | {call} | {name} )')
_OTHERS = [
    said(
        "create collation",
        f"CREATE COLLATION {IF_NOT_EXISTS} name:{{qualified}} ( FROM {{qualified}} | {{definition}} )",
    ),
    said("alter collation refresh version", "ALTER COLLATION name:{qualified} REFRESH VERSION"),
    said(
        "create conversion",
        "CREATE [ DEFAULT ] CONVERSION name:{qualified} FOR {text} TO {text} FROM {qualified}",
    ),
    said(
        "create statistics",
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
    said(
        "create {kind}",
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
