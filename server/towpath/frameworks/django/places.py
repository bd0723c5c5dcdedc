"""Where the parts of an operation stand in its element: found when somebody points at them, or edits them."""

from towpath.frameworks.django.elements import Element
from towpath.frameworks.django.seen import parse
from towpath.operations import (
    AddColumn,
    AddConstraint,
    CreateIndex,
    DropNotNull,
    ForeignKey,
    Operation,
    Places,
    SetNotNull,
    Unique,
)
from towpath.source import Span
from towpath.syntax.python import Node, Tree


def places(element: Element, operations: tuple[Operation, ...]) -> tuple[Places, ...]:
    """The places of each operation of an element, relative to its block."""
    if not operations:
        return ()
    tree = parse(element.block)
    said = _arguments(tree, _call(tree))
    field = said.get("field")
    within = _arguments(tree, _call_of(field))
    return tuple(_of(operation, said, within) for operation in operations)


def _call(tree: Tree) -> Node | None:
    statement = next(iter(tree.root.named_children), None)
    return _call_of(statement.named_children[0]) if statement and statement.named_children else None


def _call_of(node: Node | None) -> Node | None:
    if node is not None and node.type == "keyword_argument":
        node = node.child_by_field_name("value")
    return node if node is not None and node.type == "call" else None


class _Said(dict[str, Node]):
    """The arguments of a call by keyword, and the tree that they stand in."""

    def __init__(self, tree: Tree) -> None:
        super().__init__()
        self.tree = tree

    def span(self, name: str) -> Span | None:
        return self.tree.span(self[name]) if name in self else None


def _arguments(tree: Tree, call: Node | None) -> _Said:
    found = _Said(tree)
    arguments = call.child_by_field_name("arguments") if call is not None else None
    for child in arguments.named_children if arguments is not None else ():
        name = child.child_by_field_name("name") if child.type == "keyword_argument" else None
        if name is not None:
            found[tree.source(name)] = child
    return found


def _of(operation: Operation, said: "_Said", within: "_Said") -> Places:
    """The argument that makes an operation, and of a column the argument that says whether it takes NULL."""
    found: dict[str, Span] = {}
    if field := said.span("field"):
        found["action"] = next(filter(None, (within.span(name) for name in _telling(operation))), None) or field
        if isinstance(operation, (AddColumn, SetNotNull, DropNotNull)) and (null := within.span("null")):
            found["nullable"] = null
    return found


def _telling(operation: Operation) -> tuple[str, ...]:
    if isinstance(operation, CreateIndex):
        return ("db_index", "unique", "primary_key")
    if isinstance(operation, (SetNotNull, DropNotNull)):
        return ("null",)
    if isinstance(operation, AddConstraint):
        kind = type(operation.constraint)
        return ("unique",) if kind is Unique else ("to",) if kind is ForeignKey else ()
    return ()
