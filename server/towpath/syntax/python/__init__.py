"""Python text as a tree, what its expressions are worth, and what its functions do, in order; nothing is run."""

from towpath.syntax.python.definitions import Class, Function, module
from towpath.syntax.python.evaluate import called, evaluate, given
from towpath.syntax.python.returns import entered, returned
from towpath.syntax.python.scope import Bound, Scope, unpacked
from towpath.syntax.python.text import HOLE, Stretch, Text, joined, literal
from towpath.syntax.python.tree import Node, Tree, parse
from towpath.syntax.python.values import (
    Argument,
    Attribute,
    Call,
    Combined,
    Compared,
    Logic,
    Reference,
    Unknown,
    Value,
    is_dict,
    is_known,
    is_list,
    items,
    truth,
)
from towpath.syntax.python.walk import Condition, Did, Walker

__all__ = [
    "HOLE",
    "Argument",
    "Attribute",
    "Bound",
    "Call",
    "Class",
    "Combined",
    "Compared",
    "Condition",
    "Did",
    "Function",
    "Logic",
    "Node",
    "Reference",
    "Scope",
    "Stretch",
    "Text",
    "Tree",
    "Unknown",
    "Value",
    "Walker",
    "called",
    "entered",
    "evaluate",
    "given",
    "is_dict",
    "is_known",
    "is_list",
    "items",
    "joined",
    "literal",
    "module",
    "parse",
    "returned",
    "truth",
    "unpacked",
]
