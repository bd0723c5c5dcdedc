"""CREATE INDEX and DROP INDEX as SQLAlchemy spells them."""

from collections.abc import Sequence

from towpath.frameworks.alembic.sent import elsewhere, names
from towpath.frameworks.alembic.sent.columns import with_options
from towpath.frameworks.alembic.sent.constraints import Owner, column_names, listed, several
from towpath.frameworks.alembic.sent.expressions import clause, column_name, expression
from towpath.frameworks.alembic.sent.flag import flag
from towpath.frameworks.alembic.sent.speaking import POSTGRESQL, is_mysql, spoken
from towpath.frameworks.sent import Sent
from towpath.syntax.python import Attribute, Call, Combined, Compared, Value, is_dict

_IN_BRACKETS = frozenset("op concat cast like ilike is_ collate".split())


def created(owner: Owner, call: Call, name: Value, columns: Sequence[Value], unique: bool) -> Sent:
    """The statement that makes an index; `call` has its options."""
    found = owner.convention.name("ix", names.given(name), owner.table, owner.schema, _labels(columns))
    if spoken() != POSTGRESQL:
        return _elsewhere(owner, call, found, columns, unique)
    words = ["CREATE UNIQUE INDEX" if unique else "CREATE INDEX"]
    words += ["CONCURRENTLY"] if call.get("postgresql_concurrently") is True else []
    words += ["IF NOT EXISTS"] if call.get("if_not_exists") is True else []
    words += [names.quoted(found)] if found else []
    words += ["ON", owner.sql]
    using = call.get("postgresql_using")
    words += ["USING", str(using).lower()] if isinstance(using, str) and using else []
    ops = call.get("postgresql_ops")
    keys = ", ".join(_key(one, ops if is_dict(ops) else {}) for one in columns)
    sql = f"{' '.join(words)} ({keys}){_options(call)}"
    flags = (
        *flag(call, "concurrently", "postgresql_concurrently"),
        *flag(call, "if_not_exists", "if_not_exists"),
    )
    return Sent(sql, flags=flags)


def _elsewhere(owner: Owner, call: Call, name: str | None, columns: Sequence[Value], unique: bool) -> Sent:
    """The statement for MySQL or SQLite, which pass by what only PostgreSQL has."""
    words = [f"CREATE {elsewhere.index_words(call, unique)}"]
    words += ["IF NOT EXISTS"] if call.get("if_not_exists") is True else []
    # SQLite has the schema before the index, and the table in the same one.
    named = names.qualified(name, "" if is_mysql() else owner.schema) if name else ""
    table = owner.sql if is_mysql() else names.quoted(owner.table)
    keys = (elsewhere.index_key(column_name(one) or str(one), _key_elsewhere(one), call) for one in columns)
    where = call.get("sqlite_where") if spoken() == "sqlite" else None
    behind = f" WHERE {clause(where)}" if where is not None else elsewhere.index_options(call)
    return Sent(f"{' '.join([*words, named])} ON {table} ({', '.join(keys)}){behind}")


def _key_elsewhere(value: Value) -> str:
    """One element of an index; MySQL wants what is worked out in brackets."""
    said = _key(value, {})
    plain = not isinstance(value, Call) or value.name in _PLAIN or column_name(value) is not None
    return said if plain or said.startswith("(") or not is_mysql() else f"({said})"


_PLAIN = frozenset(("text", "literal_column", "desc", "asc"))


def _options(call: Call) -> str:
    """What stands behind the columns."""
    included = several(call.get("postgresql_include"))
    text = f" INCLUDE ({listed(included)})" if included else ""
    distinct = {True: " NULLS NOT DISTINCT", False: " NULLS DISTINCT"}
    text += distinct.get(call.get("postgresql_nulls_not_distinct"), "")
    if call.get("postgresql_with"):
        text += f" WITH ({with_options(call.get('postgresql_with'))})"
    if space := names.text(call.get("postgresql_tablespace")):
        text += f" TABLESPACE {names.quoted(space)}"
    where = call.get("postgresql_where")
    return text + (f" WHERE {clause(where)}" if where is not None else "")


def _labels(columns: Sequence[Value]) -> list[str]:
    """What a convention takes for the columns' names."""
    return column_names([_inner(column) for column in columns])


def _inner(value: Value) -> Value:
    """The column within `x.desc()`, `func.lower(x)` and their like."""
    while isinstance(value, Call) and column_name(value) is None:
        inner = value.owner if isinstance(value.function, Attribute) else value.get("", 0)
        if inner is None or inner is value:
            break
        value = inner
    return value


def _key(value: Value, ops: dict[Value, Value]) -> str:
    """One element of an index: a column's name, or an expression, in brackets where PostgreSQL wants them."""
    if isinstance(value, str):
        name = str(value)
        return names.quoted(name) + (f" {ops[name]}" if name in ops else "")
    said = expression(value)
    loose = isinstance(value, (Combined, Compared)) or (isinstance(value, Call) and value.name in _IN_BRACKETS)
    said = f"({said})" if loose else said
    key = column_name(value)
    if isinstance(value, Call) and value.name == "label":
        key = names.text(value.get("name", 0))
    return said + (f" {ops[key]}" if key is not None and key in ops else "")


def dropped(call: Call, name: Value, owner: Owner) -> Sent:
    """The statement that drops an index."""
    found = names.given(name)
    words = ["DROP INDEX"]
    words += ["CONCURRENTLY"] if call.get("postgresql_concurrently") is True and spoken() == POSTGRESQL else []
    words += ["IF EXISTS"] if call.get("if_exists") is True else []
    called = names.shortened(found.text) if found and found.final else found.text if found else names.hole(name)
    flags = (*flag(call, "concurrently", "postgresql_concurrently"), *flag(call, "if_exists", "if_exists"))
    if is_mysql():
        return Sent(f"{' '.join(words)} {names.quoted(called)} ON {owner.sql}")
    return Sent(f"{' '.join(words)} {names.qualified(called, owner.schema)}", flags=flags)
