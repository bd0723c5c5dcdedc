"""Measures Towpath beside its peers, in turns within one run, and prints medians and ratios.

    python benchmarks/run.py edit     findings after a key, in files of 50, 500 and 5,000 lines
    python benchmarks/run.py start    the server's start, beside a pygls server that does nothing
    python benchmarks/run.py keys     our own processor time for a key in migrations of Python and Ruby of 1,000 lines
    python benchmarks/run.py check    `towpath check` on 1,000 migrations, and on one small file
    python benchmarks/run.py projects `towpath check` on 1,400 migrations of Django and of Rails
    python benchmarks/run.py scale    a project of 10,000 migrations in an editor
    python benchmarks/run.py changelog  our own processor time for a changelog of one megabyte

A ratio is the median over the rounds of ours to theirs in the same round; lower is better.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from statistics import median

import changelog
import checking
import editing
import generate
import keys
import peers
import programs
import scale

TOWPATH = [sys.executable, "-m", "towpath.main"]
IDLE = [sys.executable, str(Path(__file__).with_name("idle_server.py"))]

Figures = dict[str, float]
Measure = Callable[[], Figures]
OURS = "towpath"


def rounds(count: int, measures: Mapping[str, Measure]) -> dict[str, list[Figures]]:
    """Every one in turn, every other round backwards, so that a drift of the machine hits all alike."""
    found: dict[str, list[Figures]] = {name: [] for name in measures}
    for number in range(count):
        for name, measure in list(measures.items())[:: -1 if number % 2 else 1]:
            found[name].append(measure())
    return found


def show(title: str, found: Mapping[str, list[Figures]]) -> None:
    """A table with a row for each figure: medians, and behind each peer's the ratio of ours to it."""
    names = list(found)
    print(f"\n{title} ({len(found[OURS])} rounds)\n")
    print("| | " + " | ".join(names) + " |")
    print("|---|" + "---|" * len(names))
    for figure in found[OURS][0]:
        cells = [_cell(found, name, figure) for name in names]
        print(f"| {figure} | " + " | ".join(cells) + " |")


def _cell(found: Mapping[str, list[Figures]], name: str, figure: str) -> str:
    said = f"{median(one[figure] for one in found[name]):.4g}"
    if name == OURS or figure == "findings":
        return said
    ratio = median(ours[figure] / theirs[figure] for ours, theirs in zip(found[OURS], found[name]) if theirs[figure])
    return f"{said} ({ratio:.2f}x)"


def edit(count: int, scratch: Path | None) -> None:
    postgres = peers.postgres_language_server(scratch)
    for lines in (50, 500, 5000):
        text = generate.migration(lines)
        measures = {
            OURS: _server([*TOWPATH, "server"], text, 100),
            "squawk": _server([peers.program("squawk", peers.SQUAWK), "server"], text, 100),
        }
        if postgres:
            measures["postgres-language-server"] = _server([postgres, "lsp-proxy"], text, 20)
        show(f"A key in a file of {lines:,} lines", rounds(count, measures))


def keys_of_programs(count: int, scratch: Path | None) -> None:
    makers = {"alembic": programs.alembic, "django": programs.django, "rails": programs.rails}
    for system, make in makers.items():
        project = make(1000)
        found = rounds(count, {OURS: lambda project=project, system=system: keys.measure(project, system)})
        show(f"A key in 1,000 lines of {system}, ms of processor time", found)


def start(count: int, scratch: Path | None) -> None:
    text = generate.migration(500)
    measures = {OURS: _server([*TOWPATH, "server"], text, 20), "idle pygls": _server(IDLE, text, 20)}
    show("The start of the server, and a file of 500 lines", rounds(count, measures))


def _server(command: list[str], text: str, edits: int) -> Measure:
    return lambda: editing.measure(command, text, edits)


def check(count: int, scratch: Path | None) -> None:
    squawk = [peers.program("squawk", peers.SQUAWK)]
    safemigrate = [peers.program("safemigrate-lint", peers.SAFEMIGRATE), "--format", "markdown"]
    ours = [*TOWPATH, "check"]
    with tempfile.TemporaryDirectory(prefix="towpath-bench-") as folder:
        many = Path(folder) / "many"
        files = [path.name for path in generate.folder(many, 1000)]
        one = Path(folder) / "one"
        one.mkdir()
        (one / "V1__small.sql").write_text(generate.SMALL, encoding="utf-8")
        _checks(count, "1,000 migrations", many, {OURS: [*ours, "."], "squawk": [*squawk, *files]})
        small = ["V1__small.sql"]
        others = {"safemigrate-lint": [*safemigrate, *small], "squawk": [*squawk, *small]}
        _checks(count, "One small file", one, {OURS: [*ours, *small], **others})


def projects(count: int, scratch: Path | None) -> None:
    zdm = [peers.program("zdm", peers.ZDM), "."]
    ours = [*TOWPATH, "check", "."]
    with tempfile.TemporaryDirectory(prefix="towpath-bench-") as folder:
        django, rails = Path(folder) / "django", Path(folder) / "rails"
        programs.write(django, programs.django_project(1400))
        programs.write(rails, programs.rails_project(1400))
        _checks(count, "1,400 migrations of Django", django, {OURS: ours, "zdm": zdm})
        there = {OURS: [*ours[:-1], str(rails)], "Django": [*ours[:-1], str(django)]}
        _checks(count, "1,400 migrations of Rails, beside those of Django", Path(folder), there)


def scaled(count: int, scratch: Path | None) -> None:
    def measured() -> Figures:
        with tempfile.TemporaryDirectory(prefix="towpath-bench-") as folder:
            root = Path(folder).resolve()
            paths = generate.folder(root / "db/migration", 10_000)
            paths[-1].write_text(generate.SMALL, encoding="utf-8")
            (root / "towpath.toml").write_text('database = "postgresql"\n', encoding="utf-8")
            return scale.measure([*TOWPATH, "server"], root, paths)

    show("10,000 migrations in an editor", rounds(min(count, 3), {OURS: measured}))


def changelogs(count: int, scratch: Path | None) -> None:
    for shape, tables in changelog.SHAPES.items():
        for landed, judged in ((True, "that has landed"), (False, "all of it judged")):
            measures = {OURS: partial(changelog.measure, tables, landed)}
            show(f"A changelog of 1 MB, {shape}, {judged}", rounds(min(count, 3), measures))


def _checks(count: int, title: str, folder: Path, commands: Mapping[str, list[str]]) -> None:
    def measured(command: list[str]) -> Measure:
        return lambda: checking.measure(command, folder)

    measures = {name: measured(command) for name, command in commands.items()}
    rounds(1, measures)
    show(title, rounds(count, measures))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    # Keys come last: they are typed in this very process, and what is started later seems to take its memory.
    what = {
        "edit": edit,
        "start": start,
        "check": check,
        "projects": projects,
        "scale": scaled,
        "changelog": changelogs,
        "keys": keys_of_programs,
    }
    parser.add_argument("what", nargs="*", help="what to measure (default: all)", metavar="|".join(what))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--peers", type=Path, help="the folder that postgres-language-server is installed into")
    asked = parser.parse_args()
    for name in asked.what or what:
        if name not in what:
            parser.error(f"there is no measurement {name}")
        what[name](asked.rounds, asked.peers)


if __name__ == "__main__":
    main()
