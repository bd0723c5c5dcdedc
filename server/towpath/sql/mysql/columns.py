"""Columns and constraints of MySQL and MariaDB, in CREATE TABLE and behind ADD, MODIFY and CHANGE."""

from typing import Any

from towpath.operations import Constraint, CreateIndex, IndexKey, Name, PrimaryKey, Unique, replace
from towpath.sql.grammar import Match
from towpath.sql.mysql.grammar import GRAMMAR
from towpath.sql.postgresql.columns import Built, Part, column, constraint, part

# What is said of how a column is kept, which no other field of it says.
_KEPT = (
    "kept:( {column charset} | ON UPDATE {value} | INVISIBLE | VISIBLE | COLUMN_FORMAT {word} | STORAGE {word} "
    "| SRID {number} | REF_SYSTEM_ID = {number} | ENGINE_ATTRIBUTE [ = ] {text} | COMPRESSED [ = {word} ] "
    "| WITH SYSTEM VERSIONING | WITHOUT SYSTEM VERSIONING )"
)
_REFERENCES = (
    "REFERENCES target:{qualified} [ target_columns:{columns} ] [ MATCH match:( FULL | PARTIAL | SIMPLE ) ] "
    "action:{reference action}*"
)
_CHECK = 'CHECK "(" expression:{expression} ")"'
_INDEX_OPTIONS = "options:( {index option}* )"

GRAMMAR.rule("column charset", "( ( CHARACTER SET | CHARSET | CHAR SET ) [ = ] {charset} | ASCII | UNICODE | BINARY )")
GRAMMAR.rule(
    "column part",
    f"( {_KEPT} | collation:( COLLATE [ = ] collated:{{charset}} ) | comment:( COMMENT said:{{text}} )"
    " | auto:AUTO_INCREMENT | [ CONSTRAINT [ name:{name} ] ] ("
    " not_null:( NOT NULL )"
    " | null:NULL"
    " | default:( DEFAULT expression:{value} )"
    " | primary_key:( [ PRIMARY ] KEY )"
    " | unique:( UNIQUE [ KEY ] )"
    f" | check:( {_CHECK} )"
    ' | generated:( [ GENERATED ALWAYS ] AS "(" expression:{expression} ")" '
    "[ kept_as:( STORED | PERSISTENT | VIRTUAL ) ] )"
    f" | {_REFERENCES} ) | attribute:{{column attribute}} )",
    lambda match: _part(match),
)


def _part(match: Match) -> Part:
    """One thing behind a column's type."""
    if match.has("kept"):
        return Part({"storage": match.source("kept")}, None, {})
    if match.has("auto"):
        return Part({"identity": "by default"}, None, {})
    if match.has("comment"):
        return Part({"comment": match.get("said")}, None, {})
    if match.has("collation"):
        return Part({"collation": match.get("collated").strip("'\"`")}, None, {})
    if match.has("generated"):
        kept = "virtual" if match.text("kept_as") in ("", "VIRTUAL") else "stored"
        return Part({"generated": kept, "expression": match.source("expression")}, None, {})
    found = part(match)
    if isinstance(found.constraint, PrimaryKey):
        return found._replace(constraint=replace(found.constraint, name="PRIMARY"))
    return found


def _column(match: Match) -> Built:
    """A column; what is said of how it is kept stands together, in the author's order."""
    kept = [one.fields["storage"] for one in match.get("part", ()) if "storage" in one.fields]
    built = column(match)
    assert built.column
    return built._replace(column=replace(built.column, storage=" ".join(kept))) if kept else built


GRAMMAR.rule("column definition", "name:{name} type:{type} part:{column part}*", _column)

GRAMMAR.rule(
    "index key",
    '( expression:( "(" {expression} ")" ) | column:{name} [ "(" prefix:{number} ")" ] ) [ order:( ASC | DESC ) ]',
    lambda match: IndexKey(
        match.get("column"),
        match.source("expression"),
        descending=match.text("order") == "DESC",
        prefix=int(match.get("prefix")) if match.has("prefix") else None,
    ),
)
GRAMMAR.rule(
    "index option",
    "( KEY_BLOCK_SIZE [ = ] {number} | USING {word} | WITH PARSER {name} | COMMENT {text} | VISIBLE | INVISIBLE "
    "| IGNORED | NOT IGNORED | CLUSTERING [ = ] {word} | [ SECONDARY_ ] ENGINE_ATTRIBUTE [ = ] {text} )",
)
_NAME = "[ if_not_exists:( IF NOT EXISTS ) ] [ index:{name} ] [ USING method:{word} ]"


def _index(match: Match, unique: bool = False) -> CreateIndex:
    """An index within CREATE TABLE or behind ADD; its table is said by what stands around it."""
    method = match.text("method") or match.text("kind")
    return CreateIndex(
        match.get("index"),
        Name(""),
        match.get("keys"),
        unique=unique,
        if_not_exists=match.has("if_not_exists"),
        method=method.lower() or None,
        options=match.source("options") or "",
    )


def _key(match: Match, kind: type[PrimaryKey] | type[Unique]) -> Constraint | CreateIndex:
    """A key over whole columns is a constraint; one over parts of them, or expressions, is a unique index."""
    name = "PRIMARY" if kind is PrimaryKey else match.get("index") or match.get("name")
    keys: tuple[IndexKey, ...] = match.get("keys")
    if kind is Unique and any(key != IndexKey(key.column) for key in keys):
        return replace(_index(match, unique=True), name=name)
    columns = tuple(key.column or "" for key in keys)
    return kind(columns, name, options=match.source("options") or "")


GRAMMAR.rule("check body", f"{_CHECK}", lambda match: constraint(match, "check"))
GRAMMAR.rule(
    "primary key body",
    f"PRIMARY KEY [ {{name}} ] [ USING method:{{word}} ] keys:{{index keys}} {_INDEX_OPTIONS}",
    lambda match: _key(match, PrimaryKey),
)
GRAMMAR.rule(
    "unique body",
    f"UNIQUE [ INDEX | KEY ] {_NAME} keys:{{index keys}} {_INDEX_OPTIONS}",
    lambda match: _key(match, Unique),
)
GRAMMAR.rule(
    "foreign key body",
    f"FOREIGN KEY [ IF NOT EXISTS ] [ index:{{name}} ] columns:{{columns}} {_REFERENCES}",
    lambda match: constraint(match, "foreign key"),
)
GRAMMAR.rule(
    "table constraint",
    "[ CONSTRAINT [ IF NOT EXISTS ] [ name:{name} ] ] "
    "constraint:( {check body} | {primary key body} | {unique body} | {foreign key body} ) attribute:{attribute}*",
    lambda match: _constraint(match),
)
GRAMMAR.rule(
    "table index",
    f"( INDEX | KEY | kind:( FULLTEXT | SPATIAL ) [ INDEX | KEY ] ) {_NAME} keys:{{index keys}} {_INDEX_OPTIONS}",
    _index,
)


def _constraint(match: Match) -> Built | CreateIndex:
    """A constraint with the name that stands before it, unless its index has one, or it is the primary key."""
    found: Any = match.get("constraint")
    name = match.get("name")
    for attribute in match.get("attribute", ()):
        found = replace(found, **{key: value for key, value in attribute.items() if hasattr(found, key)})
    if found.name is None and name:
        found = replace(found, name=name)
    if isinstance(found, CreateIndex):
        return found
    places = {} if not match.tokens.careful else {"constraint": match.span(match.first, match.end)}
    return Built(None, (found,), places | match.places())
