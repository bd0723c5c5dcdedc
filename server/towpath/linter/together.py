"""The fixes of many findings that can be made at once: planned together, written as one, and read back as a whole."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from towpath.changes import AsBefore, Change
from towpath.linter.choosing import Choice, Item, first
from towpath.linter.loaded import Loaded
from towpath.linter.placed import Placed, Rewrite
from towpath.linter.proposals import bound, direction_of
from towpath.linter.refiling import is_of_files, refiled
from towpath.linter.rewriting import Rewritten, agree, rewritten
from towpath.operations import Direction
from towpath.project import Tree
from towpath.source import Edit, overlap

# Which rewrites may be made.
Fitting = Callable[[Rewrite], bool]


class Together(NamedTuple):
    """One rewrite, the findings whose fixes it makes, and the files of those that have to wait for another round.

    `by_hand` is what somebody has to do besides, each with the file of the migration for which they have to.
    """

    rewrite: Rewrite
    mended: tuple[Placed, ...]
    waiting: frozenset[str]
    by_hand: tuple[tuple[str, str], ...] = ()


class _Made(NamedTuple):
    """The rewrite of one migration, or of a comment, which is in no plan, and the findings that it mends."""

    mended: tuple[Placed, ...]
    rewrite: Rewrite
    plan: Rewritten | None = None


def together(findings: Iterable[tuple[Loaded, Sequence[Placed]]], tree: Tree, unsafe: bool, fits: Fitting) -> Together:
    """As many fixes as go together, of findings by their series, the first findings first.

    `unsafe`: also fixes that are not safe, and what splits migrations.
    """

    def may_be(rewrite: Rewrite) -> bool:
        return (unsafe or rewrite.in_place) and fits(rewrite)

    kept: list[_Made] = []
    waiting: set[str] = set()
    for loaded, found in findings:
        made, left = _side_by_side(kept, _each(loaded, tree, found, unsafe, may_be))
        agreed = _agreed(loaded, tree, made)
        waiting.update(placed.path for one in (*left, *made[len(agreed) :]) for placed in one.mended)
        kept += agreed
    mended = tuple(placed for one in kept for placed in one.mended)
    by_hand = tuple((one.mended[0].path, one.plan.by_hand) for one in kept if one.plan and one.plan.by_hand)
    return Together(_joined(kept), mended, frozenset(waiting), by_hand)


def _side_by_side(before: Sequence[_Made], made: Iterable[_Made]) -> tuple[list[_Made], list[_Made]]:
    """Those whose edits and files do not touch each other nor those of before, and the others."""
    joined = _joined(before)
    edits, creates = {path: list(found) for path, found in joined.edits.items()}, {**joined.creates}
    kept: list[_Made] = []
    left: list[_Made] = []
    for one in made:
        here = one.rewrite
        touching = any(overlap((*edits.get(path, ()), *more)) for path, more in here.edits.items())
        if touching or any(creates.get(path, text) != text for path, text in here.creates.items()):
            left.append(one)
            continue
        kept.append(one)
        creates |= here.creates
        for path, more in here.edits.items():
            edits.setdefault(path, []).extend(more)
    return kept, left


def _joined(made: Iterable[_Made]) -> Rewrite:
    edits: dict[str, dict[Edit, None]] = {}
    creates: dict[str, str] = {}
    for one in made:
        creates |= one.rewrite.creates
        for path, more in one.rewrite.edits.items():
            edits.setdefault(path, {}).update(dict.fromkeys(more))
    splits = any(one.rewrite.splits for one in made)
    return Rewrite({path: tuple(found) for path, found in edits.items()}, creates, {}, splits=splits)


def _agreed(loaded: Loaded, tree: Tree, made: list[_Made]) -> list[_Made]:
    """As many of these as say together what was planned for each; one alone was found to."""
    while len(made) > 1:
        plans = [one.plan for one in made if one.plan]
        if agree(loaded, tree, _joined(made), plans):
            break
        made = made[: len(made) // 2]
    return made


def _each(loaded: Loaded, tree: Tree, findings: Sequence[Placed], unsafe: bool, fits: Fitting) -> Iterator[_Made]:
    """What can be done to each migration, and to each comment, by itself."""
    for identity, groups in _groups(loaded, findings, unsafe).items():
        found: dict[str, Choice] = {}
        for (way, direction), items in groups.items():

            def write(
                changes: Sequence[Change], identity: str = identity, to: Direction = direction
            ) -> Rewritten | None:
                made = rewritten(loaded, tree, identity, to, changes)
                return made if made and fits(made.rewrite) else None

            # What takes a way up back is worked out again when the way up has changed.
            if not (found and (way == _BACK or _BACK in found)) and (choice := first(items, write)):
                found[way] = choice
                yield _Made(choice.mended, choice.written.rewrite, choice.written)
    for placed in findings:
        mend = next((one for one in placed.mends[:1] if unsafe or one.safe), None)
        rewrite = Rewrite({placed.path: (mend.edit,)}, {}, {}) if mend else None
        if rewrite and fits(rewrite):
            yield _Made((placed,), rewrite)

    yield from _of_files(loaded, tree, findings, unsafe, fits)


def _of_files(loaded: Loaded, tree: Tree, findings: Sequence[Placed], unsafe: bool, fits: Fitting) -> Iterator[_Made]:
    """What can be done to whole files.

    What somebody wrote is thrown away by nobody but themselves: a landed file is restored among other fixes only where
    a new migration does what was written.
    """
    for placed in findings:
        for fix in (one for one in placed.fixes[:1] if unsafe or one.safe):
            changes = bound(placed, fix)
            loses = any(isinstance(one, AsBefore) and not one.paths and not one.onward for one in changes)
            rewrite = refiled(loaded, tree, changes) if is_of_files(changes) and not loses else None
            if isinstance(rewrite, Rewrite) and fits(rewrite):
                yield _Made((placed,), rewrite)


_BACK = "written for the way up"
_Groups = dict[tuple[str, Direction], list[Item]]


def _groups(loaded: Loaded, findings: Sequence[Placed], unsafe: bool) -> dict[str, _Groups]:
    """What may be done to each migration: to its way up, to its way down, and to it as what takes the way up back."""
    groups: dict[str, _Groups] = {}
    for placed in findings:
        fixes = [bound(placed, fix) for fix in placed.fixes if (unsafe or fix.safe) and loaded.may_fix(placed.path)]
        fixes = [changes for changes in fixes if not is_of_files(changes)]
        # What cannot be done in the one direction may be done in the other.
        ways: list[Direction] = [direction_of(placed, one) for one in fixes]
        for to in dict.fromkeys(ways):
            item = Item(placed, tuple(one for one in fixes if direction_of(placed, one) == to))
            way = _BACK if item.takes_back else to
            groups.setdefault(placed.migration, {}).setdefault((way, to), []).append(item)
    return groups
