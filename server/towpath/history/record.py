"""What each step exactly does, and the state before it; what did not change is found by identity and kept."""

from collections.abc import Callable, Mapping, Sequence
from operator import is_, itemgetter

from towpath.operations import AddEnumValue, Done, Operation, Step
from towpath.schema import ANEW, Draft, Fact, State, carried_out, commit_labels, names_of, performed, settled

_key: Callable[[Fact], str] = itemgetter(0)


class Record:
    """One step in its place: what it exactly does, what it read and left, and the state before it.

    `exact` holds (place in the step, exact operation, facts that the step had left by then). `before` is the state of
    the time when it was made; a kept record stands for every state in which it would read the same. `since` is the one
    that it was kept from, among facts of which only those of the names `others` are other ones.
    """

    __slots__ = ("after", "asked", "before", "exact", "memo", "others", "since", "step", "written")

    def __init__(
        self,
        step: Step,
        before: State,
        exact: tuple[tuple[int, Operation, tuple[Fact, ...]], ...],
        asked: Mapping[str, object],
        written: tuple[Fact, ...],
        after: State,
    ) -> None:
        self.step = step
        self.before = before
        self.exact = exact
        self.asked = asked
        self.written = written
        self.after = after
        self.memo: dict[object, object] = {}
        self.since: Record | None = None
        self.others: frozenset[str] = frozenset()

    def among(self, before: State, others: Mapping[str, object], names: frozenset[str]) -> "Record | None":
        """The record among facts of which these are others now, by all their names; None where it hangs on one."""
        if not names.isdisjoint(self.asked) or not names.isdisjoint(map(_key, self.written)):
            return None
        kept = Record(self.step, before, self.exact, self.asked, self.written, self.after.but(others))
        kept.memo, kept.since, kept.others = self.memo, self, names
        self.since = None
        return kept

    def reads_the_same(self, before: State) -> bool:
        """Whether the step would ask for the very same facts in this state."""
        return all(map(is_, map(before.fact, self.asked), self.asked.values()))

    @property
    def together(self) -> tuple[Operation, ...]:
        """The exact operations that one statement does at once; none where each is one of its own."""
        return () if self.step.apart or len(self.exact) < 2 else tuple(operation for _, operation, _ in self.exact)

    def state(self, place: int) -> State:
        """The state before one of the exact operations."""
        left = self.exact[place][2]
        return self.before.but(dict(left)) if left else self.before


def records_of(
    steps: Sequence[Step], state: State, old: Sequence[Record | None], dialect: str, inside: bool = True
) -> tuple[Record, ...]:
    """The records of steps that begin in a state; `old` is what stood in the place of each.

    `inside`: they run in a transaction.
    """
    records: list[Record] = []
    last: Record | None = None
    # The facts that are others now than they were at this place, and all their names; None: they were not looked for.
    others: Mapping[str, object] | None = None
    names: frozenset[str] | None = None
    for step, aligned in zip(steps, old):
        if aligned is None or last is None or last.after.facts is not aligned.before.facts:
            others, names = ({} if aligned is not None and aligned.before.facts is state.facts else None), None
        last, record = aligned, None
        if aligned is not None and aligned.step is step:
            if aligned.before.facts is state.facts:
                record = aligned
            elif others is not None or aligned.reads_the_same(state):
                others = state.facts.others(aligned.before.facts) if others is None else others
                names = names_of(others, aligned.before.fact) if names is None else names
                record = aligned.among(state, others, names)
        if record is None:
            record = perform(step, state, aligned, dialect, inside and not step.outside)
            if aligned is not None and others is not None:
                others, names = _others_behind(record, aligned, others), None
        records.append(record)
        state = record.after
    return tuple(records)


def others_behind(
    others: Mapping[str, object], now: Mapping[str, object], left: State, was: Mapping[str, object], was_left: State
) -> Mapping[str, object]:
    """The facts that are others than they were behind steps, out of those that were before them and that they wrote.

    They wrote `now` and left the state `left`; `was` and `was_left` are the same of the version before.
    """
    found = {name: fact for name, fact in others.items() if name not in now and name not in was}
    found |= {
        name: fact for name, fact in now.items() if fact is not (was[name] if name in was else was_left.fact(name))
    }
    for name in was.keys() - now.keys():
        if (fact := left.fact(name)) is not was[name]:
            found[name] = fact
    return found


def _others_behind(record: Record, old: Record, others: Mapping[str, object]) -> Mapping[str, object]:
    return others_behind(others, dict(record.written), record.after, dict(old.written), old.after)


def perform(step: Step, before: State, old: Record | None, dialect: str = "", inside: bool = True) -> Record:
    """The record of a step; `old` is what stood there before, `inside`: it commits with others.

    One that reads what it read, or is found to say what that one said, leaves the very same facts, so that what follows
    is the same.
    """
    if old and old.step is step and old.reads_the_same(before):
        kept = Record(step, before, old.exact, old.asked, old.written, before.put(old.written))
        kept.memo = old.memo
        return kept
    if old is None and not step.operations:
        return Record(step, before, (), {}, (), before)
    if old is None and (done := _taken_over(step, before, dialect, inside)):
        return Record(step, before, *done, before.put(done.written))
    draft = Draft(before)
    exact: list[tuple[int, Operation, tuple[Fact, ...]]] = []
    if step.anew:
        draft.put(ANEW, step.anew)
    for number, said in performed(step.operations, step.apart) if step.runs_on(dialect) else ():
        exact += carried_out(said, draft, number)
    if not inside and any(isinstance(operation, AddEnumValue) for _, operation, _ in exact):
        commit_labels(draft)
    if step.anew:
        draft.put(ANEW, None)
    written = settled(draft.facts(), old.written if old else ())
    did = old.exact if old and list(old.exact) == exact else tuple(exact)
    leaves_the_same = old and written is old.written and old.before.facts.same(before.facts)
    after = old.after if old and leaves_the_same else before.put(written) if written else before
    record = Record(step, before, did, draft.asked, written, after)
    if old and did is old.exact and old.step is step:
        record.memo = old.memo
    return record


def _taken_over(step: Step, before: State, dialect: str, inside: bool) -> Done | None:
    """What the reader of a step has found out already, if that holds in this state."""
    done = step.done
    if done is None or not step.runs_on(dialect):
        return None
    if not inside and any(isinstance(operation, AddEnumValue) for _, operation, _ in done.exact):
        return None
    return done if all(map(is_, map(before.fact, done.asked), done.asked.values())) else None


def align(steps: Sequence[Step], old: Sequence[Record]) -> list[Record | None]:
    """The old record of each step, by identity from the front and from the back; between them, of what stood there."""
    aligned: list[Record | None] = [None] * len(steps)
    if not old:
        return aligned
    front = 0
    while front < min(len(steps), len(old)) and old[front].step is steps[front]:
        aligned[front] = old[front]
        front += 1
    back = 1
    while back <= min(len(steps), len(old)) - front and old[-back].step is steps[-back]:
        aligned[-back] = old[-back]
        back += 1
    between = range(front, len(steps) - back + 1)
    for place, record in zip(between, old[front : len(old) - back + 1]):
        aligned[place] = record
    return aligned
