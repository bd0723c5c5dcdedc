"""Types as Active Record names them, as MySQL and SQLite have them, and what it makes SQLite's tables anew for."""

from towpath.frameworks.rails.sent.names import hole
from towpath.frameworks.rails.sent.options import Options
from towpath.operations import (
    AddColumn,
    AddConstraint,
    AlterColumnType,
    DropColumn,
    DropConstraint,
    DropDefault,
    DropNotNull,
    Operation,
    RenameColumn,
    SetDefault,
    SetNotNull,
)
from towpath.syntax.ruby import Value

# What Active Record makes a table of SQLite's anew for, whether SQLite could do it in place or not.
_ANEW = (
    AddConstraint,
    AlterColumnType,
    DropColumn,
    DropConstraint,
    DropDefault,
    DropNotNull,
    RenameColumn,
    SetDefault,
    SetNotNull,
)
_MYSQL = {"string": "varchar", "primary_key": "bigint", "integer": "int", "binary": "blob", "boolean": "tinyint(1)"}
_SQLITE = {"string": "varchar", "primary_key": "integer", "binary": "blob", "bigint": "bigint"}
_DEFAULT_LIMITS = {"string": 255, "float": 24}
_INTEGERS = {1: "tinyint", 2: "smallint", 3: "mediumint", 4: "int"}
_SIZED = frozenset(("text", "blob", "binary"))
_PRECISE = frozenset(("datetime", "timestamp", "time"))
_EXACT = frozenset(("decimal", "numeric"))


def is_anew(operation: Operation) -> bool:
    """Whether Active Record makes a table of SQLite's anew for what a call does."""
    if isinstance(operation, AddColumn):
        column = operation.column
        return bool(operation.constraints) or (column.nullable is False and column.default is None)
    return isinstance(operation, _ANEW)


def mysql(kind: str, options: Options) -> str:
    """`text` with `size: :medium` to `mediumtext`, `unsigned_bigint` to `bigint unsigned`."""
    base = kind.removeprefix("unsigned_")
    unsigned = " unsigned" if (base != kind or options.get("unsigned") is True) and kind != "primary_key" else ""
    return _mysql(base, options) + unsigned


def _mysql(kind: str, options: Options) -> str:
    limit = options.get("limit")
    if kind == "integer":
        whole = limit if type(limit) is int else 4
        return _INTEGERS.get(whole, "int" if whole < 1 else "bigint")
    if kind == "binary" and type(limit) is int and limit <= 0xFFF:
        return f"varbinary({limit})"
    if kind in _SIZED:
        return f"{_size(options)}{'text' if kind == 'text' else 'blob'}"
    return _with_arguments(_MYSQL.get(kind, kind), kind, options, _DEFAULT_LIMITS.get(kind))


def _size(options: Options) -> str:
    """`tiny`, `medium` or `long`, by its name or by how much is to fit in."""
    size, limit = options.get("size"), options.get("limit")
    if isinstance(size, str):
        return str(size)
    if type(limit) is not int or 0xFF < limit <= 0xFFFF:
        return ""
    return "tiny" if limit <= 0xFF else "medium" if limit <= 0xFFFFFF else "long"


def sqlite(kind: str, options: Options) -> str:
    return _with_arguments(_SQLITE.get(kind, kind), kind, options, None)


def _with_arguments(name: str, kind: str, options: Options, usual: int | None) -> str:
    precision, scale = options.get("precision"), options.get("scale")
    if kind in _EXACT:
        name = "decimal" if kind == "numeric" else name
        if precision is None:
            return name
        return f"{name}({_shown(precision)})" if scale is None else f"{name}({_shown(precision)},{_shown(scale)})"
    if kind in _PRECISE:
        return name if precision is None else f"{name}({_shown(precision)})"
    limit = usual if options.get("limit") is None else options["limit"]
    limited = limit is not None and kind not in ("primary_key", "boolean", "date", "json")
    return f"{name}({_shown(limit)})" if limited else name


def _shown(value: Value) -> str:
    return str(value) if isinstance(value, int) else hole(value)
