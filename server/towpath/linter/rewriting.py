"""Changes of migrations as rewrites of their files, which were read back and say what was planned."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import is_

from towpath.changes import Change, Ignore, Insert, NewMigration, Part, Ref, Refused, Replace, Suppress, plan
from towpath.databases import WITHOUT_FACTS
from towpath.frameworks.writing import Ask
from towpath.history import DIRECTIONS, with_restated, with_ways_back
from towpath.linter import proof
from towpath.linter.loaded import Loaded
from towpath.linter.placed import Rewrite
from towpath.operations import (
    CreateIndex,
    CreateView,
    Direction,
    DropObject,
    Migration,
    Operation,
    Script,
    Statement,
    replace,
    value,
)
from towpath.project import Found, Runner, Tree
from towpath.schema import RESTATING
from towpath.source import Edit, overlap


@value
class Rewritten:
    """A rewrite, and the plan that it says: the parts that one direction of a migration of a series becomes.

    `by_hand` is what somebody has to do besides, `also` what is done to the other direction with it.
    """

    rewrite: Rewrite
    number: int
    direction: Direction
    parts: tuple[Part, ...]
    by_hand: str = ""
    also: "Rewritten | None" = None


def rewritten(
    loaded: Loaded, tree: Tree, identity: str, direction: Direction, changes: Sequence[Change]
) -> Rewritten | None:
    """The rewrite that says changes of one migration; None where it cannot be said, or reads back as anything else.

    `direction` is what they are about; some may say what becomes of the other one.
    """
    asked = identity, direction, tuple(changes)
    if asked not in loaded.rewritten:
        loaded.rewritten[asked] = _rewritten(loaded, tree, identity, direction, changes)
    return loaded.rewritten[asked]


def _rewritten(
    loaded: Loaded, tree: Tree, identity: str, direction: Direction, changes: Sequence[Change]
) -> Rewritten | None:
    number = loaded.number(identity)
    if number is None or any(isinstance(change, Suppress) for change in changes):
        return None
    others = [change for change in changes if isinstance(change.at, Ref) and change.at.direction != direction]
    own = [change for change in changes if change not in others]
    if direction == "up":
        others += _dropped_again(own, loaded.migrations[number])
    # The others are not touched, and new ones stand between those that are looked at, or the units would differ.
    around = range(max(number - 1, 0), min(number + 2, len(loaded.migrations)))
    for restating in _tellings(loaded):
        made = _written(loaded, tree, identity, number, direction, own, restating)
        if made and others:
            also = _written(loaded, tree, identity, number, "down" if direction == "up" else "up", others, restating)
            made = _both(made, also) if also else None
        if made is None or made.rewrite.torn or not loaded.may_make(made.rewrite):
            continue
        if agree(loaded, tree, made.rewrite, (made,), around):
            return made
    return None


def _dropped_again(changes: Sequence[Change], migration: Migration) -> Iterator[Insert]:
    """What takes back new views, where the author wrote the way back: under such a name, nothing else can come back."""
    down = migration.down
    if migration.derived or down is None or all(isinstance(one, Statement) for one in _operations(down)):
        return
    gone = {(one.kind, one.name) for one in _operations(down) if isinstance(one, DropObject)}
    for made in (made for change in changes if isinstance(change, Replace) for made in change.then):
        if isinstance(made, CreateView) and ("view", made.view) not in gone:
            yield Insert(DropObject("view", made.view), Ref(migration.identity, 0, 0, "down"), first=True)


def _operations(script: Script) -> list[Operation]:
    return [operation for step in script.steps for operation in step.operations]


def _tellings(loaded: Loaded) -> tuple[bool, ...]:
    """The ways to tell the database what is new: as it was asked for, then with columns said as a whole."""
    return (False, True) if loaded.database in RESTATING else (False,)


def added(loaded: Loaded, tree: Tree, identity: str, change: NewMigration) -> Rewritten | None:
    """The rewrite that puts a new migration behind one which stays as it is, be it one that has landed."""
    number = loaded.number(identity)
    if number is None:
        return None
    around = range(max(number - 1, 0), min(number + 2, len(loaded.migrations)))
    for restating in _tellings(loaded):
        made = _written(loaded, tree, identity, number, "up", (change,), restating)
        if made and not _takes_out(made.rewrite) and agree(loaded, tree, made.rewrite, (made,), around):
            return made
    return None


def _takes_out(rewrite: Rewrite) -> bool:
    """Whether it does more to files than to put something into them."""
    return any(edit.span.start < edit.span.end for own in rewrite.edits.values() for edit in own)


def _both(one: Rewritten, also: Rewritten) -> Rewritten | None:
    """Both directions at once, if their edits do not touch each other."""
    edits = {path: (*one.rewrite.edits.get(path, ()), *own) for path, own in also.rewrite.edits.items()}
    if any(map(overlap, edits.values())):
        return None
    rewrite = Rewrite({**one.rewrite.edits, **edits}, {**one.rewrite.creates, **also.rewrite.creates}, {})
    return replace(one, rewrite=rewrite, also=also)


def _written(
    loaded: Loaded,
    tree: Tree,
    identity: str,
    number: int,
    direction: Direction,
    changes: Sequence[Change],
    restating: bool,
) -> Rewritten | None:
    """What the system writes for changes of one direction; nothing in SQL that no server here has judged.

    `restating`: what is new is told as the database has to be told it.
    """
    if loaded.database in WITHOUT_FACTS:
        return None
    migration = loaded.migrations[number]
    parts = plan(migration, direction, [_switched(change, migration, loaded.found.runner) for change in changes])
    if isinstance(parts, Refused):
        return None
    if direction == "up" and loaded.found.runner.goes_back:
        parts = with_ways_back(parts, loaded.replay[identity, "up"])
    if restating:
        replayed = loaded.replay[identity, "up"]
        parts = with_restated(parts, replayed.before if direction == "up" else replayed.after)
    ignoring = tuple((change.table, change.column) for change in changes if isinstance(change, Ignore))
    written = loaded.framework.write(Ask(_as_set(loaded), tree, loaded.migrations, number, direction, parts, ignoring))
    if written is None or not (loaded.alone or written.portable) or (ignoring and not written.ignores):
        return None
    edits = _changing(written.edits, tree)
    if len(ignoring) == len(changes):
        # The migration stays as it is.
        edits = {path: own for path, own in edits.items() if path not in loaded.found.files}
    if not (edits or written.creates):
        return None
    rewrite = Rewrite(edits, written.creates, {}, splits=written.splits)
    return Rewritten(rewrite, number, direction, parts, written.by_hand)


def _switched(change: Change, migration: Migration, runner: Runner) -> Change:
    """A new migration whose way back builds something concurrently: where that can be, it stands outside as a whole."""
    if not isinstance(change, NewMigration) or not any(getattr(one, "concurrently", False) for one in change.back):
        return change
    if runner.outside == "":
        back = (replace(one, concurrently=False) if isinstance(one, CreateIndex) else one for one in change.back)
        return replace(change, back=tuple(back))
    goes_back = migration.derived or migration.down is not None
    return replace(change, transactional=False) if runner.outside == "migration" and goes_back else change


def _changing(edits: Mapping[str, tuple[Edit, ...]], tree: Tree) -> dict[str, tuple[Edit, ...]]:
    """The edits without those that leave the text as it is."""
    found = {path: tuple(edit for edit in own if _changes(edit, tree.text(path))) for path, own in edits.items()}
    return {path: own for path, own in found.items() if own}


def _changes(edit: Edit, text: str | None) -> bool:
    return text is None or edit.span.of(text) != edit.text


def _as_set(loaded: Loaded) -> Found:
    """The series, for the databases that it is set to be for."""
    dialects = tuple(dict.fromkeys(str(one.dialect) for one in loaded.databases))
    return loaded.found if dialects == loaded.found.dialects else replace(loaded.found, dialects=dialects)


def agree(
    loaded: Loaded, tree: Tree, rewrite: Rewrite, made: Sequence[Rewritten], numbers: Sequence[int] | None = None
) -> bool:
    """Whether the migrations with these numbers, or all, would read back as planned after a rewrite of their files."""
    around = [loaded.migrations[number] for number in (range(len(loaded.migrations)) if numbers is None else numbers)]
    first = numbers[0] if numbers else 0
    migrations = _read_back(loaded, tree, rewrite, around)
    if migrations is None or proof.refused_together(migrations) > proof.refused_together(around):
        return False
    # What only other databases run is none of it.
    around = [_run_here(one, loaded.database) for one in around]
    migrations = tuple(_run_here(one, loaded.database) for one in migrations)
    plans: dict[Direction, dict[int, Sequence[Part]]] = {}
    also = {one.also.direction for one in made if one.also}
    for one in (*made, *(one.also for one in made if one.also)):
        plans.setdefault(one.direction, {})[one.number - first] = one.parts
    # What new migrations say for the other direction is planned with them.
    old = [one for one in migrations if loaded.number(one.identity) is not None]
    return all(
        _as_planned(loaded, around, plans, old if direction in also else migrations, direction)
        for direction in DIRECTIONS
    )


def _run_here(migration: Migration, dialect: str) -> Migration:
    """A migration; without its steps, if a database runs none of them."""
    up, down = _script(migration.up, dialect), migration.down and _script(migration.down, dialect)
    return migration if up is migration.up and down is migration.down else replace(migration, up=up, down=down)


def _script(script: Script, dialect: str) -> Script:
    runs = not script.steps or any(step.runs_on(dialect) for step in script.steps)
    return script if runs else replace(script, steps=(), told=())


def _as_planned(
    loaded: Loaded,
    before: Sequence[Migration],
    plans: Mapping[Direction, Mapping[int, Sequence[Part]]],
    after: Sequence[Migration],
    direction: Direction,
) -> bool:
    runner = loaded.found.runner
    there = proof.shape(after, runner, direction)
    if direction not in plans:
        return proof.untouched(proof.shape(before, runner, direction), there, direction)
    return proof.agrees(proof.expected(before, plans[direction], runner, direction), there)


def _read_back(
    loaded: Loaded, tree: Tree, rewrite: Rewrite, around: Sequence[Migration]
) -> tuple[Migration, ...] | None:
    """These migrations, and those that are new, read from the files as they would be.

    None where another one that stands in the same files would not be what it was, or two would have one name.
    """
    scripts = [script for migration in around for script in (migration.up, migration.down) if script]
    files = tuple(sorted({*(script.path for script in scripts), *rewrite.creates}))
    after = tree.with_changes(rewrite.texts(tree))
    kept = loaded.kept.part(files, [migration.identity for migration in around])
    read = loaded.framework.read(replace(loaded.found, files=files), after, kept)
    asked = {migration.identity for migration in around}
    others = [one for one in read if one.identity not in asked and loaded.number(one.identity) is not None]
    if any(_takes_a_name(loaded, one) for one in read) or not all(_says_what_it_said(loaded, one) for one in others):
        return None
    left = {one.identity for one in others}
    return _in_order([one for one in read if one.identity not in left], around)


def _takes_a_name(loaded: Loaded, one: Migration) -> bool:
    """Whether a migration is new and has the name of another one, so that its path had to be added to it."""
    return one.identity.endswith(f" ({one.path})") and loaded.number(one.identity) is None


def _says_what_it_said(loaded: Loaded, after: Migration) -> bool:
    """Whether a migration is the one that it was, if perhaps elsewhere in its file."""
    number = loaded.number(after.identity)
    before = loaded.migrations[number] if number is not None else None
    return before is after or (before is not None and _same(before.up, after.up) and _same(before.down, after.down))


def _same(before: Script | None, after: Script | None) -> bool:
    if before is None or after is None:
        return before is after
    return (
        before.transactional == after.transactional
        and all(map(is_, before.steps, after.steps))
        and (len(before.steps) == len(after.steps))
    )


def _in_order(migrations: Iterable[Migration], around: Sequence[Migration]) -> tuple[Migration, ...]:
    """As they stand in their series, where a few by themselves may come in another order; new ones where they came."""
    places = {one.identity: number for number, one in enumerate(around)}
    at = [-1]
    for one in migrations:
        at.append(places.get(one.identity, at[-1]))
    return tuple(one for _, one in sorted(zip(at[1:], migrations), key=lambda item: item[0]))
