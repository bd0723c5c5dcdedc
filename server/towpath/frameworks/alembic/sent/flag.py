"""Where an argument stands, or could stand, that switches a part of a statement on."""

from towpath.syntax.python import Call, Node


def with_keyword(node: Node) -> Node:
    """A keyword with its value, where a value is one's."""
    parent = node.parent
    return parent if parent is not None and parent.type == "keyword_argument" else node


def flag(call: Call, part: str, keyword: str) -> tuple[tuple[str, Node | None], ...]:
    """The flag of a part that a keyword switches on."""
    found = call.find(keyword)
    return ((part, found.node if found else None),)
