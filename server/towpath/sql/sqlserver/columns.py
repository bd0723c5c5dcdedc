"""Columns, constraints and indexes of SQL Server, in CREATE TABLE and behind ADD."""

from typing import Any

from towpath.operations import CreateIndex, IndexKey, Name, PrimaryKey, SetDefault, Unique, replace
from towpath.sql.grammar import Match
from towpath.sql.postgresql.columns import Built, Part, column, constraint, part
from towpath.sql.sqlserver.grammar import GRAMMAR

# What is said of how a column is kept, which no other field of it says.
_KEPT = (
    "kept:( SPARSE | ROWGUIDCOL | FILESTREAM | HIDDEN | NOT FOR REPLICATION | MASKED WITH {balanced} "
    "| ENCRYPTED WITH {balanced} | GENERATED ALWAYS AS {word} ( START | END ) [ HIDDEN ] "
    "| COLUMN_SET FOR ALL_SPARSE_COLUMNS )"
)
_REFERENCES = (
    "REFERENCES target:{qualified} [ target_columns:{columns} ] action:{reference action}* [ NOT FOR REPLICATION ]"
)
_CHECK = 'CHECK [ NOT FOR REPLICATION ] "(" expression:{expression} ")"'
# Where something is kept, and how; nobody asks what stands in the parentheses.
GRAMMAR.rule("filegroup", "( {name} [ {columns} ] | {text} )")
GRAMMAR.rule("index settings", "WITH ( {balanced} | ( {label} [ = {number} ] ),+ )")
OPTIONS = "[ CLUSTERED | NONCLUSTERED ] [ HASH ]"
SETTINGS = "[ {index settings} ] [ ON {filegroup} ] [ FILESTREAM_ON {filegroup} ]"

GRAMMAR.rule(
    "column part",
    f"( {_KEPT} | auto:( IDENTITY [ {{balanced}} ] ) | collation:( COLLATE collated:{{label}} )"
    " | [ CONSTRAINT name:{name} ] ("
    " not_null:( NOT NULL )"
    " | null:NULL"
    " | default:( DEFAULT expression:{value} ) [ WITH VALUES ]"
    f" | primary_key:( PRIMARY KEY ) options:( {OPTIONS} ) [ keys:{{index keys}} ] {SETTINGS}"
    f" | unique:UNIQUE options:( {OPTIONS} ) [ keys:{{index keys}} ] {SETTINGS}"
    f" | check:( {_CHECK} ) | [ FOREIGN KEY [ keyed:{{columns}} ] ] {_REFERENCES} ) )",
    lambda match: _part(match),
)
GRAMMAR.rule(
    "computed",
    "generated:( AS expression:{expression} [ kept_as:PERSISTED ] )",
    lambda match: {
        "generated": "stored" if match.has("kept_as") else "virtual",
        "expression": match.source("expression"),
        "nullable": None,
    },
)


def _part(match: Match) -> Part:
    """One thing behind a column's type."""
    if match.has("kept"):
        return Part({"storage": match.source("kept")}, None, {})
    if match.has("auto"):
        return Part({"identity": "by default"}, None, {})
    if match.has("collation"):
        return Part({"collation": match.source("collated")}, None, {})
    found = part(match)
    # One of the table, before which the comma was left out.
    columns = _columns(match) if match.has("keys") else match.get("keyed")
    key: Any = found.constraint
    return found._replace(constraint=replace(key, columns=columns)) if columns else found


def _column(match: Match) -> Built:
    """A column; what is said of how it is kept stands together, in the author's order."""
    kept = [one.fields["storage"] for one in match.get("part", ()) if "storage" in one.fields]
    built = column(match)
    assert built.column
    fields = {**match.get("computed", {}), **({"storage": " ".join(kept)} if kept else {})}
    return built._replace(column=replace(built.column, **fields)) if fields else built


GRAMMAR.rule(
    "column definition",
    "( name:{name} type:{type} part:{column part}* | name:{name} computed:{computed} part:{column part}* )",
    _column,
)
GRAMMAR.rule("restated column", "name:{name} type:{type} part:{column part}*", _column)
GRAMMAR.rule(
    "index key",
    "column:{name} [ order:( ASC | DESC ) ]",
    lambda match: IndexKey(match.get("column"), descending=match.text("order") == "DESC"),
)
_KEYED = "keys:{index keys}"


def _columns(match: Match) -> tuple[str, ...]:
    return tuple(key.column or "" for key in match.get("keys"))


def _key(match: Match, kind: type[PrimaryKey] | type[Unique]) -> PrimaryKey | Unique:
    return kind(_columns(match), options=match.source("options") or "")


GRAMMAR.rule("check body", _CHECK, lambda match: constraint(match, "check"))
GRAMMAR.rule(
    "primary key body",
    f"PRIMARY KEY options:( {OPTIONS} ) {_KEYED} {SETTINGS}",
    lambda match: _key(match, PrimaryKey),
)
GRAMMAR.rule("unique body", f"UNIQUE options:( {OPTIONS} ) {_KEYED} {SETTINGS}", lambda match: _key(match, Unique))
GRAMMAR.rule(
    "foreign key body",
    f"FOREIGN KEY columns:{{columns}} {_REFERENCES}",
    lambda match: constraint(match, "foreign key"),
)
GRAMMAR.rule(
    "table constraint",
    "[ CONSTRAINT name:{name} ] constraint:( {check body} | {primary key body} | {unique body} | {foreign key body} )",
    lambda match: _constraint(match),
)


def _constraint(match: Match) -> Built:
    found = replace(match.get("constraint"), name=match.get("name"))
    places = {"constraint": match.span(match.first, match.end)} if match.tokens.careful else {}
    return Built(None, (found,), places | match.places())


def index(match: Match) -> CreateIndex:
    """An index; in CREATE TABLE its table is said by what stands around it, and so may be its only column."""
    return CreateIndex(
        match.get("index"),
        match.get("table") or Name(""),
        match.get("keys", ()),
        unique=match.has("unique"),
        method=match.text("method").lower() or None,
        include=match.get("include", ()),
        where=match.source("where"),
        options=match.source("options") or "",
    )


METHOD = "[ method:( [ CLUSTERED | NONCLUSTERED ] COLUMNSTORE | CLUSTERED | NONCLUSTERED ) ]"
INCLUDE = "[ INCLUDE include:{columns} ] [ WHERE where:{expression} ]"
GRAMMAR.rule(
    "table index",
    f"INDEX index:{{name}} [ unique:UNIQUE ] {METHOD} [ HASH ] [ keys:{{index keys}} ] {INCLUDE} "
    f"options:( {SETTINGS} )",
    index,
)
GRAMMAR.rule(
    "named default",
    "[ CONSTRAINT {name} ] DEFAULT default:{expression} FOR column:{name} [ WITH VALUES ]",
    lambda match: SetDefault(Name(""), match.get("column"), match.source("default") or ""),
)
GRAMMAR.rule(
    "table column",
    "column:{column definition} [ index:{table index} ]",
    lambda match: _indexed(match),
)


def _indexed(match: Match) -> list[Any]:
    """A column, with the index that is made of it alone."""
    built: Built = match.get("column")
    found: CreateIndex | None = match.get("index")
    if found is None or built.column is None:
        return [built]
    return [built, found if found.keys else replace(found, keys=(IndexKey(built.column.name),))]


GRAMMAR.rule(
    "table element",
    "( what:{named default} | what:{table constraint} | PERIOD FOR SYSTEM_TIME {balanced} | what:{table index} "
    "| many:{table column} )",
    lambda match: match.get("many") or [one for one in (match.get("what"),) if one is not None],
)
