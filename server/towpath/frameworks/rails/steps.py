"""What the statements of a migration's method do, as steps with their places."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from towpath.frameworks.embedded import Inner, statements
from towpath.frameworks.pieces import Piece, for_others, nowhere, placed, unplaced
from towpath.frameworks.rails import work
from towpath.frameworks.rails.blocks import block_of, loop_of
from towpath.frameworks.rails.calls import TABLES, Embedded, Outcome, Read, given, is_bulk, is_schema, outcomes
from towpath.frameworks.rails.guards import guard, is_connection, is_recorded
from towpath.frameworks.rails.known import Asking
from towpath.frameworks.rails.places import Placing
from towpath.frameworks.rails.reversal import lacking
from towpath.frameworks.rails.versions import Version
from towpath.frameworks.rails.work import Work
from towpath.frameworks.sent import Sent, joined
from towpath.operations import (
    ControlTransaction,
    DeleteRows,
    Direction,
    InsertRows,
    Opaque,
    Operation,
    Origin,
    Places,
    Reversible,
    RunCode,
    Statement,
    Step,
    UpdateRows,
    replace,
)
from towpath.source import Span
from towpath.syntax.ruby import Call, Did, Given, Method, Node, Text

# What is done to rows says enough if it says which ones by a value that only a run knows.
_ROWS = (InsertRows, UpdateRows, DeleteRows)


class _Made(NamedTuple):
    """One step before it is known what stands beside it."""

    did: Did
    start: int
    step: Step


class Way(NamedTuple):
    """Which way is gone; `records`: Active Record takes back what it recorded on it (`change`)."""

    direction: Direction
    records: bool


class How(NamedTuple):
    """What a method is read with: version, way, whether a transaction is around it, and what is known before it."""

    version: Version
    way: Way
    transactional: bool
    known: Asking


class Reader:
    """Makes steps of what the statements of one method do."""

    def __init__(self, method: Method, how: How) -> None:
        self._tree = method.scope.tree
        self._heredocs = method.scope.heredocs
        self._how = how
        self._told: set[int] = set()
        self._bulk: dict[int, list[Call]] = {}

    def pieces(self, done: Sequence[Did], statement: Node) -> list[Piece]:
        """The steps of one statement of the method, in the order in which they run."""
        start = self._tree.span(statement).start
        inner = _inner(done)
        made: list[_Made] = []
        for did in done:
            for one in self._of(did, statement, inner):
                made.append(one)
                self._how.known.done(one.step.operations)
        made = list(_together(made))
        if not self._how.transactional:
            made = list(self._in_transactions(made, statement))
        return [Piece(one.start - start, one.step) for one in made]

    def _of(self, did: Did, statement: Node, inner: dict[int, list[Did]]) -> Iterator[_Made]:
        block = block_of(did.site, statement)
        call = did.value
        if not isinstance(call, Call):
            return
        if did.raises:
            if not did.conditions and not did.loop:
                said = Inner((Statement("raise", (), self._tree.source(block)),), None, nowhere)
                yield self._step(did, block, said)
            return
        if isinstance(call.owner, Given) and id(call.owner.call) in inner:
            return  # It is part of the table that is defined.
        if call.name == "up_only" and call.owner is None and self._how.way.direction == "down":
            yield self._step(did, block, Inner((Statement("nothing"),), None, nowhere))
            return
        if call.name == "revert" and call.owner is None:
            yield self._step(did, block, self._opaque("what `revert` takes back is not followed", block))
            return
        parts = inner.get(id(call), [])
        if is_bulk(call):
            self._bulk[id(call)] = [part.value for part in parts]
        if any(part.loop for part in parts) and not did.loop:
            reason = f"the turns of a loop in this {call.name} are not known"
            yield self._step(did, block, self._opaque(reason, block))
            return
        yield from self._done(did, call, block, [one.value for one in parts if isinstance(one.value, Call)])

    def _done(self, did: Did, call: Call, block: Node, inner: Sequence[Call]) -> Iterator[_Made]:
        sent: list[Sent] = []
        read = Read(did.scope.tree.source, self._how.version, self._how.known, inner)
        for outcome in outcomes(call, read, did.taken):
            if isinstance(outcome, Sent) and not outcome.guard:
                sent.append(outcome)
                continue
            if sent:
                yield from self._reported(did, block, [self._sent(did, block, sent)])
                sent = []
            yield from self._reported(did, block, self._steps(did, block, outcome))
        if sent:
            yield from self._reported(did, block, [self._sent(did, block, sent)])

    def _opaque(self, reason: str, block: Node) -> Inner:
        return Inner((Opaque(reason, self._tree.source(block)),), None, nowhere)

    def _steps(self, did: Did, block: Node, outcome: Outcome) -> Iterator[_Made]:
        if isinstance(outcome, Embedded):
            yield from self._said(did, block, outcome)
        elif isinstance(outcome, Sent):
            yield self._sent(did, block, [outcome])
        else:
            code: Operation | Work = outcome
            if isinstance(code, Work):
                text, found = self._tree.source(block), code
                about = tuple(dict.fromkeys(work.tables(found)))
                live = tuple(dict.fromkeys(work.live(found)))
                code = RunCode(
                    "ruby", text, found.reads, found.writes, about, live=live, few=found.few or not found.reads
                )
            yield self._step(did, block, Inner((code,), None, nowhere))

    def _reported(self, did: Did, block: Node, made: Iterable[_Made]) -> Iterator[_Made]:
        """The steps; of a loop whose turns are not known, one that says so, where they do not tell enough."""
        found = list(made)
        if not did.loop or all(map(_is_told, found)):
            yield from found
            return
        loop = loop_of(did.site) or block
        if loop.id not in self._told:
            self._told.add(loop.id)
            header = self._tree.source(loop).partition("\n")[0]
            reason = f"the turns of this loop are not known: {' '.join(header.split())}"
            yield self._step(did, block, self._opaque(reason, block))

    def _said(self, did: Did, block: Node, embedded: Embedded) -> Iterator[_Made]:
        """The steps of the SQL that a text holds."""
        here = isinstance(embedded.text, Text) and embedded.text.home is self._tree.text
        for inner in statements(embedded.text if here else str(embedded.text), embedded.source):
            yield self._step(did, block, inner)

    def _sent(self, did: Did, block: Node, sent: Sequence[Sent]) -> _Made:
        """The step of the statements that a call sends."""
        placing = Placing(self._tree, did.value, block)
        inner = joined(sent, did.scope.tree.source(did.node), placing.places if did.called is None else None)
        return self._step(did, block, inner, sent[0].guard)

    def _step(self, did: Did, block: Node, inner: Inner, words: str = "") -> _Made:
        span = self._span(block)
        place = inner.span if inner.span and did.called is None and span.holds(inner.span) else None
        place = place or self._place(did, block)
        by = -span.start
        text = span.of(self._tree.text)
        found = placed(inner, by, len(text)) if did.called is None else partial(unplaced, inner)
        guarded = guard(did.conditions, (words, inner.guard.condition if inner.guard else ""))
        back, lacks = self._back(did) if self._how.way.records else (True, "")
        step = Step(
            text,
            place.shifted(by),
            for_others(inner.operations, guarded),
            found,
            guarded,
            _origin(did, inner),
            turn=did.turn,
            reversible=back,
            apart=not is_bulk(did.value),
            assured=any(call.name == "safety_assured" for call in did.within),
            lacks=lacks,
        )
        return _Made(did, span.start, step)

    def _span(self, block: Node) -> Span:
        """Where a block stands, with the lines of the texts that it announces."""
        start, end = self._tree.span(block)
        if not self._heredocs or b"<<" not in (block.text or b""):
            return Span(start, end)
        stack = [block]
        while stack:
            node = stack.pop()
            if (body := self._heredocs.get(node.id)) is not None:
                end = max(end, self._tree.span(body).end)
            stack += node.named_children
        return Span(start, end)

    def _back(self, did: Did) -> tuple[Reversible, str]:
        """Whether Active Record can take back what `change` does, else why not.

        What is said for one direction is left to it.
        """
        for call in did.within:
            if call.name == "up_only" or (call.name in ("up", "down") and isinstance(call.owner, Given)):
                return "written", ""
            if call.name == "transaction" and not self._how.version.undoes_transactions:
                return False, f"Active Record runs the `transaction` of a Migration[{self._how.version}] again"
        call = did.value
        if call.owner is not None and not isinstance(call.owner, Given) and not is_recorded(call.owner):
            if is_connection(call.owner) and is_schema(call.name):
                return False, f"Active Record does not record `{call.name}` on that connection"
            return True, ""
        every = (self._lacking(one) for one in (call, *(self._bulk.get(id(call), ()))))
        lacks = next(filter(None, every), "")
        return not lacks, lacks

    def _lacking(self, call: Call) -> str:
        found = given(call)
        return lacking(call, found.positional, found.options, self._how.version)

    def _place(self, did: Did, block: Node) -> Span:
        """Where a call stands; the whole block, where it stands outside of it."""
        node = did.node if did.called is None else did.site
        span, around = self._span(node), self._span(block)
        return span if around.holds(span) else around

    def _in_transactions(self, made: Sequence[_Made], statement: Node) -> Iterator[_Made]:
        """With BEGIN and COMMIT around what stands in a `transaction`."""
        opened: Call | None = None
        for number, one in enumerate(made):
            inside = next((call for call in one.did.within if call.name == "transaction"), None)
            if inside is not opened and opened is not None:
                yield self._control(made[number - 1], "commit")
            if inside is not opened and inside is not None:
                yield self._control(one, "begin")
            opened = inside
            yield one
        if opened is not None:
            yield self._control(made[-1], "commit")

    def _control(self, beside: _Made, action: str) -> _Made:
        said = ControlTransaction("begin" if action == "begin" else "commit")
        step = beside.step
        made = Step(step.block, step.span, (said,), ({},), None, step.origin, turn=step.turn)
        return beside._replace(step=made)


def _inner(done: Sequence[Did]) -> dict[int, list[Did]]:
    """What is called on the tables that are defined in one go, by the call that defines each."""
    found: dict[int, list[Did]] = {}
    for did in done:
        call = did.value
        opens = isinstance(call, Call) and (call.block is not None or isinstance(call.passed, str))
        if isinstance(call, Call) and opens and (call.name in TABLES or is_bulk(call)):
            found[id(call)] = []
        elif isinstance(call, Call) and isinstance(call.owner, Given) and id(call.owner.call) in found:
            found[id(call.owner.call)].append(did)
    return found


def _is_told(made: _Made) -> bool:
    """Whether a step says what it does although it stands in a loop whose turns are not known."""
    return all(
        "${" not in (str(one.table) if isinstance(one, _ROWS) else repr(one)) and not isinstance(one, Opaque)
        for one in made.step.operations
    )


def _origin(did: Did, inner: Inner) -> Origin:
    if inner.origin == "body":
        return "body"
    return "helper" if did.helper else "loop" if did.loop or did.turn else "literal"


def _together(made: Sequence[_Made]) -> Iterator[_Made]:
    """Work on rows within one block as one step: reading and writing go together."""
    found: dict[int, int] = {}
    result: list[_Made] = []
    for one in made:
        code = one.step.operations[0] if one.step.operations else None
        around = _batch(one.did)
        if not isinstance(code, RunCode):
            result.append(one)
        elif around in found:
            old = result[found[around]]
            before = old.step.operations[0]
            assert isinstance(before, RunCode)
            both = replace(
                before,
                reads_rows=before.reads_rows or code.reads_rows,
                writes_rows=before.writes_rows or code.writes_rows,
                tables=tuple(dict.fromkeys((*before.tables, *code.tables))),
                live=tuple(dict.fromkeys((*before.live, *code.live))),
                few=before.few and code.few,
            )
            result[found[around]] = old._replace(step=_with(old.step, both))
        else:
            found[around] = len(result)
            result.append(one._replace(step=_with(one.step, code)))
    yield from result


def _batch(did: Did) -> int:
    """The outermost call in whose block rows are worked on; else the call itself."""
    for call in did.within:
        root, _ = work.chain(call)
        if work.is_model(root) or isinstance(root, Given):
            return id(call)
    return id(did.value)


def _with(step: Step, code: RunCode) -> Step:
    """A step over the whole of its block that runs this code."""
    whole = Span(0, len(step.block))
    places: tuple[Places, ...] = ({},)
    return Step(
        step.block,
        whole,
        (code,),
        places,
        step.guard,
        step.origin,
        step.outside,
        step.turn,
        step.reversible,
        apart=True,
        assured=step.assured,
        lacks=step.lacks,
    )
