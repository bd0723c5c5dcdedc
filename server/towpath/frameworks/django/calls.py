"""Calls in the text of a migration, taken apart: elements and the fields that they are given."""

from typing import NamedTuple

from towpath.frameworks.django.signatures import SIGNATURES
from towpath.source import Span
from towpath.syntax.python import Node, Tree, parse


class Call(NamedTuple):
    """An element taken apart: its tree, the node of what is called, and its arguments by their names.

    Those of a field have names only where these are written.
    """

    block: str
    tree: Tree
    function: Node
    arguments: dict[str, Node]

    def span(self, name: str) -> Span | None:
        """Where an argument stands, keyword and all."""
        return self.tree.span(self.arguments[name]) if name in self.arguments else None

    def value(self, name: str) -> Node | None:
        found = self.arguments.get(name)
        return found.child_by_field_name("value") if found is not None and found.type == "keyword_argument" else found


def taken_apart(block: str) -> Call | None:
    """A block that is one call."""
    tree = parse(block)
    statement = next(iter(tree.root.named_children), None)
    node = statement.named_children[0] if statement is not None and statement.named_children else None
    return call_of(block, tree, node) if node is not None and node.type == "call" else None


def call_of(block: str, tree: Tree, node: Node) -> Call:
    arguments = node.child_by_field_name("arguments")
    names = iter(SIGNATURES.get(tree.source(node.children[0]).rpartition(".")[2], ()))
    found: dict[str, Node] = {}
    for child in arguments.named_children if arguments is not None else ():
        named = child.child_by_field_name("name") if child.type == "keyword_argument" else None
        if named is not None:
            found[tree.source(named)] = child
        elif child.type != "comment" and (name := next(names, "")):
            found[name] = child
    return Call(block, tree, node.children[0], found)


def field_of(call: Call) -> Call | None:
    """The field that an element is given, taken apart."""
    value = call.value("field")
    return call_of(call.block, call.tree, value) if value is not None and value.type == "call" else None


def is_code(call: Call) -> bool:
    """Whether an element runs what its author says, and knows no models."""
    return call.tree.source(call.function).rpartition(".")[2] in ("RunSQL", "RunPython")
