"""UPDATE and DELETE of what a chain on a model selects, and INSERT of what it creates."""

from collections.abc import Iterator, Sequence

from towpath.frameworks.rails.sent import names
from towpath.operations import Name
from towpath.syntax.ruby import Call, Range, Value, is_dict, is_list

_SELECTING = frozenset("where not unscoped all rewhere with_deleted order in_batches".split())


def statement(table: Name, calls: Sequence[Call]) -> str | None:
    """The SQL of `where(…).update_all(…)` and `.delete_all`; None for what is not as plain as that.

    `calls` are those of the chain, the outermost first.
    """
    last, others = calls[0], calls[1:]
    if last.name not in ("update_all", "delete_all") or any(one.name not in _SELECTING for one in others):
        return None
    where = [said for one in reversed(others) for said in _conditions(one)]
    behind = f" WHERE {' AND '.join(where)}" if where else ""
    name = f"{names.table(str(table))}"
    if last.name == "delete_all":
        return f"DELETE FROM {name}{behind}"
    sets = _assigned(last)
    return f"UPDATE {name} SET {sets}{behind}" if sets else None


def _assigned(call: Call) -> str:
    if call.splat:
        return ""
    pairs = [(one.keyword, one.value) for one in call.arguments if one.keyword]
    given = [one.value for one in call.positional]
    if given and is_dict(given[0]):
        pairs += [(str(key), value) for key, value in given[0].items()]
    if pairs:
        return ", ".join(f"{names.quoted(name)} = {literal(value)}" for name, value in pairs)
    value = given[0] if given else None
    if is_list(value) and value:
        value = filled(str(value[0]), value[1:]) if isinstance(value[0], str) else None
    return str(value) if isinstance(value, str) else ""


def _conditions(call: Call) -> Iterator[str]:
    if call.name not in ("where", "not", "rewhere"):
        return
    denied = call.name == "not"
    for argument in call.arguments:
        if argument.keyword:
            yield _compared(argument.keyword, argument.value, denied)
        elif is_dict(argument.value):
            yield from (_compared(str(key), value, denied) for key, value in argument.value.items())
        else:
            yield _said(call, argument.value, denied)
            break
    if call.splat:
        yield names.hole(call)


def _said(call: Call, value: Value, denied: bool) -> str:
    given: Sequence[Value] = [one.value for one in call.positional][1:]
    if is_list(value) and value:
        value, given = value[0], value[1:]
    text = filled(str(value), given) if isinstance(value, str) else names.hole(value)
    return f"NOT ({text})" if denied else f"({text})"


def filled(text: str, given: Sequence[Value]) -> str:
    """A text with its question marks filled in."""
    for value in given:
        if not is_dict(value):
            text = text.replace("?", literal(value).replace("?", "\x00"), 1)
    return text.replace("\x00", "?")


def _compared(name: str, value: Value, denied: bool) -> str:
    if is_dict(value):
        return names.hole(value)
    column = ".".join(map(names.quoted, name.split(".")))
    if value is None:
        return f"{column} IS {'NOT ' if denied else ''}NULL"
    if isinstance(value, Range):
        return _between(column, value, denied)
    if is_list(value):
        inner = ", ".join(map(literal, value)) or "NULL"
        return f"{column} {'NOT ' if denied else ''}IN ({inner})"
    return f"{column} {'!=' if denied else '='} {literal(value)}"


def _between(column: str, value: Range, denied: bool) -> str:
    first, last = value.first, value.last
    ends = [f"{column} >= {literal(first)}"] if first is not None else []
    ends += [f"{column} {'<' if value.open else '<='} {literal(last)}"] if last is not None else []
    said = " AND ".join(ends) or "TRUE"
    if len(ends) == 2 and not value.open:
        said = f"{column} BETWEEN {literal(first)} AND {literal(last)}"
    return f"NOT ({said})" if denied else said


def literal(value: Value) -> str:
    """A value as Active Record quotes it."""
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return str(value) if isinstance(value, (int, float)) else names.hole(value)
