"""The calls that take others back, as Active Record makes them up."""

from collections.abc import Iterable, Sequence

from towpath.syntax.logic import negated
from towpath.syntax.ruby import Argument, Attribute, Call, Given, Reference, Value, is_dict

_STRAIGHT = {
    "add_belongs_to": "remove_belongs_to",
    "add_check_constraint": "remove_check_constraint",
    "add_column": "remove_column",
    "add_foreign_key": "remove_foreign_key",
    "add_index": "remove_index",
    "add_reference": "remove_reference",
    "add_timestamps": "remove_timestamps",
    "create_enum": "drop_enum",
    "create_join_table": "drop_join_table",
    "create_table": "drop_table",
    "enable_extension": "disable_extension",
}
# A table that is dropped comes back with the columns of its block, which is not gone into.
_INVERSES = {**_STRAIGHT, **{back: forth for forth, back in _STRAIGHT.items() if not back.endswith("table")}}
_INVERSES["remove_columns"] = "add_columns"
_SWAPPED = frozenset(("rename_column", "rename_index", "rename_table"))
# What is called on the table in `change_table`; each takes several names, or one list of columns.
_ADDED = (
    *("belongs_to", "check_constraint", "exclusion_constraint", "foreign_key"),
    *("index", "references", "timestamps", "unique_constraint"),
)
_OF_TABLE = {**{name: f"remove_{name}" for name in _ADDED}, **{f"remove_{name}": name for name in _ADDED}}
_ONE_BY_ONE = frozenset(("belongs_to", "references", "remove_belongs_to", "remove_references"))
# What the methods of that table which are changes of a column are called on the migration.
_CHANGES = {
    "change_default": "change_column_default",
    "change_null": "change_column_null",
    "rename": "rename_column",
    "rename_index": "rename_index",
}
_UNTOLD = frozenset(("change", "disable_index", "enable_index", "validate_check_constraint", "validate_constraint"))


def inverted(call: Call, inner: Iterable[Call]) -> tuple[Sequence[Call], Sequence[Call]] | None:
    """The calls that take one back, in order, with what they do to their table; None where they are not known.

    `inner` is what a call does to a table in one go, which is taken back in the order in which it was done.
    """
    if call.name == "change_table":
        backs = [_of_table(one) for one in inner]
        known = [back for back in backs if back is not None]
        return ([call], [one for back in known for one in back]) if len(known) == len(backs) else None
    if isinstance(call.owner, Given):
        back = _of_table(call)
        return None if back is None else (back[::-1], ())
    one = _inverse(call)
    return ([one], ()) if one is not None else None


def _inverse(call: Call) -> Call | None:
    name = call.name
    if name in _INVERSES:
        return _called(_INVERSES[name], call, call.arguments)
    given = _changed_back(name, call, 1)
    return _called(name, call, given) if given is not None else None


def _changed_back(name: str, call: Call, at: int) -> Sequence[Argument] | None:
    """What a call that changes something is given to change it back; `at` is where the column is named."""
    given = call.positional
    if name in _SWAPPED and len(given) > at:
        return (*given[:-2], given[-1], given[-2])
    if name == "change_column_null" and len(given) > at + 1:
        null = given[at + 1]
        return (*given[: at + 1], Argument(None, negated(null.value), null.node))
    first, last = call.find("from"), call.find("to")
    if name == "change_column_default" and first and last:
        return (*given, Argument("from", last.value, last.node), Argument("to", first.value, first.node))
    return None


def _of_table(call: Call) -> list[Call] | None:
    """What takes back what is called on the table in `change_table`, in the order of what it does."""
    name = call.name
    if name.endswith("?"):
        return []
    if name in _UNTOLD or call.splat or (call.positional and is_dict(call.positional[-1].value)):
        return None
    if name in _OF_TABLE:
        several = [(one,) for one in call.positional] if name in _ONE_BY_ONE else [call.positional]
        return [_on_table(_OF_TABLE[name], call, (*given, *_options(call))) for given in several]
    if name in _CHANGES:
        given = _changed_back(_CHANGES[name], call, 0)
        return [_on_table(name, call, given)] if given is not None else None
    if name == "remove":
        kind = call.find("type")
        if kind is None:
            return None
        rest = (Argument(None, kind.value, kind.node), *_options(call, "type"))
        return [_on_table("column", call, (one, *rest)) for one in call.positional]
    return [one for column in call.positional[: 1 if name == "column" else None] for one in _of_column(call, column)]


def _of_column(call: Call, column: Argument) -> list[Call]:
    """What takes a new column away, and its index."""
    back = [_on_table("remove", call, (column,))]
    index = call.find("index")
    if index is None or index.value in (None, False):
        return back
    named: Value = index.value.get("name") if is_dict(index.value) else None
    options = (Argument("name", named, index.node),) if named is not None else ()
    return [*back, _on_table("remove_index", call, (column, *options))]


def _options(call: Call, *without: str) -> tuple[Argument, ...]:
    return tuple([one for one in call.arguments if one.keyword and one.keyword not in without])


def _called(name: str, call: Call, arguments: Sequence[Argument]) -> Call:
    return Call(Reference(name), tuple(arguments), call.node, call.splat, call.block, call.passed)


def _on_table(name: str, call: Call, arguments: Sequence[Argument]) -> Call:
    return Call(Attribute(call.owner, name), tuple(arguments), call.node)
