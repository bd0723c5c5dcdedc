"""What names stand for: imports, assignments, functions and classes, looked at when they are asked for."""

from collections.abc import Callable, Iterator

from towpath.syntax.python.tree import Node, Tree
from towpath.syntax.python.values import Reference, Unknown, Value, is_list, truth


class Function:
    """A function of the file: its definition, and the scope that it stands in."""

    __slots__ = ("name", "node", "scope")

    def __init__(self, name: str, node: Node, scope: "Scope") -> None:
        self.name = name
        self.node = node
        self.scope = scope

    @property
    def body(self) -> list[Node]:
        """Its statements."""
        body = self.node.child_by_field_name("body")
        return body.named_children if body else []

    @property
    def parameters(self) -> list[str]:
        """The names of its parameters, in order, those with * left out."""
        found = self.node.child_by_field_name("parameters")
        return [name for child in (found.named_children if found else []) if (name := self._parameter(child))]

    def _parameter(self, node: Node) -> str:
        if node.type in ("default_parameter", "typed_default_parameter"):
            named = node.child_by_field_name("name")
        elif node.type == "typed_parameter":
            named = node.named_children[0] if node.named_children else None
        else:
            named = node
        return self.scope.tree.source(named) if named is not None and named.type == "identifier" else ""

    def defaults(self) -> Iterator[tuple[str, Node]]:
        """The parameters that have a default, and its expression."""
        found = self.node.child_by_field_name("parameters")
        for child in found.named_children if found else []:
            name, value = child.child_by_field_name("name"), child.child_by_field_name("value")
            if name is not None and value is not None:
                yield self.scope.tree.source(name), value


class Class(Reference):
    """A class of the file: its definition, and what its body binds."""

    __slots__ = ("_scope", "node", "scope")

    def __init__(self, name: str, node: Node, scope: "Scope") -> None:
        super().__init__(name)
        self.node = node
        self.scope = scope
        self._scope: Scope | None = None

    @property
    def bases(self) -> list[Node]:
        """The expressions of the classes that it is derived from."""
        found = self.node.child_by_field_name("superclasses")
        return [child for child in (found.named_children if found else []) if child.type != "keyword_argument"]

    @property
    def body(self) -> "Scope":
        """The names that its body binds."""
        if self._scope is None:
            self._scope = self.scope.inner()
            found = self.node.child_by_field_name("body")
            for statement in found.named_children if found else []:
                define(statement, self._scope)
        return self._scope


class Bound:
    """A name's value that is already known, or an expression that is looked at when it is asked for."""

    __slots__ = ("node", "scope", "value")

    def __init__(self, value: Value = None, node: Node | None = None, scope: "Scope | None" = None) -> None:
        self.value = value
        self.node = node
        self.scope = scope


Decides = Callable[[Value], bool | None]


class Scope:
    """Names, and those of the scope around.

    `decided` says of a value whose truth the text does not tell whether it is taken to be true; None: either way.
    """

    __slots__ = ("_looking", "around", "decided", "names", "tree")

    def __init__(self, tree: Tree, around: "Scope | None" = None, decided: Decides | None = None) -> None:
        self.tree = tree
        self.around = around
        self.decided: Decides = decided or (around.decided if around else truth)
        self.names: dict[str, Bound] = {}
        self._looking: set[str] = set()

    def inner(self, **names: Value) -> "Scope":
        """A scope within this one."""
        scope = Scope(self.tree, self)
        for name, value in names.items():
            scope.bind(name, value)
        return scope

    def bind(self, name: str, value: Value) -> None:
        self.names[name] = Bound(value)

    def later(self, name: str, node: Node) -> None:
        """Binds a name to an expression that is looked at when it is asked for."""
        self.names[name] = Bound(node=node, scope=self)

    def look(self, name: str) -> Value:
        """What a name stands for; a name that nothing binds is a Reference to itself."""
        found = self.names.get(name)
        if found is None:
            return self.around.look(name) if self.around else Reference(name)
        if found.node is not None and found.scope is not None:
            if name in self._looking:
                return Unknown(name)
            from towpath.syntax.python.evaluate import evaluate  # The two need each other.

            self._looking.add(name)
            found.value = evaluate(found.node, found.scope)
            self._looking.discard(name)
            found.node = None
        return found.value


def module(tree: Tree, decided: Decides | None = None) -> Scope:
    """The names of a module: what its top level binds, branches and try blocks included."""
    scope = Scope(tree, decided=decided)
    for statement in tree.root.named_children:
        define(statement, scope)
    return scope


def define(node: Node, scope: Scope) -> None:
    """Binds the names that a statement of a module or of a class binds."""
    kind = node.type
    if kind == "expression_statement" and node.named_children and node.named_children[0].type == "assignment":
        assigned(node.named_children[0], scope)
    elif kind in ("import_statement", "import_from_statement"):
        imported(node, scope)
    elif kind in ("function_definition", "class_definition"):
        _defined(node, scope)
    elif kind == "decorated_definition":
        inner = node.child_by_field_name("definition")
        if inner is not None:
            _defined(inner, scope)
    elif kind in ("if_statement", "try_statement", "block", "else_clause", "with_statement"):
        for child in node.named_children:
            define(child, scope)


def _defined(node: Node, scope: Scope) -> None:
    named = node.child_by_field_name("name")
    if named is None:
        return
    name = scope.tree.source(named)
    if node.type == "function_definition":
        scope.bind(name, Function(name, node, scope))
    else:
        scope.bind(name, Class(name, node, scope))


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
    prefix = f"{scope.tree.source(package)}." if package is not None else ""
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
