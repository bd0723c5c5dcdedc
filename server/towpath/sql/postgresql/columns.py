"""Columns and constraints, as they are spelled in CREATE TABLE and in ALTER TABLE … ADD."""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from towpath.operations import (
    SERIAL,
    Check,
    Column,
    Constraint,
    Exclusion,
    ForeignKey,
    NotNull,
    PrimaryKey,
    Unique,
    replace,
)
from towpath.source import Span
from towpath.sql import readers
from towpath.sql.grammar import Match
from towpath.sql.lex import Tokens
from towpath.sql.postgresql import sequence_options
from towpath.sql.postgresql.grammar import GRAMMAR

assert sequence_options


class Built(NamedTuple):
    """A column with the constraints beside it, or a constraint alone, and where the parts stand."""

    column: Column | None
    constraints: tuple[Constraint, ...]
    places: dict[str, Span]


class Part(NamedTuple):
    """What stands behind a column's type: one thing it says of the column, or one constraint."""

    fields: dict[str, Any]
    constraint: Constraint | None
    places: dict[str, Span]


def _referenced(match: Match) -> dict[str, Any]:
    """What REFERENCES says, as fields of a ForeignKey."""
    actions = {event: (what, columns) for event, what, columns in match.get("action", ())}
    what, columns = actions.get("DELETE", (None, ()))
    return {
        "target": match.get("target"),
        "target_columns": match.get("target_columns", ()),
        "match": match.text("match") or None,
        "on_delete": what,
        "on_update": actions.get("UPDATE", (None, ()))[0],
        "set_columns": columns,
    }


def _action(match: Match) -> tuple[str, str, tuple[str, ...]]:
    return match.text("event"), match.text("what"), match.get("columns", ())


_ATTRIBUTES: dict[str, dict[str, Any]] = {
    "DEFERRABLE": {"deferrable": True},
    "NOT DEFERRABLE": {"deferrable": False},
    "INITIALLY DEFERRED": {"deferrable": True, "deferred": True},
    "INITIALLY IMMEDIATE": {"deferred": False},
    "NOT VALID": {"valid": False},
    "NO INHERIT": {"inherited": False},
    "ENFORCED": {"enforced": True},
    "NOT ENFORCED": {"enforced": False},
}


def fitted(constraint: Constraint, said: dict[str, Any]) -> Constraint:
    """The constraint with those attributes that its kind has."""
    fitting = {key: value for key, value in said.items() if hasattr(constraint, key)}
    return replace(constraint, **fitting) if fitting else constraint


def _check(match: Match) -> Check:
    return Check(match.source("expression") or "", match.get("name"))


def _key(match: Match, kind: type[PrimaryKey] | type[Unique]) -> Constraint:
    said: dict[str, Any] = {"index": match.get("index"), "include": match.get("include", ())}
    said["options"] = match.source("options") or ""
    if kind is Unique:
        said["nulls_distinct"] = match.text("nulls") != "NULLS NOT DISTINCT"
    return kind(match.get("columns", ()), match.get("name"), without_overlaps=match.has("without_overlaps"), **said)


def _foreign_key(match: Match) -> ForeignKey:
    period = _PERIOD.search(match.text("columns")) is not None
    return ForeignKey(match.get("columns", ()), name=match.get("name"), period=period, **_referenced(match))


def _exclusion(match: Match) -> Exclusion:
    elements = (match.source("elements") or "")[1:-1].strip()
    include, options = match.get("include", ()), match.source("options") or ""
    where = match.source("where")
    return Exclusion(elements, match.get("name"), match.get("method"), where, include=include, options=options)


def _not_null(match: Match) -> NotNull:
    return NotNull(match.get("column"), match.get("name"))


GRAMMAR.rule(
    "attribute",
    "( what:(NOT DEFERRABLE) | what:DEFERRABLE | what:(INITIALLY ( DEFERRED | IMMEDIATE )) | what:(NOT VALID) "
    "| what:(NO INHERIT) | what:(NOT ENFORCED) | what:ENFORCED )",
    lambda match: _ATTRIBUTES[match.text("what")],
)
GRAMMAR.rule(
    "reference action",
    "ON event:( DELETE | UPDATE ) what:( NO ACTION | RESTRICT | CASCADE | SET ( NULL | DEFAULT ) ) "
    "[ columns:{columns} ]",
    _action,
)
_REFERENCES = (
    "REFERENCES target:{qualified} [ target_columns:{key columns} ] [ MATCH match:( FULL | PARTIAL | SIMPLE ) ] "
    "action:{reference action}*"
)
_INDEX_OPTIONS = "options:( [ WITH {settings} ] [ USING INDEX TABLESPACE {name} ] )"
# What stands before the last column of a foreign key that is a period on both sides.
_PERIOD = re.compile(r", PERIOD (?![),])")
_NULLS = "[ nulls:(NULLS [ NOT ] DISTINCT) ]"
_OVERLAPS = '"(" columns:{names} [ without_overlaps:(WITHOUT OVERLAPS) ] ")"'

