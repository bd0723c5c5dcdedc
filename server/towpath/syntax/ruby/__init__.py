"""Ruby text as a tree, what its expressions are worth, and what its methods do, in order; nothing is run."""

from towpath.syntax.ruby.definitions import Class, Method, module, modules
from towpath.syntax.ruby.did import Condition, Did
from towpath.syntax.ruby.entering import entered
from towpath.syntax.ruby.evaluate import evaluate, pair, returned, worth
from towpath.syntax.ruby.scope import Bound, Scope, unpacked
from towpath.syntax.ruby.tree import Node, Tree, parse, well_formed
from towpath.syntax.ruby.values import Block, Call, Given, Range, Symbol
from towpath.syntax.ruby.walk import Walker
from towpath.syntax.text import HOLE, NAME_QUOTE, Stretch, Text, joined
from towpath.syntax.values import (
    Argument,
    Attribute,
    Combined,
    Compared,
    Logic,
    Reference,
    Unknown,
    Value,
    is_dict,
    is_known,
    is_list,
    truth,
)

__all__ = [
    "HOLE",
    "NAME_QUOTE",
    "Argument",
    "Attribute",
    "Block",
    "Bound",
    "Call",
    "Class",
    "Combined",
    "Compared",
    "Condition",
    "Did",
    "Given",
    "Logic",
    "Method",
    "Node",
    "Range",
    "Reference",
    "Scope",
    "Stretch",
    "Symbol",
    "Text",
    "Tree",
    "Unknown",
    "Value",
    "Walker",
    "entered",
    "evaluate",
    "is_dict",
    "is_known",
    "is_list",
    "joined",
    "module",
    "modules",
    "pair",
    "parse",
    "returned",
    "truth",
    "unpacked",
    "well_formed",
    "worth",
]
