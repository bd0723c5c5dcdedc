"""Functions and classes of a file, and all that its top level binds."""

from collections.abc import Iterator

from towpath.syntax.python.plain import Expression
from towpath.syntax.python.scope import Bound, Decides, Finds, Scope, assigned, imported
from towpath.syntax.text import Text
from towpath.syntax.tree import Node, Tree
from towpath.syntax.values import Attribute, Call, Reference, Value

# A class may be derived from one that is derived from another one; so far that is followed.
_BASES = 5


class Function:
    """A function of the file: its definition, the scope that it stands in, and what its first parameters are given."""

    __slots__ = ("bound", "decorators", "name", "node", "scope")

    def __init__(
        self, name: str, node: Node, scope: Scope, decorators: tuple[str, ...] = (), bound: tuple[Value, ...] = ()
    ) -> None:
        self.name = name
        self.node = node
        self.scope = scope
        self.decorators = decorators
        self.bound = bound

    def __repr__(self) -> str:
        return f"Function({self.name!r})"

    def of(self, owner: Value) -> "Function":
        """The function as a method of what it is asked of: that is given to its first parameter."""
        bound = () if "staticmethod" in self.decorators else (owner,)
        return Function(self.name, self.node, self.scope, self.decorators, bound)

    @property
    def body(self) -> list[Node]:
        """Its statements."""
        body = self.node.child_by_field_name("body")
        return body.named_children if body else []

    @property
    def parameters(self) -> list[str]:
        """The names of its parameters, in order, those with * left out."""
        return [name for child in self._listed if (name := self._parameter(child))]

    @property
    def positional(self) -> list[str]:
        """The names of its parameters that are given by position: those behind a * are given by keyword alone."""
        found: list[str] = []
        for child in self._listed:
            if child.type == "keyword_separator" or _starred(child).type == "list_splat_pattern":
                break
            found += filter(None, [self._parameter(child)])
        return found

    @property
    def _listed(self) -> list[Node]:
        found = self.node.child_by_field_name("parameters")
        return found.named_children if found else []

    def _parameter(self, node: Node) -> str:
        if node.type in ("default_parameter", "typed_default_parameter"):
            named = node.child_by_field_name("name")
        elif node.type == "typed_parameter":
            named = node.named_children[0] if node.named_children else None
        else:
            named = node
        return self.scope.tree.source(named) if named is not None and named.type == "identifier" else ""

    @property
    def rest(self) -> tuple[str, str]:
        """The names of its parameters for all other arguments: by position, and by keyword; empty where it has none."""
        by = {"list_splat_pattern": "", "dictionary_splat_pattern": ""}
        for child in self._listed:
            inner = _starred(child)
            if inner.type in by and inner.named_children:
                by[inner.type] = self.scope.tree.source(inner.named_children[0])
        return by["list_splat_pattern"], by["dictionary_splat_pattern"]

    def defaults(self) -> Iterator[tuple[str, Node]]:
        """The parameters that have a default, and its expression."""
        for child in self._listed:
            name, value = child.child_by_field_name("name"), child.child_by_field_name("value")
            if name is not None and value is not None:
                yield self.scope.tree.source(name), value


def _starred(node: Node) -> Node:
    """A parameter without its annotation, behind which its stars would be."""
    return node.named_children[0] if node.type == "typed_parameter" and node.named_children else node


class Class(Reference):
    """A class of the file: its definition, and what its body binds."""

    __slots__ = ("_scope", "node", "scope")

    def __init__(self, name: str, node: Node, scope: Scope) -> None:
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
    def fields(self) -> list[str]:
        """The names that its body annotates, in order: what a dataclass is given."""
        found = self.node.child_by_field_name("body")
        statements = found.named_children if found else []
        inner = (
            one.named_children[0] for one in statements if one.type == "expression_statement" and one.named_children
        )
        named = (one.child_by_field_name("left") for one in inner if one.type == "assignment")
        return [self.scope.tree.source(one) for one in named if one is not None and one.type == "identifier"]

    def find(self, name: str, depth: int = _BASES) -> Bound | None:
        """What a name is bound to in the class, or in those that it is derived from."""
        if name in self.body.names:
            return self.body.names[name]
        from towpath.syntax.python.evaluate import evaluate  # The two need each other.

        for base in self.bases if depth else ():
            found = evaluate(base, self.scope)
            if isinstance(found, Class) and (bound := found.find(name, depth - 1)):
                return bound
        return None

    @property
    def body(self) -> Scope:
        """The names that its body binds."""
        if self._scope is None:
            self._scope = self.scope.inner()
            found = self.node.child_by_field_name("body")
            for statement in found.named_children if found else []:
                define(statement, self._scope)
        return self._scope


def module(tree: Tree, decided: Decides | None = None, elsewhere: Finds | None = None) -> Scope:
    """The names of a module: what its top level binds, branches and try blocks included."""
    scope = Scope(tree, None, decided, elsewhere)
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
        said = (child.named_children[0] for child in node.named_children if child.type == "decorator")
        if inner is not None:
            _defined(inner, scope, tuple(map(scope.tree.source, said)))
    elif kind in ("if_statement", "try_statement", "block", "else_clause", "with_statement"):
        for child in node.named_children:
            define(child, scope)


def _defined(node: Node, scope: Scope, decorators: tuple[str, ...] = ()) -> None:
    named = node.child_by_field_name("name")
    if named is None:
        return
    name = scope.tree.source(named)
    if node.type == "function_definition":
        scope.bind(name, Function(name, node, scope, decorators))
    else:
        scope.bind(name, Class(name, node, scope))


def _text_of(node: Expression, scope: Scope) -> Value:
    from towpath.syntax.python.evaluate import evaluate  # The two need each other.

    found = evaluate(node, scope)
    return found if isinstance(found, Text) else None


def member(owner: Value, name: str) -> Value:
    """What an attribute of a class of the file, or of one of its instances, stands for; None: that is not known."""
    made = owner if isinstance(owner, Call) and isinstance(owner.function, Class) else None
    kind = made.function if made else owner
    if not isinstance(kind, Class):
        return None
    if made is not None and name in kind.fields and (given := made.find(name, kind.fields.index(name))):
        return given.value
    found = kind.find(name)
    if found is not None and found.node is not None and found.scope is not None and name.startswith("__"):
        # What a class says of itself; other texts may be those of an enumeration, whose attributes are no texts.
        return _text_of(found.node, found.scope)
    function = found.value if found else None
    if not isinstance(function, Function):
        return None
    if made is not None and "property" in function.decorators:
        return Call(function.of(made), (), made.node)
    return function.of(owner) if made is not None or "classmethod" in function.decorators else function


def attribute(owner: Value, name: str, scope: Scope) -> Value:
    """What an attribute of a value stands for, as far as the text tells."""
    if isinstance(owner, Reference) and not isinstance(owner, Class):
        return known(Reference(f"{owner.path}.{name}"), scope)
    found = member(owner, name)
    return Attribute(owner, name) if found is None else found


def known(value: Value, scope: Scope) -> Value:
    """What a name of another module stands for, where that is known; else the name."""
    if type(value) is not Reference or "." not in value.path:
        return value
    found = scope.elsewhere(value.path)
    return value if found is None else found
