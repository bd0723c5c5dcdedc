"""A migration forth and back: what its way back leaves behind, and what would complete it."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from towpath.changes import Insert
from towpath.history.record import Record, perform
from towpath.history.replayed import Replayed
from towpath.history.stretches import Records, Stretch
from towpath.history.way_back import Undone, WayBack, last, undone, way_back
from towpath.operations import (
    AddColumn,
    AddConstraint,
    CreateTable,
    DropColumn,
    DropConstraint,
    DropIndex,
    DropTable,
    Migration,
    Opaque,
    Operation,
    PrimaryKey,
    RenameColumn,
    RenameConstraint,
    RenameIndex,
    RenameTable,
    Statement,
    Unique,
    replace,
)
from towpath.schema import UNCLEAR, Difference, Draft, Lookup, Recorded, Reverse, State, apply, differences

# What is about something that is there under a name.
_BY_NAME = (DropColumn, DropConstraint, DropIndex, DropTable, RenameColumn, RenameConstraint, RenameIndex, RenameTable)
# What begins a part that the text does not say.
_HOLE = "${"


class Trip:
    """The way up of a migration, and its way down, if one is written; what is asked is worked out once."""

    def __init__(self, up: Replayed, down: Replayed | None, asked: list[Mapping[str, object]] | None = None) -> None:
        self._up = up
        self._down = down
        # The facts that were asked for, one after the other; what it is a part of knows them, too.
        self._asked: list[Mapping[str, object]] = [] if asked is None else asked

    @property
    def asked(self) -> frozenset[str] | None:
        """The names of the facts that its answers hang on until now; None where they hang on all that came before."""
        if any(facts.get(UNCLEAR) is not None for facts in self._asked):
            return None
        return frozenset(name for facts in self._asked for name in facts)

    def _look(self, state: State) -> Recorded:
        """A state of which it is remembered what is asked."""
        seen = Recorded(state)
        self._asked.append(seen.asked)
        return seen

    @property
    def migration(self) -> Migration:
        return self._up.migration

    @cached_property
    def way_back(self) -> WayBack:
        """What undoes the way up."""
        return way_back(self._up, self._look)

    @cached_property
    def differences(self) -> tuple[Difference, ...]:
        """Where the schema after the way back is not as before; none where that cannot be told, or is on purpose."""
        if self._down is None or not all(gist.told for gist in self._gists):
            return ()
        if any(gist.refuses for gist in map(_gist, self._down.stretches)):
            return ()
        return self._differences(self._down.after, self._keys)

    @cached_property
    def completing(self) -> tuple[Insert, ...]:
        """What has to come behind the way back so that it restores all; empty where that is not enough."""
        if self._down is None or not self.differences:
            return ()
        state, open_ones = self._down.after, self.differences
        found: list[Insert] = []
        for one in undone(self._up, self._look):
            if not open_ones:
                break
            after, operations, written = _taken_back(state, one, self._look)
            kept = tuple(other for other in open_ones if other.key not in written)
            left = (*kept, *self._differences(after, [key for key in self._keys if key in written]))
            if len(left) < len(open_ones):
                state, open_ones = after, left
                found += [last(operation, one) for operation in operations]
        return () if open_ones else tuple(found)

    @property
    def taken_over(self) -> tuple[str, ...]:
        """The indexes that constraints of the way up take over."""
        added = (one.constraint for one in _operations(self._up.records) if isinstance(one, AddConstraint))
        return tuple(one.index for one in added if isinstance(one, (PrimaryKey, Unique)) and one.index)

    @cached_property
    def besides(self) -> "tuple[Beside, ...]":
        """The ways back that are written beside what they undo, where the runner derives the rest."""
        return tuple(_besides(self._up, self._down, self._asked)) if self._down else ()

    def _differences(self, found: State, keys: Sequence[str]) -> tuple[Difference, ...]:
        every = differences(self._look(self._up.before), self._look(found), keys, self._added)
        return tuple(
            one for one in every if (self._was_there(one) if one.kind != "left" else one.what not in self._came)
        )

    def _was_there(self, one: Difference) -> bool:
        """Whether what does not come back was still there before the way up, and nothing unclear stands in between."""
        if self._look(self._up.before).fact(UNCLEAR) is None:
            return True
        named = one.key if one.what.endswith(" ") else one.what
        name = re.compile(rf"\b{re.escape(re.split(r'[ .]', named)[-1])}\b")
        for operation in _behind(self._up):
            if isinstance(operation, Opaque) and not (operation.incomplete or operation.misspelt):
                return False
            if name.search(repr(operation)):
                return True
        return True

    @cached_property
    def _came(self) -> frozenset[str]:
        """What was there though nothing said so: the way up takes it away."""
        before, after = self._look(self._up.before), self._look(self._up.after)
        every = differences(before, after, self._keys, self._added)
        there = {one.what for one in every}
        gone = (one for one in _operations(self._up.records) if isinstance(one, (DropConstraint, DropIndex)))
        named = (
            f"the constraint {one.name}" if isinstance(one, DropConstraint) else f"the index {one.index.name}"
            for one in gone
        )
        return frozenset(what for what in named if what not in there)

    @cached_property
    def _gists(self) -> "Sequence[_Gist]":
        ways = (self._up, self._down) if self._down else (self._up,)
        return [_gist(stretch) for way in ways for stretch in way.stretches]

    @cached_property
    def _keys(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(chain.from_iterable([gist.keys for gist in self._gists])))

    @cached_property
    def _added(self) -> frozenset[tuple[object, str]]:
        return frozenset[tuple[object, str]]().union(*[_gist(stretch).added for stretch in self._up.stretches])


class _Gist(NamedTuple):
    """What is asked of the steps of a stretch.

    `told`: all of it was understood, and what is dropped or renamed has names that are known. `keys` are the tables and
    types that are written, `added` the columns that come. `refuses`: it ends there with an error.
    """

    told: bool
    refuses: bool
    keys: tuple[str, ...]
    added: frozenset[tuple[object, str]]


def _gist(stretch: Stretch) -> _Gist:
    """Found once for all versions of a stretch that do exactly the same."""
    found = stretch.memo.get(_gist)
    if not isinstance(found, _Gist):
        keys = tuple([key for key in stretch.reads.written if key.startswith(("table ", "type "))])
        refuses = any(isinstance(one, Statement) and _refuses(one) for one in _operations(stretch.alike))
        found = _Gist(all(map(_is_told, stretch.alike)), refuses, keys, frozenset(_columns_added(stretch.alike)))
        stretch.memo[_gist] = found
    return found


def _columns_added(records: Sequence[Record]) -> Iterator[tuple[object, str]]:
    for operation in _operations(records):
        if isinstance(operation, AddColumn):
            yield operation.table, operation.column.name
        elif isinstance(operation, CreateTable):
            yield from ((operation.table, column.name) for column in operation.columns)


def _behind(replayed: Replayed) -> Iterator[Operation]:
    """The operations of the migrations before one, the last first."""
    while (found := replayed.behind) is not None:
        for step in reversed(found.steps):
            yield from reversed(step.operations)
        replayed = found


def _operations(records: Sequence[Record]) -> Iterable[Operation]:
    return (operation for record in records for _, operation, _ in record.exact)


def _is_told(record: Record) -> bool:
    if _is_told not in record.memo:
        record.memo[_is_told] = not any(
            isinstance(operation, Opaque) or (isinstance(operation, _BY_NAME) and _HOLE in repr(operation))
            for _, operation, _ in record.exact
        )
    return record.memo[_is_told] is True


def _refuses(statement: Statement) -> bool:
    """Whether a way back ends there with an error: it says that there is none."""
    return statement.kind == "raise"


def _taken_back(state: State, one: Undone, look: Callable[[State], Lookup]) -> tuple[State, list[Operation], set[str]]:
    """The state once an operation is undone, what did it, and the names of the facts that it wrote.

    What the way back has done already is not done again.
    """
    operations: list[Operation] = []
    written: set[str] = set()
    for operation in one.how.operations if isinstance(one.how, Reverse) else ():
        before = look(state)
        draft = Draft(before)
        apply(draft, operation)
        if any(before.fact(key) != fact for key, fact in draft.facts()):
            operations.append(operation)
            written.update(draft.written)
            state = state.put(draft.facts())
    return state, operations, written


class Beside(NamedTuple):
    """One of them: `step` is its last one in the way back, `first` the first step of the way up that it undoes."""

    step: int
    first: int
    trip: Trip

    @property
    def differences(self) -> tuple[Difference, ...]:
        """What is not as before, but for indexes that a constraint took over: it takes them along when it goes."""
        taken = {f"the index {name}" for name in self.trip.taken_over}
        return tuple(one for one in self.trip.differences if one.what not in taken)

    @property
    def completing(self) -> tuple[Insert, ...]:
        """What has to come behind it so that it restores all; empty where that is not enough."""
        found = self.trip.completing
        return tuple(
            replace(one, undoes=replace(one.undoes, step=one.undoes.step + self.first)) for one in found if one.undoes
        )


def _besides(up: Replayed, down: Replayed, asked: list[Mapping[str, object]]) -> Iterable[Beside]:
    """The ways back that are written as a whole, but for those that say that there is nothing to undo.

    `asked` takes the facts that they hang on.
    """
    forth, back = up.migration.up, up.migration.down
    if not any(step.reversible == "written" for step in forth.steps):
        return
    for start in dict.fromkeys(back.starts if back else ()):
        there = [number for number, one in enumerate(forth.starts) if one == start]
        here = [number for number, one in enumerate(back.starts if back else ()) if one == start]
        if not there or any(forth.steps[number].reversible != "written" for number in there):
            continue
        if back and any(_NOTHING in back.steps[number].operations for number in here):
            continue
        done = [up.records[number] for number in there]
        undone = _performed([down.records[number] for number in here], done[-1])
        asked += [record.asked for record in undone]
        whole = Replayed(up.migration, done[0].before, Records.of(tuple(done)), done[-1].after)
        backwards = Replayed(up.migration, done[-1].after, Records.of(undone), undone[-1].after)
        yield Beside(here[-1], there[0], Trip(whole, backwards, asked))


_NOTHING = Statement("nothing")


def _performed(records: list[Record], behind: Record) -> tuple[Record, ...]:
    """Steps again, right behind another one."""
    state, found = behind.after, list[Record]()
    for record in records:
        found.append(perform(record.step, state, None))
        state = found[-1].after
    return tuple(found)
