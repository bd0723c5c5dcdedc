"""References: a column that points to a table, with its index and its foreign key."""

from typing import NamedTuple

from towpath.frameworks.rails.sent import names
from towpath.frameworks.rails.sent.columns import options_of
from towpath.frameworks.rails.sent.options import Options
from towpath.frameworks.rails.versions import Version
from towpath.syntax.ruby import Symbol, Value, is_dict

_OWN = ("polymorphic", "index", "foreign_key", "type")
_CONDITIONS = ("if_exists", "if_not_exists")


class Reference(NamedTuple):
    """The columns of a reference with type and options, what its index is on, and the table that it is to.

    `index` and `target` are None where there is no index, or no foreign key.
    """

    columns: tuple[tuple[str, Value, Options], ...]
    index: Value
    index_options: Options
    target: str | None
    key_options: Options


def reference(name: str, options: Options, version: Version, owner: str) -> Reference:
    """What a reference by that name consists of."""
    polymorphic = options.get("polymorphic")
    indexed = options.get("index", version.indexes_references)
    pointing = options.get("foreign_key")
    conditions = {key: value for key, value in options.items() if key in _CONDITIONS}
    others = {key: value for key, value in options.items() if key not in _OWN}
    kind = options.get("type", Symbol("bigint" if version.big_keys and not version.is_sqlite else "integer"))
    columns: list[tuple[str, Value, Options]] = [(f"{name}_id", kind, others)]
    if polymorphic:
        own = {key: value for key, value in options.items() if key in ("null", "first", "after")}
        columns.insert(0, (f"{name}_type", Symbol("string"), {**options_of(polymorphic), **conditions, **own}))
    found: dict[Value, Value] = {**options_of(indexed), **conditions}
    if polymorphic and version.polymorphic_names and found.get("name") is None:
        found["name"] = f"index_{owner}_on_{name}"
    target = None
    if pointing:
        to = pointing.get("to_table") if is_dict(pointing) else None
        target = names.text(to) if to is not None else names.of_reference(name)
    keys = {**options_of(pointing), "column": f"{name}_id", **conditions}
    # The name of the column that the index is on is a text; a list it is all the same.
    on: Value = tuple(Symbol(one) for one, _, _ in columns) if indexed else None
    return Reference(tuple(columns), on, found, target, keys)
