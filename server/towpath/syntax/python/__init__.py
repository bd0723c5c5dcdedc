"""Python text as a tree, what its expressions are worth, and what its functions do, in order; nothing is run."""

from towpath.syntax.python.conditions import Condition
from towpath.syntax.python.definitions import Class, Function, module
from towpath.syntax.python.evaluate import called, calling, evaluate, given, is_spread
from towpath.syntax.python.literals import literal
from towpath.syntax.python.plain import Assigned, Expression, Plain, assigned
from towpath.syntax.python.returns import entered, returned
from towpath.syntax.python.scope import Bound, Scope, managers, unpacked
from towpath.syntax.python.tree import Node, Tree, parse, parse_around
from towpath.syntax.python.walk import Did, Walker
from towpath.syntax.text import HOLE, Stretch, Text, joined
from towpath.syntax.values import (
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

__all__ = [
    "HOLE",
    "Argument",
    "Assigned",
    "Attribute",
    "Bound",
    "Call",
    "Class",
    "Combined",
    "Compared",
    "Condition",
    "Did",
    "Expression",
    "Function",
    "Logic",
    "Node",
    "Plain",
    "Reference",
    "Scope",
    "Stretch",
    "Text",
    "Tree",
    "Unknown",
    "Value",
    "Walker",
    "assigned",
    "called",
    "calling",
    "entered",
    "evaluate",
    "given",
    "is_dict",
    "is_known",
    "is_list",
    "is_spread",
    "items",
    "joined",
    "literal",
    "managers",
    "module",
    "parse",
    "parse_around",
    "returned",
    "truth",
    "unpacked",
]
