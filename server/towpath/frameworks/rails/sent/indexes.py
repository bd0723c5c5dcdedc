"""CREATE INDEX and DROP INDEX, with the names that Active Record gives."""

from towpath.frameworks.rails.sent import names
from towpath.frameworks.rails.sent.columns import commented
from towpath.frameworks.rails.sent.types import Options
from towpath.frameworks.rails.versions import Version
from towpath.frameworks.sent import Sent
from towpath.syntax.ruby import Node, Value, is_dict, is_list

Flags = tuple[tuple[str, Node | None], ...]


def created(owner: str, value: Value, options: Options, version: Version, flags: Flags = ()) -> list[Sent]:
    """The statements that build an index on what `value` says: a column, several, or an expression."""
    name = names.text(options.get("name")) or names.index(owner, value, version)
    words = ["CREATE"]
    words += ["UNIQUE"] if options.get("unique") is True else []
    words += ["INDEX"]
    words += ["CONCURRENTLY"] if options.get("algorithm") == "concurrently" else []
    words += ["IF NOT EXISTS"] if options.get("if_not_exists") is True else []
    words += [f"{names.quoted(name)} ON {names.table(owner)}"]
    words += [f"USING {names.text(options.get('using'))}"] if options.get("using") is not None else []
    words += [f"({_keys(value, options)})"]
    if options.get("include") is not None:
        words += [f"INCLUDE ({names.columns(names.texts(options.get('include')))})"]
    words += ["NULLS NOT DISTINCT"] if options.get("nulls_not_distinct") is True else []
    words += [f"WHERE {names.text(options.get('where'))}"] if options.get("where") is not None else []
    made = [Sent(" ".join(words), flags=flags)]
    if options.get("comment") is not None:
        schema = owner.rpartition(".")[0]
        where = f"{schema}.{name}" if schema else name
        made.append(Sent(f"COMMENT ON INDEX {names.table(where)} IS {commented(options['comment'])}"))
    return made


def _keys(value: Value, options: Options) -> str:
    """What an index is on. A list with an expression in it is joined as it is."""
    found = list(value) if is_list(value) else [value]
    if any(names.is_expression(item) for item in found):
        return ", ".join(names.text(item) for item in found)
    return ", ".join(_key(names.text(item), options) for item in found)


def _key(name: str, options: Options) -> str:
    said = names.quoted(name)
    operator = _of_column(options.get("opclass"), name)
    order = _of_column(options.get("order"), name)
    said += f" {operator}" if operator else ""
    return f"{said} {order.upper()}" if order else said


def _of_column(value: Value, name: str) -> str:
    """An option that holds for every column, or for those that a hash names."""
    return names.text(value.get(name)) if is_dict(value) else names.text(value)


def dropped(owner: str, name: str, options: Options, flags: Flags = ()) -> Sent:
    """DROP INDEX."""
    schema = owner.rpartition(".")[0]
    where = f"{schema}.{name}" if schema and "." not in name else name
    words = ["DROP INDEX"]
    words += ["CONCURRENTLY"] if options.get("algorithm") == "concurrently" else []
    words += ["IF EXISTS"] if options.get("if_exists") is True else []
    return Sent(" ".join((*words, names.table(where))), flags=flags)


def renamed(owner: str, old: str, new: str) -> Sent:
    schema = owner.rpartition(".")[0]
    where = f"{schema}.{old}" if schema else old
    return Sent(f"ALTER INDEX {names.table(where)} RENAME TO {names.quoted(new)}")
