"""What `revert` goes about: what its block, or another migration, does, the last one first."""

from collections.abc import Mapping, Sequence

from towpath.frameworks.rails.calls import is_schema
from towpath.frameworks.rails.files import Files
from towpath.frameworks.rails.helpers import include
from towpath.frameworks.rails.inflections import underscored
from towpath.frameworks.rails.layout import Shape, shape
from towpath.frameworks.rails.runs import Runs
from towpath.syntax import ruby
from towpath.syntax.ruby import Call, Did, Given, Reference, Value, Walker, entered


def reverting(did: Did) -> Call | None:
    """The `revert` in whose block something is done."""
    if not did.within:
        return None
    return next((one for one in did.within if one.name == "revert" and one.owner is None), None)


def is_reverted(did: Did, call: Call) -> bool:
    """Whether a call is taken back instead: a statement, or one on the table in `change_table`, within a `revert`."""
    if reverting(did) is None:
        return False
    on_table = isinstance(call.owner, Given) and call.owner.call.name == "change_table"
    return on_table or is_schema(call.name) or call.name == "execute"


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
