"""What the turns of a loop are given, where they can be told."""

from collections.abc import Sequence

from towpath.syntax.ruby.evaluate import worth
from towpath.syntax.ruby.methods import TURNS, elements
from towpath.syntax.ruby.scope import Scope
from towpath.syntax.ruby.values import Call
from towpath.syntax.tree import Node
from towpath.syntax.values import Argument, Attribute, Reference, Unknown, Value

# What goes through items one by one, whatever it makes of what the block gives back.
_PLAIN = frozenset("each each_entry each_pair map collect flat_map filter_map select filter reject".split())
_NUMBERED = frozenset(("each_with_index", "with_index", "each_with_object"))
_COUNTING = frozenset(("times", "upto", "downto"))
LOOPS = _PLAIN | _NUMBERED | _COUNTING | {"each_key", "each_value", "each_slice"}

Turns = list[list[Value]]


def turns_of(call: Call) -> Turns | None:
    """What each turn of a loop is given; None for what is no loop, or is one whose turns are not known."""
    if call.name not in LOOPS or not isinstance(call.function, Attribute) or not (call.block or call.passed):
        return None
    owner, counts = call.function.owner, call.name in ("each_with_index", "with_index")
    if isinstance(owner, Call) and owner.name == "each_with_index":
        # `each_with_index.map`: it gives both, whoever goes through them.
        owner, counts = owner.owner, True
    if call.name in _COUNTING:
        return _counted(call, owner)
    found = elements(owner)
    if found is None or len(found) > TURNS:
        return None
    if counts:
        first = call.get("", 0, 0) if call.name == "with_index" else 0
        return [[item, number] for number, item in enumerate(found, first)] if type(first) is int else None
    return _grouped(call, found)


def _grouped(call: Call, found: tuple[Value, ...]) -> Turns | None:
    if call.name in ("each_value", "each_key"):
        return [[item[1 if call.name == "each_value" else 0]] for item in found]
    if call.name == "each_slice":
        size = call.get("", 0)
        ends = range(0, len(found), size) if type(size) is int and size > 0 else None
        return [[found[start : start + size]] for start in ends] if ends is not None else None
    more: list[Value] = [Unknown("object")] if call.name == "each_with_object" else []
    return [[item, *more] for item in found]


def _counted(call: Call, owner: Value) -> Turns | None:
    first, last = (0, owner) if call.name == "times" else (owner, call.get("", 0))
    if type(first) is not int or type(last) is not int or abs(last - first) > TURNS:
        return None
    if call.name == "downto":
        return [[number] for number in range(first, last - 1, -1)]
    return [[number] for number in range(first, last + (call.name == "upto"))]


def turn_of(outer: tuple[int, int] | None, number: int, many: int) -> tuple[int, int]:
    """Which turn it is of how many, those of the loop around counted."""
    turn, turns = outer or (0, 1)
    return turn * many + number, turns * many


def gone_through(node: Node, scope: Scope) -> tuple[Value, ...] | None:
    """What a `for` goes through; None where that is not known."""
    said = node.child_by_field_name("value")
    found = elements(worth(said.named_children[0], scope)) if said is not None and said.named_children else None
    return found if found is not None and len(found) <= TURNS else None


def handed(call: Call, given: Sequence[Value]) -> Value:
    """What a turn does to which `&` hands a method: one of the item by its name, or `method(:name)`."""
    if isinstance(call.passed, str):
        return Call(Attribute(given[0], str(call.passed)), (), call.node)
    name = call.passed.get("", 0) if isinstance(call.passed, Call) and call.passed.path == "method" else None
    if not isinstance(name, str):
        return None
    return Call(Reference(str(name)), tuple(Argument(None, one, call.node) for one in given), call.node)
