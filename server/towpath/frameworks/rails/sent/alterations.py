"""ALTER TABLE: what each call on a column, a constraint or a table sends, action by action.

An alteration is either one action of ALTER TABLE, which `bulk` puts together with others, or a statement of its own.
"""

from collections.abc import Callable, Iterator, Mapping

from towpath.frameworks.rails.known import primary_name, sequence_name
from towpath.frameworks.rails.sent import indexes, names
from towpath.frameworks.rails.sent.asked import Action, Altered, Asked, condition
from towpath.frameworks.rails.sent.changing import (
    change_column,
    change_column_comment,
    change_column_default,
    change_column_null,
    change_table_comment,
    comment_of,
)
from towpath.frameworks.rails.sent.columns import column, options_of, position, specified
from towpath.frameworks.rails.sent.constraining import (
    add_check,
    add_exclusion,
    add_foreign_key,
    add_unique,
    remove_check,
    remove_exclusion,
    remove_foreign_key,
    remove_unique,
    validate_check,
    validate_constraint,
    validate_foreign_key,
)
from towpath.frameworks.rails.sent.options import Options
from towpath.frameworks.rails.sent.references import reference
from towpath.frameworks.rails.sent.tables import timestamps
from towpath.frameworks.sent import Sent
from towpath.syntax.ruby import Symbol, Value, is_dict


def add_column(asked: Asked) -> Iterator[Altered]:
    kind, options = asked.at(1), dict(asked.options)
    exists = "IF NOT EXISTS " if options.pop("if_not_exists", None) is True else ""
    if names.text(kind) == "primary_key" and not asked.version.big_keys:
        kind, options["primary_key"] = Symbol("integer"), True
    found = column(asked.name(0), kind, options, asked.version, asked.call.node)
    behind = position(asked.options) if asked.version.is_mysql else ""
    guard = condition(asked) if asked.version.is_mysql else ""
    exists = exists if asked.version.is_postgresql else ""
    yield Action(f"ADD COLUMN {exists}{specified(found)}{behind}", combines=True, guard=guard)
    yield from comment_of(asked.owner, found)


def add_columns(asked: Asked) -> Iterator[Altered]:
    for name in asked.given:
        options = {key: value for key, value in asked.options.items() if key != "type"}
        yield from add_column(asked._replace(given=(name, asked.options.get("type")), options=options))


def remove_column(asked: Asked) -> Iterator[Altered]:
    exists = "IF EXISTS " if asked.options.get("if_exists") is True and not asked.version.is_sqlite else ""
    if asked.version.is_mysql and (key := asked.known.key(asked.owner, "", (asked.name(0),), ())):
        yield Action(f"DROP FOREIGN KEY {names.quoted(key)}")
    yield Action(f"DROP COLUMN {exists}{names.quoted(asked.name(0))}", combines=True)


def remove_columns(asked: Asked) -> Iterator[Altered]:
    said = [f"DROP COLUMN {names.quoted(names.text(name))}" for name in asked.given]
    if said:
        yield Action(", ".join(said), combines=True)


def rename_column(asked: Asked) -> Iterator[Altered]:
    old, new = asked.name(0), asked.name(1)
    yield Action(f"RENAME COLUMN {names.quoted(old)} TO {names.quoted(new)}", combines=asked.version.is_mysql)
    for name, columns in asked.known.of_table(asked.owner):
        if old in columns and name == names.index(asked.owner, columns, asked.version):
            renamed = tuple(new if one == old else one for one in columns)
            yield indexes.renamed(asked.owner, name, names.index(asked.owner, renamed, asked.version), asked.version)


def add_timestamps(asked: Asked) -> Iterator[Altered]:
    options = timestamps(asked.options, asked.version)
    found = [column(name, Symbol("datetime"), options, asked.version) for name in ("created_at", "updated_at")]
    yield Action(", ".join(f"ADD COLUMN {specified(one)}" for one in found), combines=True)


def remove_timestamps(asked: Asked) -> Iterator[Altered]:
    said = (f"DROP COLUMN {names.quoted(name)}" for name in ("updated_at", "created_at"))
    yield Action(", ".join(said), combines=True)


