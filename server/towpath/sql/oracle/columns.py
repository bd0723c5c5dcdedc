"""Columns and constraints of Oracle, in CREATE TABLE and behind ADD and MODIFY."""

from typing import Any

from towpath.operations import Constraint, PrimaryKey, Unique, replace
from towpath.sql.grammar import Match
from towpath.sql.oracle.grammar import GRAMMAR
from towpath.sql.postgresql.columns import Built, Part, column, constraint, fitted, part

GRAMMAR.rule(
    "index use", "USING INDEX [ {balanced} | {storage part} {storage part}* | {qualified} [ {storage part} ]* ]"
)
GRAMMAR.rule(
    "state",
    "( word:( ENABLE | DISABLE | VALIDATE | NOVALIDATE | NOT DEFERRABLE | DEFERRABLE "
    "| INITIALLY ( DEFERRED | IMMEDIATE ) ) | RELY | NORELY | EXCEPTIONS INTO {qualified} | index:{index use} )",
    lambda match: _STATES.get(match.text("word"), {"options": match.source("index") or ""}),
)
# What is said of a constraint behind it; one that is disabled holds for no row.
_STATES: dict[str, dict[str, Any]] = {
    "ENABLE": {"enforced": True},
    "DISABLE": {"enforced": False, "valid": False},
    "VALIDATE": {"valid": True},
    "NOVALIDATE": {"valid": False},
    "DEFERRABLE": {"deferrable": True},
    "NOT DEFERRABLE": {"deferrable": False},
    "INITIALLY DEFERRED": {"deferrable": True, "deferred": True},
    "INITIALLY IMMEDIATE": {"deferred": False},
}
_REFERENCES = "REFERENCES target:{qualified} [ target_columns:{columns} ] action:{reference action}*"
_IDENTITY = "GENERATED ( ALWAYS | BY DEFAULT [ ON NULL ] ) AS IDENTITY"

GRAMMAR.rule(
    "column part",
    "( kept:( INVISIBLE | VISIBLE | SORT | ENCRYPT [ USING {text} ] [ IDENTIFIED BY {name} ] [ {text} ] "
    "[ [ NO ] SALT ] | DECRYPT | SCOPE IS {qualified} ) | collation:( COLLATE collated:{label} ) | state:{state}"
    f" | identity:( {_IDENTITY} ) [ {{balanced}} ]"
    ' | generated:( [ GENERATED ALWAYS ] AS "(" expression:{expression} ")" [ VIRTUAL ] )'
    " | default:( DEFAULT [ ON NULL [ FOR INSERT ( ONLY | AND UPDATE ) ] ] expression:{value} )"
    " | [ CONSTRAINT name:{name} ] ( not_null:( NOT NULL ) | null:NULL | primary_key:( PRIMARY KEY ) | unique:UNIQUE"
    ' | check:( CHECK "(" expression:{expression} ")" )'
    f" | {_REFERENCES} ) )",
    lambda match: _part(match),
)


def _part(match: Match) -> Part:
    """One thing behind a column's type."""
    if match.has("kept"):
        return Part({"storage": match.source("kept")}, None, {})
    if match.has("collation"):
        return Part({"collation": match.source("collated")}, None, {})
    if match.has("state"):
        return Part({"attributes": match.get("state")}, None, {})
    if match.has("generated"):
        return Part({"generated": "virtual", "expression": match.source("expression")}, None, {})
    return part(match)


GRAMMAR.rule(
    "column definition",
    "( name:{name} type:{type} part:{column part}* | name:{name} computed:{computed} part:{column part}* )",
    lambda match: _column(match),
)
GRAMMAR.rule(
    "computed",
    '[ GENERATED ALWAYS ] AS "(" expression:{expression} ")" [ VIRTUAL ]',
    lambda match: {"generated": "virtual", "expression": match.source("expression"), "nullable": None},
)
# What MODIFY says of a column; all else stays as it is.
GRAMMAR.rule("modified column", "name:{name} [ type:{type} ] part:{column part}*", lambda match: _modified(match))


def _modified(match: Match) -> Built:
    said = {field for one in match.get("part", ()) for field in one.fields}
    built = column(match)
    assert built.column
    return built if "nullable" in said else built._replace(column=replace(built.column, nullable=None))


def _column(match: Match) -> Built:
    built = column(match)
    assert built.column
    fields = match.get("computed", {})
    return built._replace(column=replace(built.column, **fields)) if fields else built


def _key(match: Match, kind: type[PrimaryKey] | type[Unique]) -> Constraint:
    return kind(match.get("columns"))


GRAMMAR.rule("check body", 'CHECK "(" expression:{expression} ")"', lambda match: constraint(match, "check"))
GRAMMAR.rule("primary key body", "PRIMARY KEY columns:{columns}", lambda match: _key(match, PrimaryKey))
GRAMMAR.rule("unique body", "UNIQUE columns:{columns}", lambda match: _key(match, Unique))
GRAMMAR.rule(
    "foreign key body",
    f"FOREIGN KEY columns:{{columns}} {_REFERENCES}",
    lambda match: constraint(match, "foreign key"),
)
GRAMMAR.rule(
    "table constraint",
    "[ CONSTRAINT name:{name} ] "
    "constraint:( {check body} | {primary key body} | {unique body} | {foreign key body} ) state:{state}*",
    lambda match: _constraint(match),
)


def _constraint(match: Match) -> Built:
    said: dict[str, Any] = {"name": match.get("name")}
    for state in match.get("state", ()):
        said |= state
    places = {"constraint": match.span(match.first, match.end)} if match.tokens.careful else {}
    return Built(None, (fitted(match.get("constraint"), said),), places | match.places())


GRAMMAR.rule(
    "table element",
    "( what:{table constraint} | SUPPLEMENTAL LOG {word} {balanced} [ ALWAYS ] | what:{column definition} )",
    lambda match: match.get("what"),
)
