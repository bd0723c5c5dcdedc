"""CREATE INDEX and DROP INDEX, with the names that Active Record gives."""

from towpath.frameworks.rails.sent import names
from towpath.frameworks.rails.sent.columns import commented
from towpath.frameworks.rails.sent.options import Options
from towpath.frameworks.rails.versions import Version
from towpath.frameworks.sent import Sent
from towpath.syntax.ruby import Node, Value, is_dict, is_list

# What SQLite has no statement for is said in PostgreSQL's words: Active Record makes the table anew there.
WORDS = "postgresql"
Flags = tuple[tuple[str, Node | None], ...]


def created(owner: str, value: Value, options: Options, version: Version, flags: Flags = ()) -> list[Sent]:
    """The statements that build an index on what `value` says: a column, several, or an expression."""
    if version.is_mysql:
        exists = "it is not there yet" if options.get("if_not_exists") is True else ""
        said = f"CREATE {within(owner, value, options, version)}"
        return [Sent(_with_algorithm(said, options), guard=exists)]
    name = names.text(options.get("name")) or names.index(owner, value, version)
    words = ["CREATE"]
    words += ["UNIQUE"] if options.get("unique") is True else []
    words += ["INDEX"]
    words += ["CONCURRENTLY"] if options.get("algorithm") == "concurrently" and version.is_postgresql else []
    words += ["IF NOT EXISTS"] if options.get("if_not_exists") is True else []
    words += [f"{names.quoted(name)} ON {names.table(owner)}"]
    using = options.get("using") if version.is_postgresql else None
    words += [f"USING {names.text(using)}"] if using is not None else []
    words += [f"({_keys(value, options)})"]
    if options.get("include") is not None and version.is_postgresql:
        words += [f"INCLUDE ({names.columns(names.texts(options.get('include')))})"]
    words += ["NULLS NOT DISTINCT"] if options.get("nulls_not_distinct") is True else []
    words += [f"WHERE {names.text(options.get('where'))}"] if options.get("where") is not None else []
    made = [Sent(" ".join(words), flags=flags)]
    if options.get("comment") is not None and version.is_postgresql:
        schema = owner.rpartition(".")[0]
        where = f"{schema}.{name}" if schema else name
        made.append(Sent(f"COMMENT ON INDEX {names.table(where)} IS {commented(options['comment'])}"))
    return made


def within(owner: str, value: Value, options: Options, version: Version, table: bool = True) -> str:
    """An index of MySQL's, as CREATE INDEX says it behind its first word, or else as a table's definition does."""
    name = names.text(options.get("name")) or names.index(owner, value, version)
    kind = names.text(options.get("type")).upper() or ("UNIQUE" if options.get("unique") is True else "")
    words = [kind, "INDEX", names.quoted(name)] if kind else ["INDEX", names.quoted(name)]
    words += [f"USING {names.text(options.get('using'))}"] if options.get("using") is not None else []
    words += [f"ON {names.table(owner)}"] if table else []
    words += [f"({_keys(value, options, mysql=True)})"]
    words += [_hidden(version)] if options.get("enabled") is False else []
    words += [f"COMMENT {commented(options['comment'])}"] if options.get("comment") else []
    return " ".join(words)


def _hidden(version: Version) -> str:
    return "IGNORED" if version.dialect == "mariadb" else "INVISIBLE"


def _with_algorithm(said: str, options: Options) -> str:
    algorithm = names.text(options.get("algorithm")).upper()
    return f"{said} ALGORITHM = {algorithm}" if algorithm else said


def shown(asked_owner: str, name: str, visible: bool, version: Version) -> Sent:
    """An index that is looked at again by queries, or no more."""
    words = ("NOT IGNORED" if visible else "IGNORED") if version.dialect == "mariadb" else ""
    words = words or ("VISIBLE" if visible else "INVISIBLE")
    return Sent(f"ALTER TABLE {names.table(asked_owner)} ALTER INDEX {name} {words}")


def _keys(value: Value, options: Options, mysql: bool = False) -> str:
    """What an index is on. A list with an expression in it is joined as it is."""
    found = list(value) if is_list(value) else [value]
    if any(names.is_expression(item) for item in found):
        return ", ".join(names.text(item) for item in found)
    return ", ".join(_key(names.text(item), options, mysql) for item in found)


def _key(name: str, options: Options, mysql: bool) -> str:
    said = names.quoted(name)
    length = _of_column(options.get("length"), name) if mysql else ""
    said += f"({length})" if length else ""
    operator = _of_column(options.get("opclass"), name)
    order = _of_column(options.get("order"), name)
    said += f" {operator}" if operator else ""
    return f"{said} {order.upper()}" if order else said


def _of_column(value: Value, name: str) -> str:
    """An option that holds for every column, or for those that a hash names."""
    return names.text(value.get(name)) if is_dict(value) else names.text(value)


def dropped(owner: str, name: str, options: Options, version: Version, flags: Flags = ()) -> Sent:
    """DROP INDEX."""
    if version.is_mysql:
        exists = "it is there" if options.get("if_exists") is True else ""
        said = f"DROP INDEX {names.quoted(name)} ON {names.table(owner)}"
        return Sent(_with_algorithm(said, options), guard=exists)
    schema = owner.rpartition(".")[0]
    where = f"{schema}.{name}" if schema and "." not in name else name
    words = ["DROP INDEX"]
    words += ["CONCURRENTLY"] if options.get("algorithm") == "concurrently" and version.is_postgresql else []
    words += ["IF EXISTS"] if options.get("if_exists") is True else []
    return Sent(" ".join((*words, names.table(where))), flags=flags)


def renamed(owner: str, old: str, new: str, version: Version) -> Sent:
    if version.is_mysql:
        said = f"ALTER TABLE {names.table(owner)} RENAME INDEX {names.quoted(old)} TO {names.quoted(new)}"
        return Sent(said)
    schema = owner.rpartition(".")[0]
    where = f"{schema}.{old}" if schema else old
    return Sent(f"ALTER INDEX {names.table(where)} RENAME TO {names.quoted(new)}", dialect=WORDS)
