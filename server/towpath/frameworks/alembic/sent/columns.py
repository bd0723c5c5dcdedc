"""Columns as SQLAlchemy spells them, with what stands beside them: constraints, indexes, comments, enum types."""

from collections.abc import Sequence
from typing import NamedTuple

from towpath.frameworks.alembic.sent import names, types
from towpath.frameworks.alembic.sent.expressions import clause, expression
from towpath.frameworks.alembic.sent.speaking import POSTGRESQL, quoted_literal, spoken
from towpath.syntax.python import Call, Reference, Value, is_dict, returned

_INTEGER_OPTIONS = {
    "start": "START WITH {}",
    "increment": "INCREMENT BY {}",
    "minvalue": "MINVALUE {}",
    "maxvalue": "MAXVALUE {}",
    "nominvalue": "NO MINVALUE",
    "nomaxvalue": "NO MAXVALUE",
    "cache": "CACHE {}",
    "cycle": "CYCLE",
}


class Column(NamedTuple):
    """A column of a call: its own call, what it is called, and what it is given besides a name and a type."""

    call: Call
    name: str
    type: Value
    items: tuple[Call, ...]

    def flag(self, name: str) -> bool:
        return self.call.get(name) is True

    def item(self, *kinds: str) -> Call | None:
        """The first thing of a kind that it is given."""
        return next((item for item in self.items if item.name in kinds), None)

    @property
    def nullable(self) -> bool | None:
        """Whether it takes NULL; None where that is not said."""
        said = self.call.get("nullable")
        return None if said is None else said is not False

    @property
    def comment(self) -> str | None:
        said = self.call.get("comment")
        return str(said) if isinstance(said, str) else None if said is None else names.hole(said)


def is_column(value: Value) -> bool:
    return isinstance(value, Call) and value.name in ("Column", "mapped_column") and bool(value.path)


def read(value: Call) -> Column:
    """What a call of Column says."""
    given = [argument.value for argument in value.positional]
    name = value.get("name")
    if name is None and given and not _is_item(given[0]) and not types.is_type(given[0]):
        name = given.pop(0)
    kind = value.get("type_")
    if kind is None and given and not _is_item(given[0]):
        kind = given.pop(0)
    default = value.get("server_default")
    items = [item for item in given if isinstance(item, Call)]
    if isinstance(default, Call) and default.name in ("Identity", "Computed"):
        items.append(default)
    return Column(value, names.text(name), kind, tuple(items))


_ITEMS = frozenset("ForeignKey CheckConstraint Identity Computed Sequence FetchedValue DefaultClause".split())


def _is_item(value: Value) -> bool:
    return isinstance(value, Call) and value.name in _ITEMS


def default(value: Value) -> str | None:
    """The SQL of a server default: a text is a value, all else an expression; None where the database has none."""
    if value is None or value is False:
        return None
    if isinstance(value, Call) and value.name in ("FetchedValue", "Identity", "Computed"):
        return None
    if isinstance(value, Reference) and value.name == "FetchedValue":
        return None
    if isinstance(value, Call) and value.name == "DefaultClause":
        return default(value.get("arg", 0))
    found = returned(value)
    return quoted_literal(str(found)) if isinstance(found, str) else expression(found)


def specified(column: Column, key: bool = False, serial: str | None = None) -> str:
    """A column as it stands in CREATE TABLE and behind ADD COLUMN.

    `key`: it belongs to the primary key; `serial`: the type of one that counts up.
    """
    parts = [names.quoted(column.name)]
    identity = column.item("Identity")
    if serial:
        parts.append(serial)
    else:
        parts.append(types.written(column.type))
        said = default(column.call.get("server_default"))
        parts += [f"DEFAULT {said}"] if said is not None else []
    if computed := column.item("Computed"):
        parts.append(_computed(computed))
    if identity:
        parts.append(_identity(identity))
    takes_null = not key if column.nullable is None else column.nullable
    if not takes_null and not identity:
        parts.append("NOT NULL")
    parts += ["NULL"] if identity and column.nullable else []
    return " ".join([*parts, *checks(column)])


def checks(column: Column) -> list[str]:
    """The checks that a column is given."""
    return [_check(item) for item in column.items if item.name == "CheckConstraint"]


def _computed(call: Call) -> str:
    said = call.get("persisted", 1)
    return f"GENERATED ALWAYS AS ({clause(call.get('sqltext', 0))}){' VIRTUAL' if said is False else ' STORED'}"


def _identity(call: Call) -> str:
    options = sequence_options(call)
    said = "ALWAYS" if call.get("always", 0) is True else "BY DEFAULT"
    return f"GENERATED {said} AS IDENTITY{f' ({options})' if options else ''}"


def sequence_options(call: Call, first: int | None = None) -> str:
    """What a Sequence or an Identity says of how it counts; `first`: the position of `start`, where it has one."""
    return " ".join(options_of_sequence(call, first))


def options_of_sequence(call: Call, first: int | None = None) -> list[str]:
    """The same one by one, in the order in which SQLAlchemy spells them."""
    said: list[str] = []
    for name, template in _INTEGER_OPTIONS.items():
        at = {"start": 0, "increment": 1}.get(name)
        value = call.get(name, None if first is None or at is None else first + at)
        if value is True or (isinstance(value, int) and value is not False and "{}" in template):
            said.append(template.format(value))
        elif value is False and name == "cycle":
            said.append("NO CYCLE")
    order = list(_ORDER)
    return sorted(said, key=lambda text: next(n for n, word in enumerate(order) if text.startswith(word)))


_ORDER = ("INCREMENT", "START", "MINVALUE", "MAXVALUE", "NO MINVALUE", "NO MAXVALUE", "CACHE", "CYCLE", "NO CYCLE")


def _check(call: Call) -> str:
    found = names.given(call.get("name"))
    called = f"CONSTRAINT {names.quoted(found.text)} " if found else ""
    return f"{called}CHECK ({clause(call.get('sqltext', 0))})"


def comments(table: str, columns: Sequence[Column]) -> list[tuple[str, Column]]:
    """The comments on columns, each with its column, where they are statements; `table` is as SQL spells it."""
    if spoken() != POSTGRESQL:
        return []
    return [
        (f"COMMENT ON COLUMN {table}.{names.quoted(column.name)} IS {quoted_literal(column.comment)}", column)
        for column in columns
        if column.comment is not None
    ]


def with_options(value: Value) -> str:
    """The inside of `WITH (…)`."""
    if not is_dict(value):
        return names.hole(value)
    said: list[str] = []
    for key, option in value.items():
        shown = {True: "true", False: "false"}.get(option, option) if isinstance(option, bool) else option
        said.append(str(key) if option is None else f"{key} = {shown}")
    return ", ".join(said)
