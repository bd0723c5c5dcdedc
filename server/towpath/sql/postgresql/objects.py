"""Types, domains, views, functions, and what is dropped."""

from collections.abc import Sequence
from typing import Any

from towpath.operations import (
    AddEnumValue,
    CreateDomain,
    CreateEnum,
    CreateFunction,
    DropObject,
    Name,
    NotNull,
    RefreshView,
    RenameEnumValue,
    replace,
)
from towpath.sql.grammar import Match
from towpath.sql.keywords import NOT_A_TYPE
from towpath.sql.lex import NAMES, Tokens, kind
from towpath.sql.postgresql.grammar import GRAMMAR, Read, Reading, each, one
from towpath.sql.postgresql.views import view

_IF_EXISTS = "[ if_exists:( IF EXISTS ) ]"
_CASCADE = "[ ( cascade:CASCADE | RESTRICT ) ]"


def _domain(match: Match) -> Reading:
    """A domain reads like a column, which its NOT NULL calls VALUE."""
    fields: dict[str, Any] = {}
    for part in match.get("part", ()):
        fields |= {key: said for key, said in part.fields.items() if key in ("nullable", "default", "collation")}
    found = (part.constraint for part in match.get("part", ()) if part.constraint)
    constraints = tuple(replace(one, column="value") if isinstance(one, NotNull) else one for one in found)
    return one(CreateDomain(match.get("domain"), match.get("type"), constraints=constraints, **fields), match)


def _drop(match: Match) -> Reading:
    kind = match.text("kind").lower()
    return each(match, "names", lambda name: DropObject(kind, name, match.has("if_exists"), match.has("cascade")))


def _drop_of_table(match: Match) -> Reading:
    kind, table = match.text("kind").lower(), match.get("table")
    operation = DropObject(kind, Name(match.get("name")), match.has("if_exists"), match.has("cascade"), table)
    return one(operation, match)


def _drop_function(match: Match) -> Reading:
    kind, flags = match.text("kind").lower(), (match.has("if_exists"), match.has("cascade"))
    outer = match.places()
    return [
        Read(DropObject(kind, name, *flags, signature=signature), outer | places)
        for name, signature, places in match.get("functions")
    ]


_VOLATILITIES: Any = {"IMMUTABLE": "immutable", "STABLE": "stable", "VOLATILE": "volatile"}


def _function(match: Match) -> Reading:
    options = match.get("option", ())
    said = {key: value for option in options for key, value in option.items()}
    language = said.get("language", "sql").lower()
    from towpath.sql import (
        bodies,
    )  # Bodies are made of statements, which are made of forms: only a call closes the ring.

    operation = CreateFunction(
        match.get("function"),
        match.whole,
        language,
        said.get("volatility", "volatile"),
        match.has("replace"),
        match.text("kind") == "PROCEDURE",
        bodies.operations(said["body"], language) if said.get("body") and language in ("sql", "plpgsql") else (),
        match.get("signature"),
    )
    return one(operation, match)


def _function_option(match: Match) -> dict[str, Any]:
    if match.has("language"):
        return {"language": match.get("language")}
    if match.has("volatility"):
        return {"volatility": _VOLATILITIES[match.text("volatility")]}
    return {"body": match.get("body")} if match.has("body") else {}


FORMS = [
    GRAMMAR.form(
        'CREATE TYPE type:{qualified} AS ENUM "(" [ labels:{text},+ ] ")"',
        lambda match: one(CreateEnum(match.get("type"), tuple(match.get("labels", ()))), match),
    ),
    GRAMMAR.form(
        "ALTER TYPE type:{qualified} ADD VALUE [ if_not_exists:( IF NOT EXISTS ) ] label:{text} "
        "[ BEFORE before:{text} | AFTER after:{text} ]",
        lambda match: one(
            AddEnumValue(
                match.get("type"),
                match.get("label"),
                match.has("if_not_exists"),
                match.get("before"),
                match.get("after"),
            ),
            match,
        ),
    ),
    GRAMMAR.form(
        "ALTER TYPE type:{qualified} RENAME VALUE label:{text} TO to:{text}",
        lambda match: one(RenameEnumValue(match.get("type"), match.get("label"), match.get("to")), match),
    ),
    GRAMMAR.form("CREATE DOMAIN domain:{qualified} [ AS ] type:{type} part:{column part}*", _domain),
    GRAMMAR.form(
        "CREATE [ replace:( OR REPLACE ) ] [ temporary:( TEMPORARY | TEMP ) ] [ recursive:RECURSIVE ] "
        "VIEW view:{qualified} [ columns:{columns} ] [ options:( WITH {settings} ) ] AS query:{query} "
        "[ check_option:( WITH [ CASCADED | LOCAL ] CHECK OPTION ) ]",
        view(),
    ),
    GRAMMAR.form(
        "CREATE [ UNLOGGED ] materialized:MATERIALIZED VIEW [ if_not_exists:( IF NOT EXISTS ) ] view:{qualified} "
        "[ columns:{columns} ] options:( [ USING {name} ] [ WITH {settings} ] [ TABLESPACE {name} ] ) AS query:{query} "
        "[ WITH empty:NO DATA | WITH DATA ]",
        view(),
    ),
    GRAMMAR.form(
        "REFRESH MATERIALIZED VIEW [ concurrently:CONCURRENTLY ] view:{qualified} [ WITH empty:NO DATA | WITH DATA ]",
        lambda match: one(RefreshView(match.get("view"), match.has("concurrently"), not match.has("empty")), match),
    ),
    GRAMMAR.form(
        "CREATE [ replace:( OR REPLACE ) ] kind:( FUNCTION | PROCEDURE ) function:{function} signature:{parameters} "
        '[ RETURNS ( TABLE "(" {table parameter},+ ")" | {type} ) ] option:{function option}*',
        _function,
    ),
    GRAMMAR.form(
        "DROP kind:( MATERIALIZED VIEW | VIEW | SEQUENCE | TYPE | DOMAIN | COLLATION | CONVERSION | STATISTICS "
        "| TEXT SEARCH ( PARSER | DICTIONARY | TEMPLATE | CONFIGURATION ) ) "
        f"{_IF_EXISTS} names:{{placed}},+ {_CASCADE}",
        _drop,
    ),
    GRAMMAR.form(
        "DROP ( kind:( SCHEMA | EXTENSION | ACCESS METHOD | EVENT TRIGGER | FOREIGN DATA WRAPPER | SERVER "
        f"| PUBLICATION ) | [ PROCEDURAL ] kind:LANGUAGE ) {_IF_EXISTS} names:{{placed simple}},+ {_CASCADE}",
        _drop,
    ),
    GRAMMAR.form(
        f"DROP kind:( TRIGGER | RULE | POLICY ) {_IF_EXISTS} name:{{name}} ON table:{{qualified}} {_CASCADE}",
        _drop_of_table,
    ),
    GRAMMAR.form(
        f"DROP ( kind:( FUNCTION | PROCEDURE | ROUTINE ) {_IF_EXISTS} functions:{{signature}},+ "
        f"| kind:AGGREGATE {_IF_EXISTS} functions:{{aggregate signature}},+ ) {_CASCADE}",
        _drop_function,
    ),
]

