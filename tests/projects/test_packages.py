"""Migrations that others ship in their packages: read without a defect, and understood but for what a run decides."""

import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest

from towpath.linter import Checked, Workspace
from towpath.linter.opening import Project
from towpath.operations import Name, Opaque

PACKAGES = Path(sys.prefix) / "projects"
REDMINE = Path(sys.prefix) / "judges/rails/projects/usr/share/redmine"
DJANGO = find_spec("django")
CONTRIB = Path((DJANGO and DJANGO.origin) or "").parent / "contrib"


@cache
def opened(folder: Path) -> tuple[Workspace, Checked]:
    """They run on several databases, for which nothing is fixed; here on PostgreSQL alone."""
    assert folder.is_dir(), f"{folder} is not there: run make {PACKAGES / 'installed'} or what Rails' judge needs"
    workspace = Project(str(folder), {"database": "postgresql"}).workspace
    return workspace, workspace.check()


@pytest.mark.parametrize(
    ("folder", "framework", "migrations", "share"),
    [
        (CONTRIB, "django", 20, 0.0),
        (PACKAGES, "django", 100, 0.01),
        (PACKAGES, "alembic", 70, 0.01),
        (REDMINE, "rails", 300, 0.05),
    ],
    ids=["django.contrib", "wagtail", "mlflow", "redmine"],
)
def test_operations_are_understood(folder: Path, framework: str, migrations: int, share: float) -> None:
    """Of this many migrations at least, no larger share of the operations is opaque."""
    workspace, _ = opened(folder)
    found = [one for loaded in workspace.loaded if loaded.found.framework == framework for one in loaded.migrations]
    scripts = [script for one in found for script in (one.up, one.down) if script]
    operations = [operation for script in scripts for step in script.steps for operation in step.operations]
    left = [operation.reason for operation in operations if isinstance(operation, Opaque)]
    assert len(found) >= migrations
    assert len(left) <= share * len(operations), left


@pytest.mark.parametrize("folder", [CONTRIB, PACKAGES, REDMINE], ids=["django.contrib", "packages", "redmine"])
def test_every_file_is_judged_without_a_defect(folder: Path) -> None:
    _, checked = opened(folder)
    assert all(report.judged for report in checked.files)
    assert not checked.crashes


def test_what_the_fixes_write_compiles() -> None:
    workspace, checked = opened(PACKAGES)
    findings = [placed for report in checked.files for placed in report.findings]
    rewrites = [proposal.rewrite for placed in findings[::3] for proposal in workspace.proposals(placed)]
    assert len(rewrites) > 20
    for rewrite in rewrites:
        for path, text in rewrite.texts(workspace.tree).items():
            compile(text or "", path, "exec")


def test_the_whole_series_of_redmine_is_replayed() -> None:
    workspace, _ = opened(REDMINE)
    (loaded,) = (one for one in workspace.loaded if one.found.folder == "db/migrate")
    after = loaded.replay[loaded.migrations[-1].identity, "up"].after
    issues = after.table(Name("issues"))
    assert issues
    assert issues.column("parent_id")
    assert issues.column("closed_on")
    assert not after.table(Name("permissions"))  # It was dropped again.
