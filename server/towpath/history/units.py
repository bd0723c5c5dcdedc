"""What commits together, from the migrations' switches, the runner, and BEGIN and COMMIT among the statements."""

from collections.abc import Iterator, Sequence

from towpath.operations import (
    ControlTransaction,
    Direction,
    Migration,
    Operation,
    Script,
    Step,
    Transactional,
    Unit,
)


def units(migrations: Sequence[Migration], scope: str = "migration", direction: Direction = "up") -> tuple[Unit, ...]:
    """The units of migrations that run in this order; `scope` is the runner's."""
    made: list[Unit] = []
    for migration in migrations:
        script = migration.up if direction == "up" else migration.down
        if script is None:
            continue
        found = list(_of_script(migration.identity, script, direction))
        joined = scope == "run" and made and found and made[-1].transactional is True and found[0].transactional is True
        if joined:
            first = found.pop(0)
            last = made.pop()
            made.append(Unit((*last.members, *first.members), (*last.operations, *first.operations), True, direction))
        made += found
    return tuple(made)


def _of_script(identity: str, script: Script, direction: Direction) -> Iterator[Unit]:
    """The units of one script: BEGIN and COMMIT among its statements open and close them."""
    members: list[tuple[str, int]] = []
    operations: list[Operation] = []
    inside: Transactional = script.transactional
    for number, step in enumerate(script.steps):
        stands: Transactional = False if step.outside else inside
        if stands is False and not _begins(step):
            if members:
                yield Unit(tuple(members), tuple(operations), True, direction)
                members, operations = [], []
            yield Unit(((identity, number),), step.operations, False, direction)
            continue
        if stands is False:
            inside = True
        members.append((identity, number))
        operations += step.operations
        if _ends(step):
            yield Unit(tuple(members), tuple(operations), inside, direction)
            members, operations, inside = [], [], script.transactional
    if members:
        yield Unit(tuple(members), tuple(operations), inside, direction)


def _begins(step: Step) -> bool:
    return any(isinstance(o, ControlTransaction) and o.begins for o in step.operations)


def _ends(step: Step) -> bool:
    return any(isinstance(o, ControlTransaction) and o.ends for o in step.operations)
