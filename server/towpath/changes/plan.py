"""From changes to parts: what each file or block of the author's shall say, in which order, under which switch."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from towpath.changes.asked import Change, Insert, Move, NewMigration, Ref, Remove, Replace, TakeBack
from towpath.changes.order import PATIENCE, can_hurry, can_wait, patient, takes_away
from towpath.changes.own_transactions import Firsts, begins, ends, let_out, whole
from towpath.changes.parts import Part, Said, Told
from towpath.operations import (
    CreateTable,
    Direction,
    Migration,
    Operation,
    RunCode,
    Script,
    SetSetting,
    replace,
    value,
)


@value
class Refused:
    """Why there is no plan."""

    reason: str


def plan(migration: Migration, direction: Direction, changes: Iterable[Change]) -> tuple[Part, ...] | Refused:
    """The parts that one direction of a migration becomes: cut only where a switch changes.

    What leaves a transaction goes behind all that stays in it where nothing of that needs it, or before it where it
    needs nothing of that; else the order stays.
    """
    script = migration.up if direction == "up" else migration.down
    by_place: dict[tuple[int, int], list[Change]] = {}
    new: list[NewMigration] = []
    last: list[Insert] = []
    for change in changes:
        if isinstance(change, NewMigration):
            new += [change] if change not in new else []
        elif isinstance(change, Insert) and change.last:
            last.append(change)
        elif isinstance(change.at, Ref):
            by_place.setdefault((change.at.step, change.at.operation), []).append(change)
    if script is None and not last:
        return Refused("there is nothing in this direction to change")
    script = script or Script(migration.path)
    asked_for = _told(script, by_place)
    told = _parts(_with_last(migration, script, _late(_early(let_out(asked_for))), last))
    parts = _worthwhile(whole(told))
    gone = [place for place, asked in by_place.items() if any(isinstance(change, Remove) for change in asked)]
    # Also what is set in a transaction of which nothing is left.
    settings = _settings(one.operation for one in asked_for)
    later = [_own(change, script, gone, settings) for change in new]
    if _loses_setting(parts, later):
        return Refused("a setting that decides what is meant would not hold outside of the transaction")
    if migration.repeatable and (len(parts) > 1 or later):
        return Refused("a repeatable migration cannot be split")
    if any(_comes_too_late(script, change, by_place) for change in new):
        return Refused("what is done later in this migration takes away what would come in a new one")
    if _parts_new_table(parts):
        return Refused("what is done to a new table would come when it is no longer new")
    return (*parts, *later)


def _worthwhile(parts: list[Part]) -> list[Part]:
    """Without a beginning that only sets how long its own transaction waits."""
    return parts[1:] if len(parts) > 1 and all(map(patient, parts[0].operations)) else parts


def _early(told: list[Told]) -> list[Told]:
    """What leaves its transaction before all others, if it may hurry so."""
    early: list[Told] = []
    stays: list[Told] = []
    for one in told:
        hurries = one.leaves and can_hurry(one.operation, [item.operation for item in stays])
        (early if hurries else stays).append(one)
    return [*early, *stays]


def _late(told: list[Told]) -> list[Told]:
    """What leaves its transaction behind all others, if it may wait for them."""
    stays: list[Told] = []
    late: list[Told] = []
    for one in reversed(told):
        follows = any(item.switch is not False for item in stays)
        waits = one.leaves and follows and can_wait(one.operation, [item.operation for item in stays])
        (late if waits else stays).append(one)
    return [*reversed(stays), *reversed(late)]


def _comes_too_late(script: Script, change: NewMigration, by_place: Mapping[tuple[int, int], Sequence[Change]]) -> bool:
    """Whether something that stands behind the operation that a change is about, and stays, does not let it wait."""
    if not isinstance(change.at, Ref):
        return False
    here = by_place.get((change.at.step, change.at.operation), ())
    about = (*change.operations, *(one.operation for one in here if isinstance(one, Replace)))
    behind = (
        operation
        for number, step in enumerate(script.steps)
        for place, operation in enumerate(step.operations)
        if (number, place) > (change.at.step, change.at.operation)
        and not any(isinstance(one, Remove) for one in by_place.get((number, place), ()))
    )
    return any(takes_away(later, one) for later in behind for one in about)


def _parts_new_table(parts: Sequence[Part]) -> bool:
    """Whether a later part changes a table that an earlier one makes, and on which nobody waits until then."""
    born: set[object] = set()
    for part in parts:
        if any(getattr(operation, "table", None) in born for operation in part.operations):
            return True
        born |= {operation.table for operation in part.operations if isinstance(operation, CreateTable)}
    return False


def _settings(operations: Iterable[Operation]) -> dict[str, SetSetting]:
    """What is set by operations, by name, as it holds behind them."""
    found = {operation.name: operation for operation in operations if isinstance(operation, SetSetting)}
    return {name: setting for name, setting in found.items() if setting.value is not None}


def _loses_setting(parts: Sequence[Part], later: Sequence[Part]) -> bool:
    """Whether something would stand outside of a transaction and without a setting that it stood under."""
    held: dict[str, SetSetting] = {}
    for part in (*parts, *later):
        if part.transactional is False and held.keys() - PATIENCE:
            return True
        held |= _settings(part.operations)
    return False


def _own(
    change: NewMigration, script: Script, gone: Sequence[tuple[int, int]], settings: Mapping[str, SetSetting]
) -> Part:
    """A new migration, with what is set here set there; what was taken out here to go there keeps its text."""
    given = {operation.name for operation in change.operations if isinstance(operation, SetSetting)}
    held = settings
    if change.transactional is False:
        # Outside, a setting holds for the session; what is built concurrently keeps nobody waiting.
        queues = not all(getattr(operation, "concurrently", False) for operation in change.operations)
        held = {name: replace(one, local=False) for name, one in settings.items() if queues and name in PATIENCE}
    said = [Said((setting,), None) for name, setting in held.items() if name not in given]
    for operation in change.operations:
        at = next((place for place in gone if _stands_for(script, place, operation)), None)
        whole = _operation(script, at) if at else None
        note = change.note if operation is change.operations[0] else ""
        kept = Said((whole,), at[0], (at[1],), note) if at and whole else None
        said.append(kept or Said((operation,), None, note=note))
    back = tuple(Said((operation,), None, (len(said) - 1,)) for operation in change.back)
    return Part(tuple(said), change.transactional, change.slug, True, back, change.joins, change.after)


def _stands_for(script: Script, place: tuple[int, int], operation: Operation) -> bool:
    """Whether an operation is what stands at a place, or is some of the work of code that does."""
    found = _operation(script, place)
    return found == operation or (isinstance(found, RunCode) and operation in found.work)


def _operation(script: Script, place: tuple[int, int]) -> Operation | None:
    """The operation at a place, if it is its step's only one."""
    operations = script.steps[place[0]].operations
    return operations[0] if len(operations) == 1 else None


