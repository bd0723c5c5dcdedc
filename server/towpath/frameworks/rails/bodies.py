"""The methods of a migration, statement by statement; what did not change is not looked at again."""

from collections.abc import Iterable, Iterator, Sequence

from towpath.frameworks.pieces import Before, Body, Entry, Piece, commits, committed
from towpath.frameworks.rails.passing import Passed
from towpath.frameworks.rails.runs import Runs
from towpath.frameworks.rails.steps import How, Reader, Way
from towpath.operations import Opaque, Step
from towpath.source import Span
from towpath.syntax.reach import Reach, names
from towpath.syntax.ruby import Call, Did, Given, Method, Node, Reference, Tree, Walker, entered

# Statements that bind nothing and never leave the method, so that those behind them do not depend on them.
_FREE = frozenset(("call", "identifier", "comment", "heredoc_body"))


def read(method: Method, how: How, leads: Reach, old: Body | None) -> Body:
    """Reads a method; of the version before, what says and means the same keeps its steps."""
    kept = Before(old, leads.everywhere)
    return Body(tuple(_entries(method, how, leads, kept)), leads.everywhere)


def within(method: Method, how: How, leads: Reach, passed: Passed, context: int) -> Body | None:
    """Reads what stands between statements that stay; None where one of these may mean something else now."""
    around = passed.around
    span, place = method.scope.tree.span(method.node), method.scope.tree.span
    free = all(node.type in _FREE and around.gap.holds(place(node)) for node in method.body)
    # One that calls its own method does all that stands in it.
    again = method.name in names(around.gap.of(method.scope.tree.text))
    if again or not free or not all(map(span.holds, passed.spans)):
        return None
    _done(around.front, how)
    between = [*_entries(method, how, leads, Before(Body(tuple(around.between), context), context))]
    back: list[Entry] = []
    for entry in around.back:
        if not how.known.still(entry.asked):
            return None
        _done((entry,), how)
        back.append(entry._replace(start=entry.start + around.by))
    entries = (*around.front, *between, *back)
    return Body(entries, context) if not any(entry.commits for entry in between) else None


def _done(entries: Iterable[Entry], how: How) -> None:
    how.known.done([one for entry in entries for piece in entry.pieces for one in piece.step.operations])


def backward(body: Body) -> Body:
    """What `change` says for the way down alone, the last `reversible` first."""
    return body._replace(entries=tuple(reversed(body.entries)))


def _is_for_down(did: Did) -> bool:
    """Whether something is said for the way down; `up_only` says that there is nothing to do."""
    if isinstance(did.value, Call) and did.value.name == "up_only" and did.value.owner is None:
        return True
    return any(call.name == "down" and isinstance(call.owner, Given) for call in did.within)


def _entries(method: Method, how: How, leads: Reach, kept: Before) -> Iterator[Entry]:
    tree = method.scope.tree
    scope = entered(method, Call(Reference(method.name), (), method.node))
    walker = Walker(scope, Runs(how.way.direction))
    reader = Reader(method, how)
    before = 0
    outside = False
    statements = method.body
    bodies = _heredocs(statements) if method.scope.heredocs else {}
    for number, node in enumerate(statements):
        if node.type in ("comment", "heredoc_body"):
            continue
        # What is partly broken may say something else as soon as the text around it does.
        text = "" if tree.is_partly(node) else _source(tree, node, bodies.get(number))
        start = tree.span(node).start
        on = hash((before, leads.of(text)))
        entry = kept.entry(text, on) if text and not outside else None
        if entry is not None and node.type in _FREE and how.known.still(entry.asked):
            yield Entry(text, on, start, entry.pieces, entry.asked, True)
            _done((entry,), how)
        else:
            asked = how.known.statement()
            found, outside = committed(_read(walker, reader, node, tree, how), outside)
            yield Entry(text, on, start, kept.steps(found), asked, node.type in _FREE, "", commits(found))
        if node.type not in _FREE:
            source = _source(tree, node, bodies.get(number))
            before = hash((before, source, leads.of(source)))


def _heredocs(statements: Sequence[Node]) -> dict[int, Sequence[Node]]:
    """The bodies of heredocs that stand behind each statement."""
    found: dict[int, list[Node]] = {}
    last = 0
    for number, node in enumerate(statements):
        if node.type == "heredoc_body":
            found.setdefault(last, []).append(node)
        elif node.type != "comment":
            last = number
    return dict(found)


def _source(tree: Tree, node: Node, bodies: Sequence[Node] | None) -> str:
    return "".join(map(tree.source, (node, *bodies))) if bodies else tree.source(node)


def _read(walker: Walker, reader: Reader, node: Node, tree: Tree, how: How) -> list[Piece]:
    try:
        done: list[Did] = list(walker.walk(node))
        if how.way == Way("down", True):
            done = [did for did in done if _is_for_down(did)]
        return reader.pieces(done, node)
    except RecursionError:
        text = tree.source(node)
        return [Piece(0, Step(text, Span(0, len(text)), (Opaque("nested too deeply", text),), ({},)))]
