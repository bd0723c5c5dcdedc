"""What names stand for: imports and assignments, looked at when they are asked for."""

import builtins
from collections.abc import Callable, Iterator

from towpath.syntax.python.plain import Expression
from towpath.syntax.tree import Node, Tree
from towpath.syntax.values import Reference, Unknown, Value, is_list, truth


class Bound:
    """A name's value that is already known, or an expression that is looked at when it is asked for."""

    __slots__ = ("node", "scope", "value")

    def __init__(self, value: Value = None, node: Expression | None = None, scope: "Scope | None" = None) -> None:
        self.value = value
        self.node = node
        self.scope = scope


Decides = Callable[[Value], bool | None]
Finds = Callable[[str], Value]


def _nothing(path: str) -> Value:
    return None


class Scope:
    """Names, and those of the scope around.

    `decided` says of a value whose truth the text does not tell whether it is taken to be true; None: either way.
    `elsewhere` gives what a dotted name of another module stands for; None: that is not known. `stars` are the modules
    of which all names are imported.
    """

    __slots__ = ("_looking", "around", "decided", "elsewhere", "names", "stars", "tree")

    def __init__(
        self,
        tree: Tree,
        around: "Scope | None" = None,
        decided: Decides | None = None,
        elsewhere: Finds | None = None,
    ) -> None:
        self.tree = tree
        self.around = around
        self.decided: Decides = decided or (around.decided if around else truth)
        self.elsewhere: Finds = elsewhere or (around.elsewhere if around else _nothing)
        self.names: dict[str, Bound] = {}
        self.stars: list[str] = []
        self._looking: set[str] = set()

    def inner(self, **names: Value) -> "Scope":
        """A scope within this one."""
        scope = Scope(self.tree, self)
        for name, value in names.items():
            scope.bind(name, value)
        return scope

    def bind(self, name: str, value: Value) -> None:
        self.names[name] = Bound(value)

    def later(self, name: str, node: Expression) -> None:
        """Binds a name to an expression that is looked at when it is asked for."""
        self.names[name] = Bound(node=node, scope=self)

    def look(self, name: str) -> Value:
        """What a name stands for; a name that nothing binds is a Reference to itself."""
        found = self.names.get(name)
        if found is None:
            return self.around.look(name) if self.around else self._starred(name)
        if found.node is not None and found.scope is not None:
            if name in self._looking:
                return Unknown(name)
            from towpath.syntax.python.evaluate import evaluate  # The two need each other.

            self._looking.add(name)
            found.value = evaluate(found.node, found.scope)
            self._looking.discard(name)
            found.node = None
        return found.value

    def _starred(self, name: str) -> Value:
        """What a name that nothing binds stands for, if all names of a module are imported."""
        if not self.stars or hasattr(builtins, name):
            return Reference(name)
        known = (self.elsewhere(f"{star}.{name}") for star in self.stars)
        found = next((value for value in known if value is not None), None)
        if found is None:
            return Reference(f"{self.stars[0]}.{name}" if len(self.stars) == 1 else name)
        return found


def assigned(node: Node, scope: Scope) -> None:
    """Binds what an assignment of one name, or of several at once, binds; others are not followed."""
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    while right is not None and right.type == "assignment":
        assigned(right, scope)
        right = right.child_by_field_name("right")
    if left is not None and right is not None and left.type == "identifier":
        scope.later(scope.tree.source(left), right)


def imported(node: Node, scope: Scope) -> None:
    """Binds what an import names to its dotted name."""
    package = node.child_by_field_name("module_name")
    said = scope.tree.source(package) if package is not None else ""
    prefix = said if said.endswith(".") else f"{said}." if said else ""
    if any(child.type == "wildcard_import" for child in node.named_children):
        scope.stars.append(said)
    for child in node.children_by_field_name("name"):
        if child.type == "aliased_import":
            name, alias = child.child_by_field_name("name"), child.child_by_field_name("alias")
            if name is not None and alias is not None:
                scope.bind(scope.tree.source(alias), Reference(prefix + scope.tree.source(name)))
        elif prefix:
            said = scope.tree.source(child)
            scope.bind(said, Reference(prefix + said))
        else:
            # `import a.b` binds `a`, and what is said of it afterwards names the rest.
            root = scope.tree.source(child).partition(".")[0]
            scope.bind(root, Reference(root))


def unpacked(target: Node, value: Value, scope: Scope) -> None:
    """Binds the names of a target, be it one or a list of them, to a value or its items."""
    if target.type in ("identifier", "as_pattern_target") and not (
        target.type == "as_pattern_target" and target.named_children and target.named_children[0].type != "identifier"
    ):
        scope.bind(scope.tree.source(target), value)
        return
    names = [child for child in target.named_children if child.type != "comment"]
    items = value if is_list(value) and len(value) == len(names) else None
    for number, name in enumerate(names):
        unpacked(name, items[number] if items else Unknown(scope.tree.source(name)), scope)


def managers(node: Node) -> Iterator[tuple[Node, Node | None]]:
    """The context managers of a `with`, each with what it is bound to."""
    clause = next((child for child in node.named_children if child.type == "with_clause"), None)
    waiting = list(reversed(clause.named_children)) if clause is not None else []
    while waiting:
        found = waiting.pop()
        if found.type == "as_pattern":
            yield found.named_children[0], found.child_by_field_name("alias")
        elif found.type in ("with_item", "tuple", "parenthesized_expression"):
            waiting += reversed(found.named_children)
        elif found.type != "comment":
            yield found, None
