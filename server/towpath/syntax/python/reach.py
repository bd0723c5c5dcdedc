"""What of its file a piece of Python hangs on."""

from collections.abc import Iterable, Iterator

from towpath.syntax.python.scope import Scope, imported
from towpath.syntax.reach import Bound, Reach, names
from towpath.syntax.tree import Node, Tree
from towpath.syntax.values import Reference


def reach(statements: Iterable[tuple[Node, Tree]], beside: object = None) -> Reach:
    """What names lead to among statements, each with the tree that it stands in; each piece hangs on `beside`."""
    bound: list[Bound] = []
    # What a module binds of which all names are imported, nobody can tell.
    stars: list[str] = []
    for node, tree in statements:
        if node.type in _IMPORTS:
            scope = Scope(tree)
            imported(node, scope)
            stars += scope.stars
            for name, one in scope.names.items():
                path = one.value.path if isinstance(one.value, Reference) else ""
                bound.append(Bound((name,), f"{name} is {path}", leads=False))
        elif node.type != "comment" and not _is_text(node):
            text = tree.source(node)
            bound.append(Bound(tuple(_binds(node, tree, text)), text))
    return Reach(bound, (*stars, beside))


_IMPORTS = ("import_statement", "import_from_statement")


def _binds(node: Node, tree: Tree, text: str) -> Iterator[str]:
    """The names that a statement binds; of one that is neither definition nor assignment, all that it may change."""
    inner = node.child_by_field_name("definition") if node.type == "decorated_definition" else node
    named = inner.child_by_field_name("name") if inner is not None and inner.type in _DEFINITIONS else None
    assigned = node.named_children[0] if node.type == "expression_statement" else None
    if named is not None:
        yield tree.source(named)
    elif assigned is None or assigned.type != "assignment":
        yield from names(text)
    while assigned is not None and assigned.type == "assignment":
        left = assigned.child_by_field_name("left")
        yield from names(tree.source(left)) if left is not None else ()
        assigned = assigned.child_by_field_name("right")


_DEFINITIONS = ("function_definition", "class_definition")


def _is_text(node: Node) -> bool:
    """Whether a statement is a text that only tells readers something."""
    return node.type == "expression_statement" and all(child.type in _TEXTS for child in node.named_children)


_TEXTS = ("string", "concatenated_string")
