"""CREATE, ALTER and DROP TABLE of SQLite, and its columns."""

from typing import Any

from towpath.operations import (
    AddColumn,
    AddConstraint,
    CreateTable,
    DropColumn,
    DropConstraint,
    DropNotNull,
    DropTable,
    PrimaryKey,
    RenameColumn,
    RenameTable,
    SetNotNull,
    Unique,
    replace,
)
from towpath.sql.grammar import Match
from towpath.sql.postgresql.columns import Built, Part, column, constraint, part
from towpath.sql.postgresql.grammar import Reading, each, one
from towpath.sql.postgresql.named import made
from towpath.sql.postgresql.tables import elements_places, sorted_elements
from towpath.sql.sqlite.grammar import GRAMMAR

_CONFLICT = "[ ON CONFLICT ( ROLLBACK | ABORT | FAIL | IGNORE | REPLACE ) ]"
_REFERENCES = (
    "REFERENCES target:{qualified} [ target_columns:{columns} ] [ MATCH match:{label} ] action:{reference action}*"
)
GRAMMAR.rule(
    "column part",
    "( collation:( COLLATE collated:{collation} ) | [ CONSTRAINT name:{name} ] ("
    f" not_null:( NOT NULL ) {_CONFLICT}"
    f" | null:NULL {_CONFLICT}"
    " | default:( DEFAULT expression:( {value} | {label} ) )"
    f" | primary_key:( PRIMARY KEY [ ASC | DESC ] {_CONFLICT} [ auto:AUTOINCREMENT ] )"
    f" | unique:UNIQUE {_CONFLICT}"
    f' | check:( CHECK "(" expression:{{expression}} ")" ) {_CONFLICT}'
    ' | generated:( [ GENERATED ALWAYS ] AS "(" expression:{expression} ")" [ kept_as:( STORED | VIRTUAL ) ] )'
    f" | {_REFERENCES} ) | attribute:{{column attribute}} )",
    lambda match: _part(match),
)


def _part(match: Match) -> Part:
    """One thing behind a column's type; a key does not mean NOT NULL here."""
    if match.has("collation"):
        return Part({"collation": match.get("collated")}, None, {})
    if match.has("generated"):
        kept = "stored" if match.text("kept_as") == "STORED" else "virtual"
        return Part({"generated": kept, "expression": match.source("expression")}, None, {})
    found = part(match)
    if isinstance(found.constraint, PrimaryKey):
        return found._replace(fields={"identity": "by default"} if match.has("auto") else {})
    return found


GRAMMAR.rule("column definition", "name:{column name} [ type:{type} ] part:{column part}*", column)
GRAMMAR.rule("column name", "( name:{text} | name:{name} )", lambda match: match.get("name"))
GRAMMAR.rule(
    "key column",
    "name:{column name} [ COLLATE {collation} ] [ ASC | DESC ] [ AUTOINCREMENT ]",
    lambda match: match.get("name"),
)
GRAMMAR.rule("keyed", '"(" all:{key column},+ ")"', lambda match: tuple(match.get("all")))
GRAMMAR.rule(
    "check body", f'CHECK "(" expression:{{expression}} ")" {_CONFLICT}', lambda match: constraint(match, "check")
)
GRAMMAR.rule("primary key body", f"PRIMARY KEY columns:{{keyed}} {_CONFLICT}",
             lambda match: PrimaryKey(match.get("columns")))  # fmt: skip
GRAMMAR.rule("unique body", f"UNIQUE columns:{{keyed}} {_CONFLICT}", lambda match: Unique(match.get("columns")))
GRAMMAR.rule(
    "foreign key body",
    f"FOREIGN KEY columns:{{columns}} {_REFERENCES}",
    lambda match: constraint(match, "foreign key"),
)
GRAMMAR.rule(
    "table constraint",
    "[ CONSTRAINT name:{name} ] "
    "constraint:( {check body} | {primary key body} | {unique body} | {foreign key body} ) attribute:{attribute}*",
    lambda match: _constraint(match),
)
GRAMMAR.rule("table element", "( what:{table constraint} | what:{column definition} )", lambda match: match.get("what"))
GRAMMAR.rule("table option", "( WITHOUT ROWID | STRICT )")


