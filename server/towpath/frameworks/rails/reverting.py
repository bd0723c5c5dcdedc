"""What `revert` does: the calls that take back what its block, or another migration, does, the last one first."""

from collections.abc import Mapping, Sequence

from towpath.frameworks.rails.files import Files
from towpath.frameworks.rails.helpers import include
from towpath.frameworks.rails.inflections import underscored
from towpath.frameworks.rails.layout import Shape, shape
from towpath.frameworks.rails.runs import Runs
from towpath.syntax import ruby
from towpath.syntax.logic import negated
from towpath.syntax.ruby import Argument, Call, Did, Reference, Value, Walker, entered

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
_SWAPPED = frozenset(("rename_column", "rename_index", "rename_table"))


def reverting(did: Did) -> Call | None:
    """The `revert` in whose block something is done."""
    if not did.within:
        return None
    return next((one for one in did.within if one.name == "revert" and one.owner is None), None)


def is_nested(did: Did) -> bool:
    """Whether it is done in a `revert` within another one, which does it after all."""
    return sum(one.name == "revert" and one.owner is None for one in did.within) > 1


def is_of_ways(did: Did) -> bool:
    """Whether it is said for one way alone, within a `revert`, which then goes the other way."""
    if reverting(did) is None:
        return False
    ways = [one.value.name for one in (did,) if isinstance(one.value, Call)] + [one.name for one in did.within]
    return not {"reversible", "up_only"}.isdisjoint(ways)


def backwards(done: Sequence[Did]) -> list[Did]:
    """What is done, with what stands in one `revert` in the order in which it is taken back."""
    if not any(map(reverting, done)):
        return [*done]
    result: list[Did] = []
    for did in done:
        around = reverting(did)
        at = len(result)
        while around is not None and at and reverting(result[at - 1]) is around:
            at -= 1
        result.insert(at, did)
    return result


def migration(asked: Value, files: Files, titles: Mapping[str, str], dialect: str) -> Shape | None:
    """The migration of a class, in the file that is called like it; None where there is none."""
    path = titles.get(underscored(asked.path)) if isinstance(asked, Reference) else None
    text = files.text(path) if path and path != files.here else None
    if text is None:
        return None
    parsed = ruby.parse(text)
    scope, classes = ruby.module(parsed, files.read)
    include(parsed, scope, classes, files)
    return shape(scope, classes, dialect)


def taken_back(found: Shape, revert: Did) -> list[Did]:
    """What the method of a migration does that says how it is taken back, as it is seen where `revert` stands."""
    method = found.methods.get("change") or found.methods.get("down")
    if method is None or not isinstance(revert.value, Call):
        return []
    derived = method.name == "change"
    walker = Walker(entered(method, Call(Reference(method.name), (), method.node)), Runs("up" if derived else "down"))
    around = (*revert.within, revert.value) if derived else revert.within
    done = [did for statement in method.body for did in walker.walk(statement)]
    return [one._replace(within=(*around, *one.within), helper=True, called=revert.site) for one in done]


def inverse(call: Call) -> Call | None:
    """The call that takes another one back; None where it is not known."""
    name, given = call.name, call.positional
    if name in _INVERSES:
        return _called(_INVERSES[name], call, call.arguments)
    if name in _SWAPPED and len(given) > 1:
        return _called(name, call, (*given[:-2], given[-1], given[-2]))
    if name == "change_column_null" and len(given) > 2:
        null = Argument(None, negated(given[2].value), given[2].node)
        return _called(name, call, (*given[:2], null))
    first, last = call.find("from"), call.find("to")
    if name == "change_column_default" and first and last:
        both = (Argument("from", last.value, last.node), Argument("to", first.value, first.node))
        return _called(name, call, (*given, *both))
    return None


def _called(name: str, call: Call, arguments: Sequence[Argument]) -> Call:
    return Call(Reference(name), tuple(arguments), call.node, call.splat, call.block, call.passed)
