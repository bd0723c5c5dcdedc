"""What MySQL's and SQLite's columns, tables and changes of columns are in SQLAlchemy's and Alembic's words."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from towpath.frameworks.alembic.sent import columns, names, types
from towpath.frameworks.alembic.sent.columns import Column
from towpath.frameworks.alembic.sent.expressions import clause
from towpath.frameworks.alembic.sent.flag import with_keyword
from towpath.frameworks.alembic.sent.speaking import is_mysql, quoted_literal, spoken
from towpath.frameworks.sent import Sent
from towpath.source import pattern
from towpath.syntax.python import Call, Value, is_dict, returned

if TYPE_CHECKING:
    from towpath.frameworks.alembic.sent.constraints import Owner


def specified(column: Column, key: bool, counts: bool, added: bool) -> str:
    """A column as it stands in CREATE TABLE, or is `added`; `counts`: its key counts up by itself."""
    parts = [names.quoted(column.name), types.written(column.type)]
    takes_null = not (key or column.item("Identity")) if column.nullable is None else column.nullable
    said = _default(column.call.get("server_default"), added)
    computed = column.item("Computed")
    generated = [f"GENERATED ALWAYS AS ({clause(computed.get('sqltext', 0))}){_kept(computed)}"] if computed else []
    if not is_mysql():
        parts += [f"DEFAULT {said}"] if said is not None else []
        parts += ["NOT NULL"] * (not takes_null) + generated
        return " ".join([*parts, *columns.checks(column)])
    parts += generated
    parts += ["NOT NULL"] * (not takes_null)
    parts += ["NULL"] * (takes_null and _is_timestamp(column.type))
    parts += [f"COMMENT {quoted_literal(column.comment)}"] if column.comment is not None else []
    parts += ["AUTO_INCREMENT"] if counts else [f"DEFAULT {said}"] if said is not None else []
    return " ".join([*parts, *columns.checks(column)])


def _kept(computed: Call) -> str:
    said = computed.get("persisted", 1)
    return {True: " STORED", False: " VIRTUAL"}.get(said, "") if isinstance(said, bool) else ""


def _is_timestamp(value: Value) -> bool:
    return types.written(value).startswith("TIMESTAMP")


def _default(value: Value, added: bool) -> str | None:
    """A default as these databases want it: what is worked out stands in brackets."""
    said = columns.default(value)
    if said is None:
        return None
    if is_mysql():
        return f"({said})" if _WORKED_OUT.match(said) and not _ON_UPDATE.search(said) else said
    found = returned(value)
    if added and not isinstance(found, str):
        return f"({said})" if _CALLED.match(said) else said
    return f"({said})" if isinstance(found, Call) and found.name not in ("text", "TextClause") else said


_WORKED_OUT = pattern(r"(?!\s*['\"(]|now\(\d+\)|current_timestamp\(\d+\)).*\W", re.I)
_CALLED = pattern(r"\w+\(")
_ON_UPDATE = pattern(r"on +update", re.I)


def table_options(call: Call) -> str:
    """What stands behind the closing bracket of MySQL's CREATE TABLE: `mysql_engine="InnoDB"` as `ENGINE=InnoDB`."""
    said: list[str] = []
    prefix = f"{spoken()}_"
    given = [argument for argument in call.arguments if (argument.keyword or "").startswith(prefix)]
    for argument in given:
        name = (argument.keyword or "").removeprefix(prefix).upper()
        value = argument.value if isinstance(argument.value, (str, int)) else names.hole(argument.value)
        word = name.replace("_", " ") if name.split("_")[0] in _SPACED else name
        said.append(f"{word}={value}")
    if isinstance(comment := call.get("comment"), str):
        said.append(f"COMMENT={quoted_literal(str(comment))}")
    return " ".join(said)


_SPACED = frozenset("DATA INDEX DEFAULT CHARACTER PARTITION SUBPARTITION".split())