GRAMMAR.rule("simple", "name:{name}", lambda match: Name(match.get("name")))
GRAMMAR.rule("placed simple", "named:{simple}", lambda match: (match.get("named"), match.places()))
GRAMMAR.rule(
    "signature",
    "named:{function} [ arguments:{parameters} ]",
    lambda match: (match.get("named"), match.get("arguments"), match.places()),
)
GRAMMAR.rule(
    "aggregate signature",
    "named:{function} arguments:{aggregate arguments}",
    lambda match: (match.get("named"), match.source("arguments"), match.places()),
)
GRAMMAR.rule(
    "aggregate arguments",
    '"(" ( * | ORDER BY {parameter},+ | {parameter},+ [ ORDER BY {parameter},+ ] ) ")"',
)
_MODE = "[ mode:( IN OUT | IN | OUT | INOUT | VARIADIC ) ]"
# A parameter's type may stand alone, so a name is one only where a type follows it.
GRAMMAR.rule(
    "parameter",
    f"( {{parameter name}} {_MODE} of:{{type}} | {_MODE} ( {{parameter name}} of:{{type}} | of:{{type}} ) ) "
    "[ ( DEFAULT | = | := ) {expression} ]",
    lambda match: (match.text("mode"), str(match.get("of"))),
)
GRAMMAR.rule(
    "atomic",
    "BEGIN ATOMIC ( RETURN {expression} ; | {listed statement} ; | ; )* END",
    lambda match: match.tokens.source(match.first + 2, match.end - 1),
)
GRAMMAR.rule("table parameter", "{parameter name} {type}")
GRAMMAR.rule("parameters", '"(" [ all:{parameter},+ ] ")"', lambda match: _signature(match.get("all", ())))


def _signature(parameters: Sequence[tuple[str, str]]) -> str:
    """What a function takes, without names and defaults, and without what it only gives."""
    taken = ((f"VARIADIC {of}" if mode == "VARIADIC" else of) for mode, of in parameters if mode != "OUT")
    return f"({', '.join(taken)})"


GRAMMAR.rule(
    "function option",
    "( LANGUAGE language:( {text} | {option} ) | volatility:( IMMUTABLE | STABLE | VOLATILE )"
    " | AS body:{text} [ , {text} ] | WINDOW | [ NOT ] LEAKPROOF | STRICT | CALLED ON NULL INPUT"
    " | RETURNS NULL ON NULL INPUT"
    " | [ EXTERNAL ] SECURITY ( INVOKER | DEFINER ) | PARALLEL {name} | COST {number} | ROWS {number}"
    " | SUPPORT {qualified}"
    " | TRANSFORM ( FOR TYPE {type} ),+ | SET {set} | RESET ( ALL | {setting name} )"
    " | RETURN {expression} | body:{atomic} )",
    _function_option,
)


def _parameter_name(tokens: Tokens, index: int) -> tuple[int, Any]:
    """A parameter's name: one word, with the beginning of a type behind it."""
    word, following = tokens.at(index), tokens.at(index + 1)
    if kind(word) in NAMES and kind(following) in NAMES:
        if word in NOT_A_TYPE or following in (
            "DEFAULT",
            "PRECISION",
            "VARYING",
            "WITH",
            "WITHOUT",
            "ARRAY",
        ):
            return -1, None
        return index + 1, tokens.texts[index]
    return -1, None


GRAMMAR.reader("parameter name", "a name", _parameter_name)