def _told(script: Script, by_place: dict[tuple[int, int], list[Change]]) -> list[Told]:
    """Every operation as it shall be, with the switch that it shall stand under and the step that it comes from."""
    told: list[Told] = []
    firsts = Firsts()
    opened = False
    for number, step in enumerate(script.steps):
        opened = opened or any(map(begins, step.operations))
        asked_of = [by_place.get((number, place), ()) for place in range(len(step.operations))]
        # A statement that joins a transaction joins it as a whole; of one that leaves it, the rest may stay.
        joins = any(isinstance(change, Move) and change.transactional for asked in asked_of for change in asked)
        inside = (joins and not opened) or _inside(script, step.outside)
        run = _Run(inside)
        for place, (operation, asked) in enumerate(zip(step.operations, asked_of)):
            moved = next((change.transactional for change in asked if isinstance(change, Move)), None)
            leaves = moved is False and (inside is not False or opened)
            moved = inside if moved is None or (moved and opened) else moved
            if moved != run.switch:
                told += run.told()
                run = _Run(moved)
            for change in asked:
                if isinstance(change, Insert):
                    switch = moved if change.transactional is None else change.transactional
                    new = Told(switch, None, change.operation, note=change.note, undoes=change.undoes)
                    (firsts.of(switch, opened) if change.first else run.before).append(new)
            if any(isinstance(change, Remove) for change in asked):
                continue
            replaced = next((change for change in asked if isinstance(change, Replace)), None)
            said = replaced.operation if replaced else operation
            back = next((change.operations for change in asked if isinstance(change, TakeBack)), ())
            run.here.append(Told(moved, number, said, place, leaves=leaves, back=back))
            run.after += [
                Told(moved, None, following, follows=True) for following in (replaced.then if replaced else ())
            ]
        told += run.told()
        if any(begins(operation) or ends(operation) for operation in step.operations):
            opened = any(map(begins, step.operations))
            firsts.begin(len(told))
    return firsts.told(told)


