"""Applies fixes until nothing changes, first in memory, so that the same can be shown or written."""

import os
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from towpath.cli.located import Located
from towpath.cli.wrong import UsageError
from towpath.linter import Checked, FileReport, Placed, Rewrite, Workspace
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
    idle: set[_Key] = set()
    by_hand: dict[tuple[str, str], None] = {}
    count = 0
    for _ in range(ROUNDS):
        every, some = _worst_first(checked, {}, idle), _worst_first(checked, done, idle)
        chosen = workspace.together(some, unsafe, _can_be_chosen)
        if not chosen.mended and len(some) < len(every):
            # What withheld a fix may be gone since other files have changed.
            chosen = workspace.together(every, unsafe, _can_be_chosen)
        if not chosen.mended:
            break
        texts = {path: text for path, text in chosen.rewrite.texts(workspace.tree).items() if text is not None}
        old = {path: workspace.tree.unsaved.get(path) for path in texts}
        found = {path: workspace.tree.text(path) for path in texts}
        _update(workspace, texts)
        after = workspace.check(place.named)
        if again := _there_again(chosen.mended, checked, after):
            # Such a fix would be made again and again.
            idle |= again
            _update(workspace, old)
            continue
        before = {**found, **before}
        busy = {*texts, *chosen.waiting, *(placed.path for placed in chosen.mended)}
        done = {report.path: report for report in checked.files if report.path not in busy}
        count += len(chosen.mended)
        by_hand |= dict.fromkeys(chosen.by_hand)
        checked = after
        state = tuple((path, workspace.tree.text(path)) for path in before)
        if state in seen:
            break
        seen.add(state)
    left = 0 if unsafe else sum(_can_be_mended(place, placed) for placed in _worst_first(checked, {}, ()))
    now = {path: workspace.tree.text(path) or "" for path in before}
    changes = {path: (old, now[path]) for path, old in before.items() if old != now[path]}
    return Fixed(count, left, checked, changes, tuple(by_hand))


# What makes a finding the same one, wherever it stands by now.
_Key = tuple[str, str, str, str, str]


def _key(placed: Placed) -> _Key:
    return placed.rule, placed.migration, placed.direction, placed.severity, placed.message


def _there_again(mended: Sequence[Placed], before: Checked, after: Checked) -> set[_Key]:
    """The findings that a fix was made for, and of which there are as many as before."""
    was, now = (
        Counter(_key(one) for report in checked.files for one in report.findings) for checked in (before, after)
    )
    return {key for key in map(_key, mended) if now[key] >= was[key]}


def _update(workspace: Workspace, texts: Mapping[str, str | None]) -> None:
    for path, text in texts.items():
        workspace.update(path, text)


def _worst_first(checked: Checked, done: Mapping[str, FileReport], idle: Collection[_Key]) -> list[Placed]:
    """The findings, but for those of reports that nothing could be made of; the worst first, which may move others.

    Of what is `idle`, no fix does away with it.
    """
    found = [placed for report in checked.files if done.get(report.path) != report for placed in report.findings]
    some = [placed for placed in found if _key(placed) not in idle] if idle else found
    return sorted(some, key=lambda placed: SEVERITIES.index(placed.severity))


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
