"""What an `execute` sends: SQL in texts, what is built of SQLAlchemy's expressions, and what only reads."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from towpath.frameworks.alembic import work
from towpath.frameworks.alembic.sent import objects, rows
from towpath.frameworks.alembic.work import Work
from towpath.frameworks.sent import Sent
from towpath.operations import Opaque
from towpath.syntax.python import Attribute, Call, Node, Value, is_list, joined, returned


class Embedded(NamedTuple):
    """SQL that the file holds, and the expression that it comes from."""

    text: str
    source: str


def executed(call: Call, source: Callable[[Node], str]) -> Iterator[Sent | Embedded | Work | Opaque]:
    """What an `execute` sends."""
    argument = call.arguments[0] if call.arguments else None
    if argument is None:
        return
    value = returned(argument.value)
    if (text := _textual(value)) is not None:
        yield Embedded(text, source(argument.node))
    elif found := rows.built(value):
        yield Sent(rows.statement(found))
    elif isinstance(value, Call) and (made := list(objects.element(value))):
        yield from made
    elif _is_query(value) or work.is_session(value) or work.is_read(call.node):
        yield Work(reads=True)
    else:
        yield Opaque(f"the SQL is put together at run time: {' '.join(source(argument.node).split())}")


def _textual(value: Value) -> str | None:
    """The SQL of a text, of `text("…")`, `DDL("…")` and their like; None for what is none."""
    while isinstance(value, Call):
        if isinstance(value.function, Attribute) and not value.path:
            if value.name not in ("bindparams", "execution_options", "columns", "execute_if"):
                return None
            value = value.owner
        elif value.name in ("text", "DDL", "literal_column", "TextClause", "SQL") and value.arguments:
            value = value.arguments[0].value
        else:
            return None
    if is_list(value) and value and all(isinstance(item, str) for item in value):
        return joined([part for item in value for part in (item, ";\n")])
    return value if isinstance(value, str) else None


def _is_query(value: Value) -> bool:
    root, found = work.chain(value)
    name = root.name if isinstance(root, Call) else ""
    return name in ("select", "exists", "table", "Table", "union", "union_all") or "select" in found