def _with_last(migration: Migration, script: Script, told: list[Told], last: Sequence[Insert]) -> list[Told]:
    """With what comes behind all others; where the runner derives the way back, in the order in which it goes back."""
    for change in last:
        at = len(told)
        if migration.derived and change.undoes:
            start = migration.up.start(change.undoes.step)
            later = (n for n, one in enumerate(told) if one.origin is not None and script.start(one.origin) < start)
            at = next(later, at)
        switch = change.transactional
        if switch is None:
            switch = told[at - 1].switch if at else script.transactional is not False
        told.insert(at, Told(switch, None, change.operation, note=change.note, undoes=change.undoes))
    return told


class _Run:
    """What one statement says under one switch: new statements come before it or after it, never between its parts."""

    def __init__(self, switch: bool | None) -> None:
        self.switch = switch
        self.before: list[Told] = []
        self.here: list[Told] = []
        self.after: list[Told] = []

    def told(self) -> list[Told]:
        return [*self.before, *self.here, *self.after]


def _inside(script: Script, outside: bool) -> bool | None:
    """Whether a step stands in a transaction; a script that the runner refuses is taken as what it was meant to be."""
    return script.transactional is not False and not outside


def _parts(told: Sequence[Told]) -> list[Part]:
    """The parts, each later one that stands in a transaction with the settings that held there until now."""
    parts: list[Part] = []
    settings: dict[str, SetSetting] = {}
    for switch, group in groupby(told, key=lambda item: item.switch):
        said = _said(list(group))
        lost = settings.keys() - _set_first(said) if parts and switch else ()
        held = tuple(Said((setting,), None) for name, setting in settings.items() if name in lost)
        parts.append(Part((*held, *said), switch))
        for operation in parts[-1].operations:
            if isinstance(operation, SetSetting):
                settings[operation.name] = operation
    return parts


def _set_first(said: Sequence[Said]) -> set[str]:
    """The settings that are set before all else."""
    names: set[str] = set()
    for operation in (one for each in said for one in each.operations):
        if not isinstance(operation, SetSetting):
            break
        names.add(operation.name)
    return names


def _said(told: list[Told]) -> tuple[Said, ...]:
    """Operations that come from one step stay together; each new one stands alone."""
    result: list[Said] = []
    for item in told:
        if result and item.origin is not None and result[-1].origin == item.origin:
            last = result[-1]
            operations, numbers = (*last.operations, item.operation), (*last.numbers, item.number)
            result[-1] = Said(operations, item.origin, numbers, back=(*last.back, *item.back))
        else:
            alone = Said(
                (item.operation,), item.origin, (item.number,), item.note, item.undoes, item.follows, item.back
            )
            result.append(alone)
    return tuple(result)
