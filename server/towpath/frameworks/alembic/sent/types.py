"""SQLAlchemy's types as SQL, here PostgreSQL's; one that is not known is a placeholder."""

from collections.abc import Callable
from typing import NamedTuple

from towpath.frameworks.alembic.sent import foreign_types, types_elsewhere
from towpath.frameworks.alembic.sent.names import hole, qualified, quoted, text
from towpath.frameworks.alembic.sent.speaking import POSTGRESQL, is_mysql, spoken
from towpath.syntax.python import Attribute, Call, Class, Reference, Text, Value, is_dict, is_list, returned

# Types without arguments that count, by the names of their classes.
_PLAIN = {
    "INTEGER": "Integer INTEGER INT",
    "BIGINT": "BigInteger BIGINT",
    "SMALLINT": "SmallInteger SMALLINT",
    "BOOLEAN": "Boolean BOOLEAN",
    "DATE": "Date DATE",
    "BYTEA": "LargeBinary BYTEA PickleType Binary",
    "REAL": "REAL",
    "DOUBLE PRECISION": "Double DOUBLE DOUBLE_PRECISION",
    "UUID": "Uuid UUID",
    "JSON": "JSON",
    "JSONB": "JSONB",
    "HSTORE": "HSTORE",
    "INET": "INET",
    "CIDR": "CIDR",
    "CITEXT": "CITEXT CIText",
    "MACADDR": "MACADDR",
    "MACADDR8": "MACADDR8",
    "MONEY": "MONEY",
    "OID": "OID",
    "REGCLASS": "REGCLASS",
    "REGCONFIG": "REGCONFIG",
    "TSVECTOR": "TSVECTOR TSVectorType",
    "TSQUERY": "TSQUERY",
    "JSONPATH": "JSONPATH",
    **{
        name: name
        for name in """
        INT4RANGE INT8RANGE NUMRANGE DATERANGE TSRANGE TSTZRANGE INT4MULTIRANGE INT8MULTIRANGE NUMMULTIRANGE
        DATEMULTIRANGE TSMULTIRANGE TSTZMULTIRANGE
        """.split()
    },
}
_TEXTS = {
    "VARCHAR": "String VARCHAR Unicode",
    "TEXT": "Text TEXT UnicodeText",
    "CHAR": "CHAR",
    "NCHAR": "NCHAR",
    "NVARCHAR": "NVARCHAR",
}
_NUMBERS = {"NUMERIC": "Numeric NUMERIC", "DECIMAL": "DECIMAL"}
_BY_NAME = {name: sql for sql, names in _PLAIN.items() for name in names.split()}
_TEXT_NAMES = {name: sql for sql, names in _TEXTS.items() for name in names.split()}
_NUMBER_NAMES = {name: sql for sql, names in _NUMBERS.items() for name in names.split()}
_INTEGERS = {"INTEGER": "SERIAL", "BIGINT": "BIGSERIAL", "SMALLINT": "SMALLSERIAL"}
# An affinity with numbers makes a lone key count up, too.
_COUNTING = frozenset(("NUMERIC", "DECIMAL"))


class Enum(NamedTuple):
    """A type that has to be made: its name, schema and labels; `labels` is None where they are not known."""

    name: str
    schema: str
    labels: tuple[str, ...] | None
    created: bool = True


def written(value: Value) -> str:
    """The SQL of a type."""
    said = resolved(value)
    name = class_name(said)
    if name is None:
        return hole(value)
    call = said if isinstance(said, Call) else None
    if spoken() != POSTGRESQL:
        return foreign_types.written(name, call, written) or types_elsewhere.written(name, call, labels, value)
    if name in _BY_NAME:
        return _BY_NAME[name]
    if name in _TEXT_NAMES:
        return _text(_TEXT_NAMES[name], call)
    if name in _NUMBER_NAMES:
        return _number(_NUMBER_NAMES[name], call)
    how = _HOW.get(name)
    return how(call) if how else foreign_types.written(name, call, written) or hole(value)


