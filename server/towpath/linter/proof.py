"""What a plan asks for and what a rewrite says, in one form, so that they can be compared."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from towpath.changes import Part
from towpath.frameworks.mannered import plain
from towpath.history import units
from towpath.operations import Direction, Migration, Operation, Script, Step, Transactional
from towpath.project import Runner
from towpath.source import Span


class Told(NamedTuple):
    """One operation of a series as it runs: its unit's switch, and whether a unit begins with it.

    `goes_back`: whether the tool takes it back by itself; of what is planned, whether it has to.
    """

    operation: Operation
    transactional: Transactional | None
    begins: bool
    alone: bool
    goes_back: bool = False


def shape(migrations: Sequence[Migration], runner: Runner, direction: Direction) -> list[Told]:
    """Every operation of a series in order, as its units have it."""
    return [told for _, told in _shape(migrations, runner, direction)]


def _shape(migrations: Sequence[Migration], runner: Runner, direction: Direction) -> Iterator[tuple[str, Told]]:
    """Every operation of a series, with the identity of its migration."""
    scripts = {one.identity: one.up if direction == "up" else one.down for one in migrations}
    for unit in units(migrations, runner.scope, direction, runner.commits):
        begins = True
        for identity, number in unit.members:
            script = scripts[identity]
            step = script.steps[number] if script else None
            for operation in step.operations if step else ():
                goes_back = step is not None and step.reversible is True
                yield identity, Told(operation, unit.transactional, begins, len(unit.members) == 1, goes_back)
                begins = False


def expected(
    migrations: Sequence[Migration], plans: Mapping[int, Sequence[Part]], runner: Runner, direction: Direction
) -> list[Told]:
    """The units after plans, each part taken as a migration of its own; no switch: either will do.

    `plans` has the parts that one direction of a migration becomes, by the migration's place. A part behind the first
    begins a transaction of its own; so does what comes behind one that must be a migration of its own.
    """
    stand_ins: list[Migration] = []
    either: set[str] = set()
    begin: set[str] = set()
    own: set[str] = set()
    for at, migration in enumerate(migrations):
        script = migration.up if direction == "up" else migration.down
        if at not in plans and script is not None:
            stand_ins.append(Migration(migration.framework, migration.identity, script))
        for place, part in enumerate(plans.get(at, ())):
            stand_ins.append(_stand_in(migration, place, part))
            either |= {stand_ins[-1].identity} if part.transactional is None else set()
            begin |= {stand_ins[-1].identity} if place and not part.joins else set()
            own |= {stand_ins[-1].identity} if part.own else set()
    begin |= {later.identity for one, later in pairwise(stand_ins) if one.identity in own}
    told: list[Told] = []
    for identity, one in _shape(stand_ins, runner, "up"):
        switch = None if identity in either else one.transactional
        told.append(one._replace(transactional=switch, begins=one.begins or identity in begin))
        begin.discard(identity)
    return told


def _stand_in(migration: Migration, place: int, part: Part) -> Migration:
    """A migration that says one part, in its way up."""
    steps = tuple(_step(said.operations, bool(said.back)) for said in part.said)
    script = Script("", steps, (0,) * len(steps), part.transactional is not False)
    return Migration(migration.framework, f"{migration.identity}#{place}", script)


def refused_together(migrations: Iterable[Migration]) -> int:
    """How many statements commit in between, and are sent in one message with others, which PostgreSQL refuses."""
    scripts = (script for one in migrations for script in (one.up, one.down) if script)
    steps = (step for script in scripts for step in script.steps if step.together)
    return sum(getattr(operation, "concurrently", False) for step in steps for operation in step.operations)


def _step(operations: tuple[Operation, ...], goes_back: bool) -> Step:
    return Step("", Span(0, 0), operations, tuple({} for _ in operations), reversible=goes_back)


def agrees(planned: Sequence[Told], actual: Sequence[Told]) -> bool:
    """Whether the units are the same; one statement alone commits alone, under whichever switch."""
    return len(planned) == len(actual) and all(
        _same(want.operation, got.operation)
        and got.goes_back >= want.goes_back
        and (
            want[1:3] == got[1:3]
            or (want.transactional is None and got.begins >= want.begins)
            or (want.begins == got.begins and got.alone and want.transactional is not False)
        )
        for want, got in zip(planned, actual)
    )


def _same(want: Operation, got: Operation) -> bool:
    """Whether two operations are one, however the text that a fix brought along spells its names and words."""
    return want == got or plain(want) == plain(got)


def untouched(before: Sequence[Told], after: Sequence[Told], direction: Direction) -> bool:
    """Whether a direction that nothing was asked of does what it did.

    The way back may do more than before, and in other files, where something of the way up moved there.
    """
    if direction == "up":
        return agrees(before, after)
    there: dict[Operation, list[Told]] = {}
    for told in after:
        there.setdefault(plain(told.operation), []).append(told)
    return all(_still(want, there.get(plain(want.operation), [])) for want in before)


def _still(want: Told, there: list[Told]) -> bool:
    """Whether an operation is among those that are left, which it is taken from, under the switch that it had."""
    for at, got in enumerate(there):
        if got.transactional == want.transactional or (got.alone and want.transactional is not False):
            del there[at]
            return True
    return False
