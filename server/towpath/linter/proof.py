"""What a plan asks for and what a rewrite says, in one form, so that they can be compared."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from towpath.changes import Part
from towpath.frameworks.mannered import plain
from towpath.history import units
from towpath.operations import Direction, Migration, Operation, Script, Step, Transactional
from towpath.project import Runner
from towpath.source import Span


class Told(NamedTuple):
    """One operation of a series as it runs: its unit's switch, and whether a unit begins with it."""

    operation: Operation
    transactional: Transactional | None
    begins: bool
    alone: bool


def shape(migrations: Sequence[Migration], runner: Runner, direction: Direction) -> list[Told]:
    """Every operation of a series in order, as its units have it."""
    return [
        Told(operation, unit.transactional, not place, len(unit.members) == 1)
        for unit in units(migrations, runner.scope, direction)
        for place, operation in enumerate(unit.operations)
    ]


def expected(
    migrations: Sequence[Migration], plans: Mapping[int, Sequence[Part]], runner: Runner, direction: Direction
) -> list[Told]:
    """The units after plans, each part taken as a migration of its own; no switch: either will do.

    `plans` has the parts that one direction of a migration becomes, by the migration's place.
    """
    told: list[Told] = []
    for at, migration in enumerate(migrations):
        if at not in plans:
            told += shape([migration], runner, direction)
            continue
        for place, part in enumerate(plans[at]):
            switch = True if part.transactional is None else part.transactional
            steps = tuple(_step(said.operations) for said in part.said)
            script = Script("", steps, (0,) * len(steps), switch)
            stand_in = Migration(migration.framework, f"{migration.identity}#{place}", script)
            planned = shape([stand_in], runner, "up")
            told += [one._replace(transactional=None) for one in planned] if part.transactional is None else planned
    return told


def _step(operations: tuple[Operation, ...]) -> Step:
    return Step("", Span(0, 0), operations, tuple({} for _ in operations))


def agrees(planned: Sequence[Told], actual: Sequence[Told]) -> bool:
    """Whether the units are the same; one statement alone commits alone, under whichever switch."""
    return len(planned) == len(actual) and all(
        _same(want.operation, got.operation)
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
