"""The classes of a file of Python, as far as mappers look at them."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from towpath.source import Span
from towpath.syntax.tree import Node, Tree


class Call(NamedTuple):
    """A call: the last part of what is called, the first text among its arguments, and what is given by keyword."""

    called: str
    first: str | None
    given: Mapping[str, str]


class Assigned(NamedTuple):
    """What a class gives to a name, or says of its type."""

    span: Span
    type: str
    text: str | None
    call: Call | None


class Model(NamedTuple):
    """A class. `given` are the keywords behind its bases, `meta` is what a class named Meta in it assigns."""

    name: str
    span: Span
    bases: tuple[str, ...]
    given: Mapping[str, str]
    assigned: Mapping[str, Assigned]
    meta: Mapping[str, Assigned]


def models(tree: Tree) -> Iterator[Model]:
    """The classes at the top of a file."""
    for node in tree.root.named_children:
        inner = node.child_by_field_name("definition") if node.type == "decorated_definition" else node
        if inner is not None and inner.type == "class_definition":
            yield _model(inner, tree)


def calls(tree: Tree, name: str) -> Iterator[tuple[Node, list[Node]]]:
    """Every call of a name, be it an attribute's, with its arguments."""
    stack = [tree.root]
    while stack:
        node = stack.pop()
        if node.type == "call" and _called(node, tree) == name:
            yield node, _arguments(node)
        stack += node.named_children


def text_of(node: Node, tree: Tree) -> str | None:
    """What a plain string says; None where it is none, or has parts that are computed."""
    if node.type != "string" or any(child.type == "interpolation" for child in node.named_children):
        return None
    return "".join(tree.source(child) for child in node.named_children if child.type == "string_content")


def call_of(node: Node, tree: Tree) -> Call | None:
    """What a call says; None where it is none."""
    if node.type != "call":
        return None
    arguments = _arguments(node)
    return Call(_called(node, tree), text_of(arguments[0], tree) if arguments else None, _given(arguments, tree))


def _model(node: Node, tree: Tree) -> Model:
    name, bases, body = (node.child_by_field_name(field) for field in ("name", "superclasses", "body"))
    above = bases.named_children if bases else []
    inside = body.named_children if body else []
    named = (one for one in inside if one.type == "class_definition")
    metas = (one for one in named if (called := one.child_by_field_name("name")) and tree.source(called) == "Meta")
    meta = next((one.child_by_field_name("body") for one in metas), None)
    return Model(
        tree.source(name) if name else "",
        tree.span(name or node),
        tuple(tree.source(one) for one in above if one.type != "keyword_argument"),
        _given(above, tree),
        dict(_assigned(inside, tree)),
        dict(_assigned(meta.named_children if meta else [], tree)),
    )


def _assigned(statements: list[Node], tree: Tree) -> Iterator[tuple[str, Assigned]]:
    for statement in statements:
        node = statement.named_children[0] if statement.named_children else statement
        left, right, type = (node.child_by_field_name(field) for field in ("left", "right", "type"))
        if node.type == "assignment" and left is not None and left.type == "identifier":
            said = Assigned(
                tree.span(left),
                tree.source(type) if type else "",
                text_of(right, tree) if right else None,
                call_of(right, tree) if right else None,
            )
            yield tree.source(left), said


def _called(node: Node, tree: Tree) -> str:
    function = node.child_by_field_name("function")
    return tree.source(function).rpartition(".")[2] if function else ""


def _arguments(node: Node) -> list[Node]:
    found = node.child_by_field_name("arguments")
    return found.named_children if found else []


def _given(nodes: list[Node], tree: Tree) -> dict[str, str]:
    """The keyword arguments: a string's text, or else the expression as it stands."""
    pairs = ((one.child_by_field_name("name"), one.child_by_field_name("value")) for one in nodes)
    return {
        tree.source(name): said if (said := text_of(value, tree)) is not None else tree.source(value)
        for name, value in pairs
        if name is not None and value is not None
    }
