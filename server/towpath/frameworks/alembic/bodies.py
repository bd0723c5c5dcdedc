"""The body of `upgrade()` or `downgrade()`, statement by statement; what did not change is not looked at again."""

from collections.abc import Iterator, Sequence
from itertools import repeat

from towpath.frameworks.alembic.calls import batch_of
from towpath.frameworks.alembic.passing import Passed
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
from towpath.syntax.reach import Reach

# Statements that bind nothing and never leave the function, so that those behind them do not depend on them.
_FREE = frozenset(("expression_statement", "pass_statement", "comment"))
_BINDING = frozenset(("assignment", "augmented_assignment", "named_expression"))


def read(functions: Sequence[Function], sending: Sending, reach: Reach, old: Body | None) -> Body:
    """Reads functions, one after the other; of the version before, what says and means the same keeps its steps."""
    kept = Before(old, reach.everywhere)
    return Body(tuple(entry for one in functions for entry in _entries(one, sending, reach, kept)), reach.everywhere)


def within(function: Function, sending: Sending, reach: Reach, passed: Passed) -> Body | None:
    """Reads what stands between statements that stay; None where one of these may mean something else now."""
    tree, (front, between, back, by, gap) = function.scope.tree, passed.around
    nodes = _statements(function)
    first, last = len(passed.shown), len(nodes) - len(back[:1])
    stay = (*passed.shown, *[_moved(entry, by) for entry in back[:1]])
    if first > last or not all(map(_stands, (*nodes[:first], *nodes[last:]), stay, repeat(tree))):
        return None
    # What is typed behind a function's last statement may be none of its own.
    top = [tree.span(node).start for node in tree.root.named_children if node.type != "comment"]
    if any(gap.start <= start < gap.end for start in top):
        return None
    kept = Before(Body((*passed.shown, *between), reach.everywhere), reach.everywhere)
    statements = _Statements(function, sending, reach, kept)
    for node in nodes[:first]:
        statements.entry(node)
    found = [statements.entry(node) for node in nodes[first:last]]
    if not all(entry.free and not entry.binding and not entry.commits for entry in found):
        return None
    return Body((*front, *found, *[_moved(entry, by) for entry in back]), reach.everywhere)


def moved(body: Body, by: int) -> Body:
    """Statements that all stand elsewhere now."""
    return body._replace(entries=tuple([_moved(entry, by) for entry in body.entries]))


def _moved(entry: Entry, by: int) -> Entry:
    # A new one is made in a third of the time that it takes to replace its start.
    return Entry(entry.text, entry.before, entry.start + by, *entry[3:]) if by else entry


def _stands(node: Node, entry: Entry, tree: Tree) -> bool:
    return tree.span(node) == Span(entry.start, entry.start + len(entry.text)) and not tree.is_partly(node)


def _entries(function: Function, sending: Sending, reach: Reach, kept: Before) -> Iterator[Entry]:
    return map(_Statements(function, sending, reach, kept).entry, _statements(function))


def _statements(function: Function) -> list[Node]:
    return [node for node in function.body if node.type != "comment"]


class _Statements:
    """The statements of a function, read one by one."""

    def __init__(self, function: Function, sending: Sending, reach: Reach, kept: Before) -> None:
        self._tree = function.scope.tree
        self._scope = _scope(function)
        self._walker = Walker(self._scope, into=_into)
        self._reader = Reader(self._tree, sending)
        self._reach = reach
        self._kept = kept
        self._before = 0
        self._outside = False

    def entry(self, node: Node) -> Entry:
        """The next statement; what it binds holds for those behind it."""
        tree = self._tree
        # What is partly broken may say something else as soon as the text around it does.
        span = tree.span(node)
        text, start = "" if tree.is_partly(node) else span.of(tree.text), span.start
        on = hash((self._before, self._reach.of(text)))
        entry = self._kept.entry(text, on) if text and not self._outside else None
        if entry is not None and entry.free:
            if entry.binding:
                bind(node, self._scope)
            if entry.start != start:
                entry = Entry(text, on, start, entry.pieces, entry.asked, True, entry.binding)
        else:
            found, self._outside = committed(_read(self._walker, self._reader, node, tree), self._outside)
            free = _is_free(node)
            # What a `with` binds for itself matters to no other statement, nor does one that binds nothing.
            binding = _header(node, tree) if free else tree.source(node)
            steps = self._kept.steps(found)
            entry = Entry(text, on, start, steps, free=free, binding=binding, commits=commits(found))
        if entry.binding:
            self._before = hash((self._before, entry.binding, self._reach.of(entry.binding)))
        return entry


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
