"""The records of one direction in stretches: one that hangs on nothing that changed is passed over as a whole."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain, pairwise
from operator import is_
from typing import NamedTuple, overload

from towpath.history.record import Record, align, others_behind, records_of
from towpath.operations import Step
from towpath.schema import Fact, State, names_of

# So many steps stand in one where they are cut; they are cut again where they have become twice as many.
LENGTH = 32


class Reads(NamedTuple):
    """The facts that some steps ask for of the state before them, and those that they leave."""

    asked: Mapping[str, object]
    written: Mapping[str, object]

    def holds(self, before: State) -> bool:
        """Whether they would do the same in this state."""
        return all(map(is_, map(before.fact, self.asked), self.asked.values()))

    def touches(self, names: frozenset[str]) -> bool:
        """Whether they ask for one of these facts, or leave one."""
        return not (self.asked.keys().isdisjoint(names) and self.written.keys().isdisjoint(names))

    def leaves_what(self, other: "Reads") -> bool:
        """Whether they leave the very same facts as others."""
        mine, its = self.written, other.written
        return mine.keys() == its.keys() and all(its[key] is said for key, said in mine.items())


def reads_of(parts: Iterable[tuple[Mapping[str, object], Mapping[str, object] | Sequence[Fact]]]) -> Reads:
    """What is asked for and left by what is done one after the other, of what each asks for and leaves."""
    asked: dict[str, object] = {}
    written: dict[str, object] = {}
    for asks, writes in parts:
        # What was left by one before is nothing that was there before all of them.
        asked.update({key: fact for key, fact in asks.items() if key not in written} if written else asks)
        written.update(writes)
    return Reads(asked, written)


class Manner(NamedTuple):
    """How steps run: on which database, and whether in a transaction."""

    dialect: str
    inside: bool


class Stretch:
    """Some steps, one after the other, and the states before and behind them.

    `since` is the one that it was kept from, among facts of which only those of the names `others` are other ones; its
    records are made of those of that one when somebody asks for them. `memo` is for what hangs on `alike` alone.
    """

    __slots__ = ("_basis", "_manner", "_reads", "_records", "after", "before", "memo", "others", "since", "steps")

    def __init__(
        self,
        steps: tuple[Step, ...],
        before: State,
        after: State,
        records: tuple[Record, ...] | None,
        manner: Manner,
    ) -> None:
        self.steps = steps
        self.before = before
        self.after = after
        self._records = records
        self._basis: tuple[Record, ...] = ()
        self._manner = manner
        self._reads: Reads | None = None
        self.memo: dict[object, object] = {}
        self.since: Stretch | None = None
        self.others: frozenset[str] = frozenset()

    @property
    def records(self) -> tuple[Record, ...]:
        if self._records is None:
            self._records = records_of(self.steps, self.before, self._basis, *self._manner)
            self._basis = ()
        return self._records

    @property
    def alike(self) -> tuple[Record, ...]:
        """Records that do exactly the same, perhaps of a time when other facts were other ones."""
        return self._records or self._basis

    @property
    def reads(self) -> Reads:
        if self._reads is None:
            self._reads = reads_of([(record.asked, record.written) for record in self.alike])
        return self._reads

    def performed(self, before: State) -> "Stretch":
        """The same steps worked out in another state."""
        return _performed(self.steps, before, self.alike, self._manner)

    def among(self, before: State, others: Mapping[str, object], names: frozenset[str]) -> "Stretch":
        """The same steps in a state in which these facts are others now, by all their names."""
        asked, written = self.reads
        if not names.isdisjoint(asked):
            return self.performed(before)
        left = others
        if not names.isdisjoint(written):
            left = {name: fact for name, fact in others.items() if name not in written}
        kept = Stretch(self.steps, before, self.after.but(left), None, self._manner)
        kept._basis, kept._reads, kept.memo = self.alike, self._reads, self.memo
        kept.since, kept.others = self, names
        # It was for whoever looks at this one next, which nobody does any more.
        self.since = None
        return kept

    def others_behind(self, was: "Stretch", others: Mapping[str, object]) -> Mapping[str, object]:
        """The facts that are others behind it than behind the version before, if these are others before it."""
        if self is was or (self.since is was and others.keys().isdisjoint(self.reads.written)):
            return others
        return others_behind(others, self.reads.written, self.after, was.reads.written, was.after)


class Records(Sequence[Record]):
    """The records of all steps of one direction."""

    __slots__ = ("_starts", "stretches")

    def __init__(self, stretches: tuple[Stretch, ...]) -> None:
        self.stretches = stretches
        self._starts = (0, *accumulate([len(stretch.steps) for stretch in stretches]))

    @classmethod
    def of(cls, records: tuple[Record, ...]) -> "Records":
        """Those that were made elsewhere, one behind the other."""
        steps = tuple([record.step for record in records])
        return cls((Stretch(steps, records[0].before, records[-1].after, records, Manner("", True)),))

    def __len__(self) -> int:
        return self._starts[-1]

    def __iter__(self) -> Iterator[Record]:
        return chain.from_iterable([stretch.records for stretch in self.stretches])

    @overload
    def __getitem__(self, at: int) -> Record: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[Record]: ...

    def __getitem__(self, at: int | slice) -> Record | Sequence[Record]:
        if isinstance(at, slice):
            return [*self][at]
        at = range(len(self))[at]
        number = bisect_right(self._starts, at) - 1
        return self.stretches[number].records[at - self._starts[number]]


def stretches_of(
    steps: tuple[Step, ...], state: State, old: Sequence[Stretch], dialect: str, inside: bool
) -> tuple[Stretch, ...]:
    """The stretches of steps that begin in a state; `old` are those of the version before.

    `inside`: they run in a transaction.
    """
    manner = Manner(dialect, inside)
    made: list[Stretch] = []
    last: Stretch | None = None
    # The facts that are others now than they were at this place, and all their names; None: they were not looked for.
    others: Mapping[str, object] | None = None
    named: Mapping[str, object] | None = None
    names: frozenset[str] = frozenset()
    for part, aligned, was in _cut(steps, old):
        if was is None:
            stretch, others = _performed(part, state, aligned, manner), None
        else:
            if last is None or last.after.facts is not was.before.facts:
                others = {} if was.before.facts is state.facts else None
            if others is None and not was.reads.holds(state):
                stretch = was.performed(state)
            else:
                others = state.facts.others(was.before.facts) if others is None else others
                if others is not named:
                    named, names = others, names_of(others, was.before.fact)
                stretch = was.among(state, others, names) if others else was
                others = stretch.others_behind(was, others)
        last = was
        made.append(stretch)
        state = stretch.after
    return tuple(made)


def _performed(steps: tuple[Step, ...], state: State, aligned: Sequence[Record | None], manner: Manner) -> Stretch:
    """A stretch that is worked out; `aligned` is the old record of each step."""
    records = records_of(steps, state, aligned, *manner)
    return Stretch(steps, state, records[-1].after, records, manner)


def _cut(
    steps: tuple[Step, ...], old: Sequence[Stretch]
) -> Iterator[tuple[tuple[Step, ...], Sequence[Record | None], Stretch | None]]:
    """The steps of each stretch: with the old record of each, or with the old stretch that has just these."""
    if not old:
        yield from ((part, (None,) * len(part), None) for part in _parts(steps))
        return
    front = [*_same(steps, old)]
    start = sum([len(one.steps) for one in front])
    back = [*_same(steps[start:], old[len(front) :], back=True)][::-1]
    between = steps[start : len(steps) - sum([len(one.steps) for one in back])]
    gone = old[len(front) : len(old) - len(back)]
    aligned = align(between, [record for one in gone for record in one.alike])
    yield from ((one.steps, (), one) for one in front)
    at = 0
    for part in _parts(between):
        yield part, aligned[at : at + len(part)], None
        at += len(part)
    yield from ((one.steps, (), one) for one in back)


def _parts(steps: tuple[Step, ...]) -> list[tuple[Step, ...]]:
    """Steps in parts of about the same length."""
    if len(steps) < 2 * LENGTH:
        return [steps] if steps else []
    count = len(steps) // LENGTH
    cuts = [len(steps) * number // count for number in range(count + 1)]
    return [steps[start:end] for start, end in pairwise(cuts)]


def _same(steps: tuple[Step, ...], old: Sequence[Stretch], back: bool = False) -> Iterator[Stretch]:
    """The old stretches that have the very first of these steps; `back`: the last, from behind."""
    at = 0
    for one in reversed(old) if back else old:
        behind = at + len(one.steps)
        here = steps[len(steps) - behind : len(steps) - at] if back and behind <= len(steps) else steps[at:behind]
        if here != one.steps:
            return
        at = behind
        yield one
