"""Classes, methods and constants of a file."""

from collections.abc import Iterator

from towpath.syntax.ruby.scope import Gives, Scope
from towpath.syntax.tree import Node, Tree
from towpath.syntax.values import Reference

# What a class binds where it is defined, and its own methods know.
_BOUND = ("constant", "instance_variable", "class_variable")


class Method:
    """A method of the file: its definition, and the scope that it stands in. `own`: of the class itself (`self.up`)."""

    __slots__ = ("name", "node", "own", "scope")

    def __init__(self, name: str, node: Node, scope: Scope, own: bool = False) -> None:
        self.name = name
        self.node = node
        self.scope = scope
        self.own = own

    @property
    def body(self) -> list[Node]:
        """Its statements."""
        found = self.node.child_by_field_name("body")
        if found is None:
            return []
        return found.named_children if found.type == "body_statement" else [found]

    @property
    def parameters(self) -> list[Node]:
        found = self.node.child_by_field_name("parameters")
        return [child for child in (found.named_children if found else []) if child.type != "comment"]


class Class(Reference):
    """A class of the file: its definition, and what its body binds."""

    __slots__ = ("node", "scope")

    def __init__(self, name: str, node: Node, scope: Scope) -> None:
        super().__init__(name)
        self.node = node
        self.scope = scope

    @property
    def superclass(self) -> Node | None:
        """The expression of the class that it is derived from."""
        found = self.node.child_by_field_name("superclass")
        return found.named_children[0] if found is not None and found.named_children else None

    @property
    def body(self) -> list[Node]:
        """The statements of its body."""
        found = self.node.child_by_field_name("body")
        return found.named_children if found else []


def module(tree: Tree, gives: Gives | None = None) -> tuple[Scope, list[Class]]:
    """The names of a file, and its classes, those within classes left out; `gives`: see Scope."""
    scope = Scope(tree, gives=gives)
    return scope, list(define(tree.root.named_children, scope))


def modules(tree: Tree, gives: Gives | None = None) -> list[tuple[str, Scope]]:
    """The modules and classes of a file by their whole names, with what their bodies bind."""
    return list(_modules(tree.root.named_children, Scope(tree, gives=gives), ""))


def _modules(statements: list[Node], scope: Scope, around: str) -> Iterator[tuple[str, Scope]]:
    for node in statements:
        if node.type not in ("class", "module"):
            continue
        named, body = node.child_by_field_name("name"), node.child_by_field_name("body")
        name = f"{around}{scope.tree.source(named) if named is not None else ''}"
        inner, children = scope.inner(), body.named_children if body is not None else []
        for _ in define(children, inner):
            pass
        yield name, inner
        yield from _modules(children, inner, f"{name}::")


def define(statements: list[Node], scope: Scope) -> Iterator[Class]:
    """Binds what statements of a file, a module or a class bind; gives the classes."""
    own = False
    for node in statements:
        kind = node.type
        if kind == "class":
            yield _class(node, scope)
        elif kind == "module":
            body = node.child_by_field_name("body")
            inner = scope.inner()
            yield from define(body.named_children if body else [], inner)
        elif kind == "assignment":
            left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
            if left is not None and right is not None and left.type in _BOUND:
                scope.later(scope.tree.source(left), right)
        elif kind in ("method", "singleton_method"):
            method(node, scope, own or kind == "singleton_method")
        elif kind == "singleton_class":
            body = node.child_by_field_name("body")
            for inner_node in body.named_children if body else []:
                if inner_node.type == "method":
                    method(inner_node, scope, True)
        elif kind in ("call", "argument_list"):
            # `private def helper`.
            for child in node.named_children:
                yield from define([child], scope) if child.type in ("argument_list", "method") else ()


def method(node: Node, scope: Scope, own: bool = False) -> None:
    """Binds a method."""
    named = node.child_by_field_name("name")
    if named is not None:
        name = scope.tree.source(named)
        scope.methods[name] = Method(name, node, scope, own)


def _class(node: Node, scope: Scope) -> Class:
    named = node.child_by_field_name("name")
    name = scope.tree.source(named) if named is not None else ""
    inner = scope.inner()
    found = Class(name, node, inner)
    scope.bind(name.rpartition("::")[2], found)
    for _ in define(found.body, inner):
        pass
    return found
