"""Statements on rows that are built of SQLAlchemy's expressions, and rows that are inserted at once."""

from collections.abc import Iterator, Mapping
from typing import Any

from towpath.frameworks.alembic.sent import names
from towpath.frameworks.alembic.sent.expressions import clause, column_name, expression
from towpath.syntax.python import Attribute, Call, Combined, Value, is_dict, is_list

_BUILDERS = frozenset(("update", "delete", "insert"))
# So many rows are spelled out.
_ROWS = 20


class Built:
    """A statement and the calls that it was built by, the innermost first."""

    def __init__(self, kind: str, table: Value, calls: list[Call]) -> None:
        self.kind = kind
        self.table = table
        self.calls = calls

    def named(self, *wanted: str) -> list[Call]:
        return [call for call in self.calls if call.name in wanted]


def built(value: Value) -> Built | None:
    """The INSERT, UPDATE or DELETE that a value is: `t.update().where(…)`, `sa.update(t).values(…)`."""
    calls: list[Call] = []
    while isinstance(value, Call):
        if isinstance(value.function, Attribute):
            if value.name in _BUILDERS and not _is_query(value.owner):
                return Built(value.name, value.owner, [*reversed(calls), value])
            calls.append(value)
            value = value.owner
        elif value.name in _BUILDERS and value.path.startswith("sqlalchemy"):
            return Built(value.name, value.get("table", 0), [*reversed(calls), value])
        else:
            return None
    return None


def _is_query(value: Value) -> bool:
    """Whether `update` or `delete` would be a method of a query of the ORM."""
    while isinstance(value, Call):
        if value.name in ("query", "Session", "select"):
            return True
        value = value.owner
    return False


def statement(found: Built) -> str:
    """The SQL of a statement."""
    table = names.qualified(*names.table_of(found.table))
    if found.kind == "insert":
        return _insert(table, found)
    where = [clause_ for call in found.named("where") for clause_ in _conditions(call)]
    where += [f"{name} = {said}" for call in found.named("filter_by") for name, said in _keywords(call)]
    behind = f" WHERE {' AND '.join(where)}" if where else ""
    if found.kind == "delete":
        return f"DELETE FROM {table}{behind}"
    pairs = [pair for call in found.named("values") for pair in _assigned(call)]
    sets = ", ".join(f"{name}={said}" for name, said in pairs) or names.hole("values")
    return f"UPDATE {table} SET {sets if '=' in sets else f'{sets}={sets}'}{behind}"


def _conditions(call: Call) -> Iterator[str]:
    for argument in call.arguments:
        said = clause(argument.value)
        yield f"({said})" if " OR " in said else said
    if call.splat:
        yield names.hole("conditions")


def _keywords(call: Call) -> Iterator[tuple[str, str]]:
    for argument in call.arguments:
        if argument.keyword:
            yield names.quoted(argument.keyword), expression(argument.value)


def _assigned(call: Call) -> Iterator[tuple[str, str]]:
    """What `values` assigns, given as keywords or as a dict."""
    given = [(argument.keyword, argument.value) for argument in call.arguments if argument.keyword]
    given += [pair for argument in call.positional if is_dict(argument.value) for pair in argument.value.items()]
    for key, said in given:
        loose = isinstance(said, Combined)
        yield _key(key), f"({expression(said)})" if loose else expression(said)


def _key(key: Value) -> str:
    return names.quoted(column_name(key) or names.text(key))


def _insert(table: str, found: Built) -> str:
    sources = found.named("from_select")
    if sources:
        return f"INSERT INTO {table} SELECT {names.hole('select')} FROM {names.hole('select')}"
    given = [argument.value for call in found.named("values") for argument in call.positional]
    if given and is_list(given[0]):
        return insert(table, given[0])
    pairs = [pair for call in found.named("values") for pair in _assigned(call)]
    if not pairs:
        return f"INSERT INTO {table} VALUES ({names.hole('values')})"
    return f"INSERT INTO {table} ({', '.join(k for k, _ in pairs)}) VALUES ({', '.join(said for _, said in pairs)})"


def insert(table: str, rows: Value) -> str:
    """The INSERT of several rows, each a dict; of very many, the first."""
    known: list[Mapping[Any, Value]] = [row for row in rows if is_dict(row)] if is_list(rows) else []
    if not known or len(known) != len(rows) or any(row.keys() != known[0].keys() for row in known):
        return f"INSERT INTO {table} VALUES ({names.hole('rows')})"
    columns = ", ".join(map(_key, known[0]))
    values = ", ".join(f"({', '.join(map(expression, row.values()))})" for row in known[:_ROWS])
    return f"INSERT INTO {table} ({columns}) VALUES {values}"
