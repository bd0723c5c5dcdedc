"""Where in a function of its file something is done that stands at a call of it."""

from towpath.operations import Inside
from towpath.syntax.tree import Node, Tree

_FUNCTIONS = frozenset(("function_definition", "method", "singleton_method"))


def inside(node: Node, tree: Tree) -> Inside | None:
    """The place of what a function does; None of what stands in none."""
    function: Node | None = node
    while function is not None and function.type not in _FUNCTIONS:
        function = function.parent
    if function is None:
        return None
    whole = tree.span(function)
    return Inside(whole.of(tree.text), tree.span(node).shifted(-whole.start))
