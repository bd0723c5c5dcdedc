"""What was found, for programs; the contract has the shape."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from json import dumps

from towpath.linter import FileReport, Placed, Proposal
from towpath.reports.files import Files, Json, findings, not_analysed, reason
from towpath.rule.finding import SEVERITIES


def json(
    reports: Sequence[FileReport],
    files: Files,
    proposals: Callable[[Placed], Sequence[Proposal]],
    page: Callable[[str], str],
    by_hand: Sequence[tuple[str, str]] = (),
    withheld: Callable[[Placed], str] = lambda _: "",
) -> str:
    """The report as JSON. `page` gives the address of a rule's page, `by_hand` is what fixes have left to people.

    `withheld` says why a finding has no fix although its rule knows one.
    """
    found, left_out = findings(reports), not_analysed(reports)
    counts = Counter(placed.severity for placed in found)
    summary = {
        "files": len(reports),
        "judged": sum(report.judged for report in reports),
        "findings": {severity: counts[severity] for severity in SEVERITIES},
        "not_analysed": len(left_out),
    }
    whole = {
        "version": "1",
        "findings": _lines(_finding(placed, files, proposals(placed), withheld, page(placed.rule)) for placed in found),
        "not_analysed": _lines(_left_out(placed, files) for placed in left_out),
        "by_hand": _lines({"path": files.name(path), "message": said} for path, said in by_hand),
        "files": _lines(_file(report, files) for report in reports),
        "summary": dumps(summary),
    }
    return "{" + ",\n".join(f'"{key}": {text}' for key, text in whole.items()) + "}\n"


def _lines(items: Iterable[Json]) -> str:
    """A list with each of its items on a line of its own."""
    return "[" + ",".join(f"\n{dumps(item)}" for item in items) + "]"


def _finding(
    placed: Placed, files: Files, proposals: Sequence[Proposal], withheld: Callable[[Placed], str], page: str
) -> Json:
    return {
        "rule": placed.rule,
        "family": placed.family,
        "severity": placed.severity,
        "message": placed.message,
        "path": files.name(placed.path),
        "framework": placed.framework,
        "database": placed.database,
        "range": files.range(placed.path, placed.span),
        "migration": placed.migration,
        "direction": placed.direction,
        "operation": placed.operation,
        "assumes": list(placed.assumes),
        "help": page,
        "related": [
            {"path": files.name(path), "range": files.range(path, span), "message": message}
            for path, span, message in placed.related
        ],
        "fixes": [_fix(proposal, files) for proposal in proposals],
        "withheld": "" if proposals else withheld(placed),
    }


def _fix(proposal: Proposal, files: Files) -> Json:
    rewrite = proposal.rewrite
    return {
        "title": proposal.title,
        "safe": proposal.safe,
        "by_hand": proposal.by_hand,
        "edits": [
            {"path": files.name(path), "range": files.range(path, edit.span), "text": edit.text}
            for path, edits in sorted(rewrite.edits.items())
            for edit in edits
        ],
        "creates": [{"path": files.name(path), "text": text} for path, text in sorted(rewrite.creates.items())],
        "renames": [{"path": files.name(path), "to": files.name(to)} for path, to in sorted(rewrite.renames.items())],
        "deletes": [files.name(path) for path in rewrite.deletes],
    }


def _left_out(placed: Placed, files: Files) -> Json:
    return {
        "path": files.name(placed.path),
        "range": files.range(placed.path, placed.span),
        "reason": reason(placed),
    }


def _file(report: FileReport, files: Files) -> Json:
    return {
        "path": files.name(report.path),
        "framework": report.framework,
        "database": report.database,
        "judged": report.judged,
        "findings": len(findings([report])),
    }
