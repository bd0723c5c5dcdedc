"""The statements that make what a schema of Prisma's says, as Prisma itself would write them from nothing."""

import re
from collections.abc import Iterator, Mapping, Sequence

from towpath.frameworks.prisma.schema import Field, Model, enums, models
from towpath.source import pattern

_POSTGRESQL = (
    "Boolean BOOLEAN; Decimal DECIMAL(65,30); String TEXT; Int INTEGER; BigInt BIGINT; Float DOUBLE PRECISION;"
    "DateTime TIMESTAMP(3); Json JSONB; Bytes BYTEA"
)
_MYSQL = (
    "Boolean BOOLEAN; Decimal DECIMAL(65,30); String VARCHAR(191); Int INTEGER; BigInt BIGINT; Float DOUBLE;"
    "DateTime DATETIME(3); Json JSON; Bytes LONGBLOB"
)
_SQLITE = (
    "Boolean BOOLEAN; Decimal DECIMAL; String TEXT; Int INTEGER; BigInt BIGINT; Float REAL; DateTime DATETIME;"
    "Json JSONB; Bytes BLOB"
)
_TYPES: dict[str, Mapping[str, str]] = {
    database: dict(pair.strip().split(" ", 1) for pair in said.split(";"))
    for database, said in (("postgresql", _POSTGRESQL), ("mysql", _MYSQL), ("sqlite", _SQLITE))
}
_NATIVE = pattern(r"@db\.(?P<name>\w+)(?P<arguments>\([^)]*\))?")
# What is called another way in SQL than in the schema.
_CALLED = {"DOUBLEPRECISION": "DOUBLE PRECISION", "INT": "INTEGER"}
_DEFAULT = pattern(r"@default\((?P<value>\"(?:[^\"\\]|\\.)*\"|\w+\((?:\"(?:[^\"\\]|\\.)*\"|[^()\"])*\)|[^()\"\[\]]*)\)")
_GENERATED = pattern(r"dbgenerated\(\"(?P<said>(?:[^\"\\]|\\.)*)\"\)")
_LIST = pattern(r"@@(?P<kind>id|unique|index)\((?:fields:\s*)?\[(?P<fields>[^\]]*)\](?P<rest>[^\n]*)")
_NAMES = pattern(r"(?P<what>fields|references):\s*\[(?P<names>[^\]]*)\]")
_MAP = pattern(r"\bmap:\s*\"(?P<name>[^\"]*)\"")
_ON_DELETE = pattern(r"\bonDelete:\s*(?P<action>\w+)")
_RELATION_MODE = pattern(r"^[ \t]*relationMode[ \t]*=[ \t]*\"prisma\"", re.M)
# What PostgreSQL keeps of a name; Prisma keeps the end of one that is longer, and cuts off what is before it.
_LONGEST = 63
_NUMBER = pattern(r"-?[\d.]+|true|false")


def statements(text: str, database: str) -> str:
    """SQL in the dialect of a database: types, tables, indexes and foreign keys, in this order."""
    said = [model for model in models(text) if model.kind == "model"]
    schema = _Schema(said, dict(enums(text)), "mysql" if database == "mariadb" else database)
    # With that mode Prisma looks after relations by itself.
    keyed = _RELATION_MODE.search(text) is None
    return "".join(f"{statement};\n" for statement in schema.statements(keyed))


