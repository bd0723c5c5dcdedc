"""What names are worth behind an `if` or a loop, and behind calls that change what they stand for."""

from towpath.syntax.python.evaluate import evaluate
from towpath.syntax.python.operators import binary
from towpath.syntax.python.scope import Bound, Scope
from towpath.syntax.tree import Node
from towpath.syntax.values import Unknown, Value, is_dict, is_list

_CHANGES = frozenset("add append clear discard extend insert pop remove reverse sort update".split())


class Ways:
    """The names of a scope while the ways of an `if` are gone through, and what they are worth behind it."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._before = dict(scope.names)
        self._after: list[tuple[bool | None, dict[str, Bound]]] = []

    def branch(self) -> None:
        """Another way begins."""
        self._scope.names = dict(self._before)

    def branched(self, taken: bool | None) -> None:
        """It ends; `taken` says whether it is the one that is gone, where that is decided."""
        self._after.append((taken, self._scope.names))

    def passed(self) -> None:
        """None of the ways need have been gone."""
        self._after.append((None, self._before))

    def join(self) -> None:
        """What a name is worth that the ways bind differently is not known, unless it is decided which one is gone."""
        ways = [names for taken, names in self._after if taken is not False] or [self._before]
        decided = next((names for taken, names in self._after if taken), ways[0] if len(ways) == 1 else None)
        if decided is not None:
            self._scope.names = decided
            return
        names = dict(self._before)
        for name in {name for way in ways for name in way}:
            found = {id(way.get(name)) for way in ways}
            names[name] = next(way[name] for way in ways if name in way) if len(found) == 1 else Bound(Unknown(name))
        self._scope.names = names


def grown(node: Node, scope: Scope, perhaps: bool) -> None:
    """What a list is worth that an expression appends to; one that `perhaps` grows, or changes else, is not known."""
    function = node.child_by_field_name("function") if node.type == "call" else None
    owner = function.child_by_field_name("object") if function is not None and function.type == "attribute" else None
    if function is None or owner is None or owner.type != "identifier":
        return
    name, method = scope.tree.source(owner), scope.tree.source(function).rpartition(".")[2]
    value = scope.look(name)
    if method not in _CHANGES or not (is_list(value) or is_dict(value)):
        return
    around: Scope | None = scope
    while around is not None and name not in around.names:
        around = around.around
    if around is None or around.around is None:
        return  # What a module's own list is, others than this function may rely on.
    known = is_list(value) and method in ("append", "extend") and (around is scope or not perhaps)
    more = _appended(node, scope)
    if method == "extend":
        known, more = (known and len(more) == 1 and is_list(more[0])), (more[0] if more and is_list(more[0]) else ())
    around.bind(name, (*value, *more) if known and is_list(value) else Unknown(name))


def augmented(node: Node, scope: Scope, perhaps: bool) -> None:
    """What a name is worth that something is added to (`x += y`); one that `perhaps` grows is not known."""
    target, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if target is None or right is None or target.type != "identifier":
        return
    name, source = scope.tree.source(target), scope.tree.source(node)
    around: Scope | None = scope
    while around is not None and name not in around.names:
        around = around.around
    around = around or scope
    if not any(child.type == "+=" for child in node.children) or (perhaps and around is not scope):
        around.bind(name, Unknown(source))
        return
    before = scope.look(name)
    found = binary(before, "+", evaluate(right, scope), (name, scope.tree.source(right)))
    around.bind(name, found if isinstance(before, (str, int)) or is_list(before) else Unknown(source))


def _appended(node: Node, scope: Scope) -> tuple[Value, ...]:
    arguments = node.child_by_field_name("arguments")
    given = [one for one in arguments.named_children if one.type != "comment"] if arguments is not None else []
    return tuple(evaluate(one, scope) for one in given)


def forgotten(inner: Scope, outer: Scope) -> None:
    """A name of outside that a loop binds again is not known behind it."""
    for name in inner.names if inner is not outer else ():
        if name in outer.names:
            outer.bind(name, Unknown(name))
