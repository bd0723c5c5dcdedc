"""`towpath graph`: the order of the migrations, their heads, and what has landed."""

import sys
from collections.abc import Sequence

from towpath.cli.check import CLEAN, WRONG
from towpath.cli.located import located
from towpath.project import Layer
from towpath.reports.graph import described, dot, json, mermaid, text

_FORMATS = {"text": text, "json": json, "dot": dot, "mermaid": mermaid}


def graph(paths: Sequence[str], format: str, base: str | None) -> int:
    """Prints the graph of each series that the paths have a file of; the exit status."""
    place = located(paths, Layer("command line", {"base": base} if base is not None else {}))
    workspace = place.project.workspace
    named = {report.path for report in workspace.check(place.named).files}
    every = [loaded for loaded in workspace.loaded if named & set(loaded.files(workspace.tree))]
    problems = place.problems()
    for problem in problems:
        sys.stderr.write(f"towpath: {problem}\n")
    if problems:
        return WRONG
    described_ones = [described(loaded, place.files) for loaded in every]
    sys.stdout.write("".join(f"{line}\n" for line in _FORMATS[format](described_ones)))
    if not every:
        sys.stderr.write("towpath: no migrations were found; `towpath doctor` says what was looked for\n")
    return CLEAN
