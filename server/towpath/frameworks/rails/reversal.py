"""Whether Active Record can take back what a call in `change` does; what it does not record is done again, unharmed."""

from collections.abc import Callable, Mapping

from towpath.frameworks.rails.sent.types import Options
from towpath.frameworks.rails.versions import Version
from towpath.syntax.ruby import Call, Given, Value, is_dict

_NEVER = frozenset(("add_columns", "add_enum_value", "change_column", "drop_virtual_table", "execute"))
# What older versions take back by doing it again.
_AGAIN = frozenset(("change_column_comment", "change_table_comment"))
# What the methods of the table in `change_table` are called on the migration.
_OF_TABLE = {
    "change": "change_column",
    "change_default": "change_column_default",
    "remove": "remove_columns",
}


def is_reversible(call: Call, given: tuple[Value, ...], options: Options, version: Version) -> bool:
    """Whether the inverse of a call is known; `given` are its arguments by position, without the options."""
    name = call.name
    if name in _AGAIN and not version.precise_timestamps:
        return True
    if isinstance(call.owner, Given) and call.owner.call.name == "change_table":
        name = _OF_TABLE.get(name, name)
        given = (call.owner.call.get("table_name", 0), *given)
    if name in _NEVER:
        return False
    condition = _CONDITIONS.get(name)
    return condition is None or condition(call, given, options)


def _changes(call: Call, given: tuple[Value, ...], options: Options) -> bool:
    said = given[-1] if given and is_dict(given[-1]) else options
    return "from" in said and "to" in said


def _typed(call: Call, given: tuple[Value, ...], options: Options) -> bool:
    return len(given) > 2


def _all_typed(call: Call, given: tuple[Value, ...], options: Options) -> bool:
    return "type" in options


def _second(call: Call, given: tuple[Value, ...], options: Options) -> bool:
    return len(given) > 1 and given[1] is not None


def _table(call: Call, given: tuple[Value, ...], options: Options) -> bool:
    return len(given) == 1 and (bool(options) or call.block is not None)


_CONDITIONS: Mapping[str, Callable[[Call, tuple[Value, ...], Options], bool]] = {
    "change_column_default": _changes,
    "change_column_comment": _changes,
    "change_table_comment": _changes,
    "rename_enum_value": lambda call, given, options: "from" in options and "to" in options,
    "remove_column": _typed,
    "remove_columns": _all_typed,
    "remove_index": lambda call, given, options: _second(call, given, options) or "column" in options,
    "remove_foreign_key": lambda call, given, options: _second(call, given, options) or "to_table" in options,
    "remove_check_constraint": _second,
    "remove_exclusion_constraint": _second,
    "remove_unique_constraint": _second,
    "add_unique_constraint": lambda call, given, options: "using_index" not in options,
    "drop_enum": _second,
    "drop_table": _table,
}
