"""Constraints as SQLAlchemy spells them, in CREATE TABLE and behind ADD."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from towpath.frameworks.alembic.sent import names
from towpath.frameworks.alembic.sent.expressions import clause, column_name, expression
from towpath.frameworks.alembic.sent.names import Convention
from towpath.frameworks.alembic.sent.speaking import POSTGRESQL, spoken
from towpath.syntax.python import Call, Value, is_dict, is_list


class Owner(NamedTuple):
    """The table that constraints stand on, and how they are named."""

    table: str
    schema: str
    convention: Convention

    @property
    def sql(self) -> str:
        return names.qualified(self.table, self.schema)

    def called(self, kind: str, name: Value, columns: Sequence[str]) -> str:
        """`CONSTRAINT x ` for a name that is given or made up; empty where the database makes it up."""
        found = self.convention.name(kind, names.given(name), self.table, self.schema, columns)
        return f"CONSTRAINT {names.quoted(found)} " if found else ""


def column_names(values: Sequence[Value]) -> list[str]:
    """The names of columns: texts, or what stands for columns."""
    return [column_name(value) or names.text(value) for value in values]


def listed(values: Sequence[Value]) -> str:
    return ", ".join(map(names.quoted, column_names(values)))


def several(value: Value) -> list[Value]:
    """The items of a list; a value that is none, or not known, as its only item."""
    return list(value) if is_list(value) else [value] if value is not None else []


def deferrability(call: Call) -> str:
    """DEFERRABLE and INITIALLY as they are given."""
    said = call.get("deferrable")
    text = "" if said is None else " DEFERRABLE" if said else " NOT DEFERRABLE"
    initially = call.get("initially")
    return text + (f" INITIALLY {initially}" if isinstance(initially, str) else "")


def _option(call: Call, name: str) -> Value:
    """An option of PostgreSQL's, which other databases pass by."""
    return call.get(f"postgresql_{name}") if spoken() == POSTGRESQL else None


def validity(call: Call) -> str:
    return " NOT VALID" if _option(call, "not_valid") is True else ""


def primary_key(owner: Owner, call: Call, columns: Sequence[Value], name: Value) -> str:
    included = _included(call)
    called = owner.called("pk", name, column_names(columns))
    return f"{called}PRIMARY KEY ({listed(columns)}){included}{deferrability(call)}"


def unique(owner: Owner, call: Call, columns: Sequence[Value], name: Value) -> str:
    distinct = {True: "NULLS NOT DISTINCT ", False: "NULLS DISTINCT "}.get(_option(call, "nulls_not_distinct"), "")
    called = owner.called("uq", name, column_names(columns))
    return f"{called}UNIQUE {distinct}({listed(columns)}){_included(call)}{deferrability(call)}"


def _included(call: Call) -> str:
    said = several(_option(call, "include"))
    return f" INCLUDE ({listed(said)})" if said else ""


def check(owner: Owner, call: Call, condition: Value, name: Value) -> str:
    called = owner.called("ck", name, ())
    return f"{called}CHECK ({clause(condition)}){deferrability(call)}{validity(call)}"


class Target(NamedTuple):
    """What a foreign key points to."""

    table: str
    schema: str
    columns: tuple[str, ...]


def foreign_key(owner: Owner, call: Call, columns: Sequence[Value], target: Target, name: Value) -> str:
    own = column_names(columns)
    found = owner.convention.name(
        "fk", names.given(name), owner.table, owner.schema, own, (target.table, target.schema, target.columns)
    )
    called = f"CONSTRAINT {names.quoted(found)} " if found else ""
    pointed = ", ".join(map(names.quoted, target.columns))
    text = f"{called}FOREIGN KEY({', '.join(map(names.quoted, own))}) "
    text += f"REFERENCES {names.qualified(target.table, target.schema)}{f' ({pointed})' if pointed else ''}"
    for word, key in (("MATCH", "match"), ("ON DELETE", "ondelete"), ("ON UPDATE", "onupdate")):
        said = call.get(key)
        text += f" {word} {said}" if isinstance(said, str) else ""
    return text + deferrability(call) + validity(call)


def target(values: Sequence[Value]) -> Target:
    """What the targets of a foreign key name: `table.column`, `schema.table.column`, or columns of tables."""
    tables: list[str] = []
    columns: list[str] = []
    for value in values:
        if isinstance(value, str):
            table, _, name = str(value).rpartition(".")
            tables.append(table or name)
            columns += [name] if table else []
        else:
            near = getattr(value, "owner", None)
            far = getattr(near, "owner", None)
            table, schema = names.table_of(far if far is not None else near if near is not None else value)
            tables.append(f"{schema}.{table}" if schema else table)
            columns.append(column_name(value) or names.text(value))
    schema, _, table = (tables[0] if tables else names.hole(None)).rpartition(".")
    return Target(table, schema, tuple(columns))


def exclusion(owner: Owner, call: Call, elements: Sequence[Value], name: Value) -> str:
    parts: list[str] = []
    ops = call.get("ops")
    for element in elements:
        expression_, operator = element[:2] if is_list(element) and len(element) > 1 else (element, "=")
        said = names.quoted(str(expression_)) if isinstance(expression_, str) else expression(expression_)
        class_ = ops.get(expression_) if is_dict(ops) and isinstance(expression_, str) else None
        parts.append(f"{said}{f' {class_}' if class_ else ''} WITH {operator}")
    using = call.get("using")
    where = call.get("where")
    called = owner.called("ex", name, ())
    text = f"{called}EXCLUDE USING {str(using).lower() if isinstance(using, str) else 'gist'} ({', '.join(parts)})"
    return text + (f" WHERE ({clause(where)})" if where is not None else "") + deferrability(call)


def _of_primary_key(owner: Owner, call: Call) -> str:
    columns = several(call.get("columns")) or [argument.value for argument in call.positional]
    return primary_key(owner, call, columns, call.get("name"))


def _of_unique(owner: Owner, call: Call) -> str:
    return unique(owner, call, [argument.value for argument in call.positional], call.get("name"))


def _of_check(owner: Owner, call: Call) -> str:
    return check(owner, call, call.get("sqltext", 0), call.get("name", 1))


def _of_foreign_key(owner: Owner, call: Call) -> str:
    targets = several(call.get("refcolumns", 1))
    return foreign_key(owner, call, several(call.get("columns", 0)), target(targets), call.get("name", 2))


def _of_exclusion(owner: Owner, call: Call) -> str:
    return exclusion(owner, call, [argument.value for argument in call.positional], call.get("name"))


WRITERS: dict[str, Callable[[Owner, Call], str]] = {
    "PrimaryKeyConstraint": _of_primary_key,
    "UniqueConstraint": _of_unique,
    "CheckConstraint": _of_check,
    "ForeignKeyConstraint": _of_foreign_key,
    "ExcludeConstraint": _of_exclusion,
}


def beside(owner: Owner, name: str, call: Call) -> str:
    """The foreign key that a column is given."""
    return foreign_key(owner, call, [name], target([call.get("column", 0)]), call.get("name"))
