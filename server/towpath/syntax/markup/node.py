"""The tree that XML, YAML and JSON give: elements with attributes, children and a text."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from towpath.source import Span, pattern
from towpath.syntax.text import Text, joined

NOTHING: Mapping[str, Text] = {}
_PROPERTY = pattern(r"\$\{\s*([^{}\s]+)\s*\}")


class Node(NamedTuple):
    """An element, or a key with a mapping; lists that only wrap elements (`columns:`, `changes:`) are no elements.

    `attributes` are its scalars by name, as texts that know where they stand. `text` is what it holds besides its
    children, or the scalar that it is; None where there is none. `span` is all of it, from its name or bracket on;
    `places` are attributes as a whole, with their names, and by the empty name the place where another one could stand.
    `problem` says why it is not well formed; a node without a name is text that belongs to nothing.
    """

    name: str
    attributes: Mapping[str, Text] = NOTHING
    children: tuple["Node", ...] = ()
    text: Text | None = None
    span: Span = Span(0, 0)
    places: Mapping[str, Span] = {}
    problem: str = ""

    def get(self, *names: str) -> Text | None:
        """The first of these that is given: an attribute, or the text of a child, which mean the same."""
        attributes, children = self.attributes, self.children
        for name in names:
            if (found := attributes.get(name)) is not None:
                return found
            if children and (child := self.child(name)) is not None and child.text is not None:
                return child.text
        return None

    def child(self, name: str) -> "Node | None":
        """The first child of a name."""
        # A loop, since changes are asked for so many names.
        for child in self.children:
            if child.name == name:
                return child
        return None

    def all(self, name: str) -> Iterator["Node"]:
        """The children of a name."""
        return (child for child in self.children if child.name == name)


def problem(node: Node) -> str:
    """What is not well formed in a node or below it, the first of it; empty where all is."""
    if node.problem:
        return node.problem
    return next((found for child in node.children if (found := problem(child))), "")


def filled(node: Node, properties: Mapping[str, str]) -> Node:
    """The node with the values of properties in the place of `${name}`; what is not known stays, as a hole."""
    children = tuple(filled(child, properties) for child in node.children)
    attributes = node.attributes
    if any("${" in text for text in attributes.values()):
        attributes = {name: fill(text, properties) for name, text in attributes.items()}
    text = fill(node.text, properties) if node.text is not None and "${" in node.text else node.text
    same = attributes is node.attributes and text is node.text and all(map(_is, children, node.children))
    return node if same else node._replace(attributes=attributes, children=children, text=text)


def _is(one: Node, other: Node) -> bool:
    return one is other


def fill(text: Text, properties: Mapping[str, str]) -> Text:
    """The text with the values of properties, by names in lower case, in their places; these stand nowhere in it."""
    parts: list[str] = []
    end = 0
    holes = False
    for match in _PROPERTY.finditer(text):
        value = properties.get(match[1].lower())
        if value is None:
            holes = True
            continue
        parts += (text.part(end, match.start()), value)
        end = match.end()
    if not parts and not holes:
        return text
    made = joined((*parts, text.part(end, len(text))))
    return Text(made, made.stretches, holes, text.quote if not parts else "", text.home)


class Chunk(NamedTuple):
    """One element right below the root: its name, and where it stands, from the start of its line in YAML."""

    name: str
    span: Span
