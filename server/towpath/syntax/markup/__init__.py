"""XML, YAML and JSON as one kind of tree, whose places are code points; nothing outside of the text is looked up."""

from towpath.syntax.markup import items, xml, yaml
from towpath.syntax.markup.node import Chunk, Node, filled, problem
from towpath.syntax.text import HOLE, Stretch, Text, joined

__all__ = ["HOLE", "Chunk", "Node", "Stretch", "Text", "filled", "items", "joined", "problem", "xml", "yaml"]
