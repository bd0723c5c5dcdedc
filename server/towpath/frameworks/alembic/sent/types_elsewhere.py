"""SQLAlchemy's types as the SQL of MySQL, MariaDB and SQLite."""

from collections.abc import Callable

from towpath.frameworks.alembic.sent.names import hole, text
from towpath.frameworks.alembic.sent.speaking import is_mysql, quoted_literal, spoken
from towpath.syntax.python import Call, Value

Labels = Callable[[Call], tuple[str, ...] | None]

# What classes become whose names are not those of the types.
_CALLED = {
    "Integer": "INTEGER",
    "BigInteger": "BIGINT",
    "SmallInteger": "SMALLINT",
    "Date": "DATE",
    "DateTime": "DATETIME",
    "Time": "TIME",
    "Interval": "DATETIME",
    "LargeBinary": "BLOB",
    "PickleType": "BLOB",
    "String": "VARCHAR",
    "Unicode": "VARCHAR",
    "Text": "TEXT",
    "UnicodeText": "TEXT",
    "Float": "FLOAT",
    "Double": "DOUBLE",
    "DOUBLE_PRECISION": "DOUBLE PRECISION",
    "Numeric": "NUMERIC",
    "INT": "INTEGER",
}
_WHOLE = frozenset("TINYINT SMALLINT MEDIUMINT INTEGER BIGINT".split())
_TEXTS = frozenset("VARCHAR CHAR TEXT TINYTEXT MEDIUMTEXT LONGTEXT NVARCHAR NCHAR".split())
_FRACTIONS = frozenset("NUMERIC DECIMAL DOUBLE FLOAT REAL".split())
_SIZED = frozenset("BLOB BINARY VARBINARY BIT YEAR".split())
_MOMENTS = frozenset("DATETIME TIMESTAMP TIME".split())
_PLAIN = frozenset("DATE CLOB JSON UUID LONGBLOB MEDIUMBLOB TINYBLOB".split())
_NATIONAL = {"NVARCHAR": "NATIONAL VARCHAR", "NCHAR": "NATIONAL CHAR"}
# What only MySQL has, or only PostgreSQL; elsewhere SQLAlchemy refuses it.
_OF_MYSQL = frozenset(
    "TINYINT MEDIUMINT LONGTEXT MEDIUMTEXT TINYTEXT YEAR BIT LONGBLOB MEDIUMBLOB TINYBLOB SET".split()
)


def written(name: str, call: Call | None, labels: Labels, value: Value) -> str:
    """The SQL of a type by the name of its class; a placeholder where the database has no such type."""
    sql = _CALLED.get(name, name)
    if sql in _OF_MYSQL and not is_mysql():
        return hole(value)
    if name in ("Boolean", "BOOLEAN"):
        return "BOOL" if is_mysql() else "BOOLEAN"
    if name == "Uuid":
        return "UUID" if spoken() == "mariadb" else "CHAR(32)"
    if name in ("Enum", "ENUM", "SET"):
        return _listed(name, call, labels, value)
    if sql in _WHOLE:
        return _with_sign(f"{sql}{_size(call, 'display_width') if is_mysql() else ''}", call)
    if sql in _TEXTS:
        return _text(sql, call)
    if sql in _FRACTIONS:
        return _with_sign(_fraction(sql, call), call)
    if sql in _SIZED:
        return sql if name == "LargeBinary" and not is_mysql() else sql + _size(call, "length", "display_width")
    if sql in _MOMENTS:
        fraction = call.get("fsp", 1) if call and is_mysql() else None
        return f"{sql}({fraction})" if type(fraction) is int else sql
    if sql == "JSONB" and not is_mysql():
        return sql
    return sql if sql in _PLAIN or sql == "DOUBLE PRECISION" else hole(value)


def _size(call: Call | None, *names: str) -> str:
    """The first argument, in brackets."""
    for name in names if call else ():
        size = call.get(name, 0) if call else None
        if type(size) is int:
            return f"({size})"
        if size is not None and size is not True:
            return f"({hole(size)})"
    return ""


def _with_sign(sql: str, call: Call | None) -> str:
    if call is None or not is_mysql():
        return sql
    return sql + "".join(f" {name.upper()}" for name in ("unsigned", "zerofill") if call.get(name) is True)


def _text(sql: str, call: Call | None) -> str:
    charset, collation = (text(call.get("charset")), text(call.get("collation", 1))) if call else ("", "")
    said = f"{_NATIONAL.get(sql, sql) if is_mysql() else sql}{_size(call, 'length')}"
    said += f" CHARACTER SET {charset}" if charset and is_mysql() else ""
    return said + (f" COLLATE {collation}" if collation else "")


def _fraction(sql: str, call: Call | None) -> str:
    exact = sql in ("NUMERIC", "DECIMAL")
    precision, scale = (call.get("precision", 0), call.get("scale", 1)) if call else (None, None)
    if type(precision) is not int or not (exact or is_mysql()):
        return sql
    both = type(scale) is int and (exact or sql in ("DOUBLE", "FLOAT"))
    return f"{sql}({precision}, {scale})" if both else f"{sql}({precision})"


def _listed(name: str, call: Call | None, labels: Labels, value: Value) -> str:
    """ENUM and SET of MySQL; elsewhere a text as long as the longest label."""
    found = labels(call) if call else None
    native = is_mysql() and not (call and call.get("native_enum") is False)
    if found is None:
        return hole(value)
    if not native:
        length = call.get("length") if call else None
        return f"VARCHAR({length if type(length) is int else max(map(len, found), default=0)})"
    charset = text(call.get("charset")) if call else ""
    said = f"{'SET' if name == 'SET' else 'ENUM'}({','.join(map(quoted_literal, found))})"
    return said + (f" CHARACTER SET {charset}" if charset else "")
