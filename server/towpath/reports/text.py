"""What was found, for people: the place, the message, the line with carets, and what was not analysed."""

from collections import Counter
from collections.abc import Iterator, Sequence

from towpath.linter import FileReport, Placed
from towpath.reports.colour import Colours
from towpath.reports.files import Files, findings, not_analysed, reason
from towpath.reports.shown import shown
from towpath.reports.snippet import snippet
from towpath.rule.finding import SEVERITIES
from towpath.source import Position


def text(reports: Sequence[FileReport], files: Files, colours: Colours) -> Iterator[str]:
    """The lines of the report; the last ones say what was not analysed."""
    for placed in findings(reports):
        yield from _finding(placed, files, colours)
    yield summary(reports)
    yield from left_out(reports, files)


def statistics(reports: Sequence[FileReport], files: Files) -> Iterator[str]:
    """The lines of a report that only counts: each rule with how often it spoke, the most frequent first."""
    found = findings(reports)
    counts = Counter((placed.rule, placed.severity) for placed in found)
    for (rule, severity), count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        yield f"{count:>6}  {severity:<7}  {rule}"
    yield summary(reports)
    yield from left_out(reports, files)


def _finding(placed: Placed, files: Files, colours: Colours) -> Iterator[str]:
    lines = files.lines(placed.path)
    at = lines.position(placed.span.start)
    severity = colours.paint(placed.severity, placed.severity)
    rule = colours.paint(f"[{placed.rule}]", "dim")
    yield f"{colours.paint(_place(placed, at, files), 'bold')}: {severity}: {shown(placed.message)} {rule}"
    source, carets = snippet(lines, at, placed.span)
    number = str(at.line + 1)
    yield f"{colours.paint(f'{number:>5} |', 'dim')} {source}"
    yield f"{colours.paint('      |', 'dim')} {colours.paint(carets, placed.severity)}"
    for said in placed.assumes:
        yield f"      = assumed: {shown(said)}"
    for other in placed.related:
        there = files.lines(other.path).position(other.span.start)
        yield shown(f"      = {files.name(other.path)}:{there.line + 1}:{there.character + 1}: {other.message}")
    yield ""


def _place(placed: Placed, at: Position, files: Files) -> str:
    return shown(f"{files.name(placed.path)}:{at.line + 1}:{at.character + 1}")


def summary(reports: Sequence[FileReport]) -> str:
    """One sentence on all that was found."""
    found = findings(reports)
    judged = sum(report.judged or bool(report.findings) for report in reports)
    where = f"in {_many(judged, 'file')}"
    if not found:
        return f"Nothing found {where}."
    counts = Counter(placed.severity for placed in found)
    parts = [_many(counts[severity], severity) for severity in SEVERITIES if counts[severity]]
    return f"Found {_listed(parts)} {where}."


def left_out(reports: Sequence[FileReport], files: Files) -> Iterator[str]:
    """What was not analysed, and why; nothing where everything was."""
    statements = not_analysed(reports)
    unread = [report for report in reports if not report.judged and not report.landed]
    for base, count in sorted(Counter(report.landed for report in reports if report.landed).items()):
        has = "has" if count == 1 else "have"
        yield f"Not judged: {_many(count, 'file')} that {has} landed ({base}); --all judges every file."
    if not statements and not unread:
        return
    parts = [_many(len(found), name) for found, name in ((statements, "statement"), (unread, "file")) if found]
    yield f"Not analysed: {_listed(parts)}."
    for placed in statements:
        at = files.lines(placed.path).position(placed.span.start)
        yield f"  {_place(placed, at, files)}: {shown(reason(placed))}"
    for report in unread:
        why = files.reason(report.path) or f"{report.database or 'its database'} is not read yet"
        yield shown(f"  {files.name(report.path)}: {why}")


def _many(count: int, name: str) -> str:
    plural = name if name == "info" else f"{name}s"
    return f"{count:,} {name if count == 1 else plural}"


def _listed(parts: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))