def add_index(asked: Asked) -> Iterator[Altered]:
    flags = asked.flag("concurrently", "algorithm")
    on = asked.at(0) if asked.given else asked.options.get("column")
    if asked.version.is_mysql and asked.bulk:
        said = f"ADD {indexes.within(asked.owner, on, asked.options, asked.version, table=False)}"
        algorithm = names.text(asked.options.get("algorithm")).upper()
        yield Action(said + (f", ALGORITHM = {algorithm}" if algorithm else ""), combines=True)
        return
    yield from indexes.created(asked.owner, on, asked.options, asked.version, flags)


def remove_index(asked: Asked) -> Iterator[Altered]:
    flags = asked.flag("concurrently", "algorithm")
    value = asked.at(0)
    options = {**options_of(value), **asked.options}
    on = options.get("column") if value is None or is_dict(value) else value
    name = names.text(options.get("name"))
    if not name:
        known = None if names.is_expression(on) else asked.known.index(asked.owner, tuple(names.texts(on)))
        name = known or names.index(asked.owner, on, asked.version)
    if asked.version.is_mysql and asked.bulk:
        yield Action(f"DROP INDEX {names.quoted(name)}", combines=True)
    else:
        yield indexes.dropped(asked.owner, name, options, asked.version, flags)


def rename_index(asked: Asked) -> Iterator[Altered]:
    yield indexes.renamed(asked.owner, asked.name(0), asked.name(1), asked.version)


def enable_index(asked: Asked) -> Iterator[Altered]:
    yield indexes.shown(asked.owner, asked.name(0), True, asked.version)


def disable_index(asked: Asked) -> Iterator[Altered]:
    yield indexes.shown(asked.owner, asked.name(0), False, asked.version)


def add_reference(asked: Asked) -> Iterator[Altered]:
    found = reference(asked.name(0), asked.options, asked.version, asked.owner)
    for name, kind, options in found.columns:
        yield from add_column(asked._replace(given=(Symbol(name), kind), options=options))
    if found.index is not None:
        flags = asked.flag("concurrently", "index")
        yield from indexes.created(asked.owner, found.index, found.index_options, asked.version, flags)
    if found.target is not None:
        flags = asked.flag("valid", "foreign_key")
        given = asked._replace(given=(Symbol(found.target),), options=found.key_options)
        yield from (one._replace(flags=flags) for one in add_foreign_key(given))


def add_references(asked: Asked) -> Iterator[Altered]:
    for name in asked.given:
        yield from add_reference(asked._replace(given=(name,)))


def remove_reference(asked: Asked) -> Iterator[Altered]:
    name, pointing = asked.name(0), asked.options.get("foreign_key")
    rest = {key: value for key, value in asked.options.items() if key in ("if_exists",)}
    if pointing:
        options = {"to_table": names.of_reference(name), "column": f"{name}_id", **options_of(pointing), **rest}
        yield from remove_foreign_key(asked._replace(given=(), options=options))
    yield from remove_column(asked._replace(given=(f"{name}_id",), options=rest))
    if asked.options.get("polymorphic"):
        yield from remove_column(asked._replace(given=(f"{name}_type",), options=rest))


def remove_references(asked: Asked) -> Iterator[Altered]:
    for name in asked.given:
        yield from remove_reference(asked._replace(given=(name,)))


def rename_table(asked: Asked) -> Iterator[Altered]:
    new = asked.name(0)
    if asked.version.is_mysql:
        yield Sent(f"RENAME TABLE {names.table(asked.owner)} TO {names.table(new)}")
    else:
        yield Action(f"RENAME TO {names.quoted(names.bare(new))}")
    if asked.version.is_postgresql:
        yield from _renamed_with(asked.owner, new, asked)
    for name, columns in asked.known.of_table(asked.owner):
        if columns and name == names.index(asked.owner, columns, asked.version):
            yield indexes.renamed(new, name, names.index(new, columns, asked.version), asked.version)


