"""What undoes a whole migration: the inverse of each of its operations, the last one first."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from towpath.changes import Insert, Part, Ref, Said
from towpath.history.record import Record
from towpath.history.replayed import Replayed
from towpath.operations import (
    TYPE_IS_MISSING,
    AddConstraint,
    AddEnumValue,
    AlterColumnType,
    Check,
    CopyRows,
    CreateEnum,
    DeleteRows,
    DropColumn,
    DropConstraint,
    DropDefault,
    DropIndex,
    DropObject,
    DropTable,
    ForeignKey,
    Guard,
    InsertRows,
    MergeRows,
    Name,
    Operation,
    RedefineColumn,
    RunCode,
    SetComment,
    SetDefault,
    SetOwner,
    SetSetting,
    Statement,
    Step,
    TruncateTable,
    UpdateRows,
    ValidateConstraint,
    replace,
    value,
)
from towpath.schema import Draft, Irreversible, Lookup, Recorded, Reverse, State, all_restated, apply, resolve, reverse

# What is done to rows is not undone by a way back, nor does a value leave its enum: it stays, or is gone.
_STAYS = (InsertRows, UpdateRows, DeleteRows, MergeRows, CopyRows, TruncateTable, RunCode, AddEnumValue)
# What ends with its session, and what the way back of an earlier migration takes along.
_NOT_TAKEN_BACK = (SetSetting, ValidateConstraint)


@value
class Undone:
    """One operation and what undoes it; `ref` is its place, `outside` whether it stands outside of a transaction."""

    operation: Operation
    ref: Ref
    how: Reverse | Irreversible
    outside: bool
    guarded: bool


@value
class WayBack:
    """What takes a migration back, as changes of its other direction; `reasons` say what of it cannot be, and why."""

    changes: tuple[Insert, ...] = ()
    reasons: tuple[tuple[Ref, str], ...] = ()

    @property
    def why(self) -> str:
        """The reasons, in words."""
        return "; ".join(dict.fromkeys(reason for _, reason in self.reasons))

    def of(self, step: int) -> "WayBack":
        """What takes one step back."""
        changes = (change for change in self.changes if change.undoes and change.undoes.step == step)
        return WayBack(tuple(changes), tuple(reason for reason in self.reasons if reason[0].step == step))


def _as_it_is(state: State) -> Lookup:
    return state


def undone(replayed: Replayed, look: Callable[[State], Lookup] = _as_it_is) -> Iterator[Undone]:
    """Every exact operation of one direction with what undoes it, the last one first; states are seen as by `look`."""
    identity = replayed.migration.identity
    script = replayed.migration.up
    for number in range(len(replayed.records) - 1, -1, -1):
        record = replayed.records[number]
        outside = record.step.outside or script.transactional is False
        for place in range(len(record.exact) - 1, -1, -1):
            said, operation, _ = record.exact[place]
            before = look(record.state(place))
            how = reverse(operation, before)
            guarded = _guarded(record.step) and not _is_made(operation, record, before)
            yield Undone(operation, Ref(identity, number, said), how, outside, guarded)


def way_back(replayed: Replayed, look: Callable[[State], Lookup] = _as_it_is) -> WayBack:
    """What undoes the way up of a migration, as far as it can be told; states are seen as by `look`."""
    changes: list[Insert] = []
    reasons: list[tuple[Ref, str]] = []
    notes: list[str] = []
    values: list[tuple[Ref, str]] = []
    step = -1
    for one in _needed(tuple(undone(replayed, look)), replayed.migration.derived):
        if replayed.migration.derived and one.ref.step != step:
            # What is written beside each step tells of that step.
            notes.clear()
            step = one.ref.step
        if isinstance(one.operation, _NOT_TAKEN_BACK):
            continue
        if isinstance(one.how, Irreversible):
            if isinstance(one.operation, _STAYS):
                notes.append(one.how.reason)
            elif not getattr(one.operation, "if_exists", False):
                reasons.append((one.ref, one.how.reason))
            if isinstance(one.operation, AddEnumValue):
                values.append((one.ref, one.how.reason))
            continue
        if one.guarded and one.how.operations:
            reasons.append((one.ref, "what is done depends on the database, or on a condition"))
        if one.how.operations and not one.how.restores_data:
            notes.append(_lost(one.operation))
        for operation in _as_written(one.how.operations, replayed.dialect):
            changes.append(last(operation, one, "; ".join(dict.fromkeys(filter(None, notes)))))
            notes.clear()
    if not changes and not replayed.migration.derived:
        # Nothing but values came: there is no way back to write, and that is worth saying.
        reasons += values
    elif notes and not replayed.migration.derived:
        changes[-1] = replace(changes[-1], note="; ".join(dict.fromkeys((changes[-1].note, *notes))).removeprefix("; "))
    return WayBack(tuple(changes), tuple(reasons))


def with_ways_back(parts: Sequence[Part], replayed: Replayed) -> tuple[Part, ...]:
    """Parts of the way up of a migration with what undoes them.

    What a step does that stays as it is was worked out before, where the facts that it hangs on are the same.
    """
    found: list[Part] = []
    draft = Draft(replayed.before)
    for part in parts:
        back: list[Said] = []
        for number, said in enumerate(part.said):
            known = _as_before(said, replayed, draft)
            for operation, how in _undoing(said.operations, draft) if known is None else known:
                if isinstance(operation, UpdateRows) and operation.key:
                    # What was filled stays, or goes with its column, which the migration before takes back.
                    back[:0] = (Said((Statement("nothing"),), None, (number,)),)
                elif isinstance(how, Reverse) and not isinstance(operation, _NOT_TAKEN_BACK):
                    written = _as_written(how.operations, replayed.dialect)
                    back[:0] = (Said((one,), None, (number,)) for one in written)
        found.append(replace(part, back=part.back or tuple(back)))
    return tuple(found)


_Undoing = tuple[Operation, Reverse | Irreversible]


def _undoing(operations: Sequence[Operation], draft: Draft) -> Iterator[_Undoing]:
    """Exact operations, each with what undoes it, which are done to the draft one by one."""
    for operation in (exact for one in operations for exact in resolve(one, draft)):
        yield operation, reverse(operation, draft)
        apply(draft, operation)


def _as_before(said: Said, replayed: Replayed, draft: Draft) -> list[_Undoing] | None:
    """The same of a step that stays as it is, by what is known of it, which is done to the draft; None: it is not."""
    record = replayed.records[said.origin] if said.origin is not None else None
    if record is None or record.step.operations != said.operations or not record.step.apart or record.step.anew:
        return None
    if not record.exact or any(draft.fact(key) is not fact for key, fact in record.asked.items()):
        return None
    found: list[_Undoing] = []
    for place, (_, operation, left) in enumerate(record.exact):
        how, asked = _reversed(record, place)
        own = dict(left)
        if any(key not in own and draft.fact(key) is not fact for key, fact in asked.items()):
            return None
        found.append((operation, how))
    for key, fact in record.written:
        draft.put(key, fact)
    return found


def _reversed(record: Record, place: int) -> tuple[Reverse | Irreversible, Mapping[str, object]]:
    """What undoes one of the operations of a step, and the facts that it hangs on."""
    kept: Any = record.memo.get(("undone", place))
    state = record.state(place)
    if kept is None or any(state.fact(key) is not fact for key, fact in kept[1].items()):
        asking = Recorded(state)
        kept = record.memo["undone", place] = reverse(record.exact[place][1], asking), asking.asked
    known: tuple[Reverse | Irreversible, Mapping[str, object]] = kept
    return known


def with_restated(parts: Sequence[Part], before: State) -> tuple[Part, ...]:
    """Parts of one direction whose new operations say columns as a whole; `before` is the state before."""
    found: list[Part] = []
    state = before
    for part in parts:
        said: list[Said] = []
        for one in part.said:
            operations, state = all_restated(one.operations, state)
            new = replace(one, operations=operations) if one.origin is None else one
            both = _at_once(said[-1], new, state) if said else None
            said[-1:] = (both,) if both else (*said[-1:], new)
        found.append(replace(part, said=tuple(said)))
    return tuple(found)


def _at_once(one: Said, other: Said, after: State) -> Said | None:
    """What says a column as a whole once, instead of two that come one after the other; None where these do not."""
    if one.origin is not None or other.origin is not None or len(one.operations) != 1 or len(other.operations) != 1:
        return None
    told = one.operations[0], other.operations[0]
    first, second = map(_column_of, told)
    if first is None or first != second or not any(isinstance(operation, RedefineColumn) for operation in told):
        return None
    table, name = first
    known = after.table(table)
    column = known.column(name) if known else None
    note = "; ".join(dict.fromkeys(filter(None, (one.note, other.note))))
    return replace(other, operations=(RedefineColumn(table, column),), note=note) if column else None


def _column_of(operation: Operation) -> tuple[Name, str] | None:
    """The column that an operation says as a whole, or of which it says the default."""
    if isinstance(operation, RedefineColumn):
        return operation.table, operation.column.name
    return (operation.table, operation.column) if isinstance(operation, (SetDefault, DropDefault)) else None


def _needed(every: Sequence[Undone], derived: bool) -> Iterator[Undone]:
    """What has to be undone: a comment or owner goes with what it is said of, where not each step is undone alone."""
    gone: dict[object, int] = {}
    for place, one in enumerate(every):
        if isinstance(one.how, Reverse) and not one.guarded:
            gone.update((_taken_out(operation), place) for operation in one.how.operations)
    for place, one in enumerate(every):
        of = _said_of(one.operation) if not derived else ()
        if not any(gone.get(thing, -1) > place for thing in of):
            yield one


def _taken_out(operation: Operation) -> object:
    """What an operation drops, by its name, or its table's and its own."""
    if isinstance(operation, DropTable):
        return operation.table
    if isinstance(operation, DropColumn):
        return operation.table, operation.column
    if isinstance(operation, DropConstraint):
        return operation.table, operation.name
    if isinstance(operation, DropObject):
        return (operation.table, operation.name.name) if operation.table else operation.name
    return operation.index if isinstance(operation, DropIndex) else None


