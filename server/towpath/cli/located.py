"""The project that is meant by what is named on the command line."""

import os
from collections.abc import Sequence
from typing import NamedTuple

from towpath.cli.wrong import UsageError
from towpath.linter.opening import Project
from towpath.project import ConfigurationError, Layer, root_of
from towpath.reports.files import Files


class Located(NamedTuple):
    """A project, the paths in it that are named (none: all), and how its files are named in a report."""

    project: Project
    named: tuple[str, ...]
    files: Files

    def problems(self) -> list[str]:
        """What is wrong in its configuration, each naming file and line as they are reached from here."""
        return [self._said(problem) for problem in self.project.problems()]

    def _said(self, problem: ConfigurationError) -> str:
        if not problem.line:
            return str(problem)
        return f"{self.files.name(problem.path)}:{problem.line}: {problem.message}"


def located(
    paths: Sequence[str],
    flags: Layer | None = None,
    there: bool = True,
    everything: bool = False,
    once: bool = False,
) -> Located:
    """The project of the paths; raises UsageError for one that does not exist, unless it need not be `there`.

    `everything`: whatever has landed counts as the rest does. `once`: its files are not changed while it is looked at.
    """
    here = os.getcwd()
    for path in paths:
        if there and not os.path.exists(path):
            raise UsageError(f"there is no file or folder {path or 'without a name'}")
    # What stands in a folder is known by the folder's own place, and not by every link to it.
    paths = [os.path.realpath(path) if os.path.isdir(path) else path for path in paths]
    root = root_of(paths, here)
    project = Project(root, flags=flags, everything=everything, once=once)
    named = (os.path.relpath(os.path.abspath(path), root).replace(os.sep, "/") for path in paths)
    return Located(project, tuple("" if path == "." else path for path in named), Files(project.workspace.tree, here))
