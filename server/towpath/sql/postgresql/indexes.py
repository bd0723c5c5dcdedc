"""CREATE INDEX and the other statements about indexes."""

from collections.abc import Callable
from typing import Any

from towpath.operations import (
    AttachIndex,
    CreateIndex,
    DropIndex,
    IndexKey,
    Reindex,
    RenameIndex,
    SetOwner,
    Statement,
)
from towpath.sql import readers
from towpath.sql.grammar import Match
from towpath.sql.lex import Tokens
from towpath.sql.postgresql.grammar import GRAMMAR, Reading, each, one

GRAMMAR.rule(
    "index key",
    '( column:{indexed column} | expression:( "(" {expression} ")" | {call} ) ) [ COLLATE collation:{qualified} ] '
    "[ class:{operator class} [ class_options:{settings} ] ] [ order:( ASC | DESC ) ] [ NULLS nulls:( FIRST | LAST ) ]",
    lambda match: _key(match),
)
GRAMMAR.rule("index keys", '"(" all:( {index key} ),+ ")"', lambda match: tuple(match.get("all")))


def _key(match: Match) -> IndexKey:
    nulls, collation, operator_class = match.text("nulls"), match.get("collation"), match.get("class")
    return IndexKey(
        match.get("column"),
        match.source("expression"),
        str(collation) if collation else None,
        f"{operator_class}{match.source('class_options') or ''}" if operator_class else None,
        match.text("order") == "DESC",
        nulls == "FIRST" if nulls else None,
    )


def _create(match: Match) -> Reading:
    operation = CreateIndex(
        match.get("name"),
        match.get("table"),
        match.get("keys"),
        unique=match.has("unique"),
        concurrently=match.has("concurrently"),
        if_not_exists=match.has("if_not_exists"),
        only=match.has("only"),
        method=match.get("method"),
        include=match.get("include", ()),
        nulls_distinct=match.text("nulls") != "NULLS NOT DISTINCT",
        where=match.source("where"),
        options=match.source("options") or "",
    )
    return one(operation, match)


def _reindex(match: Match) -> Reading:
    kind: Any = match.text("kind").lower()
    concurrently = match.has("concurrently") or match.get("options", {}).get("CONCURRENTLY", False)
    return one(Reindex(kind, match.get("name"), concurrently), match)


def _operator_class(tokens: Tokens, index: int) -> readers.Taken:
    """An operator class's name; NULLS FIRST and NULLS LAST are none."""
    if tokens.at(index) == "NULLS" and tokens.at(index + 1) in ("FIRST", "LAST"):
        return readers.NOTHING
    return readers.qualified(tokens, index)


def _indexed_column(tokens: Tokens, index: int) -> readers.Taken:
    """A column's name, which what is called has too, with a parenthesis or a dot behind it."""
    end, found = readers.name(tokens, index)
    return (end, found) if end > 0 and tokens.words[end] not in ("(", ".") else readers.NOTHING


GRAMMAR.reader("indexed column", "a name", _indexed_column)
GRAMMAR.reader("operator class", "an operator class", _operator_class)
_INDEX = "ALTER INDEX [ if_table_exists:( IF EXISTS ) ] index:{qualified}"


def _other(kind: str) -> Callable[[Match], Reading]:
    return lambda match: one(Statement(f"alter index {kind}", (match.get("index"),), match.whole), match)


FORMS = [
    GRAMMAR.form(
        "CREATE [ unique:UNIQUE ] INDEX [ concurrently:CONCURRENTLY ] "
        "[ [ if_not_exists:( IF NOT EXISTS ) ] name:{name} ] "
        'ON ( [ only:ONLY ] table:{qualified} [ * ] | only:ONLY "(" table:{qualified} ")" ) [ USING method:{name} ] '
        "keys:{index keys} [ INCLUDE include:{columns} ] "
        "[ nulls:( NULLS [ NOT ] DISTINCT ) ] options:( [ WITH {settings} ] [ TABLESPACE {name} ] ) "
        "[ WHERE where:{expression} ]",
        _create,
    ),
    GRAMMAR.form(
        "DROP INDEX [ concurrently:CONCURRENTLY ] [ if_exists:( IF EXISTS ) ] names:{placed},+ "
        "[ ( cascade:CASCADE | RESTRICT ) ]",
        lambda match: each(
            match,
            "names",
            lambda name: DropIndex(name, match.has("concurrently"), match.has("if_exists"), match.has("cascade")),
        ),
    ),
    GRAMMAR.form(
        "REINDEX [ options:{reindex options} ] "
        "( kind:( INDEX | TABLE | SCHEMA ) [ concurrently:CONCURRENTLY ] name:{qualified} "
        "| kind:( DATABASE | SYSTEM ) [ concurrently:CONCURRENTLY ] [ name:{qualified} ] )",
        _reindex,
    ),
    GRAMMAR.form(
        f"{_INDEX} RENAME TO to:{{name}}",
        lambda match: one(RenameIndex(match.get("index"), match.get("to")), match),
    ),
    GRAMMAR.form(
        "ALTER INDEX index:{qualified} ATTACH PARTITION partition:{qualified}",
        lambda match: one(AttachIndex(match.get("index"), match.get("partition")), match),
    ),
    GRAMMAR.form(f"{_INDEX} SET TABLESPACE {{name}}", _other("set tablespace")),
    GRAMMAR.form(f"{_INDEX} SET {{settings}}", _other("set")),
    GRAMMAR.form(f"{_INDEX} RESET {{settings}}", _other("reset")),
    GRAMMAR.form(
        f"{_INDEX} ALTER [ COLUMN ] {{number}} SET STATISTICS ( {{number}} | DEFAULT )",
        _other("alter column set statistics"),
    ),
    GRAMMAR.form(
        f"{_INDEX} OWNER TO owner:{{role}}",
        lambda match: one(SetOwner("index", match.get("index"), match.source("owner") or ""), match),
    ),
    GRAMMAR.form("ALTER INDEX index:{qualified} [ NO ] DEPENDS ON EXTENSION {name}", _other("depends on extension")),
]

_OFF = frozenset(("FALSE", "OFF", "0", "'FALSE'", "'OFF'"))
GRAMMAR.rule(
    "reindex option",
    "name:( CONCURRENTLY | TABLESPACE | VERBOSE ) [ value:( TRUE | FALSE | ON | OFF | {number} | {label} | {text} ) ]",
    lambda match: (match.text("name"), (match.source("value") or "").upper() not in _OFF),
)
GRAMMAR.rule("reindex options", '"(" all:{reindex option},+ ")"', lambda match: dict(match.get("all")))
