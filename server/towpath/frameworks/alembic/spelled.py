"""PostgreSQL's types as SQLAlchemy's, as autogenerate writes them."""

from collections.abc import Callable

from towpath.frameworks.python.code import Code, call
from towpath.operations import Type

_PLAIN = {
    "integer": "sa.Integer",
    "bigint": "sa.BigInteger",
    "smallint": "sa.SmallInteger",
    # A lone key of these types counts up.
    "serial": "sa.Integer",
    "bigserial": "sa.BigInteger",
    "smallserial": "sa.SmallInteger",
    "boolean": "sa.Boolean",
    "text": "sa.Text",
    "varchar": "sa.String",
    "date": "sa.Date",
    "real": "sa.REAL",
    "numeric": "sa.Numeric",
    "bytea": "sa.LargeBinary",
    "json": "sa.JSON",
    "double precision": "postgresql.DOUBLE_PRECISION",
    "interval": "postgresql.INTERVAL",
    **{
        name: f"postgresql.{name.upper()}"
        for name in """
        jsonb uuid hstore inet cidr citext macaddr macaddr8 money oid regclass tsvector tsquery int4range int8range
        numrange daterange tsrange tstzrange
        """.split()
    },
}


def spelled(found: Type, text: Callable[[str], str]) -> Code | None:
    """The code of a type; None for one that SQLAlchemy has no class for. `text` writes a literal."""
    if found.array:
        inner = spelled(Type(found.name, found.arguments), text)
        many = {"dimensions": str(found.array)} if found.array > 1 else {}
        return call("postgresql.ARRAY", inner, **many) if inner is not None else None
    given = found.arguments
    if not all(argument.lstrip("-").isdigit() for argument in given):
        return None
    if found.name in ("timestamp", "timestamptz", "time", "timetz"):
        return _moment(found)
    if not given:
        return call(_PLAIN[found.name]) if found.name in _PLAIN else None
    if found.name == "varchar" and len(given) == 1:
        return call("sa.String", length=given[0])
    if found.name == "char" and len(given) == 1:
        return call("sa.CHAR", length=given[0])
    if found.name == "numeric":
        return call("sa.Numeric", **dict(zip(("precision", "scale"), given)))
    return None


def enumerated(found: Type, text: Callable[[str], str]) -> Code:
    """The code of an enum type that exists already."""
    schema, _, name = found.name.rpartition(".")
    more = {"schema": text(schema)} if schema else {}
    made: Code = call("postgresql.ENUM", name=text(name), **more, create_type="False")
    return call("postgresql.ARRAY", made) if found.array else made


def _moment(found: Type) -> Code:
    """A point in time; only PostgreSQL's own classes take a precision."""
    zone = {"timezone": "True"} if found.name.endswith("tz") else {}
    day = found.name.startswith("timestamp")
    if found.arguments:
        return call(f"postgresql.{'TIMESTAMP' if day else 'TIME'}", **zone, precision=found.arguments[0])
    return call("sa.DateTime" if day else "sa.Time", **zone)
