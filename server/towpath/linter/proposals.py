"""A finding's fixes as rewrites that were read back."""

from collections.abc import Sequence

from towpath.changes import Change, Here, Ref, Refused, Suppress, plan
from towpath.frameworks.writing import Ask
from towpath.history import with_ways_back
from towpath.linter import proof
from towpath.linter.loaded import Loaded
from towpath.linter.placed import Placed, Proposal, Rewrite
from towpath.operations import Direction, Migration, replace
from towpath.project import Tree
from towpath.rule import Fix
from towpath.source import Edit


def propose(loaded: Loaded, tree: Tree, placed: Placed) -> tuple[Proposal, ...]:
    """The proposals for a finding, in the rule's order; the first of them is preferred."""
    proposals = [_ready(placed, title, edit, not number) for number, (title, edit) in enumerate(placed.mends)]
    for fix in placed.fixes:
        rewrite = _written(loaded, tree, placed, fix)
        if rewrite is not None:
            proposals.append(Proposal(fix.title, fix.safe and _in_place(rewrite), not proposals, rewrite))
    return tuple(proposals)


def _ready(placed: Placed, title: str, edit: Edit, first: bool) -> Proposal:
    return Proposal(title, True, first, Rewrite({placed.path: (edit,)}, {}, {}))


def _in_place(rewrite: Rewrite) -> bool:
    """Whether nothing but the edited files changes: what splits a migration is never safe."""
    return not rewrite.creates and not rewrite.renames and not rewrite.deletes


def _written(loaded: Loaded, tree: Tree, placed: Placed, fix: Fix) -> Rewrite | None:
    """The rewrite that says a fix; None where it cannot be said, or does not read back as it was planned."""
    number = next((n for n, one in enumerate(loaded.migrations) if one.identity == placed.migration), None)
    if number is None:
        return None
    here = Ref(placed.migration, placed.step, placed.number, placed.direction)
    changes = [_bound(change, here) for change in fix.changes]
    if any(isinstance(change, Suppress) for change in changes):
        return None
    direction = _direction(changes, placed)
    parts = plan(loaded.migrations[number], direction, changes)
    if isinstance(parts, Refused):
        return None
    if direction == "up" and loaded.found.runner.goes_back and len(parts) > 1:
        parts = with_ways_back(parts, loaded.replay[placed.migration, "up"].before)
    ask = Ask(loaded.found, tree, loaded.migrations, number, direction, parts)
    written = loaded.framework.write(ask)
    if written is None:
        return None
    rewrite = Rewrite(written.edits, written.creates, {})
    if rewrite.torn:
        return None
    first = max(number - 1, 0)
    around = loaded.migrations[first : number + 2]
    planned = proof.expected(around, number - first, parts, loaded.found.runner, direction)
    return rewrite if proof.agrees(planned, _read_back(loaded, tree, direction, rewrite, around)) else None


def _direction(changes: Sequence[Change], placed: Placed) -> Direction:
    """The direction that changes are about: a finding of the way up may ask for a way back."""
    for change in changes:
        if isinstance(change.at, Ref):
            return change.at.direction
    return placed.direction


def _bound(change: Change, here: Ref) -> Change:
    return replace(change, at=here) if isinstance(change.at, Here) else change


def _read_back(
    loaded: Loaded, tree: Tree, direction: Direction, rewrite: Rewrite, around: Sequence[Migration]
) -> list[proof.Told]:
    """The units of the migrations around the change, read from the files as they would be.

    The others are not touched, and new ones stand between those that are looked at, or the units would differ.
    """
    scripts = [script for migration in around for script in (migration.up, migration.down) if script]
    files = tuple(sorted({*(script.path for script in scripts), *rewrite.creates}))
    after = tree.with_changes(rewrite.texts(tree))
    migrations = loaded.framework.read(replace(loaded.found, files=files), after, loaded.kept.part(files))
    return proof.shape(migrations, loaded.found.runner, direction)
