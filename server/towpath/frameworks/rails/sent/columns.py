"""Columns: what one is specified as, and how a call describes it."""

from typing import NamedTuple

from towpath.frameworks.rails.sent import names
from towpath.frameworks.rails.sent.types import Options, default_sql, type_sql
from towpath.frameworks.rails.versions import Version
from towpath.sql.manner import literal
from towpath.syntax.ruby import Block, Node, Text, Value, evaluate, is_dict


class Column(NamedTuple):
    """A column by its name, Active Record's name for its type, and its options; `said` is what says it."""

    name: str
    kind: str
    options: Options
    said: Node | None = None


# A type as the databases name it, which Active Record knows no other name for.
_NOT_NULL = {"null": False}


def column(name: str, kind: Value, options: Options, version: Version, said: Node | None = None) -> Column:
    """A column as a table's definition makes one of what a call gives it."""
    word = names.text(kind)
    given = dict(options)
    if given.get("primary_key") is True and word in ("integer", "bigint") and "default" not in given:
        word = "bigserial" if word == "bigint" or given.get("limit") == 8 else "serial"
    if word == "virtual":
        word = names.text(given.get("type"))
    if word == "datetime" and "precision" not in given and version.precise_datetimes:
        given["precision"] = 6
    if given.get("primary_key") is True and word != "primary_key":
        given["null"] = False
    return Column(name, word, given, said)


def specified(found: Column) -> str:
    """A column as a table's definition spells it."""
    said = f"{names.quoted(found.name)} {type_sql(found.kind, found.options)}"
    if found.kind == "primary_key":
        return said
    get = found.options.get
    if isinstance(get("collation"), str):
        said += f' COLLATE "{get("collation")}"'
    if isinstance(get("as"), str):
        said += f" GENERATED ALWAYS AS ({get('as')}) {'STORED' if get('stored') is True else 'VIRTUAL'}"
    if "default" in found.options and not (get("null") is False and get("default") is None):
        said += f" DEFAULT {default(found)}"
    if get("null") is False:
        said += " NOT NULL"
    if get("primary_key") is True:
        said += " PRIMARY KEY"
    return said


def default(found: Column) -> str:
    """The default of a column as SQL."""
    value = found.options.get("default")
    if isinstance(value, Block):
        return _of_block(value)
    return default_sql(value, found.kind, found.options)


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
