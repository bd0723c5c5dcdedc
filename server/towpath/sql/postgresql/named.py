"""Statements that go by a kind: what makes an object of some kind, and what no rule needs taken apart.

`table` is what a thing stands on, `name` the thing itself, `others` what else is acted on: in this order they become
`Statement.objects`. These forms are many and seldom needed, so they are made when nothing else fits.
"""

from collections.abc import Iterable, Iterator
from typing import Any, cast

from towpath.operations import CreateObject, Name, Statement, Type
from towpath.sql import readers
from towpath.sql.grammar import Form, Grammar, Match
from towpath.sql.lex import Tokens, identifier
from towpath.sql.postgresql.grammar import GRAMMAR, Reading, one

IF_EXISTS = "[ if_exists:( IF EXISTS ) ]"
IF_NOT_EXISTS = "[ if_not_exists:( IF NOT EXISTS ) ]"
REPLACE = "[ replace:( OR REPLACE ) ]"
CASCADE = "[ ( cascade:CASCADE | RESTRICT ) ]"
# IF EXISTS of an ALTER is the guard of its step.
GUARD = "[ if_table_exists:( IF EXISTS ) ]"


def said(kind: str, spelled: str, grammar: Grammar = GRAMMAR) -> Form[Reading]:
    """The form of a statement; `{kind}` and `{action}` in its kind are the words under these labels."""

    def build(match: Match) -> Reading:
        words = kind.format(kind=match.text("kind").lower(), action=match.text("action").lower())
        return one(Statement(words, objects(match), match.whole), match)

    return grammar.form(spelled, build)


def made(kind: str, spelled: str, grammar: Grammar = GRAMMAR) -> Form[Reading]:
    """The form of a statement that makes an object of a kind; `{kind}` in it are the words under this label."""

    def build(match: Match) -> Reading:
        words = kind.format(kind=match.text("kind").lower())
        name, tables = next(names(match.get("name")), None), list(names(match.get("table")))
        if name is None:
            return one(Statement(f"create {words}", objects(match), match.whole), match)
        operation = CreateObject(
            words,
            name,
            match.whole,
            tables[0] if tables else None,
            (*tables[1:], *names(match.get("others"))),
            match.source("signature"),
            match.has("if_not_exists"),
            match.has("replace"),
        )
        return one(operation, match)

    return grammar.form(spelled, build)


def objects(match: Match) -> tuple[Name, ...]:
    """The names under the labels that objects stand under, in their order."""
    return tuple(name for label in ("table", "name", "others") for name in names(match.get(label)))


def names(value: Any) -> Iterator[Name]:
    """The names in a value: a Name, a plain text, a type, or a list of such."""
    if isinstance(value, Name):
        yield value
    elif isinstance(value, str):
        yield Name(value)
    elif isinstance(value, Type):
        schema, _, name = str(value).rpartition(".")
        yield Name(name, schema or None)
    elif isinstance(value, list | tuple):
        for item in cast("Iterable[Any]", value):
            yield from names(item)


# How each shape of object is named behind its kind.
SHAPES = {
    "qualified": "name:{qualified}",
    "plain": "name:{name}",
    "role": "name:{role name}",
    "type": "name:{type}",
    "column": "name:{column path}",
    "part": "name:{name} ON table:{qualified}",
    "routine": "name:{function} [ signature:{parameters} ]",
    "aggregate": "name:{function} signature:{aggregate arguments}",
    "operator": "name:{operator name} signature:{operator arguments}",
    "by method": "name:{qualified} signature:( USING {name} )",
    "cast": '"(" name:{type} AS others:{type} ")"',
    "transform": "FOR name:{type} LANGUAGE others:{name}",
    "large object": "name:{number}",
}
# Every kind of object, by the words that SQL calls it by, with its shape.
KINDS = {
    "ACCESS METHOD": "plain",
    "AGGREGATE": "aggregate",
    "CAST": "cast",
    "COLLATION": "qualified",
    "COLUMN": "column",
    "CONSTRAINT": "part",
    "CONVERSION": "qualified",
    "DATABASE": "plain",
    "DOMAIN": "type",
    "EVENT TRIGGER": "plain",
    "EXTENSION": "plain",
    "FOREIGN DATA WRAPPER": "plain",
    "FOREIGN TABLE": "qualified",
    "FUNCTION": "routine",
    "INDEX": "qualified",
    "LANGUAGE": "plain",
    "LARGE OBJECT": "large object",
    "MATERIALIZED VIEW": "qualified",
    "OPERATOR CLASS": "by method",
    "OPERATOR FAMILY": "by method",
    "OPERATOR": "operator",
    "POLICY": "part",
    "PROCEDURE": "routine",
    "PUBLICATION": "plain",
    "ROLE": "role",
    "ROUTINE": "routine",
    "RULE": "part",
    "SCHEMA": "plain",
    "SEQUENCE": "qualified",
    "SERVER": "plain",
    "STATISTICS": "qualified",
    "SUBSCRIPTION": "plain",
    "TABLE": "qualified",
    "TABLESPACE": "plain",
    "TEXT SEARCH CONFIGURATION": "qualified",
    "TEXT SEARCH DICTIONARY": "qualified",
    "TEXT SEARCH PARSER": "qualified",
    "TEXT SEARCH TEMPLATE": "qualified",
    "TRANSFORM": "transform",
    "TRIGGER": "part",
    "TYPE": "type",
    "VIEW": "qualified",
}


def spelled(kinds: Iterable[str]) -> str:
    """How an object of one of these kinds is spelled, with its kind under `kind`."""
    by_shape: dict[str, list[str]] = {}
    for kind in kinds:
        by_shape.setdefault(KINDS[kind], []).append(kind)
    choices = [_choice(shape, [kind for kind in found if kind != "LANGUAGE"]) for shape, found in by_shape.items()]
    if "LANGUAGE" in by_shape.get("plain", ()):
        choices.append(f"[ PROCEDURAL ] kind:LANGUAGE {SHAPES['plain']}")
    return f"( {' | '.join(choices)} )"


def _choice(shape: str, kinds: list[str]) -> str:
    return f"kind:( {' | '.join(kinds)} ) {SHAPES[shape]}"


def _operator_name(tokens: Tokens, index: int) -> readers.Taken:
    """An operator, with or without its schema, as a Name."""
    end = readers.operator(tokens, index)[0]
    if end < 0:
        return readers.NOTHING
    return end, Name(tokens.words[end - 1], identifier(tokens.source(end - 3, end - 2)) if end - index > 1 else None)


GRAMMAR.reader("operator name", "an operator", _operator_name)
GRAMMAR.rule(
    "role name",
    "( word:( CURRENT_USER | CURRENT_ROLE | SESSION_USER ) | name:{option} )",
    lambda match: Name(match.get("name") or match.text("word").lower()),
)
GRAMMAR.rule("operator side", "( NONE | {type} )")
GRAMMAR.rule("operator arguments", '"(" {operator side} , {operator side} ")"')
GRAMMAR.rule("member", spelled(kind for kind in KINDS if KINDS[kind] not in ("column", "part", "large object")))
GRAMMAR.rule("word or text", "( {text} | {option} )")
GRAMMAR.rule("given options", 'OPTIONS "(" {given option},+ ")"')
GRAMMAR.rule("given option", "{label} {text}")
GRAMMAR.rule("changed options", "OPTIONS {foreign options}")
