"""What the statements of `upgrade()` or `downgrade()` do, as steps with their places."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from towpath.frameworks.alembic import work
from towpath.frameworks.alembic.calls import Outcome, batch_of, outcomes
from towpath.frameworks.alembic.ended import ended
from towpath.frameworks.alembic.executed import Embedded
from towpath.frameworks.alembic.flushing import Made, flushed, remade
from towpath.frameworks.alembic.guards import guard
from towpath.frameworks.alembic.places import Placing
from towpath.frameworks.alembic.sent import names
from towpath.frameworks.alembic.sent.names import Convention
from towpath.frameworks.alembic.sent.speaking import POSTGRESQL, TRANSACTIONAL, speaking
from towpath.frameworks.alembic.work import Work
from towpath.frameworks.embedded import Inner, statements
from towpath.frameworks.inside import inside
from towpath.frameworks.pieces import Piece, for_others, nowhere, placed, unplaced
from towpath.frameworks.python.modules import Names
from towpath.frameworks.sent import Sent, joined
from towpath.operations import (
    DeleteRows,
    Guard,
    InsertRows,
    Name,
    Opaque,
    Operation,
    Origin,
    RunCode,
    Statement,
    Step,
    UpdateRows,
    replace,
)
from towpath.source import Span
from towpath.syntax.python import Call, Class, Condition, Did, Node, Reference, Text, Tree, Value

_ASSIGNED = frozenset(("attribute", "subscript"))
# Where projects keep what their migrations share: a model that is defined there does not change with the application.
_KEPT = frozenset(("alembic", "migration", "migrations", "revisions", "versions"))


class Sending(NamedTuple):
    """How a project's files are read: the names of its constraints, and the database whose SQL they send.

    `goes_on`: whether what stands behind a COMMIT stands outside of a transaction; None where that is not known.
    """

    convention: Convention
    dialect: str = POSTGRESQL
    goes_on: bool | None = None

    @property
    def transactional(self) -> bool:
        """Whether a run, or a revision, is a transaction: where that takes changes of the schema back."""
        return self.dialect in TRANSACTIONAL


class Reader:
    """Makes steps of what the statements of one function do."""

    def __init__(self, tree: Tree, sending: Sending) -> None:
        self._tree = tree
        self._sending = sending
        # The loops of which the statement at hand has said that their turns are not known.
        self._told: set[int] = set()

    def pieces(self, done: Sequence[Did], statement: Node) -> list[Piece]:
        """The steps of one statement of the function, in the order in which they run."""
        start = self._tree.span(statement).start
        self._told = set()
        with speaking(self._sending.dialect):
            made = [one for did in done for one in self._of(did, statement)]
        found = flushed(_together(made, self._tree))
        if self._sending.dialect == "sqlite":
            found = iter(remade(list(found)))
        return [Piece(one.start - start, one.step) for one in found]

    def _of(self, did: Did, statement: Node) -> Iterator[Made]:
        block = _block(did.site, statement)
        if did.raises:
            if not did.conditions and not did.loop:
                yield self._step(did, block, Inner((Statement("raise", (), self._tree.source(block)),), None, nowhere))
            return
        if not isinstance(did.value, Call):
            return
        sent: list[Sent] = []
        for outcome in outcomes(did.value, did.node, did.scope.tree.source, self._sending.convention):
            if isinstance(outcome, Sent) and not outcome.guard:
                sent.append(outcome)
            else:
                yield from self._reported(did, block, self._steps(did, block, outcome))
        if sent:
            yield from self._reported(did, block, [self._sent(did, block, sent)])

    def _steps(self, did: Did, block: Node, outcome: Outcome) -> Iterator[Made]:
        if isinstance(outcome, Embedded):
            yield from self._said(did, block, outcome)
        elif isinstance(outcome, Sent):
            yield self._sent(did, block, [outcome])
        else:
            code = outcome
            if isinstance(outcome, Work):
                code = self._code(outcome, self._tree.source(block))
            assert isinstance(code, Operation)
            yield self._step(did, block, Inner((code,), None, nowhere))

    def _code(self, done: Work, text: str) -> RunCode:
        """Work on rows, with the tables that are known, and the models that are those of the application."""
        tables: dict[Name, None] = {}
        live: dict[str, None] = {}
        for one in done.about:
            if isinstance(one, Class) and one.scope.tree is self._tree:
                table, schema = names.table_of(one)
                tables[Name(table, schema or None)] = None
            elif (isinstance(one, Class) or work.is_foreign(one)) and not _is_kept(one):
                live[one.path] = None
        return RunCode("python", text, done.reads, done.writes, tuple(tables), live=tuple(live))

    def _reported(self, did: Did, block: Node, made: Iterable[Made]) -> Iterator[Made]:
        """The steps; of a loop whose turns are not known, one that says so, where they do not tell enough."""
        found = list(made)
        yield from found if not did.loop or all(map(_is_told, found)) else self._unknown_loop(did, block)

    def _said(self, did: Did, block: Node, embedded: Embedded) -> Iterator[Made]:
        """The steps of the SQL that a text holds."""
        here = isinstance(embedded.text, Text) and embedded.text.home is self._tree.text
        for inner in statements(embedded.text if here else str(embedded.text), embedded.source, self._sending.dialect):
            yield self._step(did, block, ended(inner, self._sending.goes_on))

    def _unknown_loop(self, did: Did, block: Node) -> Iterator[Made]:
        """One step for a loop whose turns are not known, and matter."""
        loop = _loop(did.node) or block
        if loop.id in self._told:
            return
        self._told.add(loop.id)
        header = did.scope.tree.source(loop).partition(":")[0]
        reason = f"the turns of this loop are not known: {' '.join(header.split())}"
        yield self._step(did, block, Inner((Opaque(reason, did.scope.tree.source(loop)),), None, nowhere))

    def _sent(self, did: Did, block: Node, sent: Sequence[Sent]) -> Made:
        """The step of the statements that a call sends."""
        placing = Placing(self._tree, did.value, block)
        places = placing.places if did.called is None else None
        inner = joined(sent, did.scope.tree.source(did.node), places, self._sending.dialect)
        return self._step(did, block, inner, sent[0].guard)

    def _step(self, did: Did, block: Node, inner: Inner, words: str = "") -> Made:
        span = self._tree.span(block)
        place = inner.span if inner.span and did.called is None and span.holds(inner.span) else None
        place = place or self._tree.span(did.node if did.called is None else did.site)
        by = -span.start
        found = placed(inner, by, len(self._tree.source(block))) if did.called is None else unplaced(inner)
        guarded = _guard(did.conditions, words, inner.guard)
        step = Step(
            self._tree.source(block),
            place.shifted(by),
            for_others(inner.operations, guarded, self._sending.dialect),
            found,
            guarded,
            _origin(did, inner),
            _outside(did.within),
            did.turn,
            apart=True,
            together=inner.together,
            inside=inside(did.node, did.scope.tree) if did.called is not None else None,
        )
        return Made(did.node, _batch(did), span.start, step, did.within)


# What is done to rows says enough if it says which ones by a value that only a run knows.
_ROWS = (InsertRows, UpdateRows, DeleteRows)


def _is_told(made: Made) -> bool:
    """Whether a step says what it does although it stands in a loop whose turns are not known."""
    return all(
        "${" not in (str(one.table) if isinstance(one, _ROWS) else repr(one)) and not isinstance(one, Opaque)
        for one in made.step.operations
    )


def _block(site: Node, statement: Node) -> Node:
    """What is read together: a loop as a whole, else the innermost statement that holds a place."""
    innermost: Node | None = None
    loop: Node | None = None
    node: Node | None = site
    while node is not None:
        if node.parent is not None and node.parent.type == "block" and innermost is None:
            innermost = node
        if node.type in ("for_statement", "while_statement"):
            loop = node
        if node.id == statement.id:
            break
        node = node.parent
    return loop or innermost or statement


def _loop(node: Node) -> Node | None:
    """The loop around a place."""
    found: Node | None = node
    while found is not None and found.type not in ("for_statement", "while_statement"):
        found = found.parent
    return found


def _guard(conditions: Sequence[Condition], words: str, inner: Guard | None) -> Guard | None:
    return guard(conditions, (words, inner.condition if inner else ""))


def _origin(did: Did, inner: Inner) -> Origin:
    if inner.origin == "body":
        return "body"
    return "helper" if did.helper else "loop" if did.loop or did.turn else "literal"


def _is_kept(model: Reference) -> bool:
    """Whether a model is defined for migrations, and not for the application."""
    there = model.scope.elsewhere if isinstance(model, Class) else None
    folder = there.folder.split("/") if isinstance(there, Names) else ()
    return not _KEPT.isdisjoint((*model.path.split("."), *folder))


def _is_batch(value: Value) -> bool:
    return isinstance(value, Call) and value.path == "alembic.op.batch_alter_table"


def _outside(within: Sequence[Value]) -> bool:
    """Whether a place stands outside of the transaction; what a batch holds back runs where the batch stands."""
    for value in within:
        if _is_batch(value):
            return False
        if isinstance(value, Call) and value.name == "autocommit_block":
            return True
    return False


def _batch(did: Did) -> Value:
    """The batch that holds back what a call does until it ends; None for what is done at once."""
    if not isinstance(did.value, Call) or did.value.name == "execute":
        return None
    batch = batch_of(did.value)
    return batch if any(value is batch for value in did.within) else None


def _together(made: Sequence[Made], tree: Tree) -> Iterator[Made]:
    """Work on rows within one block as one step: reading and writing go together."""
    found: dict[int, int] = {}
    result: list[Made] = []
    for one in made:
        code = one.step.operations[0] if one.step.operations else None
        if not isinstance(code, RunCode):
            result.append(one)
        elif one.start in found:
            old = result[found[one.start]]
            before = old.step.operations[0]
            assert isinstance(before, RunCode)
            both = replace(
                before,
                reads_rows=before.reads_rows or code.reads_rows,
                writes_rows=before.writes_rows or code.writes_rows,
                tables=tuple(dict.fromkeys((*before.tables, *code.tables))),
                live=tuple(dict.fromkeys((*before.live, *code.live))),
            )
            result[found[one.start]] = old._replace(step=_with(old.step, both))
        else:
            found[one.start] = len(result)
            writes = code.writes_rows or (code.reads_rows and _assigns(one.node, tree))
            result.append(one._replace(step=_with(one.step, replace(code, writes_rows=writes))))
    yield from result


def _with(step: Step, code: RunCode) -> Step:
    """A step over the whole of its block that runs this code."""
    around = step.guard, step.origin, step.outside, step.turn
    return Step(step.block, Span(0, len(step.block)), (code,), ({},), *around, inside=step.inside)


def _assigns(node: Node, tree: Tree) -> bool:
    """Whether the loop around a place assigns to attributes, as objects of the ORM are changed."""
    loop = _loop(node)
    stack = [loop] if loop is not None else []
    while stack:
        found = stack.pop()
        if found.type in ("assignment", "augmented_assignment"):
            left = found.child_by_field_name("left")
            if left is not None and left.type == "attribute":
                return True
        stack += found.named_children
    return False