def resolved(value: Value) -> Value:
    """The type that is meant: of variants the database's, of a class of the file what it is made of."""
    if isinstance(value, Call) and isinstance(value.function, Attribute) and value.name == "with_variant":
        others = [argument.value for argument in value.positional[1:]]
        names = others or [value.get("dialect_name")]
        if spoken() in names:
            return resolved(value.get("type_", 0))
        return resolved(value.owner)
    if isinstance(value, Call) and isinstance(value.function, Class):
        return _of_class(value.function, value)
    if isinstance(value, Class):
        return _of_class(value, value)
    found = returned(value)
    return value if found is value else resolved(found)


def _of_class(found: Class, value: Value) -> Value:
    """What a class that decorates a type decorates."""
    return resolved(found.body.look("impl")) if "impl" in found.body.names else value


def class_name(value: Value) -> str | None:
    """The name of a type's class, if SQLAlchemy or one of its dialects has it; None for one of somebody else."""
    reference = value.function if isinstance(value, Call) else value
    if not isinstance(reference, Reference):
        return None
    package = reference.path.partition(".")[0]
    # Flask's extension has all of SQLAlchemy's types on what its projects call `db`.
    if package == "sqlalchemy" or reference.path.split(".")[-2:-1] == ["db"]:
        return reference.name
    return foreign_types.like(reference.path)


def serial(value: Value) -> str | None:
    """What a lone key of this type becomes, which counts up; None where it does not."""
    sql = written(value)
    if sql in _INTEGERS:
        return _INTEGERS[sql]
    base = sql.replace("(", " ").partition(" ")[0]
    return "SERIAL" if base in _COUNTING or (is_mysql() and base in (*_INTEGERS, "TINYINT", "MEDIUMINT")) else None


def enum(value: Value) -> Enum | None:
    """The enum type that a column's type needs; None where it needs none."""
    said = resolved(value)
    name = class_name(said) if spoken() == POSTGRESQL else None
    if name == "ARRAY" and isinstance(said, Call):
        return enum(said.get("item_type", 0))
    if name not in ("Enum", "ENUM") or not isinstance(said, Call) or said.get("native_enum", default=True) is False:
        return None
    # Only PostgreSQL's own class takes notice of create_type.
    created = said.get("create_type", default=True) is not False or name == "Enum"
    found, called = labels(said), text(said.get("name")) or _name_of_class(said)
    return Enum(called or hole(value), text(said.get("schema")), found, created)


def checked(value: Value) -> tuple[str, ...] | None:
    """The texts that a check lets a column have, where its type asks for that; None: it does not."""
    said = resolved(value)
    if not isinstance(said, Call) or class_name(said) != "Enum" or said.get("create_constraint") is not True:
        return None
    native = spoken() == POSTGRESQL or is_mysql()
    return labels(said) if not native or said.get("native_enum", default=True) is False else None


def is_checked_number(value: Value) -> bool:
    """Whether a truth value is kept as a number, with a check that it is 0 or 1."""
    said = resolved(value)
    asked = isinstance(said, Call) and class_name(said) == "Boolean" and said.get("create_constraint") is True
    return asked and spoken() != POSTGRESQL


def name_of(value: Value) -> Value:
    """The name that a type is given."""
    said = resolved(value)
    return said.get("name") if isinstance(said, Call) else None


def labels(call: Call) -> tuple[str, ...] | None:
    """The labels of an enum; None where they are not known."""
    given = [argument.value for argument in call.positional]
    if call.splat or not given:
        return None
    if len(given) == 1 and is_list(given[0]):
        given = list(given[0])
    if len(given) == 1 and isinstance(given[0], Class) and call.find("values_callable") is None:
        members = given[0].body.names
        return tuple(name for name in members if not name.startswith("_"))
    return tuple(map(str, given)) if all(isinstance(label, str) for label in given) else None


def _name_of_class(call: Call) -> str:
    """An Enum of a class of Python's is called like it, in lower case."""
    first = call.get("", 0)
    return first.name.lower() if isinstance(first, Reference) else ""


def _text(sql: str, call: Call | None) -> str:
    length = call.get("length", 0) if call else None
    collation = text(call.get("collation", 1)) if call else ""
    size = f"({length})" if isinstance(length, int) else f"({hole(length)})" if length is not None else ""
    return f"{sql}{size}" + (f" COLLATE {quoted(collation)}" if collation else "")


