"""Applies fixes until nothing changes, first in memory, so that the same can be shown or written.

Each fix was proven by itself, so of one file's fixes one is applied at a time, and what is left is proven anew.
"""

import os
from typing import NamedTuple

from towpath.cli.located import Located
from towpath.cli.wrong import UsageError
from towpath.linter import Checked, Placed, Proposal
from towpath.rule.finding import SEVERITIES
from towpath.source import apply


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
    seen: set[tuple[tuple[str, str | None], ...]] = set()
    count = 0
    while chosen := _at_once(place, checked, unsafe):
        for path, text in _texts(place, chosen).items():
            before.setdefault(path, workspace.tree.text(path))
            workspace.update(path, text)
        count += len(chosen)
        checked = workspace.check(place.named)
        state = tuple((path, workspace.tree.text(path)) for path in before)
        if state in seen:
            break
        seen.add(state)
    left = 0 if unsafe else sum(_first(place, placed, True) is not None for placed in _worst_first(checked))
    after = {path: workspace.tree.text(path) or "" for path in before}
    changes = {path: (old, after[path]) for path, old in before.items() if old != after[path]}
    return Fixed(count, left, checked, changes)


def _texts(place: Located, chosen: list[Proposal]) -> dict[str, str]:
    """The text of each file that changes or is new, after all of these."""
    tree = place.project.workspace.tree
    texts: dict[str, str] = {}
    for proposal in chosen:
        texts.update(proposal.rewrite.creates)
        for path, edits in proposal.rewrite.edits.items():
            texts[path] = apply(tree.text(path) or "", edits)
    return texts


def _at_once(place: Located, checked: Checked, unsafe: bool) -> list[Proposal]:
    """Fixes that share no file, and of which at most one creates files, whose names might be the same."""
    chosen: list[Proposal] = []
    taken: set[str] = set()
    creating = False
    for placed in _worst_first(checked):
        if placed.path in taken:
            continue
        proposal = _first(place, placed, unsafe)
        if proposal is None or (creating and proposal.rewrite.creates):
            continue
        touched = {*proposal.rewrite.edits, *proposal.rewrite.creates}
        if taken.isdisjoint(touched):
            chosen.append(proposal)
            taken |= touched
            creating = creating or bool(proposal.rewrite.creates)
    return chosen


def _worst_first(checked: Checked) -> list[Placed]:
    """All findings; the worst one's fix comes first, since it may move what the others speak of."""
    findings = [placed for report in checked.files for placed in report.findings]
    return sorted(findings, key=lambda placed: SEVERITIES.index(placed.severity))


def _first(place: Located, placed: Placed, unsafe: bool) -> Proposal | None:
    """The first fix of a finding that may be applied; one that moves or deletes files is a person's to choose."""
    for proposal in place.project.workspace.proposals(placed):
        rewrite = proposal.rewrite
        if (unsafe or proposal.safe) and not rewrite.renames and not rewrite.deletes:
            return proposal
    return None


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
