"""What names stand for: constants, which are looked at when they are asked for, methods, and local variables."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from towpath.syntax.ruby.values import Call, Given
from towpath.syntax.tree import Node, Tree
from towpath.syntax.values import Reference, Unknown, Value, is_list

if TYPE_CHECKING:
    from towpath.syntax.ruby.definitions import Method


class Bound:
    """A name's value that is already known, or an expression that is looked at when it is asked for."""

    __slots__ = ("node", "scope", "value")

    def __init__(self, value: Value = None, node: Node | None = None, scope: "Scope | None" = None) -> None:
        self.value = value
        self.node = node
        self.scope = scope


# What a call gives that is told by more than the text, else None.
Gives = Callable[[Call], Value]


class Scope:
    """Names, and those of the scope around. `heredocs` are the bodies of the file's heredocs by what announces them."""

    __slots__ = ("_looking", "around", "gives", "heredocs", "methods", "names", "tree")

    def __init__(self, tree: Tree, around: "Scope | None" = None, gives: Gives | None = None) -> None:
        self.tree = tree
        self.around = around
        self.gives: Gives | None = around.gives if around else gives
        self.names: dict[str, Bound] = {}
        self.methods: dict[str, Method] = {}
        self.heredocs: dict[int, Node] = around.heredocs if around else _heredocs(tree)
        self._looking: set[str] = set()

    def inner(self) -> "Scope":
        """A scope within this one."""
        return Scope(self.tree, self)

    def bind(self, name: str, value: Value) -> None:
        self.names[name] = Bound(value)

    def assign(self, name: str, value: Value) -> None:
        """Binds a name where it is bound already, else here."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.names:
                scope.bind(name, value)
                return
            scope = scope.around
        self.bind(name, value)

    def later(self, name: str, node: Node) -> None:
        """Binds a name to an expression that is looked at when it is asked for."""
        self.names[name] = Bound(node=node, scope=self)

    def find(self, name: str) -> Bound | None:
        """What binds a name."""
        found = self.names.get(name)
        return found or (self.around.find(name) if self.around else None)

    def method(self, name: str) -> "Method | None":
        """The method of that name in the classes around."""
        found = self.methods.get(name)
        return found or (self.around.method(name) if self.around else None)

    def look(self, name: str) -> Value:
        """What a name stands for; a name that nothing binds is a Reference to itself."""
        found = self.find(name)
        if found is None:
            return Reference(name)
        if found.node is not None and found.scope is not None:
            scope = found.scope
            if name in scope._looking:
                return Unknown(name)
            from towpath.syntax.ruby.evaluate import evaluate  # The two need each other.

            scope._looking.add(name)
            found.value = evaluate(found.node, scope)
            scope._looking.discard(name)
            found.node = None
        return found.value


def _heredocs(tree: Tree) -> dict[int, Node]:
    """Which body belongs to which announcement: they come in the same order."""
    if "<<" not in tree.text:
        return {}
    beginnings: list[Node] = []
    bodies: list[Node] = []
    stack = [tree.root]
    while stack:
        node = stack.pop()
        if node.type == "heredoc_beginning":
            beginnings.append(node)
        elif node.type == "heredoc_body":
            bodies.append(node)
        stack += node.named_children
    beginnings.sort(key=lambda node: node.start_byte)
    bodies.sort(key=lambda node: node.start_byte)
    return {one.id: body for one, body in zip(beginnings, bodies)}


def unpacked(target: Node, value: Value, scope: Scope) -> None:
    """Binds the names of a target, be it one or a list of them, to a value or its items."""
    source = scope.tree.source
    if target.type in ("identifier", "instance_variable", "constant", "global_variable", "class_variable"):
        scope.assign(source(target), value)
    elif target.type in ("left_assignment_list", "destructured_left_assignment", "destructured_parameter"):
        names = [child for child in target.named_children if child.type != "comment"]
        items = value if is_list(value) and len(value) == len(names) else None
        for number, name in enumerate(names):
            unpacked(name, items[number] if items else Unknown(source(name)), scope)
    elif target.type in ("rest_assignment", "splat_parameter") and target.named_children:
        unpacked(target.named_children[0], Unknown(source(target)), scope)


def parameters_bound(parameters: list[Node], values: list[Value], scope: Scope) -> None:
    """Binds a block's parameters, as a block takes what it is given: a list alone fills several of them."""
    if len(values) == 1 and is_list(values[0]) and len(parameters) > 1:
        values = list(values[0])
    for number, parameter in enumerate(parameters):
        value = values[number] if number < len(values) else None
        bind_here(parameter, value, scope)


def bind_here(parameter: Node, value: Value, scope: Scope) -> None:
    """Binds one parameter in this very scope."""
    source = scope.tree.source
    if parameter.type == "identifier":
        scope.bind(source(parameter), value)
    elif parameter.type == "destructured_parameter":
        names = [child for child in parameter.named_children if child.type != "comment"]
        items = value if is_list(value) else (value,) if value is not None else ()
        for number, name in enumerate(names):
            unknown = isinstance(value, (Unknown, Given))
            found = Unknown(source(name)) if unknown else items[number] if number < len(items) else None
            bind_here(name, found, scope)
    else:
        named = parameter.child_by_field_name("name")
        if named is not None:
            scope.bind(source(named), Unknown(source(named)))
