"""Suppressions at work: which findings a file's comments silence, and which comments silence nothing."""

from collections.abc import Iterator, Sequence

from towpath.linter.loaded import Loaded
from towpath.linter.placed import Mend, Placed
from towpath.linter.suppressions import MARK, Applied, Suppression, apply, suppressions
from towpath.rule import Finding
from towpath.source import Source, Unreadable

UNUSED = "unused-suppression"


def suppressed(loaded: Loaded, source: Source | Unreadable, findings: tuple[Placed, ...]) -> tuple[Placed, ...]:
    """The findings of one file that no comment silences, and those about comments that silence nothing."""
    if isinstance(source, Unreadable):
        return findings
    if MARK not in source.text:
        return findings
    found = suppressions(source)
    if not found:
        return findings
    touched = _Touched(loaded, source)
    applied = apply(findings, found, touched, _today())
    # What has landed is not judged, so that nothing is left there to be silenced.
    complaints = () if loaded.holds_landed(source.path) else _complaints(loaded, source, found, applied, touched)
    return tuple(sorted((*applied.kept, *complaints), key=lambda placed: placed.order))


class _Touched:
    """The lines that the step of a finding touches."""

    def __init__(self, loaded: Loaded, source: Source) -> None:
        self._source = source
        self._scripts = {
            (migration.identity, direction): script for migration, direction, script in loaded.scripts(source.path)
        }

    def __call__(self, placed: Placed) -> tuple[int, int]:
        script = self._scripts.get((placed.migration, placed.direction))
        whole = placed.span if script is None or placed.step >= len(script.steps) else script.span(placed.step)
        lines = self._source.lines
        return lines.position(whole.start).line, lines.position(max(whole.start, whole.end - 1)).line


def _complaints(
    loaded: Loaded, source: Source, found: Sequence[Suppression], applied: Applied, touched: _Touched
) -> Iterator[Placed]:
    from towpath.linter.complaints import Catalogue, complaints

    rule = next((rule for rule in loaded.settings.rules if rule.name == UNUSED), None)
    severity = loaded.rules.severity(rule, Finding(""), 0) if rule else None
    if rule is None or severity is None:
        return
    rules = Catalogue(loaded.settings.known, {one.name for one in loaded.settings.rules})
    for one in complaints(source, found, applied, rules, touched, _today(), loaded.settings.reason_required):
        mends = (Mend(one.title, one.edit),) if one.edit else ()
        yield Placed(
            UNUSED,
            rule.family,
            severity,
            one.message,
            source.path,
            one.span,
            loaded.found.framework,
            loaded.database,
            "",
            "up",
            mends=mends,
        )


def _today() -> str:
    from datetime import date

    return date.today().isoformat()
