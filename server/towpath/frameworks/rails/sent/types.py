"""Types and defaults as Active Record names them, as PostgreSQL has them."""

from towpath.frameworks.rails.sent.names import hole
from towpath.frameworks.rails.sent.options import Options
from towpath.frameworks.rails.versions import Version
from towpath.syntax.ruby import Range, Value, is_dict, is_list

_NATIVE = {
    "primary_key": "bigserial primary key",
    "string": "character varying",
    "datetime": "timestamp",
    "binary": "bytea",
    "blob": "bytea",
    "numeric": "decimal",
    "bit_varying": "bit varying",
}
_PRECISE = frozenset(("datetime", "timestamp", "time", "interval"))
_UNLIMITED = frozenset(("text", "binary", "blob"))


def type_sql(kind: str, options: Options, version: Version) -> str:
    """The type as SQL: `string` with `limit: 20` to `character varying(20)`."""
    if not version.is_postgresql:
        from towpath.frameworks.rails.sent import elsewhere  # Few need it.

        return elsewhere.sqlite(kind, options) if version.is_sqlite else elsewhere.mysql(kind, options)
    return _array(_single(kind, options), kind, options)


def _array(said: str, kind: str, options: Options) -> str:
    return f"{said}[]" if options.get("array") is True and kind != "primary_key" else said


def _single(kind: str, options: Options) -> str:
    limit, precision, scale = (options.get(name) for name in ("limit", "precision", "scale"))
    if kind == "integer":
        return _integer(limit)
    if kind == "enum":
        said = options.get("enum_type")
        return str(said) if isinstance(said, str) else hole(said)
    name = _NATIVE.get(kind, kind)
    if kind in ("decimal", "numeric"):
        if precision is None:
            return name
        return f"{name}({_shown(precision)})" if scale is None else f"{name}({_shown(precision)},{_shown(scale)})"
    if kind in _PRECISE:
        return name if precision is None else f"{name}({_shown(precision)})"
    if kind == "primary_key" or limit is None or kind in _UNLIMITED or kind not in _LIMITED:
        return name
    return f"{name}({_shown(limit)})"


_LIMITED = frozenset(
    """
    string bigint float date boolean json jsonb uuid inet cidr macaddr bit bit_varying money oid xml citext hstore ltree
    tsvector point line lseg box path polygon circle daterange numrange tsrange tstzrange int4range int8range
    """.split()
)


def _shown(value: Value) -> str:
    return str(value) if isinstance(value, int) else hole(value)


def _integer(limit: Value) -> str:
    if type(limit) is not int:
        return "integer"
    return "smallint" if limit <= 2 else "integer" if limit <= 4 else "bigint"


def default_sql(value: Value, kind: str, options: Options) -> str:
    """A default as Active Record quotes it for a column of that type."""
    if options.get("array") is True:
        return _quoted(_elements(value)) if is_list(value) else _text(value)
    if kind == "uuid" and isinstance(value, str) and "()" in value:
        return str(value)
    how = _CASTS.get(kind)
    return how(value) if how else _text(value)


def _elements(items: tuple[Value, ...]) -> str:
    """A list as the text of an array."""
    return "{" + ",".join(map(_element, items)) + "}"


def _element(item: Value) -> str:
    if is_list(item):
        return _elements(item)
    if isinstance(item, str):
        bare = item and not any(sign in item for sign in '"\\{}, \t\n') and item.upper() != "NULL"
        return item if bare else '"' + item.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return "NULL" if item is None else str(item).lower() if isinstance(item, bool) else str(item)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _text(value: Value) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return _quoted("t" if value else "f")
    if isinstance(value, (str, int, float)):
        return _quoted(str(value))
    return _range(value) if isinstance(value, Range) else hole(value)


def _range(value: Range) -> str:
    ends = [("" if one is None else str(one)) for one in (value.first, value.last)]
    known = all(one is None or isinstance(one, (str, int, float)) for one in (value.first, value.last))
    return _quoted(f"[{ends[0]},{ends[1]}{')' if value.open else ']'}") if known else hole(value)


def _whole(value: Value) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, (int, float)):
        return str(int(value))
    if isinstance(value, str):
        try:
            return str(int(value.split(".")[0] or "x"))
        except ValueError:
            return "NULL" if not value.strip() else "0"
    return hole(value)


def _exact(value: Value) -> str:
    """Decimals, with a point."""
    if isinstance(value, str):
        try:
            value = float(value) if "." in value else int(value)
        except ValueError:
            return "0.0"
    if value is None or isinstance(value, bool):
        return "NULL" if value is None else f"{int(value)}.0"
    if isinstance(value, int):
        return f"{value}.0"
    return _number(value) if isinstance(value, float) else hole(value)


def _number(value: float) -> str:
    return repr(value)


_FALSE = frozenset(("f", "F", "false", "FALSE", "0", "off", "OFF", ""))


def _boolean(value: Value) -> str:
    if value is None or value == "":
        return "NULL"
    if isinstance(value, (bool, int, str)):
        return "FALSE" if value is False or value in (0, *_FALSE) else "TRUE"
    return hole(value)


def _document(value: Value) -> str:
    """JSON: what is no text becomes one."""
    if value is None:
        return "NULL"
    encoded = _json(value)
    return hole(value) if encoded is None else _quoted(encoded)


def _json(value: Value) -> str | None:
    if is_dict(value):
        parts = [(str(key), _json(item)) for key, item in value.items()]
        if any(item is None for _, item in parts):
            return None
        return "{" + ",".join(f'"{key}":{item}' for key, item in parts) + "}"
    if is_list(value):
        items = [_json(item) for item in value]
        return None if None in items else "[" + ",".join(item for item in items if item is not None) + "]"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
    if value is None:
        return "null"
    return str(value).lower() if isinstance(value, bool) else str(value) if isinstance(value, (int, float)) else None


def _pairs(value: Value) -> str:
    """hstore."""
    if is_dict(value):
        return _quoted(", ".join(f'"{key}"=>"{item}"' for key, item in value.items()))
    return _text(value)


def _amount(value: Value) -> str:
    """Money, without quotes where it is a number."""
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else _text(value)


def _bits(value: Value) -> str:
    return f"B{_quoted(str(value))}" if isinstance(value, str) and not str(value).strip("01") else _text(value)


def _bytes(value: Value) -> str:
    known = isinstance(value, str) and not getattr(value, "holes", False)
    return _quoted(f"\\x{value.encode('utf-8', 'surrogatepass').hex()}") if known else _text(value)


def _moment(value: Value) -> str:
    return _text(value) if isinstance(value, str) or value is None else hole(value)


_CASTS = {
    "integer": _whole,
    "bigint": _whole,
    "bigserial": _whole,
    "serial": _whole,
    "smallint": _whole,
    "decimal": _exact,
    "numeric": _exact,
    "float": _exact,
    "boolean": _boolean,
    "money": _amount,
    "bit": _bits,
    "bit_varying": _bits,
    "binary": _bytes,
    "json": _document,
    "jsonb": _document,
    "hstore": _pairs,
    "datetime": _moment,
    "timestamp": _moment,
    "timestamptz": _moment,
    "date": _moment,
    "time": _moment,
}
