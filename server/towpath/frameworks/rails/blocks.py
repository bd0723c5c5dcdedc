"""What of a method is read together."""

from towpath.frameworks.rails.calls import TABLES
from towpath.syntax.ruby import Method, Node

# The nodes whose children are statements.
BODIES = frozenset(("body_statement", "block_body", "then", "else", "do", "begin", "ensure", "rescue", "program"))
_LOOPS = frozenset(("each", "each_with_index", "each_pair", "times", "upto", "each_key", "each_value"))
_REPEATED = ("while", "until", "for", "while_modifier", "until_modifier")


def block_of(site: Node, statement: Node) -> Node:
    """What is read together: a loop, a table that is defined in one go, else the innermost statement around a place."""
    if site.id == statement.id:
        return statement
    innermost: Node | None = None
    whole: Node | None = None
    node: Node | None = site
    while node is not None:
        if innermost is None and node.parent is not None and node.parent.type in BODIES:
            innermost = node
        if _is_loop(node) or _is_table(node):
            whole = node
        if node.id == statement.id:
            break
        node = node.parent
    return whole or innermost or statement


def table_around(method: Method, start: int) -> Node | None:
    """The `change_table` among a method's statements in whose block a statement of its own starts at a place."""
    place = method.scope.tree.span
    for node in method.body:
        block = node.child_by_field_name("block") if node.type == "call" and _method(node) == "change_table" else None
        body = block.child_by_field_name("body") if block is not None else None
        if body is not None and any(place(one).start == start for one in body.named_children):
            return node
    return None


def _is_loop(node: Node) -> bool:
    if node.type in _REPEATED:
        return True
    return node.type == "call" and node.child_by_field_name("block") is not None and _method(node) in _LOOPS


def _is_table(node: Node) -> bool:
    if node.type != "call" or _method(node) not in (*TABLES, "change_table"):
        return False
    if _method(node) != "change_table":
        return True
    given_ = node.child_by_field_name("arguments")
    return given_ is not None and b"bulk" in (given_.text or b"")


def _method(node: Node) -> str:
    found = node.child_by_field_name("method")
    return (found.text or b"").decode("utf-8", "replace") if found is not None else ""


def loop_of(node: Node) -> Node | None:
    """The loop around a place."""
    found: Node | None = node
    while found is not None and found.type not in _REPEATED:
        if found.type == "call" and found.child_by_field_name("block") is not None:
            return found
        found = found.parent
    return found
