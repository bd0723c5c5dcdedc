"""Where the parts of an operation stand in its element: found when somebody points at them, or edits them."""

from collections.abc import Mapping
from typing import NamedTuple

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
from towpath.syntax.python import Node, Plain, Tree

_NOWHERE: Places = {}


def places(element: Element, operations: tuple[Operation, ...]) -> tuple[Places, ...]:
    """The places of each operation of an element, relative to its block."""
    if not operations:
        return ()
    read = element.turn is None and not element.partly and not element.problem
    if read and "field" not in element.arguments:
        return (_NOWHERE,) * len(operations)
    said = _in_plain_words(element.block, *element.within) if element.within else _parsed(element.block)
    return tuple(_of(operation, said) for operation in operations)


class _Said(NamedTuple):
    """Where the field stands that an element is given by keyword, and where what is given to that."""

    field: Span | None
    within: Mapping[str, Span]


def _in_plain_words(block: str, start: int, field: Plain) -> _Said:
    def span(keyword: str, given: Plain) -> Span:
        # Between the two there is nothing but the sign.
        return Span(block.rfind(keyword, 0, given.start_byte - start), given.end_byte - start)

    return _Said(span("field", field), {keyword: span(keyword, one) for keyword, one in field.given if keyword})


def _parsed(block: str) -> _Said:
    tree = parse(block)
    said = _arguments(tree, _call(tree))
    field = said.get("field")
    within = _arguments(tree, _call_of(field))
    return _Said(
        tree.span(field) if field is not None else None, {name: tree.span(one) for name, one in within.items()}
    )


def _call(tree: Tree) -> Node | None:
    statement = next(iter(tree.root.named_children), None)
    return _call_of(statement.named_children[0]) if statement and statement.named_children else None


def _call_of(node: Node | None) -> Node | None:
    if node is not None and node.type == "keyword_argument":
        node = node.child_by_field_name("value")
    return node if node is not None and node.type == "call" else None


def _arguments(tree: Tree, call: Node | None) -> dict[str, Node]:
    """The arguments of a call by keyword."""
    found: dict[str, Node] = {}
    arguments = call.child_by_field_name("arguments") if call is not None else None
    for child in arguments.named_children if arguments is not None else ():
        name = child.child_by_field_name("name") if child.type == "keyword_argument" else None
        if name is not None:
            found[tree.source(name)] = child
    return found


def _of(operation: Operation, said: _Said) -> Places:
    """The argument that makes an operation, and of a column the argument that says whether it takes NULL."""
    found: dict[str, Span] = {}
    if said.field is not None:
        telling = (said.within[name] for name in _telling(operation) if name in said.within)
        found["action"] = next(telling, said.field)
        if isinstance(operation, (AddColumn, SetNotNull, DropNotNull)) and "null" in said.within:
            found["nullable"] = said.within["null"]
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
