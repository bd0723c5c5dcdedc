"""What operations on columns cost on MySQL and MariaDB."""

from collections.abc import Callable, Mapping
from typing import Any

from towpath.databases.claims import Claim
from towpath.databases.mysql.types import changed_type
from towpath.operations import (
    AddColumn,
    AddIdentity,
    AlterColumnType,
    Check,
    DropColumn,
    DropDefault,
    DropNotNull,
    ForeignKey,
    MoveColumn,
    Operation,
    PrimaryKey,
    RenameColumn,
    SetComment,
    SetDefault,
    SetNotNull,
    Unique,
)
from towpath.schema import Lookup, Table
from towpath.source import pattern

# Defaults that are no expressions: numbers, texts, NULL, and the time.
_PLAIN = pattern(r"[-+]?[\d.]+|[\w]*'.*'|\".*\"|null|true|false|(?:current_timestamp|now|localtime\w*)\b.*", 2 | 16)
_TEXT, _WORD = pattern(r"'(?:[^'\\]|\\.|'')*'"), pattern(r"[a-z_]\w*", 2)
# MySQL Reference Manual, "Replication and System Functions": what may give another value on a replica.
_UNSAFE = frozenset(
    """
    found_rows get_lock is_free_lock is_used_lock load_file rand release_lock row_count session_user sleep sysdate
    system_user user uuid uuid_short
    """.split()
)
_EACH_ROW = frozenset(("uuid", "uuid_short", "sys_guid", "nextval"))
_STRICT = ("STRICT_TRANS_TABLES", "STRICT_ALL_TABLES", "TRADITIONAL")


def add_column(operation: AddColumn, state: Lookup) -> Claim:
    column = operation.column
    table = state.table(operation.table)
    facts, assumes = ["add column"], list[str]()
    if column.generated:
        facts = [f"add column: {column.generated}"]
    elif column.identity:
        facts.append("add column: auto_increment")
    elif column.default is not None and not _PLAIN.fullmatch(column.default.strip()):
        facts += _computed(column.default, table)
    if operation.position:
        fact, said = _position(operation, table)
        facts.append(fact)
        assumes += said
    kinds: dict[type, str] = {
        Check: "add column: check",
        ForeignKey: "add column: references",
        Unique: "create unique index",
        PrimaryKey: "add primary key",
    }
    facts += [kinds[type(constraint)] for constraint in operation.constraints if type(constraint) in kinds]
    return Claim(tuple(facts), {"table": (operation.table,)}, tuple(assumes))


def _computed(default: str, table: Table | None) -> list[str]:
    """An expression: MariaDB works out once what is the same for every row, MySQL refuses what replicas may not get."""
    words = {word.lower() for word in _WORD.findall(_TEXT.sub("", default))}
    unsafe = ["add column: unsafe default"] if words & _UNSAFE else []
    columns = {column.name.lower() for column in table.columns} if table else set[str]()
    each_row = ["add column: default of each row"] if words & (columns | _EACH_ROW) else []
    return unsafe + each_row or ["add column: computed default"]


def _position(operation: AddColumn, table: Table | None) -> tuple[str, list[str]]:
    """MariaDB cannot put a column between others where one of these is virtual."""
    if table is None:
        said = f"whether {operation.table} has a virtual column is not in the files, taken as yes"
        return "add column: position beside a virtual one", [said]
    beside = any(column.generated == "virtual" for column in table.columns)
    return "add column: position" + " beside a virtual one" * beside, []


def drop_column(operation: DropColumn, state: Lookup) -> Claim:
    table = state.table(operation.table)
    column = table.column(operation.column) if table else None
    facts = [f"drop column: {column.generated}" if column and column.generated else "drop column"]
    assumes: tuple[str, ...] = ()
    if table is None or column is None:
        facts.append("drop column: indexed")
        assumes = (f"whether {operation.table}.{operation.column} is indexed is not in the files, taken as yes",)
    elif any(operation.column in index.columns for index in table.indexes):
        facts.append("drop column: indexed")
    return Claim(tuple(facts), {"table": (operation.table,)}, assumes)


def set_not_null(operation: SetNotNull, state: Lookup) -> Claim:
    mode = state.setting("sql_mode")
    strict = mode is None or any(word in mode.upper() for word in _STRICT)
    return Claim(("set not null" if strict else "set not null: not strict",), {"table": (operation.table,)})


def _comment(operation: SetComment, state: Lookup) -> Claim | None:
    if operation.kind == "table":
        return Claim(("comment on table",), {"table": (operation.name,)})
    return Claim(("comment on column",), {"table": (operation.table,)}) if operation.table else None


def _simple(fact: str) -> Callable[[Any, Lookup], Claim]:
    """A claim of one fact about the table."""
    return lambda operation, state: Claim((fact,), {"table": (operation.table,)})


CLAIMS: Mapping[type[Operation], Callable[[Any, Lookup], Claim | None]] = {
    AddColumn: add_column,
    AddIdentity: _simple("add auto_increment"),
    AlterColumnType: changed_type,
    DropColumn: drop_column,
    DropDefault: _simple("drop default"),
    DropNotNull: _simple("drop not null"),
    MoveColumn: _simple("move column"),
    RenameColumn: _simple("rename column"),
    SetComment: _comment,
    SetDefault: _simple("set default"),
    SetNotNull: set_not_null,
}