GRAMMAR.rule("exclusion operator", 'WITH ( OPERATOR "(" {operator} ")" | {operator} )')
GRAMMAR.rule(
    "exclusion element",
    '( "(" {expression} ")" | {call} | {name} ) [ COLLATE {qualified} ] [ {operator class} [ {settings} ] ] '
    "[ ASC | DESC ] [ NULLS ( FIRST | LAST ) ] {exclusion operator}",
)

_KINDS: dict[str, tuple[str, Callable[[Match], Constraint]]] = {
    "check": ('CHECK "(" expression:{expression} ")"', _check),
    "primary key": (
        f"PRIMARY KEY ( USING INDEX index:{{name}} | {_OVERLAPS} [ INCLUDE include:{{columns}} ] {_INDEX_OPTIONS} )",
        lambda match: _key(match, PrimaryKey),
    ),
    "unique": (
        f"UNIQUE ( USING INDEX index:{{name}} | {_NULLS} {_OVERLAPS} [ INCLUDE include:{{columns}} ] "
        f"{_INDEX_OPTIONS} )",
        lambda match: _key(match, Unique),
    ),
    "foreign key": (
        f"FOREIGN KEY columns:{{key columns}} {_REFERENCES}",
        _foreign_key,
    ),
    "exclusion": (
        f'EXCLUDE [ USING method:{{name}} ] elements:( "(" {{exclusion element}},+ ")" ) '
        f'[ INCLUDE include:{{columns}} ] {_INDEX_OPTIONS} [ WHERE "(" where:{{expression}} ")" ]',
        _exclusion,
    ),
    "not null": ("NOT NULL column:{name}", _not_null),
}  # fmt: skip


def constraint(match: Match, kind: str) -> Constraint:
    """The constraint of a kind that a match with the labels of its body says."""
    return _KINDS[kind][1](match)


def _key_columns(tokens: Tokens, index: int) -> readers.Taken:
    """The columns of a foreign key, in parentheses; behind the first, PERIOD may stand before the last of them."""
    if tokens.words[index] != "(":
        return readers.NOTHING
    end, found = readers.names(tokens, index + 1)
    if end > 0 and len(found) > 1 and tokens.words[end - 1] == "PERIOD" and tokens.words[end] != ")":
        end, last = readers.name(tokens, end)
        found = (*found[:-1], last)
    if end < 0:
        return readers.NOTHING
    return (end + 1, found) if tokens.words[end] == ")" else (tokens.failed(end, ")"), None)


GRAMMAR.reader("key columns", "(", _key_columns, frozenset(("(",)))
for _name, (_spelled, _build) in _KINDS.items():
    GRAMMAR.rule(f"{_name} body", _spelled, _build)
GRAMMAR.rule(
    "table constraint",
    "[ CONSTRAINT name:{name} ] constraint:( " + " | ".join(f"{{{kind} body}}" for kind in _KINDS) + " ) "
    "attribute:{attribute}*",
    lambda match: _constraint(match),
)


def _constraint(match: Match) -> Built:
    """A constraint of a table; the place where NOT VALID could stand is its end."""
    said: dict[str, Any] = {}
    for attribute in match.get("attribute", ()):
        said |= attribute
    constraint = fitted(match.get("constraint"), {**said, "name": match.get("name")})
    if not match.tokens.careful:
        return Built(None, (constraint,), {})
    whole = match.span(match.first, match.end)
    return Built(None, (constraint,), {"valid": Span(whole.end, whole.end), **match.places(), "constraint": whole})


def _at(part: str, match: Match, label: str = "") -> dict[str, Span]:
    """Where a part of the column stands, under its label or as the whole of the match, if places are kept."""
    if not match.tokens.careful:
        return {}
    return {part: match.places()[label] if label else match.span(match.first, match.end)}