class _Schema:
    """The models of a schema by name, its enums with what each is called and its labels, and its database."""

    def __init__(self, said: Sequence[Model], enums: Mapping[str, tuple[str, tuple[str, ...]]], database: str) -> None:
        self._models = {model.name: model for model in said}
        self._enums = enums
        self._plain = database not in ("mysql", "sqlite")
        self._quote = "`" if database == "mysql" else '"'
        self._types = _TYPES.get(database, _TYPES["postgresql"])

    def statements(self, keyed: bool) -> Iterator[str]:
        """What makes it; foreign keys only if `keyed`."""
        for name, labels in self._enums.values() if self._plain else ():
            yield f"CREATE TYPE {self._name(name)} AS ENUM ({', '.join(map(_text, labels))})"
        every = self._models.values()
        yield from (f"CREATE TABLE {self._table(one)} ({', '.join(self._parts(one))})" for one in every)
        yield from (statement for one in every for statement in self._indexes(one))
        yield from (f"ALTER TABLE {self._table(one)} ADD {key}" for one in every if keyed for key in self._keys(one))

    def _parts(self, model: Model) -> Iterator[str]:
        """The columns, and the primary key."""
        fields = list(model.columns(self._models))
        yield from map(self._column, fields)
        listed = [one["fields"] for one in _LIST.finditer(model.body) if one["kind"] == "id"]
        key = _words(listed[0]) if listed else [field.name for field in fields if re.search(r"@id\b", field.rest)]
        if key:
            named = f"CONSTRAINT {self._name(f'{model.table}_pkey')} " if self._plain else ""
            yield f"{named}PRIMARY KEY ({self._columns(model, key)})"

    def _column(self, field: Field) -> str:
        found = _DEFAULT.search(field.rest)
        value = found["value"] if found else ""
        nullable = field.rest.startswith(("?", "[]"))
        said = f"{self._name(field.column)} {self._type(field, value)}{'' if nullable else ' NOT NULL'}"
        if value.startswith("autoincrement") and self._quote == "`":
            return f"{said} AUTO_INCREMENT"
        default = self._default(value, field)
        return f"{said} DEFAULT {default}" if default else said

    def _type(self, field: Field, value: str) -> str:
        more = "[]" if field.rest.startswith("[]") else ""
        if value.startswith("autoincrement") and self._plain:
            return {"BigInt": "BIGSERIAL"}.get(field.type, "SERIAL")
        if field.type in self._enums:
            name, labels = self._enums[field.type]
            if self._plain:
                return f"{self._name(name)}{more}"
            return f"ENUM({', '.join(map(_text, labels))})" if self._quote == "`" else "TEXT"
        if native := _NATIVE.search(field.rest):
            name = native["name"].upper()
            return f"{_CALLED.get(name, name)}{native['arguments'] or ''}{more}"
        return f"{self._types.get(field.type, 'TEXT')}{more}"

    def _default(self, value: str, field: Field) -> str:
        """What the database fills in; most functions are Prisma's own, and none of the database's."""
        if generated := _GENERATED.fullmatch(value):
            return generated["said"].replace('\\"', '"')
        if value.startswith("now("):
            return "CURRENT_TIMESTAMP"
        if value.startswith('"'):
            return _text(value[1:-1].replace('\\"', '"'))
        return value if _NUMBER.fullmatch(value) else _text(value) if field.type in self._enums and value else ""

    def _indexes(self, model: Model) -> Iterator[str]:
        for field in model.columns(self._models):
            if re.search(r"(?<!@)@unique\b", field.rest):
                yield self._index(model, "UNIQUE INDEX", _named(model, field.column, "key"), [field.name])
        for one in _LIST.finditer(model.body):
            if one["kind"] != "id":
                unique, names = one["kind"] == "unique", _words(one["fields"])
                columns = "_".join(_column_of(model, name) for name in names)
                mapped = _MAP.search(one["rest"])
                name = mapped["name"] if mapped else _named(model, columns, "key" if unique else "idx")
                yield self._index(model, "UNIQUE INDEX" if unique else "INDEX", name, names)

    def _index(self, model: Model, kind: str, name: str, fields: Sequence[str]) -> str:
        return f"CREATE {kind} {self._name(name)} ON {self._table(model)}({self._columns(model, fields)})"

    def _keys(self, model: Model) -> Iterator[str]:
        """The foreign keys."""
        for field in model.fields:
            target = self._models.get(field.type)
            named = {one["what"]: _words(one["names"]) for one in _NAMES.finditer(field.rest)}
            if target is None or len(named) < 2:
                continue
            columns = "_".join(_column_of(model, name) for name in named["fields"])
            mapped, action = _MAP.search(field.rest), _ON_DELETE.search(field.rest)
            name = mapped["name"] if mapped else _named(model, columns, "fkey")
            usual = "SetNull" if field.rest.startswith("?") else "Restrict"
            words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", action["action"] if action else usual).upper()
            own, other = self._columns(model, named["fields"]), self._columns(target, named["references"])
            to = f"{self._table(target)}({other}) ON DELETE {words} ON UPDATE CASCADE"
            yield f"CONSTRAINT {self._name(name)} FOREIGN KEY ({own}) REFERENCES {to}"

    def _table(self, model: Model) -> str:
        return ".".join(self._name(part) for part in (model.schema, model.table) if part)

    def _columns(self, model: Model, fields: Sequence[str]) -> str:
        return ", ".join(self._name(_column_of(model, field)) for field in fields)

    def _name(self, name: str) -> str:
        return f"{self._quote}{name}{self._quote}"


def _named(model: Model, columns: str, end: str) -> str:
    """The name that Prisma gives to what stands on these columns."""
    return f"{f'{model.table}_{columns}'[: _LONGEST - len(end) - 1]}_{end}"


def _words(said: str) -> list[str]:
    """The names in a list, without what is said of each in parentheses."""
    return [part.strip() for part in re.sub(r"\([^)]*\)", "", said).split(",") if part.strip()]


def _column_of(model: Model, field: str) -> str:
    return next((one.column for one in model.fields if one.name == field), field)


def _text(said: str) -> str:
    doubled = said.replace("'", "''")
    return f"'{doubled}'"
