"""The ways of a branch, and what names are worth while they are gone through, and behind them."""

from towpath.syntax.logic import boolean, compared, negated
from towpath.syntax.ruby.did import Condition
from towpath.syntax.ruby.evaluate import worth
from towpath.syntax.ruby.scope import Bound, Scope
from towpath.syntax.tree import Node
from towpath.syntax.values import Unknown, Value


def cases(node: Node, scope: Scope) -> list[tuple[Condition, Node | None]]:
    """The ways of a `case`, each with what has to hold for it."""
    asked = node.child_by_field_name("value")
    value = worth(asked, scope) if asked is not None else None
    arms: list[tuple[Condition, Node | None]] = []
    rest: Value = True
    for child in node.named_children:
        if child.type == "when":
            found: Value = False
            for pattern in child.children_by_field_name("pattern"):
                test = worth(pattern.named_children[0], scope) if pattern.named_children else None
                found = boolean(found, "or", test if asked is None else compared(value, "==", test))
            source = scope.tree.source(child).partition("\n")[0].strip()
            arms.append((Condition(boolean(rest, "and", found), source), child.child_by_field_name("body")))
            rest = boolean(rest, "and", negated(found))
        elif child.type == "else":
            arms.append((Condition(rest, "none of the cases"), child))
    if not any(child.type == "else" for child in node.named_children):
        arms.append((Condition(rest, "none of the cases"), None))
    return arms


def names_of(scope: Scope) -> dict[int, dict[str, Bound]]:
    """What all names are bound to, scope by scope."""
    found: dict[int, dict[str, Bound]] = {}
    around: Scope | None = scope
    while around is not None:
        found[id(around)] = dict(around.names)
        around = around.around
    return found


def restore(scope: Scope, names: dict[int, dict[str, Bound]]) -> None:
    around: Scope | None = scope
    while around is not None:
        around.names = dict(names[id(around)])
        around = around.around


def join(scope: Scope, ways: list[dict[int, dict[str, Bound]]]) -> None:
    """What a name is worth that the ways bind differently is not known."""
    around: Scope | None = scope
    while around is not None:
        each = [way[id(around)] for way in ways]
        names: dict[str, Bound] = {}
        for name in {name for way in each for name in way}:
            found = {id(way.get(name)) for way in each}
            same = len(found) == 1
            names[name] = next(way[name] for way in each if name in way) if same else Bound(Unknown(name))
        around.names = names
        around = around.around