def _said_of(operation: Operation) -> tuple[object, ...]:
    """What a comment or an owner is said of, and the table that this is in."""
    if isinstance(operation, SetComment) and operation.table:
        return operation.table, (operation.table, operation.name.name)
    return (operation.name,) if isinstance(operation, (SetComment, SetOwner)) else ()


def _as_written(operations: Sequence[Operation], dialect: str) -> Iterator[Operation]:
    """What undoes, as somebody would write it: a constraint comes back without a search through all rows.

    Only PostgreSQL can be told to do without.
    """
    for operation in operations:
        if not isinstance(operation, AddConstraint) or dialect not in ("", "postgresql"):
            yield operation
        elif isinstance(operation.constraint, (Check, ForeignKey)):
            yield replace(operation, constraint=replace(operation.constraint, valid=False))
        else:
            yield operation


def last(operation: Operation, one: Undone, note: str = "") -> Insert:
    """The change that puts what undoes one operation behind all else of the way back."""
    at = Ref(one.ref.migration, 0, 0, "down")
    # What commits in between stands outside, also where what it undoes does not, and should.
    outside = one.outside or getattr(operation, "concurrently", False)
    return Insert(operation, at, last=True, undoes=one.ref, note=note, transactional=not outside)


def _guarded(step: Step) -> bool:
    """Whether a step may not have been done where its way back is."""
    guard = step.guard
    return guard is not None and not guard.whole and bool(guard.databases or guard.condition)


def _is_made(operation: Operation, record: Record, before: Lookup) -> bool:
    """Whether a type that is only looked for first is not there, so that it is made."""
    if not isinstance(operation, CreateEnum) or record.step.guard != Guard((), TYPE_IS_MISSING):
        return False
    return before.enum(operation.type) is None


def _lost(operation: Operation) -> str:
    """What does not come back, in words."""
    if isinstance(operation, DropColumn):
        return f"the values of {operation.table}.{operation.column} do not come back"
    if isinstance(operation, DropTable):
        return f"the rows of {operation.table} do not come back"
    if isinstance(operation, AlterColumnType):
        return f"what the other type did not hold of {operation.table}.{operation.column} does not come back"
    return ""
