"""What commits together, from the migrations' switches, the runner, and BEGIN and COMMIT among the statements."""

from collections.abc import Iterator, Sequence

from towpath.operations import (
    ControlTransaction,
    CopyRows,
    DeleteRows,
    Direction,
    InsertRows,
    MergeRows,
    Migration,
    Opaque,
    Operation,
    RunCode,
    Script,
    SetSetting,
    Statement,
    Step,
    Transactional,
    Unit,
    Unsure,
    UpdateRows,
)

# What leaves a transaction open on databases where other statements commit; so may what was not understood.
_ON_ROWS = (
    ControlTransaction | CopyRows | DeleteRows | InsertRows | MergeRows | Opaque | RunCode | SetSetting | UpdateRows
)
_COMMITTING_WORDS = ("alter", "analyze", "create", "drop", "grant", "lock", "optimize", "rename", "repair", "revoke")


def units(
    migrations: Sequence[Migration], scope: str = "migration", direction: Direction = "up", commits: bool = False
) -> tuple[Unit, ...]:
    """The units of migrations that run in this order; `scope` and `commits` are the runner's."""
    made: list[Unit] = []
    for migration in migrations:
        script = migration.up if direction == "up" else migration.down
        if script is None:
            continue
        found = list(_of_script(migration.identity, script, direction, commits))
        joined = scope == "run" and made and found and made[-1].transactional is True and found[0].transactional is True
        if joined:
            first = found.pop(0)
            last = made.pop()
            made.append(Unit((*last.members, *first.members), (*last.operations, *first.operations), True, direction))
        made += found
    return tuple(made)


def _of_script(identity: str, script: Script, direction: Direction, commits: bool) -> Iterator[Unit]:
    """The units of one script: BEGIN and COMMIT among its statements open and close them.

    `commits`: so does every statement that is not on rows, behind which a transaction of the author's is over.
    """
    members: list[tuple[str, int]] = []
    operations: list[Operation] = []
    inside: Transactional = script.transactional
    controlling = {
        number
        for number, step in enumerate(script.steps)
        for operation in step.operations
        if isinstance(operation, ControlTransaction)
    }
    for number, step in enumerate(script.steps):
        stands: Transactional = False if step.outside else inside
        if commits and stands is True and not _is_on_rows(step):
            stands, inside = False, script.transactional
        if stands is False and not (number in controlling and _begins(step)):
            if members:
                yield Unit(tuple(members), tuple(operations), inside or True, direction)
                members, operations = [], []
            yield Unit(((identity, number),), step.operations, False, direction)
            # Who runs a statement outside of the transaction begins one behind it.
            inside = script.transactional if isinstance(inside, Unsure) else inside
            continue
        if stands is False:
            inside = True
        members.append((identity, number))
        operations += step.operations
        if number in controlling and _ends(step):
            yield Unit(tuple(members), tuple(operations), inside, direction)
            members, operations, inside = [], [], _behind(step, script.transactional)
    if members:
        yield Unit(tuple(members), tuple(operations), inside, direction)


def _is_on_rows(step: Step) -> bool:
    return all(
        not one.kind.startswith(_COMMITTING_WORDS) if isinstance(one, Statement) else isinstance(one, _ON_ROWS)
        for one in step.operations
    )


def _begins(step: Step) -> bool:
    return any(isinstance(o, ControlTransaction) and o.begins for o in step.operations)


def _behind(step: Step, otherwise: Transactional) -> Transactional:
    """Whether what comes behind the end of a transaction stands in one."""
    told = (o.behind for o in step.operations if isinstance(o, ControlTransaction) and o.ends)
    return next((behind for behind in told if behind is not None), otherwise)


def _ends(step: Step) -> bool:
    return any(isinstance(o, ControlTransaction) and o.ends for o in step.operations)
