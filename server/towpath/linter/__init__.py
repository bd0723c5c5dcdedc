"""Text to findings to edits: judged files, suppressions, severity; the workspace that ties it together."""

from towpath.linter.placed import Checked, Crash, Elsewhere, FileReport, Placed, Proposal, Rewrite
from towpath.linter.settings import Settings, settings
from towpath.linter.workspace import Workspace

__all__ = [
    "Checked",
    "Crash",
    "Elsewhere",
    "FileReport",
    "Placed",
    "Proposal",
    "Rewrite",
    "Settings",
    "Workspace",
    "settings",
]
