"""Columns: what one is specified as, and how a call describes it."""

import re
from typing import NamedTuple

from towpath.frameworks.rails.sent import names
from towpath.frameworks.rails.sent.options import Options
from towpath.frameworks.rails.sent.types import default_sql, type_sql
from towpath.frameworks.rails.versions import Version
from towpath.source import pattern
from towpath.sql.manner import literal
from towpath.syntax.ruby import Block, Node, Text, Value, evaluate, is_dict


class Column(NamedTuple):
    """A column by its name, Active Record's name for its type, its options and version; `said` is what says it."""

    name: str
    kind: str
    options: Options
    version: Version
    said: Node | None = None


_TIMESTAMP = pattern(r"timestamp\b")
_COUNTED = ("integer", "bigint", "primary_key")


def column(name: str, kind: Value, options: Options, version: Version, said: Node | None = None) -> Column:
    """A column as a table's definition makes one of what a call gives it."""
    word = names.text(kind)
    given = dict(options)
    if given.get("primary_key") is True and word in _COUNTED and "default" not in given:
        if version.is_mysql:
            given.setdefault("auto_increment", True)
        elif version.is_sqlite:
            word = "primary_key"
        elif word != "primary_key":
            word = "bigserial" if word == "bigint" or given.get("limit") == 8 else "serial"
    if word == "virtual":
        word = names.text(given.get("type"))
    word = "datetime" if version.is_sqlite and word == "timestamp" else word
    if word == "datetime" and "precision" not in given and version.precise_datetimes:
        given["precision"] = 6
    if given.get("primary_key") is True and (word != "primary_key" or not version.is_postgresql):
        given["null"] = False
    return Column(name, word, given, version, said)


def specified(found: Column) -> str:
    """A column as a table's definition spells it."""
    said = f"{names.quoted(found.name)} {type_sql(found.kind, found.options, found.version)}"
    if found.kind == "primary_key" and found.version.is_postgresql:
        return said
    get = found.options.get
    said += _of_mysql(found) if found.version.is_mysql else ""
    if isinstance(get("collation"), str):
        quote = '"' if not found.version.is_mysql else ""
        said += f" COLLATE {quote}{get('collation')}{quote}"
    if isinstance(get("as"), str):
        said += f" GENERATED ALWAYS AS ({get('as')}) {'STORED' if get('stored') is True else 'VIRTUAL'}"
    if found.version.is_sqlite and found.kind == "primary_key":
        return f"{said} PRIMARY KEY AUTOINCREMENT NOT NULL"
    if "default" in found.options and not (get("null") is False and get("default") is None):
        said += f" DEFAULT {default(found)}"
    if get("null") is False:
        said += " NOT NULL"
    if get("auto_increment") is True and found.version.is_mysql:
        said += " AUTO_INCREMENT"
    if get("primary_key") is True:
        said += " PRIMARY KEY"
    if get("comment") and found.version.is_mysql:
        said += f" COMMENT {commented(get('comment'))}"
    return said


def _of_mysql(found: Column) -> str:
    """What MySQL is told of a column's text, and of one of times that may be null."""
    charset = found.options.get("charset")
    said = f" CHARACTER SET {names.text(charset)}" if charset is not None else ""
    nullable = found.options.get("null") is not False and found.options.get("default") is None
    timestamp = _TIMESTAMP.match(found.kind) is not None
    return f" NULL{said}" if timestamp and nullable and not found.options.get("primary_key") else said


def position(options: Options) -> str:
    """Where MySQL puts a column among the others."""
    if options.get("first"):
        return " FIRST"
    return f" AFTER {names.quoted(names.text(options['after']))}" if options.get("after") else ""


def default(found: Column) -> str:
    """The default of a column as SQL."""
    value = found.options.get("default")
    if isinstance(value, Block):
        said = _of_block(value)
        return f"({said})" if _in_brackets(said, found.version) else said
    if found.kind == "boolean" and found.version.is_sqlite:
        return {"TRUE": "1", "FALSE": "0"}.get(said := default_sql(value, found.kind, found.options), said)
    if found.kind in ("binary", "blob") and isinstance(value, str) and not found.version.is_postgresql:
        return f"x'{value.encode('utf-8', 'surrogatepass').hex()}'"
    return default_sql(value, found.kind, found.options)


_CALLED = pattern(r"\w+\(.*\)", re.S)


def _in_brackets(said: str, version: Version) -> bool:
    """Whether Active Record puts an expression of a default in brackets."""
    if version.is_sqlite:
        return _CALLED.fullmatch(said) is not None
    return version.dialect == "mysql" and not said.upper().startswith("CURRENT_TIMESTAMP")


def _of_block(block: Block) -> str:
    """The SQL that a lambda gives: `-> { "now()" }`."""
    body = [child for child in block.body if child.type != "comment"]
    value = evaluate(body[0], block.scope) if len(body) == 1 else None
    return str(value) if isinstance(value, Text) else names.hole(value)


def options_of(value: Value) -> Options:
    """The options in a hash; none for anything else."""
    return value if is_dict(value) else {}


def comment(owner: str, found: Column) -> str:
    """COMMENT ON COLUMN."""
    return f"COMMENT ON COLUMN {names.table(owner)}.{names.quoted(found.name)} IS {commented(found.options['comment'])}"


def commented(value: Value) -> str:
    if value is None:
        return "NULL"
    return literal(str(value) if isinstance(value, str) else names.hole(value))
