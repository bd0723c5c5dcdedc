"""`towpath doctor`: what was detected, and why."""

import platform
import sys

import towpath
from towpath.cli.check import CLEAN, WRONG
from towpath.cli.located import located
from towpath.reports.doctor import doctor as report


def doctor(path: str) -> int:
    """Prints what was detected in a project; the exit status."""
    place = located([path])
    workspace, configurations = place.project.workspace, place.project.configurations
    loaded = workspace.loaded
    found = [configurations.of(one.found.files[0] if one.found.files else one.found.folder) for one in loaded]
    versions = (f"towpath {towpath.__version__}, Python {platform.python_version()} on {platform.system()}",)
    for line in report(workspace.tree.root, loaded, found, place.files, versions):
        sys.stdout.write(f"{line}\n")
    problems = place.problems()
    for problem in problems:
        sys.stderr.write(f"towpath: {problem}\n")
    return WRONG if problems else CLEAN
