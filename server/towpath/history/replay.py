"""The state before each step; what did not change is found by identity and kept."""

from collections.abc import Mapping, Sequence

from towpath.history.uncommitted import fact, uncommitted
from towpath.operations import Direction, Migration, Operation, Step
from towpath.schema import (
    ANEW,
    Draft,
    Fact,
    State,
    apply,
    beginning,
    end_session,
    end_transaction,
    performed,
    resolve,
    settled,
)


class Record:
    """One step in its place: what it exactly does, what it read and left, and the state before it.

    `exact` holds (place in the step, exact operation, facts that the step had left by then). `before` is the state of
    the time when it was made; a kept record stands for every state in which it would read the same. `since` is the one
    that it was kept from, among facts of which only `others` are other ones.
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
        self.others: Mapping[str, object] = {}

    def among(self, before: State, others: Mapping[str, object]) -> "Record | None":
        """The record among facts of which these are others now; None where it hangs on one of them."""
        names = others.keys()
        if not names.isdisjoint(self.asked) or any(key in others for key, _ in self.written):
            return None
        kept = Record(self.step, before, self.exact, self.asked, self.written, self.after.but(others))
        kept.memo, kept.since, kept.others = self.memo, self, others
        self.since = None
        return kept

    @property
    def together(self) -> tuple[Operation, ...]:
        """The exact operations that one statement does at once; none where each is one of its own."""
        return () if self.step.apart or len(self.exact) < 2 else tuple(operation for _, operation, _ in self.exact)

    def state(self, place: int) -> State:
        """The state before one of the exact operations."""
        left = self.exact[place][2]
        return self.before.put(left) if left else self.before


class Replayed:
    """One direction of one migration: the state before it, its records, and the state after it."""

    __slots__ = ("after", "before", "migration", "records")

    def __init__(self, migration: Migration, before: State, records: tuple[Record, ...], after: State) -> None:
        self.migration = migration
        self.before = before
        self.records = records
        self.after = after


Replay = dict[tuple[str, Direction], Replayed]


def replay(
    migrations: Sequence[Migration],
    kept: Replay | None = None,
    dialect: str = "",
    same: int = 0,
    scope: str = "migration",
    start: State | None = None,
) -> Replay:
    """Each migration's records, up and down; the way down starts from what the way up left.

    A step that is guarded to run on other databases than `dialect` does nothing; empty: every step does what it says.
    The first `same` migrations are those that `kept` is of. `scope` is the runner's: what one transaction spans.
    `start` is what is there before the first of them.
    """
    old = kept or {}
    result: Replay = {}
    for migration in migrations[:same]:
        result[migration.identity, "up"] = old[migration.identity, "up"]
        if migration.down is not None:
            result[migration.identity, "down"] = old[migration.identity, "down"]
    state = old[migrations[same - 1].identity, "up"].after if same else start or beginning(dialect)
    for migration in migrations[same:]:
        up = _direction(migration, "up", beginning(dialect) if migration.fresh else state, old, dialect, scope)
        result[migration.identity, "up"] = up
        state = up.after
        if migration.down is not None:
            result[migration.identity, "down"] = _direction(migration, "down", state, old, dialect)
    return result


def _direction(
    migration: Migration, direction: Direction, start: State, kept: Replay, dialect: str, scope: str = ""
) -> Replayed:
    script = migration.up if direction == "up" else migration.down
    steps = script.steps if script else ()
    before = start.within(migration.identity)
    old = kept.get((migration.identity, direction))
    switched = old and script and scope == "run" and old.migration.up.transactional != script.transactional
    if old and not switched and old.before.facts.same(before.facts) and _same_steps(steps, old.records):
        return old if old.migration is migration else Replayed(migration, old.before, old.records, old.after)
    records = _records(steps, before, old.records if old else (), dialect)
    left = records[-1].after if records else before
    after = left
    # No migration begins with settings, so that where nothing was written there are none to end either.
    if left.facts is not before.facts:
        draft = Draft(left)
        end_transaction(draft)
        end_session(draft)
        after = left.put(draft.facts())
    if scope == "run":
        done = [[operation for _, operation, _ in record.exact] for record in records]
        after = after.put(fact(before, uncommitted(migration, done, before)))
    return Replayed(migration, before, records, after)


def _same_steps(steps: Sequence[Step], records: Sequence[Record]) -> bool:
    return len(records) == len(steps) and all(record.step is step for record, step in zip(records, steps))


def _records(steps: Sequence[Step], state: State, old: Sequence[Record], dialect: str) -> tuple[Record, ...]:
    records: list[Record] = []
    last: Record | None = None
    # The facts that are others now than they were at this place.
    others: Mapping[str, object] = {}
    for step, aligned in zip(steps, align(steps, old)):
        if aligned is not None and (last is None or last.after.facts is not aligned.before.facts):
            others = state.facts.others(aligned.before.facts)
        last, record = aligned, None
        if aligned is not None and aligned.step is step:
            record = aligned if aligned.before.facts is state.facts else aligned.among(state, others)
        if record is None:
            record = perform(step, state, aligned, dialect)
            others = _others_behind(record, aligned, others) if aligned is not None else {}
        records.append(record)
        state = record.after
    return tuple(records)


def _others_behind(record: Record, old: Record, others: Mapping[str, object]) -> Mapping[str, object]:
    """The facts that are others behind a step than they were, out of those that were before it and that it wrote."""
    names = {*others, *(key for key, _ in record.written), *(key for key, _ in old.written)}
    return {name: fact for name in names if (fact := record.after.fact(name)) is not old.after.fact(name)}


def perform(step: Step, before: State, old: Record | None, dialect: str = "") -> Record:
    """The record of a step; `old` is what stood there before.

    One that reads what it read, or is found to say what that one said, leaves the very same facts, so that what follows
    is the same.
    """
    if old and old.step is step and all(before.fact(key) is fact for key, fact in old.asked.items()):
        kept = Record(step, before, old.exact, old.asked, old.written, before.put(old.written))
        kept.memo = old.memo
        return kept
    if old is None and not step.operations:
        return Record(step, before, (), {}, (), before)
    draft = Draft(before)
    exact: list[tuple[int, Operation, tuple[Fact, ...]]] = []
    if step.anew:
        draft.put(ANEW, step.anew)
    for number, said in performed(step.operations, step.apart) if step.runs_on(dialect) else ():
        for operation in resolve(said, draft):
            exact.append((number, operation, draft.facts() if draft.written else ()))
            apply(draft, operation)
    if step.anew:
        draft.put(ANEW, None)
    written = settled(draft.facts(), old.written if old else ())
    did = old.exact if old and list(old.exact) == exact else tuple(exact)
    leaves_the_same = old and written is old.written and old.before.facts.same(before.facts)
    after = old.after if old and leaves_the_same else before.put(written) if written else before
    return Record(step, before, did, draft.asked, written, after)


def align(steps: Sequence[Step], old: Sequence[Record]) -> list[Record | None]:
    """The old record of each step, by identity from the front and from the back; between them, of what stood there."""
    aligned: list[Record | None] = [None] * len(steps)
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
