"""Findings and fixes in their places: what every door shows."""

from collections.abc import Mapping
from typing import NamedTuple

from towpath.operations import Direction, value
from towpath.project import Tree
from towpath.rule import Fix, Severity
from towpath.source import Edit, Span, apply, overlap


class Elsewhere(NamedTuple):
    """Another place that belongs to a finding."""

    path: str
    span: Span
    message: str


class Mend(NamedTuple):
    """An edit that is ready, and does what its title says; one that changes what is run is not safe."""

    title: str
    edit: Edit
    safe: bool = True


@value
class Placed:
    """One finding where it stands.

    `number` is the place of its operation in its step; `fixes` are what its rule proposes, `mends` are ready edits.
    """

    rule: str
    family: str
    severity: Severity
    message: str
    path: str
    span: Span
    framework: str
    database: str
    migration: str
    direction: Direction
    operation: str = ""
    assumes: tuple[str, ...] = ()
    related: tuple[Elsewhere, ...] = ()
    step: int = 0
    number: int = 0
    fixes: tuple[Fix, ...] = ()
    mends: tuple[Mend, ...] = ()

    @property
    def order(self) -> tuple[str, int, int, str]:
        return self.path, self.span.start, self.span.end, self.rule


@value
class Rewrite:
    """What a fix does to files: edits by path, new files, files that move or go.

    `splits`: it makes several migrations of one, be it in one file.
    """

    edits: Mapping[str, tuple[Edit, ...]]
    creates: Mapping[str, str]
    renames: Mapping[str, str]
    deletes: tuple[str, ...] = ()
    splits: bool = False

    @property
    def torn(self) -> bool:
        """Whether two of its edits touch."""
        return any(overlap(edits) for edits in self.edits.values())

    @property
    def in_place(self) -> bool:
        """Whether nothing but the edited files changes: what splits a migration is never safe."""
        return not self.creates and not self.renames and not self.deletes and not self.splits

    def texts(self, tree: Tree) -> dict[str, str | None]:
        """The text of each file that it changes, afterwards; None for one that is gone."""
        changed: dict[str, str | None] = dict(self.creates)
        for path, edits in self.edits.items():
            changed[path] = apply(tree.text(path) or "", edits)
        for path, to in self.renames.items():
            changed[to] = changed.pop(path, None) or tree.text(path)
            changed[path] = None
        return changed | dict.fromkeys(self.deletes)


@value
class Proposal:
    """A fix that was written, read back and found to say what was planned.

    `by_hand` is what somebody has to do besides, which the title says as well.
    """

    title: str
    safe: bool
    preferred: bool
    rewrite: Rewrite
    by_hand: str = ""


@value
class FileReport:
    """The findings of one file, by position; `judged` is False where it is not read, or where all in it has landed.

    `landed` says then where: on a branch, or by a setting.
    """

    path: str
    framework: str
    database: str
    judged: bool
    findings: tuple[Placed, ...] = ()
    landed: str = ""


@value
class Crash:
    """A defect of ours: a rule that raised, and where; every other finding stands."""

    rule: str
    path: str
    error: str


@value
class Checked:
    files: tuple[FileReport, ...]
    problems: tuple[str, ...] = ()
    crashes: tuple[Crash, ...] = ()
