"""What the statements of a migration's method do, as steps with their places."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from towpath.frameworks.embedded import Inner, statements
from towpath.frameworks.inside import inside
from towpath.frameworks.pieces import Piece, for_others, nowhere, placed, unplaced
from towpath.frameworks.rails import work
from towpath.frameworks.rails.asking import Asking
from towpath.frameworks.rails.batches import Made, together
from towpath.frameworks.rails.blocks import block_of, loop_of
from towpath.frameworks.rails.calls import TABLES, Embedded, Outcome, Read, given, is_bulk, is_schema, outcomes
from towpath.frameworks.rails.guards import guard, is_connection, is_recorded
from towpath.frameworks.rails.inverting import inverted
from towpath.frameworks.rails.places import Placing
from towpath.frameworks.rails.reversal import lacking, lacking_in_one_go, may_lack
from towpath.frameworks.rails.reverting import (
    backwards,
    is_nested,
    is_of_ways,
    is_reverted,
    migration,
    taken_back,
)
from towpath.frameworks.rails.sent.elsewhere import is_anew
from towpath.frameworks.rails.versions import Version
from towpath.frameworks.rails.work import Work
from towpath.frameworks.sent import Sent, joined, sign
from towpath.operations import (
    ControlTransaction,
    DeleteRows,
    Direction,
    InsertRows,
    Opaque,
    Operation,
    Origin,
    Reversible,
    RunCode,
    Statement,
    Step,
    UpdateRows,
)
from towpath.source import Span
from towpath.syntax.ruby import Call, Did, Given, Method, Node, Reference, Text, Value

# What is done to rows says enough if it says which ones by a value that only a run knows.
_ROWS = (InsertRows, UpdateRows, DeleteRows)


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
        self._method = method
        self._tree = method.scope.tree
        self._heredocs = method.scope.heredocs
        self._how = how
        self._told: set[int] = set()
        self._bulk: dict[int, list[Call]] = {}

    def pieces(self, done: Sequence[Did], statement: Node) -> list[Piece]:
        """The steps of one statement of the method, in the order in which they run."""
        start = self._tree.span(statement).start
        inner = _inner(done)
        made: list[Made] = []
        for did in backwards(done):
            for one in self._of(did, statement, inner):
                made.append(one)
                self._how.known.done(one.step.operations)
        made = together(made)
        if not self._how.transactional:
            made = list(self._in_transactions(made, statement))
        return [Piece(one.start - start, one.step) for one in made]

    def _of(self, did: Did, statement: Node, inner: dict[int, list[Did]]) -> Iterator[Made]:
        call = did.value
        if not isinstance(call, Call) or (isinstance(call.owner, Given) and id(call.owner.call) in inner):
            return  # What is called on a table that is defined is part of it.
        block = block_of(did.site, statement)
        if did.raises:
            if not did.conditions and not did.loop:
                said = Inner((Statement("raise", (), self._tree.source(block)),), None, nowhere)
                yield self._step(did, block, said)
            return
        if is_of_ways(did):
            if call.name in ("reversible", "up_only"):
                reason = f"which way of `{call.name}` a `revert` goes is not followed"
                yield self._step(did, block, self._opaque(reason, block))
            return
        if call.name == "up_only" and call.owner is None and self._how.way.direction == "down":
            yield self._step(did, block, Inner((Statement("nothing"),), None, nowhere))
            return
        if call.name == "revert" and call.owner is None:
            for argument in reversed(call.positional):
                yield from self._reverted(did, argument.value, statement, block)
            return
        parts = inner.get(id(call), [])
        if is_bulk(call):
            self._bulk[id(call)] = [part.value for part in parts]
        if any(part.loop for part in parts) and not did.loop:
            reason = f"the turns of a loop in this {call.name} are not known"
            yield self._step(did, block, self._opaque(reason, block))
            return
        yield from self._done(did, call, block, [one.value for one in parts if isinstance(one.value, Call)])

    def _reverted(self, did: Did, asked: Value, statement: Node, block: Node) -> Iterator[Made]:
        """What takes another migration back: its `down`, or the inverse of what its `change` does."""
        found = migration(asked, self._how.known.within, self._how.known.titles, self._how.version.dialect)
        if found is None:
            yield self._step(did, block, self._opaque("what `revert` takes back is not found", block))
            return
        reader = Reader(
            self._method, self._how._replace(version=found.version, way=self._how.way._replace(records=False))
        )
        done = taken_back(found, did)
        inner = _inner(done)
        for one in backwards(done):
            yield from reader._of(one, statement, inner)

    def _done(self, did: Did, call: Call, block: Node, inner: Sequence[Call]) -> Iterator[Made]:
        done: Sequence[Call] = (call,)
        if is_reverted(did, call):
            lacks = is_nested(did) or any(map(self._lacking, (call, *inner)))
            back = None if lacks else inverted(call, inner)
            if back is None:
                reason = f"what takes `{call.name}` back in `revert` is not known"
                yield self._step(did, block, self._opaque(reason, block))
                return
            done, inner = back
        sent: list[Sent] = []
        read = Read(did.scope.tree.source, self._how.version, self._how.known, inner)
        for outcome in (outcome for one in done for outcome in outcomes(one, read, did.taken)):
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

    def _steps(self, did: Did, block: Node, outcome: Outcome) -> Iterator[Made]:
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

    def _reported(self, did: Did, block: Node, made: Iterable[Made]) -> Iterator[Made]:
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
            unclear = (one.reason for made_ in found for one in made_.step.operations if isinstance(one, Opaque))
            reason = next(unclear, reason)
            yield self._step(did, block, self._opaque(reason, block))

    def _said(self, did: Did, block: Node, embedded: Embedded) -> Iterator[Made]:
        """The steps of the SQL that a text holds."""
        here = isinstance(embedded.text, Text) and embedded.text.home is self._tree.text
        dialect, text = self._dialect(did), embedded.text
        text = text.quoting(sign(dialect)) if isinstance(text, Text) else text
        for inner in statements(text if here else str(text), embedded.source, dialect):
            yield self._step(did, block, inner)

    def _dialect(self, did: Did) -> str:
        """Whose SQL a statement is: the database's own, or that of the one that it is only for."""
        own, guarded = self._how.version.dialect, guard(did.conditions)
        return own if guarded is None or not guarded.databases or own in guarded.databases else guarded.databases[0]

    def _sent(self, did: Did, block: Node, sent: Sequence[Sent]) -> Made:
        """The step of the statements that a call sends."""
        placing = Placing(self._tree, did.value, block)
        places = placing.places if did.called is None else None
        inner = joined(sent, did.scope.tree.source(did.node), places, self._how.version.dialect)
        anew = self._how.version.is_sqlite and any(map(is_anew, inner.operations))
        return self._step(did, block, inner, sent[0].guard, "a" if anew else "")

    def _step(self, did: Did, block: Node, inner: Inner, words: str = "", anew: str = "") -> Made:
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
            for_others(inner.operations, guarded, self._how.version.dialect),
            found,
            guarded,
            _origin(did, inner),
            turn=did.turn,
            reversible=back,
            apart=not is_bulk(did.value),
            assured=self._is_assured(did),
            lacks=lacks,
            anew=anew,
            together=inner.together,
            inside=inside(did.node, did.scope.tree) if did.called is not None else None,
        )
        return Made(did, span.start, step)

    def _is_assured(self, did: Did) -> bool:
        """Whether the author answers for it, or a gem does it in another way."""
        call = did.value
        own = isinstance(call, Call) and isinstance(call.function, Reference) and call.name in self._how.known.safe
        return own or any(call.name == "safety_assured" for call in did.within)

    def _span(self, block: Node) -> Span:
        """Where a block stands, with the lines of the texts that it announces."""
        whole = self._tree.span(block)
        if not self._heredocs or b"<<" not in (block.text or b""):
            return whole
        stack, end = [block], whole.end
        while stack:
            node = stack.pop()
            if (body := self._heredocs.get(node.id)) is not None:
                end = max(end, self._tree.span(body).end)
            stack += node.named_children
        return Span(whole.start, end)

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
        inner = self._bulk.get(id(call), [])
        every = (self._lacking(one) for one in (call, *inner))
        lacks = next(filter(None, every), "")
        if not lacks and self._how.version.short_names and self._how.version.is_postgresql:
            lacks = lacking_in_one_go(inner)
        return not lacks, lacks

    def _lacking(self, call: Call) -> str:
        if not may_lack(call):
            return ""
        found = given(call)
        return lacking(call, found.positional, found.options, self._how.version)

    def _place(self, did: Did, block: Node) -> Span:
        """Where a call stands; the whole block, where it stands outside of it."""
        node = did.node if did.called is None else did.site
        span, around = self._span(node), self._span(block)
        return span if around.holds(span) else around

    def _in_transactions(self, made: Sequence[Made], statement: Node) -> Iterator[Made]:
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

    def _control(self, beside: Made, action: str) -> Made:
        said = ControlTransaction("begin" if action == "begin" else "commit")
        step = beside.step
        made = Step(step.block, step.span, (said,), ({},), None, step.origin, turn=step.turn, inside=step.inside)
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


def _is_told(made: Made) -> bool:
    """Whether a step says what it does although it stands in a loop whose turns are not known."""
    return all(
        "${" not in (str(one.table) if isinstance(one, _ROWS) else repr(one)) and not isinstance(one, Opaque)
        for one in made.step.operations
    )


def _origin(did: Did, inner: Inner) -> Origin:
    if inner.origin == "body":
        return "body"
    return "helper" if did.helper else "loop" if did.loop or did.turn else "literal"