def _constraint(match: Match) -> Built:
    found: Any = match.get("constraint")
    for attribute in match.get("attribute", ()):
        found = replace(found, **{key: value for key, value in attribute.items() if hasattr(found, key)})
    found = replace(found, name=match.get("name"))
    places = {"constraint": match.span(match.first, match.end)} if match.tokens.careful else {}
    return Built(None, (found,), places | match.places())


def _create(match: Match) -> Reading:
    first, others = match.get("first"), match.get("others", [])
    elements: list[Built] = [first, *others] if first else []
    operation = CreateTable(
        match.get("table"),
        if_not_exists=match.has("if_not_exists"),
        temporary=match.has("temporary"),
        query=match.source("query"),
        options=match.source("options") or "",
        **sorted_elements(elements),
    )
    return one(operation, match, elements_places(elements))


def _add(match: Match) -> Reading:
    built: Built = match.get("added")
    assert built.column
    return one(AddColumn(match.get("table"), built.column, built.constraints), match, built.places)


def _add_constraint(match: Match) -> Reading:
    built: Built = match.get("added")
    return one(AddConstraint(match.get("table"), built.constraints[0]), match, built.places)


_TABLE = "[ temporary:( TEMP | TEMPORARY ) ] TABLE [ if_not_exists:( IF NOT EXISTS ) ] table:{qualified}"
_ALTER = "ALTER TABLE table:{qualified}"

FORMS = [
    GRAMMAR.form(
        f'CREATE {_TABLE} "(" first:{{table element}} others:( [ , ] {{table element}} )* ")" '
        "[ options:( {table option},+ ) ]",
        _create,
    ),
    GRAMMAR.form(f"CREATE {_TABLE} AS query:{{query}}", _create),
    made(
        "virtual table",
        "CREATE VIRTUAL TABLE [ if_not_exists:( IF NOT EXISTS ) ] name:{qualified} USING {name} [ {balanced} ]",
        GRAMMAR,
    ),
    GRAMMAR.form(
        "DROP TABLE [ if_exists:( IF EXISTS ) ] tables:{placed},+",
        lambda match: each(match, "tables", lambda table: DropTable(table, match.has("if_exists"))),
    ),
    GRAMMAR.form(f"{_ALTER} ADD added:{{table constraint}}", _add_constraint),
    GRAMMAR.form(f"{_ALTER} ADD [ COLUMN ] added:{{column definition}}", _add),
    GRAMMAR.form(
        f"{_ALTER} DROP CONSTRAINT name:{{name}}",
        lambda match: one(DropConstraint(match.get("table"), match.get("name")), match),
    ),
    GRAMMAR.form(
        f"{_ALTER} DROP [ COLUMN ] column:{{column name}}",
        lambda match: one(DropColumn(match.get("table"), match.get("column")), match),
    ),
    GRAMMAR.form(
        f"{_ALTER} RENAME TO to:{{column name}}",
        lambda match: one(RenameTable(match.get("table"), match.get("to")), match),
    ),
    GRAMMAR.form(
        f"{_ALTER} RENAME [ COLUMN ] column:{{column name}} TO to:{{column name}}",
        lambda match: one(RenameColumn(match.get("table"), match.get("column"), match.get("to")), match),
    ),
    GRAMMAR.form(
        f"{_ALTER} ALTER [ COLUMN ] column:{{column name}} SET NOT NULL",
        lambda match: one(SetNotNull(match.get("table"), match.get("column")), match),
    ),
    GRAMMAR.form(
        f"{_ALTER} ALTER [ COLUMN ] column:{{column name}} DROP NOT NULL",
        lambda match: one(DropNotNull(match.get("table"), match.get("column")), match),
    ),
]
