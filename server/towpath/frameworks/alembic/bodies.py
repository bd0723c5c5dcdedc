"""The body of `upgrade()` or `downgrade()`, statement by statement; what did not change is not looked at again."""

from collections.abc import Iterator, Sequence

from towpath.frameworks.alembic.calls import batch_of
from towpath.frameworks.alembic.reach import Reach
from towpath.frameworks.alembic.steps import Reader, Sending
from towpath.frameworks.pieces import Before, Body, Entry, Piece, commits, committed
from towpath.operations import Opaque, Step
from towpath.source import Span
from towpath.syntax.python import (
    Call,
    Did,
    Function,
    Node,
    Reference,
    Scope,
    Tree,
    Walker,
    evaluate,
    managers,
    unpacked,
)

# Statements that bind nothing and never leave the function, so that those behind them do not depend on them.
_FREE = frozenset(("expression_statement", "pass_statement", "comment"))
_BINDING = frozenset(("assignment", "augmented_assignment", "named_expression"))


def read(functions: Sequence[Function], sending: Sending, reach: Reach, old: Body | None) -> Body:
    """Reads functions, one after the other; of the version before, what says and means the same keeps its steps."""
    kept = Before(old, reach.everywhere)
    return Body(tuple(entry for one in functions for entry in _entries(one, sending, reach, kept)), reach.everywhere)


def _entries(function: Function, sending: Sending, reach: Reach, kept: Before) -> Iterator[Entry]:
    tree = function.scope.tree
    scope = _scope(function)
    walker = Walker(scope, into=_into)
    reader = Reader(tree, sending)
    before = 0
    outside = False
    for node in function.body:
        if node.type == "comment":
            continue
        # What is partly broken may say something else as soon as the text around it does.
        span = tree.span(node)
        text, start = "" if tree.is_partly(node) else span.of(tree.text), span.start
        on = hash((before, reach.of(text)))
        entry = kept.entry(text, on) if text and not outside else None
        if entry is not None and entry.free:
            if entry.binding:
                bind(node, scope)
            if entry.start != start:
                entry = Entry(text, on, start, entry.pieces, entry.asked, True, entry.binding)
        else:
            found, outside = committed(_read(walker, reader, node, tree), outside)
            free = _is_free(node)
            # What a `with` binds for itself matters to no other statement, nor does one that binds nothing.
            binding = _header(node, tree) if free else tree.source(node)
            entry = Entry(text, on, start, kept.steps(found), free=free, binding=binding, commits=commits(found))
        yield entry
        if entry.binding:
            before = hash((before, entry.binding, reach.of(entry.binding)))


def _into(call: Call) -> bool:
    """What `op` and SQLAlchemy are given only describes."""
    return not call.path.startswith(("alembic.op.", "sqlalchemy.")) and batch_of(call) is None


def _scope(function: Function) -> Scope:
    """The scope of the function; a parameter called `op` is what Alembic has by that name."""
    scope = function.scope.inner()
    for name, default in function.defaults():
        scope.later(name, default)
    for name in function.parameters:
        if name == "op":
            scope.bind(name, Reference("alembic.op"))
    return scope


def _read(walker: Walker, reader: Reader, node: Node, tree: Tree) -> list[Piece]:
    try:
        done: list[Did] = list(walker.walk(node))
        return reader.pieces(done, node)
    except RecursionError:
        text = tree.source(node)
        return [Piece(0, Step(text, Span(0, len(text)), (Opaque("nested too deeply", text),), ({},)))]


def _is_free(node: Node) -> bool:
    """Whether what stands behind a statement does not depend on it, but for what a `with` binds in its header."""
    if node.type == "with_statement":
        body = node.child_by_field_name("body")
        return body is not None and all(map(_is_free, body.named_children))
    if node.type not in _FREE:
        return False
    return not any(child.type in _BINDING for child in node.named_children)


def _header(node: Node, tree: Tree) -> str:
    clause = next((child for child in node.named_children if child.type == "with_clause"), None)
    return tree.source(clause) if clause is not None else ""


def bind(node: Node, scope: Scope) -> None:
    """Binds what the header of a `with` binds, and those of the ones in it."""
    if node.type != "with_statement":
        return
    for said, alias in managers(node):
        if alias is not None:
            unpacked(alias, evaluate(said, scope), scope)
    body = node.child_by_field_name("body")
    for child in body.named_children if body is not None else ():
        bind(child, scope)
