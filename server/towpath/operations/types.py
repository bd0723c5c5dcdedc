"""Column types, under one name each."""

from towpath.operations.values import value

ALIASES = {
    "int": "integer",
    "int4": "integer",
    "int8": "bigint",
    "int2": "smallint",
    "float4": "real",
    "float8": "double precision",
    "float": "double precision",
    "bool": "boolean",
    "character varying": "varchar",
    "national character varying": "varchar",
    "national char varying": "varchar",
    "nchar varying": "varchar",
    "char varying": "varchar",
    "character": "char",
    "national character": "char",
    "national char": "char",
    "nchar": "char",
    "decimal": "numeric",
    "dec": "numeric",
    "bit varying": "varbit",
    "timestamp without time zone": "timestamp",
    "timestamp with time zone": "timestamptz",
    "time without time zone": "time",
    "time with time zone": "timetz",
    "serial4": "serial",
    "serial8": "bigserial",
    "serial2": "smallserial",
}

SERIAL = {"smallserial": "smallint", "serial": "integer", "bigserial": "bigint"}


@value
class Type:
    """A type by its usual short name (`varchar`, `timestamptz`), its arguments, and how many array brackets follow."""

    name: str
    arguments: tuple[str, ...] = ()
    array: int = 0

    def __str__(self) -> str:
        arguments = f"({','.join(self.arguments)})" if self.arguments else ""
        return f"{self.name}{arguments}{'[]' * self.array}"


def canonical(name: str) -> str:
    """The one name that a type goes by here; an unknown name is its own."""
    return ALIASES.get(name, name)
