"""Applies fixes until nothing changes, first in memory, so that the same can be shown or written."""

import os
from collections.abc import Iterator
from typing import NamedTuple

from towpath.cli.located import Located
from towpath.cli.wrong import UsageError
from towpath.linter import Checked, Proposal
from towpath.rule.finding import SEVERITIES
from towpath.source import Edit, apply, overlap

# Fixes that undo each other must end somewhere; each round is one more reading of what changed.
ROUNDS = 100


class Fixed(NamedTuple):
    """How many fixes were applied, how many unsafe ones were not, what is found afterwards, and what changed.

    `changes` has the text before (None: there was no such file) and after, by path.
    """

    applied: int
    unsafe: int
    checked: Checked
    changes: dict[str, tuple[str | None, str]]


def fixed(place: Located, checked: Checked, unsafe: bool) -> Fixed:
    """Applies the safe fixes, or all, of what was found, and of what is found then; nothing is written to the disk."""
    workspace = place.project.workspace
    before: dict[str, str | None] = {}
    count = 0
    for _ in range(ROUNDS):
        chosen = _together(_proposals(place, checked, unsafe))
        if not chosen:
            break
        for path, text in _texts(place, chosen).items():
            before.setdefault(path, workspace.tree.text(path))
            workspace.update(path, text)
        count += len(chosen)
        checked = workspace.check(place.named)
    left = 0 if unsafe else sum(1 for _ in _proposals(place, checked, True))
    after = {path: workspace.tree.text(path) or "" for path in before}
    changes = {path: (old, after[path]) for path, old in before.items() if old != after[path]}
    return Fixed(count, left, checked, changes)


def _texts(place: Located, chosen: list[Proposal]) -> dict[str, str]:
    """The text of each file that changes or is new, after all of these."""
    texts: dict[str, str] = {}
    edits: dict[str, list[Edit]] = {}
    for proposal in chosen:
        texts.update(proposal.rewrite.creates)
        for path, own in proposal.rewrite.edits.items():
            edits.setdefault(path, []).extend(own)
    tree = place.project.workspace.tree
    return texts | {path: apply(tree.text(path) or "", own) for path, own in edits.items()}


def _proposals(place: Located, checked: Checked, unsafe: bool) -> Iterator[Proposal]:
    """The first fix of each finding that may be applied, the worst finding's first, since it may move the others' text.

    One that moves or deletes files is a person's to choose.
    """
    findings = [placed for report in checked.files for placed in report.findings]
    for placed in sorted(findings, key=lambda one: SEVERITIES.index(one.severity)):
        for proposal in place.project.workspace.proposals(placed):
            rewrite = proposal.rewrite
            if (unsafe or proposal.safe) and not rewrite.renames and not rewrite.deletes:
                yield proposal
                break


def _together(proposals: Iterator[Proposal]) -> list[Proposal]:
    """Those that can be applied at once: edits that do not overlap; one that creates files has its files for itself."""
    chosen: list[Proposal] = []
    edits: dict[str, list[Edit]] = {}
    taken: set[str] = set()
    for proposal in proposals:
        rewrite = proposal.rewrite
        alone = bool(rewrite.creates)
        if alone and (taken or not edits.keys().isdisjoint(rewrite.edits)):
            continue
        if not taken.isdisjoint(rewrite.edits):
            continue
        if any(overlap((*edits.get(path, ()), *own)) for path, own in rewrite.edits.items()):
            continue
        chosen.append(proposal)
        if alone:
            taken.update(rewrite.edits, rewrite.creates)
        for path, own in rewrite.edits.items():
            edits.setdefault(path, []).extend(own)
    return chosen


def write(place: Located, changes: dict[str, tuple[str | None, str]]) -> None:
    """Writes files, each in the encoding that it had; raises UsageError where one cannot be written."""
    tree = place.project.workspace.tree
    for path, (_, text) in changes.items():
        target = tree.absolute(path)
        try:
            os.makedirs(os.path.dirname(target), exist_ok=True)
            data = tree.encode(path, text)
            with open(target, "wb") as file:
                file.write(data)
        except OSError as error:
            raise UsageError(f"{place.files.name(path)} cannot be written: {error.strerror}") from None
        except UnicodeEncodeError:
            raise UsageError(f"{place.files.name(path)} cannot hold what the fix would write") from None
