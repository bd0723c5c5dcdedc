"""A migration forth and back: what its way back leaves behind, and what would complete it."""

from collections.abc import Iterable, Sequence
from functools import cached_property

from towpath.changes import Insert
from towpath.history.replay import Record, Replayed
from towpath.history.way_back import Undone, WayBack, last, undone, way_back
from towpath.operations import AddColumn, CreateTable, Migration, Opaque, Operation, Statement
from towpath.schema import Difference, Draft, Reverse, State, apply, differences


class Trip:
    """The way up of a migration, and its way down, if one is written; what is asked is worked out once."""

    def __init__(self, up: Replayed, down: Replayed | None) -> None:
        self._up = up
        self._down = down

    @property
    def migration(self) -> Migration:
        return self._up.migration

    @cached_property
    def way_back(self) -> WayBack:
        """What undoes the way up."""
        return way_back(self._up)

    @cached_property
    def differences(self) -> tuple[Difference, ...]:
        """Where the schema after the way back is not as before; none where that cannot be told, or is on purpose."""
        if self._down is None or not (_told(self._up.records) and _told(self._down.records)):
            return ()
        if any(_refuses(operation) for operation in _operations(self._down.records)):
            return ()
        return self._differences(self._down.after)

    @cached_property
    def completing(self) -> tuple[Insert, ...]:
        """What has to come behind the way back so that it restores all; empty where that is not enough."""
        if self._down is None or not self.differences:
            return ()
        state, open_ones = self._down.after, self.differences
        found: list[Insert] = []
        for one in undone(self._up):
            after, operations = _taken_back(state, one)
            left = self._differences(after)
            if len(left) < len(open_ones):
                state, open_ones = after, left
                found += [last(operation, one) for operation in operations]
        return () if open_ones else tuple(found)

    def _differences(self, found: State) -> tuple[Difference, ...]:
        return differences(self._up.before, found, self._keys, self._added)

    @cached_property
    def _keys(self) -> tuple[str, ...]:
        records = (*self._up.records, *(self._down.records if self._down else ()))
        written = (key for record in records for key, _ in record.written)
        return tuple(dict.fromkeys(key for key in written if key.startswith(("table ", "type "))))

    @cached_property
    def _added(self) -> frozenset[tuple[object, str]]:
        operations = tuple(_operations(self._up.records))
        added = {(one.table, one.column.name) for one in operations if isinstance(one, AddColumn)}
        made = {
            (one.table, column.name) for one in operations if isinstance(one, CreateTable) for column in one.columns
        }
        return frozenset(added | made)


def _operations(records: Sequence[Record]) -> Iterable[Operation]:
    return (operation for record in records for _, operation, _ in record.exact)


def _told(records: Sequence[Record]) -> bool:
    """Whether all of it was understood."""
    return not any(isinstance(operation, Opaque) for operation in _operations(records))


def _refuses(operation: Operation) -> bool:
    """Whether a way back ends there with an error: it says that there is none."""
    return isinstance(operation, Statement) and operation.kind == "raise"


def _taken_back(state: State, one: Undone) -> tuple[State, list[Operation]]:
    """The state once an operation is undone, and what did it; what the way back has done already is not done again."""
    operations: list[Operation] = []
    for operation in one.how.operations if isinstance(one.how, Reverse) else ():
        draft = Draft(state)
        apply(draft, operation)
        if any(state.fact(key) != fact for key, fact in draft.facts()):
            operations.append(operation)
            state = state.put(draft.facts())
    return state, operations