def _renamed_with(old: str, new: str, asked: Asked) -> Iterator[Altered]:
    """What belongs to a primary key that the database fills goes by the name of its table."""
    primary = asked.known.primary(old) if "." not in old else None
    if primary is None:
        return
    yield indexes.renamed(old, primary_name(old), primary_name(new), asked.version)
    if primary.sequence and primary.sequence == sequence_name(old, primary.column):
        renamed = names.quoted(sequence_name(new, primary.column))
        yield Sent(f"ALTER TABLE {names.table(primary.sequence)} RENAME TO {renamed}")


Alters = Callable[[Asked], Iterator[Altered]]
ALTERATIONS: Mapping[str, Alters] = {
    "add_belongs_to": add_reference,
    "add_check_constraint": add_check,
    "add_column": add_column,
    "add_columns": add_columns,
    "add_exclusion_constraint": add_exclusion,
    "add_foreign_key": add_foreign_key,
    "add_index": add_index,
    "add_reference": add_reference,
    "add_timestamps": add_timestamps,
    "add_unique_constraint": add_unique,
    "change_column": change_column,
    "change_column_comment": change_column_comment,
    "change_column_default": change_column_default,
    "change_column_null": change_column_null,
    "change_table_comment": change_table_comment,
    "disable_index": disable_index,
    "enable_index": enable_index,
    "remove_belongs_to": remove_reference,
    "remove_check_constraint": remove_check,
    "remove_column": remove_column,
    "remove_columns": remove_columns,
    "remove_exclusion_constraint": remove_exclusion,
    "remove_foreign_key": remove_foreign_key,
    "remove_index": remove_index,
    "remove_reference": remove_reference,
    "remove_timestamps": remove_timestamps,
    "remove_unique_constraint": remove_unique,
    "rename_column": rename_column,
    "rename_index": rename_index,
    "rename_table": rename_table,
    "validate_check_constraint": validate_check,
    "validate_constraint": validate_constraint,
    "validate_foreign_key": validate_foreign_key,
}
# The methods of the table that `change_table` gives its block; a name that is none of these is a type.
OF_TABLE: Mapping[str, Alters] = {
    "belongs_to": add_references,
    "change": change_column,
    "change_default": change_column_default,
    "change_null": change_column_null,
    "check_constraint": add_check,
    "column": add_column,
    "disable_index": disable_index,
    "enable_index": enable_index,
    "exclusion_constraint": add_exclusion,
    "foreign_key": add_foreign_key,
    "index": add_index,
    "references": add_references,
    "remove": remove_columns,
    "remove_belongs_to": remove_references,
    "remove_check_constraint": remove_check,
    "remove_exclusion_constraint": remove_exclusion,
    "remove_foreign_key": remove_foreign_key,
    "remove_index": remove_index,
    "remove_references": remove_references,
    "remove_timestamps": remove_timestamps,
    "remove_unique_constraint": remove_unique,
    "rename": rename_column,
    "rename_index": rename_index,
    "timestamps": add_timestamps,
    "unique_constraint": add_unique,
    "validate_check_constraint": validate_check,
    "validate_constraint": validate_constraint,
}


def of_table(asked: Asked) -> Iterator[Altered]:
    """What a call on the table of `change_table` does."""
    how = OF_TABLE.get(asked.call.name)
    if how is not None:
        yield from how(asked)
        if asked.call.name == "column" and (indexed := asked.options.get("index")):
            yield from _indexed(asked, asked.at(0), options_of(indexed))
        return
    for name in asked.given:
        rest = {key: value for key, value in asked.options.items() if key != "index"}
        yield from add_column(asked._replace(given=(name, Symbol(asked.call.name)), options=rest))
        if indexed := asked.options.get("index"):
            yield from _indexed(asked, name, options_of(indexed))


def _indexed(asked: Asked, name: Value, options: Options) -> Iterator[Altered]:
    """The index of a column that says it has one."""
    if asked.version.is_mysql:
        yield from add_index(asked._replace(given=(name,), options=options))
    else:
        flags = asked.flag("concurrently", "index")
        yield from indexes.created(asked.owner, name, options, asked.version, flags)
