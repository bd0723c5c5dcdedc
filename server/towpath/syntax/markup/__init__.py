"""XML, YAML and JSON as one kind of tree, whose places are code points; nothing outside of the text is looked up."""

from towpath.syntax.markup import xml
from towpath.syntax.markup.node import Node, filled, problem
from towpath.syntax.text import HOLE, Stretch, Text, joined

__all__ = ["HOLE", "Node", "Stretch", "Text", "filled", "joined", "problem", "xml"]
