"""Whether Active Record can take back what a call in `change` does; what it does not record is done again, unharmed."""

from collections.abc import Callable, Mapping, Sequence

from towpath.frameworks.rails.sent import names
from towpath.frameworks.rails.sent.options import Options
from towpath.frameworks.rails.versions import Version
from towpath.source import pattern
from towpath.syntax.ruby import Call, Given, Value, is_dict

_NEVER = frozenset(("add_columns", "add_enum_value", "change_column", "execute"))
_OF_SCHEMAS = frozenset(("create_schema", "drop_schema"))
# What older versions take back by doing it again.
_AGAIN = frozenset(("change_column_comment", "change_table_comment"))
# What the methods of the table in `change_table` are called on the migration.
OF_TABLE = {
    "change": "change_column",
    "change_default": "change_column_default",
    "remove": "remove_columns",
}


def may_lack(call: Call) -> bool:
    """Whether it is a call that is not always taken back."""
    return OF_TABLE.get(call.name, call.name) in _TOLD


def lacking(call: Call, given: tuple[Value, ...], options: Options, version: Version) -> str:
    """Why a call is not taken back, as a sentence; empty where it is.

    `given` are its arguments by position, without the options.
    """
    name = call.name
    if name in _AGAIN and not version.precise_timestamps:
        return ""
    if isinstance(call.owner, Given) and call.owner.call.name == "change_table":
        name = OF_TABLE.get(name, name)
        given = (call.owner.call.get("table_name", 0), *given)
    if name in _NEVER:
        return f"Active Record never takes `{call.name}` back"
    if name in _OF_SCHEMAS and not version.undoes_schemas:
        return f"Active Record takes `{call.name}` back from 8.0 on, not in a Migration[{version}]"
    if name == "drop_table" and version.wants_definitions:
        options = {key: value for key, value in options.items() if key != "if_exists"}
    holds, what = _CONDITIONS.get(name, (None, ""))
    return (
        f"Active Record takes `{call.name}` back only with {what}" if holds and not holds(call, given, options) else ""
    )


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


def _unconditional(call: Call, given: tuple[Value, ...], options: Options) -> bool:
    return "if_exists" not in options


def _reverting(call: Call, given: tuple[Value, ...], options: Options) -> bool:
    return "revert_to_version" in options


def _unindexed(call: Call, given: tuple[Value, ...], options: Options) -> bool:
    """The index that comes back with a reference takes no such option."""
    return "if_exists" not in options or options.get("index") is False


_Holds = Callable[[Call, tuple[Value, ...], Options], bool]
# What each call has to say, as a condition and in words.
_CONDITIONS: Mapping[str, tuple[_Holds, str]] = {
    "change_column_default": (_changes, "`from:` and `to:`"),
    "change_column_comment": (_changes, "`from:` and `to:`"),
    "change_table_comment": (_changes, "`from:` and `to:`"),
    "rename_enum_value": (_changes, "`from:` and `to:`"),
    "remove_column": (_typed, "the type of the column"),
    "remove_columns": (_all_typed, "the `type:` of the columns"),
    "remove_index": (
        lambda call, given, options: _second(call, given, options) or "column" in options,
        "the columns of the index",
    ),
    "remove_foreign_key": (
        lambda call, given, options: _second(call, given, options) or "to_table" in options,
        "the table that the key leads to",
    ),
    "remove_check_constraint": (_second, "the expression of the constraint"),
    "remove_exclusion_constraint": (_second, "the expression of the constraint"),
    "remove_unique_constraint": (_second, "the columns of the constraint"),
    "add_unique_constraint": (lambda call, given, options: "using_index" not in options, "columns, not an index"),
    "drop_join_table": (_unconditional, "`if_exists` left out"),
    "remove_belongs_to": (_unindexed, "`if_exists` left out"),
    "remove_reference": (_unindexed, "`if_exists` left out"),
    "drop_view": (_reverting, "`revert_to_version:`"),
    "update_view": (_reverting, "`revert_to_version:`"),
    "replace_view": (_reverting, "`revert_to_version:`"),
    "drop_function": (_reverting, "`revert_to_version:`"),
    "update_function": (_reverting, "`revert_to_version:`"),
    "drop_trigger": (_reverting, "`revert_to_version:`"),
    "update_trigger": (_reverting, "`revert_to_version:`"),
    "drop_enum": (_second, "the values of the type"),
    "drop_virtual_table": (lambda call, given, options: len(given) > 2, "the module and its arguments"),
    "drop_table": (_table, "one table, and the block that defines it"),
}
# All of which there is something to say.
_TOLD = frozenset((*_NEVER, *_OF_SCHEMAS, *_AGAIN, *_CONDITIONS))


# Methods of a table that make no column of their name.
_NO_TYPES = frozenset(
    """
    change change_default change_null check_constraint disable_index enable_index exclusion_constraint foreign_key index
    remove_belongs_to remove_check_constraint remove_exclusion_constraint remove_foreign_key remove_index
    remove_references remove_timestamps remove_unique_constraint rename_index unique_constraint
    validate_check_constraint validate_constraint
    """.split()
)
_WORD = pattern(r"\w+")
_OF_REFERENCES = frozenset(("belongs_to", "references"))


def lacking_in_one_go(inner: Sequence[Call]) -> str:
    """Why what a table does in one go is not taken back; empty where the order in which that is done is no matter.

    Before Active Record 7.1 each was taken back by itself, the last one first.
    """
    made = [_made(one) for one in inner]
    indexed = any(columns and one.get("index") and one.name not in _OF_REFERENCES for one, columns in zip(inner, made))
    if indexed or any(
        not columns.isdisjoint(_named(other) | made[at])
        for number, columns in enumerate(made)
        for at, other in enumerate(inner)
        if at != number
    ):
        return "Active Record takes back what `bulk: true` puts together in the same order, not the last first"
    return ""


def _made(call: Call) -> frozenset[str]:
    """The columns that come, go or get other names by a call, or the index that does."""
    given = [names.text(one.value) for one in call.positional]
    if call.name in ("index", "remove_index") and call.positional:
        return frozenset((" ".join(("index", *names.texts(call.positional[0].value))),))
    if call.name in _NO_TYPES or call.name.endswith("?"):
        return frozenset()
    if call.name == "timestamps":
        return frozenset(("created_at", "updated_at"))
    if call.name in _OF_REFERENCES:
        return frozenset([f"{name}_{part}" for name in given for part in ("id", "type")])
    return frozenset(given[:1] if call.name == "column" else given)


def _named(call: Call) -> frozenset[str]:
    """All that a call names, be it within an expression."""
    given = [text for one in call.positional for text in names.texts(one.value)]
    if call.name == "foreign_key":
        given = [names.text(call.get("column", default=names.pointing(given[0] if given else "")))]
    return frozenset([word for text in given for word in _WORD.findall(text)])
