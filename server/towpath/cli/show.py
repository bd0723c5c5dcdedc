"""`towpath show`: what each operation of a file does."""

import sys
from collections.abc import Iterator, Sequence

from towpath.cli.check import CLEAN, WRONG
from towpath.cli.located import Located, located
from towpath.project import Layer
from towpath.reports.colour import colours
from towpath.reports.files import Json
from towpath.reports.show import show as shown


def show(paths: Sequence[str], format: str, database: Sequence[str]) -> int:
    """Shows the files that are named, or all in the folders that are; the exit status."""
    place = located(paths, Layer("command line", {"database": list(database)} if database else {}), everything=True)
    files = list(_files(place))
    problems = place.problems()
    for problem in problems:
        sys.stderr.write(f"towpath: {problem}\n")
    if problems:
        return WRONG
    if format == "json":
        from json import dumps

        sys.stdout.write(dumps({"version": 1, "files": files}, indent=2) + "\n")
        return CLEAN
    from towpath.reports.show_text import show_text

    colour = colours(sys.stdout)
    sys.stdout.write("\n".join("".join(f"{line}\n" for line in show_text(file, colour)) for file in files))
    return CLEAN


def _files(place: Located) -> Iterator[Json]:
    workspace = place.project.workspace
    for report in workspace.check(place.named).files:
        loaded = workspace.series_of(report.path)
        if loaded is not None and report.judged:
            yield shown(loaded, report.path, place.files)
        else:
            why = place.files.reason(report.path) or "its database is not read yet"
            sys.stderr.write(f"towpath: {place.files.name(report.path)} is not analysed: {why}\n")