def alter_column(owner: "Owner", call: Call, name: str) -> Iterator[Sent]:
    """What `op.alter_column` sends to MySQL: the whole column anew, but for a change of its default alone."""
    given = {one: call.find(one) for one in ("nullable", "type_", "autoincrement", "comment", "new_column_name")}
    default = call.find("server_default")
    new = given["new_column_name"]
    to = names.text(new.value) if new is not None and new.value is not None else name
    start = f"ALTER TABLE {owner.sql}"
    whole = [
        one for key, one in given.items() if one is not None and one.value is not (False if key == "comment" else None)
    ]
    moment = _is_moment_by_default(call)
    if not whole and not moment:
        if default is not None and default.value is not False:
            said = columns.default(default.value)
            change = f"SET DEFAULT {said}" if said is not None else "DROP DEFAULT"
            yield Sent(f"{start} ALTER COLUMN {names.quoted(name)} {change}", with_keyword(default.node))
        return
    renamed = moment or (new is not None and new.value is not None)
    words = f"CHANGE {names.quoted(name)} {names.quoted(to)}" if renamed else f"MODIFY {names.quoted(name)}"
    node = with_keyword(whole[0].node) if len(whole) == 1 and default is None else None
    yield Sent(f"{start} {words} {_restated(call)}", node)


def _is_moment_by_default(call: Call) -> bool:
    """Whether a point in time gets a default, for which Alembic restates the column."""
    default = call.get("server_default")
    kind = _either(call, "type_", "existing_type", None)
    return default is not None and default is not False and types.written(kind).startswith(("DATETIME", "TIMESTAMP"))


def _restated(call: Call) -> str:
    """The definition of a column that is said anew: what the call says, else what it says was there before."""
    kind = _either(call, "type_", "existing_type", None)
    nullable = _either(call, "nullable", "existing_nullable", None)
    default = _either(call, "server_default", "existing_server_default", False)
    counts = _either(call, "autoincrement", "existing_autoincrement", None)
    comment = _either(call, "comment", "existing_comment", False)
    parts = [types.written(kind)]
    parts.append("NOT NULL" if nullable is False else "NULL")
    parts += ["AUTO_INCREMENT"] if counts is True else []
    said = columns.default(default)
    parts += [f"DEFAULT {said}"] if said is not None else []
    parts += [f"COMMENT {quoted_literal(str(comment))}"] if isinstance(comment, str) else []
    return " ".join(parts)


def _either(call: Call, new: str, existing: str, unsaid: Value) -> Value:
    found = call.find(new)
    return found.value if found is not None and found.value is not unsaid else call.get(existing)


_DROPPED = {"foreignkey": "FOREIGN KEY", "primary": "PRIMARY KEY", "unique": "INDEX"}


def drop_constraint(owner: "Owner", kind: str, name: str) -> str:
    """What MySQL wants for each kind of constraint."""
    word = _DROPPED.get(kind, "CONSTRAINT" if spoken() == "mariadb" or kind != "check" else "CHECK")
    return f"ALTER TABLE {owner.sql} DROP {word}" + (f" {names.quoted(name)}" if kind != "primary" else "")


def index_key(column: str, said: str, call: Call) -> str:
    """An element of MySQL's index with how much of it counts."""
    length = call.get(f"{spoken()}_length")
    size = length.get(column) if is_dict(length) else length
    return f"{said}({size})" if type(size) is int else said


def index_words(call: Call, unique: bool) -> str:
    """The kind of an index."""
    prefix = names.text(call.get(f"{spoken()}_prefix"))
    return f"{'UNIQUE ' if unique else ''}{f'{prefix} ' if prefix else ''}INDEX"


def index_options(call: Call) -> str:
    """What stands behind the elements of MySQL's index."""
    parser, using = (names.text(call.get(f"{spoken()}_{key}")) for key in ("with_parser", "using"))
    return (f" WITH PARSER {parser}" if parser else "") + (f" USING {using}" if using else "")
