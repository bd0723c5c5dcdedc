"""Extensions, enums, schemas: what is no table."""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from towpath.frameworks.rails.sent import names
from towpath.frameworks.rails.sent.options import Options
from towpath.frameworks.rails.versions import Version
from towpath.frameworks.sent import Sent
from towpath.operations import TYPE_IS_MISSING
from towpath.sql.manner import literal
from towpath.syntax.ruby import Call, Value, is_list


class Named(NamedTuple):
    """One call: its arguments by position, its options, and the version that it is called in."""

    given: tuple[Value, ...]
    options: Options
    version: Version
    call: Call

    def name(self, position: int) -> str:
        return names.text(self.given[position]) if position < len(self.given) else ""


def _enable(asked: Named) -> Iterator[Sent]:
    schema, _, name = asked.name(0).rpartition(".")
    behind = f" SCHEMA {schema}" if schema else ""
    yield Sent(f'CREATE EXTENSION IF NOT EXISTS "{name}"{behind}')


def _disable(asked: Named) -> Iterator[Sent]:
    cascades = asked.version.forced_extensions or asked.options.get("force") == "cascade"
    name = asked.name(0).rpartition(".")[2]
    yield Sent(f'DROP EXTENSION IF EXISTS "{name}"{" CASCADE" if cascades else ""}')


def _create_enum(asked: Named) -> Iterator[Sent]:
    values = asked.given[1] if len(asked.given) > 1 else None
    said = ", ".join(literal(names.text(value)) for value in values) if is_list(values) else literal(names.hole(values))
    yield Sent(f"CREATE TYPE {names.table(asked.name(0))} AS ENUM ({said})", guard=TYPE_IS_MISSING)


def _drop_enum(asked: Named) -> Iterator[Sent]:
    exists = "IF EXISTS " if asked.options.get("if_exists") is True else ""
    yield Sent(f"DROP TYPE {exists}{names.table(asked.name(0))}")


def _rename_enum(asked: Named) -> Iterator[Sent]:
    to = asked.name(1) or names.text(asked.options.get("to"))
    yield Sent(f"ALTER TYPE {names.table(asked.name(0))} RENAME TO {names.quoted(to)}")


def _add_enum_value(asked: Named) -> Iterator[Sent]:
    exists = "IF NOT EXISTS " if asked.options.get("if_not_exists") is True else ""
    said = f"ALTER TYPE {names.table(asked.name(0))} ADD VALUE {exists}{literal(asked.name(1))}"
    for key in ("before", "after"):
        if asked.options.get(key) is not None:
            said += f" {key.upper()} {literal(names.text(asked.options[key]))}"
    option = asked.call.find("if_not_exists")
    yield Sent(said, flags=(("if_not_exists", option.node if option else None),))


def _rename_enum_value(asked: Named) -> Iterator[Sent]:
    old, new = (literal(names.text(asked.options.get(key))) for key in ("from", "to"))
    yield Sent(f"ALTER TYPE {names.table(asked.name(0))} RENAME VALUE {old} TO {new}")


def _create_schema(asked: Named) -> Iterator[Sent]:
    if asked.options.get("force"):
        yield Sent(f"DROP SCHEMA IF EXISTS {names.quoted(asked.name(0))} CASCADE")
    exists = "IF NOT EXISTS " if asked.options.get("if_not_exists") is True else ""
    yield Sent(f"CREATE SCHEMA {exists}{names.quoted(asked.name(0))}")


def _rename_schema(asked: Named) -> Iterator[Sent]:
    yield Sent(f"ALTER SCHEMA {names.quoted(asked.name(0))} RENAME TO {names.quoted(asked.name(1))}")


def _drop_schema(asked: Named) -> Iterator[Sent]:
    exists = "IF EXISTS " if asked.options.get("if_exists") is True else ""
    yield Sent(f"DROP SCHEMA {exists}{names.quoted(asked.name(0))} CASCADE")


OBJECTS: Mapping[str, Callable[[Named], Iterator[Sent]]] = {
    "add_enum_value": _add_enum_value,
    "create_enum": _create_enum,
    "create_schema": _create_schema,
    "disable_extension": _disable,
    "drop_enum": _drop_enum,
    "drop_schema": _drop_schema,
    "enable_extension": _enable,
    "rename_enum": _rename_enum,
    "rename_enum_value": _rename_enum_value,
    "rename_schema": _rename_schema,
}
