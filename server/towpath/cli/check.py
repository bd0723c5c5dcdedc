"""`towpath check`: what would hurt, and what can be mended at once."""

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TextIO

from towpath.cli.located import Located, located
from towpath.cli.wrong import UsageError
from towpath.linter import Checked, FileReport
from towpath.project import Layer
from towpath.reports.base import notice
from towpath.reports.colour import Colours, colours
from towpath.reports.files import findings
from towpath.rule.finding import SEVERITIES

if TYPE_CHECKING:
    from towpath.cli.fixing import Fixed

CLEAN, FOUND, WRONG, DEFECT = range(4)

_WORST: tuple[str, ...] = SEVERITIES


class Check(NamedTuple):
    """What was asked for; the names are the options' own."""

    paths: tuple[str, ...] = ()
    fix: bool = False
    unsafe_fixes: bool = False
    diff: bool = False
    format: str = "text"
    output_file: str | None = None
    statistics: bool = False
    exit_zero: bool = False
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    database: tuple[str, ...] = ()
    stdin_filename: str | None = None
    fail_on: str | None = None
    base: str | None = None
    everything: bool = False


def check(asked: Check) -> int:
    """Checks, mends and reports what was asked for; the exit status. Raises UsageError."""
    if asked.stdin_filename and asked.paths:
        raise UsageError("--stdin-filename says what standard input is; no other path can be named beside it")
    paths = (asked.stdin_filename,) if asked.stdin_filename else asked.paths
    if asked.everything and asked.base is not None:
        raise UsageError("--all judges everything, so --base has no use beside it")
    mends = asked.fix or asked.diff
    place = located(paths, _flags(asked), not asked.stdin_filename, asked.everything, once=not mends)
    if asked.stdin_filename:
        place.project.workspace.update(place.named[0], _standard_input())
    checked = place.project.workspace.check(place.named)
    problems = place.problems()
    if problems:
        _notices(f"towpath: {problem}" for problem in problems)
        return WRONG
    if mends:
        return _mended(asked, place, checked)
    _report(asked, place, checked, sys.stdout)
    return _status(asked, place, checked)


def _flags(asked: Check) -> Layer:
    """The options that say what the configuration could say, as its strongest layer."""
    values: dict[str, Any] = {
        "only": asked.select,
        "select": asked.extend_select,
        "ignore": asked.ignore,
        "database": asked.database,
    }
    if asked.fail_on:
        values["fail-on"] = asked.fail_on
    if asked.base is not None:
        values["base"] = asked.base
    return Layer("command line", {key: value for key, value in values.items() if value or key == "base"})


def _standard_input() -> str:
    from towpath.source import Unreadable, decode

    found = decode(sys.stdin.buffer.read())
    if isinstance(found, Unreadable):
        raise UsageError(f"standard input cannot be read: {found.reason}")
    return found.text


def _mended(asked: Check, place: Located, checked: Checked) -> int:
    """Applies fixes, and writes or shows what they change."""
    from towpath.cli.fixing import fixed, write

    result = fixed(place, checked, asked.unsafe_fixes)
    if asked.diff:
        _show(asked, place, result)
        return DEFECT if result.checked.crashes else FOUND if result.changes and not asked.exit_zero else CLEAN
    if asked.stdin_filename:
        sys.stdout.buffer.write((place.project.workspace.tree.text(place.named[0]) or "").encode())
    else:
        write(place, result.changes)
    stream = sys.stderr if asked.stdin_filename else sys.stdout
    _report(asked, place, result.checked, stream, result.by_hand)
    if result.applied or result.unsafe:
        _notices([f"towpath: {result.applied} fixed{_more(result.unsafe)}"])
    _left_to_people(place, result)
    return _status(asked, place, result.checked)


def _show(asked: Check, place: Located, result: "Fixed") -> None:
    from towpath.reports.diff import diff, painted

    colour = _colours(asked, sys.stdout)
    before = {path: old for path, (old, _) in result.changes.items()}
    after = {path: new for path, (_, new) in result.changes.items()}
    _write(asked, (painted(line, colour) for line in diff(before, after, place.files)), sys.stdout)
    count = len(result.changes)
    said = f"{count} {'file' if count == 1 else 'files'} would change" if count else "nothing would change"
    _notices([f"towpath: {said}{_more(result.unsafe)}"])
    _left_to_people(place, result)


def _left_to_people(place: Located, result: "Fixed") -> None:
    """What no fix can do, and has to be done along with those that were made; and what has a fix that does not fit."""
    _notices(f"towpath: by hand, for {place.files.name(path)}: {said}" for path, said in result.by_hand)
    withheld = place.project.workspace.withheld
    counts = Counter(withheld(one) for report in result.checked.files for one in report.findings)
    _notices(f"towpath: no fix for {count}: {said}" for said, count in sorted(counts.items()) if said)


def _more(unsafe: int) -> str:
    return f"; {unsafe} more with --unsafe-fixes" if unsafe else ""


def _report(
    asked: Check,
    place: Located,
    checked: Checked,
    stream: TextIO,
    by_hand: Sequence[tuple[str, str]] = (),
) -> None:
    reports = checked.files
    if asked.format == "json":
        _write(asked, [_json(place, reports, by_hand)], stream)
    else:
        from towpath.reports.text import statistics, text

        colour = _colours(asked, stream)
        lines = statistics(reports, place.files) if asked.statistics else text(reports, place.files, colour)
        _write(asked, (f"{line}\n" for line in lines), stream)
    _notices(f"towpath: {problem}" for problem in checked.problems)
    if said := notice(place.project.workspace.loaded):
        _notices([f"towpath: {said}"])
    _notices(f"towpath: the rule {one.rule} failed on {one.path}: {one.error}" for one in checked.crashes)
    if not reports:
        _notices(["towpath: no migrations were found; `towpath doctor` says what was looked for"])


def _json(place: Located, reports: Sequence[FileReport], by_hand: Sequence[tuple[str, str]]) -> str:
    from towpath.reports.json import json
    from towpath.reports.pages import page

    rules = {rule.name: rule for rule in place.project.rules().rules}
    workspace = place.project.workspace
    return json(
        reports, place.files, workspace.proposals, lambda name: page(rules.get(name)), by_hand, workspace.withheld
    )


def _colours(asked: Check, stream: TextIO) -> Colours:
    return Colours(False) if asked.output_file else colours(stream)


def _write(asked: Check, parts: Iterable[str], stream: TextIO) -> None:
    if asked.output_file is None:
        stream.write("".join(parts))
        return
    try:
        with open(asked.output_file, "w", encoding="utf-8", newline="") as file:
            file.writelines(parts)
    except OSError as error:
        raise UsageError(f"{asked.output_file} cannot be written: {error.strerror}") from None


def _notices(said: Iterable[str]) -> None:
    for line in said:
        sys.stderr.write(f"{line}\n")


def _status(asked: Check, place: Located, checked: Checked) -> int:
    if checked.crashes:
        return DEFECT
    configurations = place.project.configurations
    failing = any(
        _WORST.index(placed.severity) <= _WORST.index(configurations.of(placed.path).fail_on)
        for placed in findings(checked.files)
    )
    return FOUND if failing and not asked.exit_zero else CLEAN