def _number(sql: str, call: Call | None) -> str:
    precision, scale = (call.get("precision", 0), call.get("scale", 1)) if call else (None, None)
    if precision is None:
        return sql
    return f"{sql}({precision})" if scale is None else f"{sql}({precision}, {scale})"


def _float(call: Call | None) -> str:
    precision = call.get("precision", 0) if call else None
    return f"FLOAT({precision})" if isinstance(precision, int) and precision else "FLOAT"


def _moment(sql: str, position: int) -> Callable[[Call | None], str]:
    """A point in time; PostgreSQL's own classes also take a precision."""

    def said(call: Call | None) -> str:
        zone = call.get("timezone", position) if call else None
        precision = call.get("precision", 1) if call else None
        size = f"({precision})" if isinstance(precision, int) else ""
        return f"{sql}{size} {'WITH' if zone is True else 'WITHOUT'} TIME ZONE"

    return said


def _interval(call: Call | None) -> str:
    fields, precision = (text(call.get("fields")), call.get("precision")) if call else ("", None)
    if call and precision is None:
        precision = call.get("second_precision")
    size = f" ({precision})" if isinstance(precision, int) else ""
    return f"INTERVAL{' ' + fields if fields else ''}{size}"


def _bit(call: Call | None) -> str:
    length, varying = (call.get("length", 0), call.get("varying", 1)) if call else (None, None)
    size = f"({length})" if isinstance(length, int) else ""
    return f"BIT VARYING{size}" if varying is True else f"BIT{size or '(1)'}"


def _array(call: Call | None) -> str:
    if call is None:
        return hole(call)
    dimensions = call.get("dimensions")
    inner, collate, rest = written(call.get("item_type", 0)).partition(" COLLATE ")
    return f"{inner}{'[]' * (dimensions if isinstance(dimensions, int) else 1)}{collate}{rest}"


def _enum(call: Call | None) -> str:
    if call is not None and call.get("native_enum", default=True) is False:
        length = call.get("length") or max(map(len, labels(call) or ()), default=0)
        return f"VARCHAR({length})" if isinstance(length, int) and length else "VARCHAR"
    found = enum(call)
    return qualified(found.name, found.schema) if found else hole(call)


def _domain(call: Call | None) -> str:
    return qualified(text(call.get("name", 0)), text(call.get("schema"))) if call else hole(call)


def _sized(sql: str, name: str) -> Callable[[Call | None], str]:
    """A type with one argument in brackets, or none."""

    def said(call: Call | None) -> str:
        size = call.get(name, 0) if call else None
        return f"{sql}({size})" if isinstance(size, int) else sql

    return said


def _shape(sql: str) -> Callable[[Call | None], str]:
    def said(call: Call | None) -> str:
        kind = call.get("geometry_type", 0, Text("GEOMETRY")) if call else Text("GEOMETRY")
        number = call.get("srid", 1, -1) if call else -1
        return f"{sql}({kind},{number})" if kind is not None else sql

    return said


_HOW: dict[str, Callable[[Call | None], str]] = {
    # Types that PostgreSQL does not have; they are sent as they are.
    **{name: _sized(name, "length") for name in ("BINARY", "VARBINARY", "BLOB", "CLOB")},
    "Float": _float,
    "FLOAT": _float,
    "DateTime": _moment("TIMESTAMP", 0),
    "DATETIME": _moment("TIMESTAMP", 0),
    "TIMESTAMP": _moment("TIMESTAMP", 0),
    "Time": _moment("TIME", 0),
    "TIME": _moment("TIME", 0),
    "Interval": _interval,
    "INTERVAL": _interval,
    "BIT": _bit,
    "ARRAY": _array,
    "Enum": _enum,
    "ENUM": _enum,
    "DOMAIN": _domain,
    "Vector": _sized("vector", "dim"),
    "Geometry": _shape("geometry"),
    "Geography": _shape("geography"),
}


def is_type(value: Value) -> bool:
    """Whether a value is a type that is known, rather than anything else that a column may be given."""
    return class_name(resolved(value)) is not None


def options(value: Value) -> dict[str, Value]:
    """What a `WITH (…)` is given."""
    return {str(key): said for key, said in value.items()} if is_dict(value) else {}
