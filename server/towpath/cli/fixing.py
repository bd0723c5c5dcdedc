"""Applies fixes until nothing changes, first in memory, so that the same can be shown or written."""

import os
from collections.abc import Mapping
from typing import NamedTuple

from towpath.cli.located import Located
from towpath.cli.wrong import UsageError
from towpath.linter import Checked, FileReport, Placed, Rewrite
from towpath.rule.finding import SEVERITIES

# No project needs so many; a fix that brings forth its own finding again would never end.
ROUNDS = 100


class Fixed(NamedTuple):
    """How many fixes were applied, how many unsafe ones were not, what is found afterwards, and what changed.

    `changes` has the text before (None: there was no such file) and after, by path. `by_hand` is what somebody has to
    do besides, each with the file of the migration for which they have to.
    """

    applied: int
    unsafe: int
    checked: Checked
    changes: dict[str, tuple[str | None, str]]
    by_hand: tuple[tuple[str, str], ...]


def fixed(place: Located, checked: Checked, unsafe: bool) -> Fixed:
    """Applies the safe fixes, or all, of what was found, and of what is found then; nothing is written to the disk."""
    workspace = place.project.workspace
    before: dict[str, str | None] = {}
    seen: set[tuple[tuple[str, str | None], ...]] = set()
    done: dict[str, FileReport] = {}
    by_hand: dict[tuple[str, str], None] = {}
    count = 0
    for _ in range(ROUNDS):
        chosen = workspace.together(_worst_first(checked, done), unsafe, _can_be_chosen)
        if not chosen.mended:
            break
        texts = {path: text for path, text in chosen.rewrite.texts(workspace.tree).items() if text is not None}
        busy = {*texts, *chosen.waiting, *(placed.path for placed in chosen.mended)}
        done = {report.path: report for report in checked.files if report.path not in busy}
        for path, text in texts.items():
            before.setdefault(path, workspace.tree.text(path))
            workspace.update(path, text)
        count += len(chosen.mended)
        by_hand |= dict.fromkeys(chosen.by_hand)
        checked = workspace.check(place.named)
        state = tuple((path, workspace.tree.text(path)) for path in before)
        if state in seen:
            break
        seen.add(state)
    left = 0 if unsafe else sum(_can_be_mended(place, placed) for placed in _worst_first(checked, {}))
    after = {path: workspace.tree.text(path) or "" for path in before}
    changes = {path: (old, after[path]) for path, old in before.items() if old != after[path]}
    return Fixed(count, left, checked, changes, tuple(by_hand))


def _worst_first(checked: Checked, done: Mapping[str, FileReport]) -> list[Placed]:
    """The findings, but for files of which nothing more can be made; the worst first, whose fix may move the others."""
    findings = [placed for report in checked.files if done.get(report.path) != report for placed in report.findings]
    return sorted(findings, key=lambda placed: SEVERITIES.index(placed.severity))


def _can_be_chosen(rewrite: Rewrite) -> bool:
    """Whether a rewrite is not a person's to choose, as one that moves or deletes files is."""
    return not rewrite.renames and not rewrite.deletes


def _can_be_mended(place: Located, placed: Placed) -> bool:
    return any(_can_be_chosen(one.rewrite) for one in place.project.workspace.proposals(placed))


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
