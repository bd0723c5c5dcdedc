"""What one direction of a migration does in its series; what is not kept is worked out again when it is asked for."""

from collections.abc import Collection
from sys import intern

from towpath.history.others import Names, Others, others_behind
from towpath.history.stretches import Reads, Records, Stretch, reads_of, stretches_of
from towpath.history.uncommitted import UNCOMMITTED, fact, uncommitted
from towpath.operations import Direction, Migration, Step
from towpath.schema import Draft, Fact, State, end_session, end_transaction, names_of


def runs_inside(migration: Migration, direction: Direction) -> bool:
    """Whether one direction of a migration runs in a transaction."""
    script = migration.up if direction == "up" else migration.down
    return script is None or script.transactional is True


class Replayed:
    """One direction of one migration: the state before it, its records, and the state after it.

    Where all that changed is where the migration stands in its file, `migration` may be a version of before.
    `since` is the one that it was kept from, among facts of which only `others` are other ones, by all their names.
    `behind` is what runs before it: the migration before, or its own way up; None where it begins a series. What is
    not at hand is worked out from there when it is asked for.
    """

    __slots__ = (
        "_after",
        "_basis",
        "_before",
        "_hanging",
        "_reads",
        "_records",
        "_scope",
        "behind",
        "dialect",
        "direction",
        "migration",
        "others",
        "since",
    )

    def __init__(
        self,
        migration: Migration,
        before: State | None,
        records: Records | None = None,
        after: State | None = None,
        *,
        direction: Direction = "up",
        behind: "Replayed | None" = None,
        dialect: str = "",
        scope: str = "",
    ) -> None:
        self.migration = migration
        self.direction: Direction = direction
        self.behind = behind
        self._before = before
        self._records = records
        self._after = after
        self._reads: Reads | None = None
        self.dialect = dialect
        self._scope = scope
        # The stretches of a version before: what still holds of them is taken over.
        self._basis: tuple[Stretch, ...] = ()
        self.since: Replayed | None = None
        self.others: frozenset[str] = frozenset()
        self._hanging: Names | tuple[Collection[str], ...] = self.others

    @property
    def steps(self) -> tuple[Step, ...]:
        script = self.migration.up if self.direction == "up" else self.migration.down
        return script.steps if script else ()

    @property
    def inside(self) -> bool:
        """Whether its steps run in a transaction."""
        return runs_inside(self.migration, self.direction)

    @property
    def before(self) -> State:
        if self._before is None:
            assert self.behind
            self._before = self.behind.after.within(self.migration.identity)
        return self._before

    @property
    def records(self) -> Records:
        if self._records is None:
            self._records = Records(stretches_of(self.steps, self.before, self._basis, self.dialect, self.inside))
            self._basis = ()
        return self._records

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """The records in stretches, each of which is passed over as a whole where it hangs on nothing that changed."""
        return self.records.stretches

    @property
    def alike(self) -> tuple[Stretch, ...]:
        """Stretches that do exactly the same, perhaps of a time when other facts were other ones.

        Where all that it asks for is what it was, those of a version before are, and need not be worked out again.
        """
        is_kept = self._records is None and self._reads is not None and self._basis
        return self._basis if is_kept else self.stretches

    def has_records_of(self, other: "Replayed") -> bool:
        """Whether both are known to do and to leave the very same, in the same state."""
        return self._records is not None and self._records is other._records

    @property
    def after(self) -> State:
        if self._after is None:
            self._after = self._from_behind() if self._reads else self._from_records()
        return self._after

    @property
    def reads(self) -> Reads:
        if self._reads is None:
            self._reads = self._read()
        return self._reads

    @property
    def hanging(self) -> Names:
        """What hangs on facts before it besides what it does: what was said of it."""
        if isinstance(self._hanging, tuple):
            self._hanging = frozenset[str]().union(*self._hanging)
        return self._hanging

    def hang_on(self, names: tuple[Collection[str], ...] | None) -> None:
        """What was said of it hangs on facts of these names, put together when somebody asks; None: on all."""
        self._hanging = names

    def take_over(self, was: "Replayed") -> None:
        """What was said of it is what was said of a version before."""
        self._hanging = was._hanging

    def hangs_on(self, names: frozenset[str]) -> bool:
        """Whether what it does, or what was said of it, hangs on one of these facts; if it does, or leaves, another."""
        hanging = self.hanging
        return self.reads.touches(names) or hanging is None or not hanging.isdisjoint(names)

    def spelled(self, migration: Migration, behind: "Replayed | None") -> "Replayed":
        """The same of a version of the migration that does the same, in the same state."""
        made = Replayed(
            migration,
            self._before,
            self._records,
            self._after,
            direction=self.direction,
            behind=behind,
            dialect=self.dialect,
            scope=self._scope,
        )
        made._reads, made._basis = self._reads, self._basis
        return made

    def anew(self, migration: Migration, behind: "Replayed | None", before: State | None) -> "Replayed":
        """Another version, or the same in another state; what is known of this one helps to work it out."""
        made = Replayed(
            migration, before, direction=self.direction, behind=behind, dialect=self.dialect, scope=self._scope
        )
        if migration is self.migration or made.inside == self.inside:
            made._basis = self._records.stretches if self._records else self._basis
        return made

    def among(
        self,
        migration: Migration,
        behind: "Replayed | None",
        before: State | None,
        others: Others,
        names: frozenset[str],
    ) -> "tuple[Replayed, Others] | None":
        """The same among facts of which these are others now, by all their names, and which are so behind it.

        None: it asks for one of them.
        """
        reads = self.reads
        if not names.isdisjoint(reads.asked):
            return None
        left = others.but(reads.written)
        made = self.anew(migration, behind, before)
        made._reads = reads
        made._after = self._after and self._after.but(left.now)
        made.since, made.others = self, names
        # It was for whoever looks at this one next, which nobody does any more.
        self.since = None
        return made, left

    def others_before(self, before: State) -> Others | None:
        """The facts of a state that are others than before it; None where those are not at hand."""
        start = self._start
        if start is None:
            return None
        now = before.facts.others(start.facts)
        return Others(now, {name: start.fact(name) for name in now})

    def others_behind(self, was: "Replayed", others: Others) -> Others:
        """The facts that are others behind it than behind the version before, if these are others before it."""
        return others_behind(others, self.before, self.reads, was.reads)

    def among_others(self, others: Others, milestone: bool) -> None:
        """It runs among facts of which these are others now; it asks for none of them, and leaves none.

        All else that was worked out for it holds. The states around it are found again from what runs before it, but
        that behind a milestone.
        """
        self._after = self._after.but(others.now) if milestone and self._after else None
        self._basis = self._records.stretches if self._records else self._basis
        self._before = self._records = None

    def before_among(self, others: Others) -> State | None:
        """The state before it if these facts were others; None where that of this version is not at hand."""
        return self._before and self._before.but(others.now)

    def hold_start(self) -> None:
        """Has the state at hand in which it began, before what runs before it is another."""
        self._before = self.before

    def began_in(self, before: State, others: Others) -> None:
        """It began in a state in which these facts were not yet others: it cannot be found from behind any more."""
        if self._before is None:
            self._before = before.but(others.then)

    def moved(self, migration: Migration, behind: "Replayed | None", before: State) -> "Replayed":
        """The same in another state, in which its `reads` hold."""
        made = self.anew(migration, behind, before)
        made._reads = self.reads
        made._after = self._but(before) or before.put(made._reads.written.items())
        return made

    def _but(self, before: State) -> State | None:
        """What was left, with what is another fact before it, so that all else is shared; None: it is not at hand."""
        if self._after is None or self._before is None:
            return None
        others = before.facts.others(self._before.facts)
        left = {key: fact for key, fact in others.items() if key not in self.reads.written}
        return self._after.but(left).within(before.migration)

    def settle(self, old: "Replayed", follows: bool) -> None:
        """What says what the version before said is the very same, so that what comes behind need not look again.

        `follows`: both begin in the same state.
        """
        known, mine = old.reads.written, self.reads
        said = {
            name: was
            for name, fact in mine.written.items()
            if (was := known.get(name)) is not fact and was is not None and was == fact
        }
        if said:
            self._reads = mine._replace(written={**mine.written, **said})
            self._after = self.before.put(self._reads.written.items())
        if follows and self.reads.leaves_what(old.reads):
            self._after = old._after or self._after

    def follow(self, old: "Replayed", names: frozenset[str]) -> None:
        """It has the very steps of the version before, among facts of which those of these names are others.

        If these do exactly what they did, what was said of it holds as far as these facts and what they leave allow.
        """
        records = [record for stretch in self.stretches for record in stretch.alike]
        before = [record for stretch in old.alike for record in stretch.alike]
        if len(records) != len(before) or not all(one.exact is two.exact for one, two in zip(records, before)):
            return
        pairs = [(dict(one.written), dict(two.written)) for one, two in zip(records, before)]
        for now, then in (*pairs, (self.reads.written, old.reads.written)):
            if now is not then:
                left = {name: now.get(name) for name in now.keys() | then if now.get(name) is not then.get(name)}
                names |= names_of(left, then.get)
        self.since, self.others = old, names
        old.since = None

    @property
    def rests(self) -> bool:
        """Whether nothing of what it does is at hand, but perhaps the state behind it."""
        return self._before is None and self._records is None

    @property
    def is_known(self) -> bool:
        """Whether what it does was worked out, so that it is known which facts it asks for."""
        return self._reads is not None or self._records is not None

    @property
    def is_milestone(self) -> bool:
        """Whether the state behind it is at hand."""
        return self._after is not None

    def rest(self, milestone: bool) -> None:
        """Lets go of all that can be worked out again; of a milestone but the state behind it."""
        if self.behind is None:
            return
        after = self.after if milestone else None
        if self.direction == "up":
            self._reads = Reads(*({intern(key): said for key, said in part.items()} for part in self.reads))
        self._before = self._records = None
        self._basis = ()
        self._after = after

    @property
    def _start(self) -> State | None:
        """The facts before it, if they are at hand."""
        return self._before or (self.behind._after if self.behind else None)

    def _from_behind(self) -> State:
        passed: list[Replayed] = [self]
        while (state := passed[-1]._start) is None:
            assert passed[-1].behind
            passed.append(passed[-1].behind)
        for one in reversed(passed):
            state = state.put(one.reads.written.items())
        return state.within(self.migration.identity)

    def _from_records(self) -> State:
        before = self.before
        left = after = self.stretches[-1].after if self.stretches else before
        # No migration begins with settings, so that where nothing was written there are none to end either.
        if left.facts is not before.facts:
            after = left.put(_ended(left).facts())
        return after.put(self._uncommitted()) if self._scope == "run" else after

    def _read(self) -> Reads:
        parts = [stretch.reads for stretch in self.stretches]
        if parts:
            ended = _ended(self.stretches[-1].after)
            parts.append(Reads(ended.asked, ended.written))
        asked, written = reads_of(parts)
        if self._scope == "run":
            asked = {**asked, UNCOMMITTED: self.before.fact(UNCOMMITTED)}
            written = {**written, **dict(self._uncommitted())}
        return Reads(asked, written)

    def _uncommitted(self) -> tuple[Fact, ...]:
        records = [record for stretch in self.stretches for record in stretch.alike]
        done = [[operation for _, operation, _ in record.exact] for record in records]
        return fact(self.before, uncommitted(self.migration, done, self.before))


def _ended(left: State) -> Draft:
    draft = Draft(left)
    end_transaction(draft)
    end_session(draft)
    return draft
