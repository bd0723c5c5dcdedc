"""What goes to a new revision as its author wrote it, with the variables of the function that it needs."""

import builtins
from collections.abc import Sequence, Set

from towpath.changes import Said
from towpath.frameworks.alembic.layout import Piece, body_of, pieces
from towpath.frameworks.alembic.sheet import Sheet
from towpath.frameworks.python import imports
from towpath.frameworks.writing import Ask
from towpath.syntax.python import Node, Tree


def carried(ask: Ask, sheet: Sheet, said: Said, depth: str, above: Set[str]) -> list[Piece] | None:
    """The statement of a step, comments and all, behind the variables that it needs; None where it cannot go.

    It can where it is a statement of the function itself and says what it said, and nothing else. `above` are variables
    that are there.
    """
    function = sheet.function(ask.direction)
    if said.origin is None or function is None or said.operations != ask.script.steps[said.origin].operations:
        return None
    found = pieces(sheet, body_of(function.node))[0]
    start, block = ask.script.starts[said.origin], ask.script.steps[said.origin].block
    if ask.script.starts.count(start) > 1:
        return None
    for number, piece in enumerate(found):
        if piece.node is None or sheet.tree.span(piece.node).start != start or sheet.tree.source(piece.node) != block:
            continue
        needs = _needed(number, found, sheet, ask.script.starts)
        level = piece.lines[: len(piece.lines) - len(piece.lines.lstrip())]
        if needs is None or level != depth:
            return None
        more = (found[one] for one in sorted(needs) if variable(found[one].node, sheet.tree) not in above)
        return [one._replace(lead="") for one in (*more, piece)]
    return None


def _needed(number: int, found: Sequence[Piece], sheet: Sheet, starts: Sequence[int]) -> set[int] | None:
    """The assignments above a statement that it needs; None where it needs anything else of its function."""
    node = found[number].node
    assert node is not None
    needs: set[int] = set()
    known = sheet.scope.names.keys() | set(dir(builtins)) | _bound(node, sheet.tree)
    for name in imports.used(node, sheet.tree) - known:
        makers = [at for at, piece in enumerate(found) if variable(piece.node, sheet.tree) == name]
        deeper = _needed(makers[0], found, sheet, starts) if len(makers) == 1 and makers[0] < number else None
        if deeper is None or _starts_in(found[makers[0]], sheet.tree, starts):
            return None
        needs |= {*makers, *deeper}
    return needs


def _starts_in(piece: Piece, tree: Tree, starts: Sequence[int]) -> bool:
    """Whether a statement does something to the database."""
    span = tree.span(piece.node) if piece.node is not None else None
    return span is not None and any(span.start <= start < span.end for start in starts)


def variable(node: Node | None, tree: Tree) -> str:
    """The name that a statement gives a value to, if that is all that it does."""
    inner = node.named_children[0] if node is not None and node.type == "expression_statement" else None
    left = inner.child_by_field_name("left") if inner is not None and inner.type == "assignment" else None
    return tree.source(left) if left is not None and left.type == "identifier" else ""


def _bound(node: Node, tree: Tree) -> set[str]:
    """The names that a statement binds itself: those of its loops, assignments and contexts."""
    found: set[str] = set()
    stack = [node]
    while stack:
        one = stack.pop()
        if one.type in ("for_statement", "for_in_clause", "assignment"):
            left = one.child_by_field_name("left")
            found |= imports.used(left, tree) if left is not None else set()
        elif one.type == "as_pattern_target":
            found |= imports.used(one, tree)
        stack += one.named_children
    return found


def left_over(found: Sequence[Piece], stays: Set[int], gone: Set[int], tree: Tree) -> set[int]:
    """The assignments among some statements whose variables only those need that are gone."""
    over: set[int] = set()
    for number in reversed(range(len(found))):
        name = variable(found[number].node, tree)
        if not name or number in stays | gone:
            continue
        others = set(range(len(found))) - gone - over - {number}
        if _uses(found, gone | over, name, tree) and not _uses(found, others, name, tree):
            over.add(number)
    return over


def _uses(found: Sequence[Piece], numbers: Set[int], name: str, tree: Tree) -> bool:
    nodes = (found[number].node for number in numbers)
    return any(name in imports.used(node, tree) for node in nodes if node is not None)
