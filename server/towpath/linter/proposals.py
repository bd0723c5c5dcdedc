"""A finding's fixes as rewrites that were read back."""

from collections.abc import Iterable

from towpath.changes import Change, Here, Ref, Refused
from towpath.linter.loaded import Loaded
from towpath.linter.placed import Mend, Placed, Proposal, Rewrite
from towpath.linter.refiling import is_of_files, refiled
from towpath.linter.rewriting import rewritten
from towpath.operations import Direction, replace
from towpath.project import Tree
from towpath.rule import Fix


def propose(loaded: Loaded, tree: Tree, placed: Placed) -> tuple[Proposal, ...]:
    """The proposals for a finding, in the rule's order; the first of them is preferred."""
    proposals = [_ready(placed, mend, not number) for number, mend in enumerate(placed.mends)]
    refused = ""
    for fix in placed.fixes:
        changes = bound(placed, fix)
        if is_of_files(changes):
            rewrite = refiled(loaded, tree, changes)
            if isinstance(rewrite, Refused):
                refused = f": {rewrite.reason}"
            elif rewrite:
                proposals.append(Proposal(f"{fix.title}{refused}", False, not proposals, rewrite))
            continue
        if (fix.fallback and proposals) or not loaded.may_fix(placed.path):
            continue
        made = rewritten(loaded, tree, placed.migration, direction_of(placed, changes), changes)
        if made is not None:
            title = f"{fix.title}, and {made.by_hand}" if made.by_hand else fix.title
            safe = fix.safe and made.rewrite.in_place and not made.by_hand
            proposals.append(Proposal(title, safe, not proposals, made.rewrite, made.by_hand))
    return tuple(proposals)


def _ready(placed: Placed, mend: Mend, first: bool) -> Proposal:
    return Proposal(mend.title, mend.safe, first, Rewrite({placed.path: (mend.edit,)}, {}, {}))


def bound(placed: Placed, fix: Fix) -> tuple[Change, ...]:
    """The changes of a fix, about the operation that its finding is about."""
    return tuple(replace(change, at=_ref(placed, change.at)) for change in fix.changes)


def _ref(placed: Placed, at: Ref | Here) -> Ref:
    if isinstance(at, Ref):
        return at
    return Ref(placed.migration, placed.step, placed.number if at.number is None else at.number, placed.direction)


def direction_of(placed: Placed, changes: Iterable[Change]) -> Direction:
    """The direction that changes are about: a finding of the way up may ask for a way back."""
    said: list[Direction] = [change.at.direction for change in changes if isinstance(change.at, Ref)]
    return said[0] if said else placed.direction