def part(match: Match) -> Part:
    """One thing behind a column's type, by the label that it was read under."""
    name = match.get("name")
    if match.has("not_null"):
        own = NotNull("", name, inherited=not match.has("own")) if name or match.has("own") else None
        return Part({"nullable": False}, own, _at("nullable", match, "not_null"))
    if match.has("null"):
        return Part({"nullable": True}, None, _at("nullable", match, "null"))
    if match.has("default"):
        return Part({"default": match.source("expression")}, None, _at("default", match, "default"))
    if match.has("identity"):
        kind = "always" if match.text("identity").startswith("GENERATED ALWAYS") else "by default"
        said = {"identity": kind, "nullable": False, "sequence": match.get("sequence", ())}
        return Part(said, None, _at("identity", match, "identity"))
    if match.has("generated"):
        kind = match.text("kept").lower() or "virtual"
        said = {"generated": kind, "expression": match.source("expression")}
        return Part(said, None, _at("generated", match, "generated"))
    if match.has("collation"):
        return Part({"collation": str(match.get("collation"))}, None, _at("collation", match, "collation"))
    constraint: Constraint | None = None
    if match.has("check"):
        constraint = Check(match.source("expression") or "", name, inherited=not match.has("own"))
    elif match.has("unique"):
        distinct, options = match.text("nulls") != "NULLS NOT DISTINCT", match.source("options") or ""
        constraint = Unique((), name, nulls_distinct=distinct, options=options)
    elif match.has("primary_key"):
        key = PrimaryKey((), name, options=match.source("options") or "")
        return Part({"nullable": False}, key, _at("primary key", match))
    elif match.has("target"):
        constraint = ForeignKey((), name=name, **_referenced(match))
    if constraint is None:
        return Part({"attributes": match.get("attribute")}, None, {})
    return Part({}, constraint, _at(type(constraint).__name__, match))


GRAMMAR.rule(
    "column part",
    "( collation:( COLLATE {qualified} ) | [ CONSTRAINT name:{name} ] ("
    " not_null:( NOT NULL ) [ own:( NO INHERIT ) ]"
    " | null:NULL"
    " | default:( DEFAULT expression:{value} )"
    f" | unique:UNIQUE {_NULLS} {_INDEX_OPTIONS}"
    f" | primary_key:( PRIMARY KEY ) {_INDEX_OPTIONS}"
    ' | check:( CHECK "(" expression:{expression} ")" ) [ own:( NO INHERIT ) ]'
    " | identity:( GENERATED ( ALWAYS | BY DEFAULT ) AS IDENTITY ) [ sequence:{sequence options} ]"
    ' | generated:( GENERATED ALWAYS AS "(" expression:{expression} ")" [ kept:( STORED | VIRTUAL ) ] )'
    f" | {_REFERENCES} ) | attribute:{{column attribute}} )",
    part,
)
GRAMMAR.rule(
    "column attribute",
    "( what:(NOT DEFERRABLE) | what:DEFERRABLE | what:(INITIALLY ( DEFERRED | IMMEDIATE )) "
    "| what:(NOT ENFORCED) | what:ENFORCED )",
    lambda match: _ATTRIBUTES[match.text("what")],
)


def column(match: Match) -> Built:
    """A column with everything behind its name, NOT NULL with a name before the other constraints.

    A serial type means NOT NULL and a default of its own.
    """
    column_type = match.get("type")
    fields: dict[str, Any] = {"name": match.get("name"), "type": column_type, "storage": match.source("storage") or ""}
    constraints: list[Constraint] = []
    places = match.places()
    if column_type is not None and column_type.name in SERIAL:
        fields["nullable"] = False
    for part in match.get("part", ()):
        attributes = part.fields.pop("attributes", None)
        if attributes and constraints:
            constraints[-1] = fitted(constraints[-1], attributes)
        elif part.constraint is not None:
            first = 0 if isinstance(part.constraint, NotNull) else len(constraints)
            constraints.insert(first, _of_column(part.constraint, fields["name"]))
        fields |= part.fields
        places |= part.places
    if not match.tokens.careful:
        return Built(Column(**fields), tuple(constraints), {})
    whole = match.span(match.first, match.end)
    unspelled = {"nullable": Span(whole.end, whole.end), "default": Span(whole.end, whole.end)}
    return Built(Column(**fields), tuple(constraints), unspelled | places | {"column": whole})


def _of_column(constraint: Constraint, column: str) -> Constraint:
    if isinstance(constraint, NotNull):
        return replace(constraint, column=column)
    if isinstance(constraint, Check | Exclusion) or constraint.columns:
        return constraint
    return replace(constraint, columns=(column,))


GRAMMAR.rule(
    "column definition",
    "name:{name} type:{type} "
    "storage:( [ STORAGE {label} ] [ COMPRESSION {label} ] [ OPTIONS {foreign options} ] ) part:{column part}*",
    column,
)
GRAMMAR.rule("column options", "name:{name} [ WITH OPTIONS ] part:{column part}*", column)
GRAMMAR.rule("foreign option", "( ADD {label} {text} | SET {label} {text} | DROP {label} | {label} {text} )")
GRAMMAR.rule("foreign options", '"(" {foreign option},+ ")"')
