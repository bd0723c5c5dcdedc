"""Comments that silence rules: found in a text, and applied to findings."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Literal, NamedTuple

from towpath.linter.comments import comments
from towpath.linter.placed import Placed
from towpath.project.errors import meant
from towpath.source import Source, Span, pattern

Scope = Literal["step", "file"]

MARK = "towpath:"
_DIRECTIVE = (
    r"(?<![\w-])towpath:[ \t]*(?P<word>[A-Za-z-]+)"
    r"(?:[ \t]*\[(?P<rules>[^\]\r\n]*)\])?"
    r"[ \t]*(?:until[ \t]+(?P<until>\d{4}-\d\d-\d\d)(?![\w-]))?(?P<reason>[^\r\n]*)"
)
SCOPES: dict[str, Scope] = {"ignore": "step", "ignore-file": "file"}
NAME = r"[^\s,]+"

_CLOSINGS = ("*/", "-->")
_LINE_COMMENTS = ("--", "#")
_LEADING = pattern(r"\s*(?:<sql\b[^<>]*>\s*(?:<!\[CDATA\[)?|<!\[CDATA\[|-?\s*sql:\s*(?:\|[-+]?)?)\s*")
_WITHOUT_END = r"until\b.*\d"


@cache
def directive() -> re.Pattern[str]:
    """The pattern of a suppression, compiled for the first text that holds one."""
    return re.compile(_DIRECTIVE)


class Named(NamedTuple):
    """A rule that a suppression names, and where."""

    rule: str
    span: Span


class Suppression(NamedTuple):
    """One comment that silences rules.

    `comment` is the whole comment, `span` what is ours in it. A `step` one covers the steps that touch the lines from
    `first` to `last`. `until` is the last day on which it holds, as ISO 8601 writes it. `problem` says why it silences
    nothing.
    """

    scope: Scope
    rules: tuple[Named, ...]
    comment: Span
    span: Span
    first: int
    last: int
    until: str = ""
    reason: str = ""
    problem: str = ""

    def expired(self, today: str) -> bool:
        return self.until != "" and self.until < today

    def covers(self, lines: tuple[int, int]) -> bool:
        """Whether it is about a step that stands on these lines, the first and the last one."""
        return self.scope == "file" or (self.first <= lines[1] and lines[0] <= self.last)


class Applied(NamedTuple):
    """The findings that stay, and what silenced others: the suppression's number, and the rule."""

    kept: tuple[Placed, ...]
    used: frozenset[tuple[int, str]]


def suppressions(source: Source) -> tuple[Suppression, ...]:
    """The suppressions in a text, in order."""
    if MARK not in source.text:
        return ()
    return tuple(one for comment in comments(source, MARK) for one in _in_comment(source, comment))


def apply(
    findings: Sequence[Placed], found: Sequence[Suppression], touched: Callable[[Placed], tuple[int, int]], today: str
) -> Applied:
    """The findings that no suppression silences. `touched` gives the first and the last line of a finding's step."""
    if not found:
        return Applied(tuple(findings), frozenset())
    kept: list[Placed] = []
    used: set[tuple[int, str]] = set()
    for finding in findings:
        lines = touched(finding)
        silencing = [
            number
            for number, one in enumerate(found)
            if any(named.rule == finding.rule for named in one.rules) and not one.expired(today) and one.covers(lines)
        ]
        used.update((number, finding.rule) for number in silencing)
        if not silencing:
            kept.append(finding)
    return Applied(tuple(kept), frozenset(used))


def _in_comment(source: Source, comment: Span) -> Iterator[Suppression]:
    for match in directive().finditer(source.text, comment.start, comment.end):
        # Another word is prose, unless it looks as if it was meant.
        if match["word"] in SCOPES or match["rules"] is not None or meant(match["word"], SCOPES):
            yield _read(source, comment, match)


def _read(source: Source, comment: Span, match: re.Match[str]) -> Suppression:
    """The suppression that a match of the directive says."""
    word, until, end = match["word"], match["until"] or "", match.end()
    for closing in _CLOSINGS:
        if source.text.endswith(closing, match.start("reason"), end) and end == comment.end:
            end -= len(closing)
    span = Span(match.start(), match.start() + len(source.text[match.start() : end].rstrip()))
    reason = source.text[match.start("reason") : span.end].strip()
    at = match.start("rules")
    names = re.finditer(NAME, match["rules"] or "")
    rules = tuple(Named(name.group(), Span(at + name.start(), at + name.end())) for name in names)
    problem = _problem(word, bool(rules), until, reason)
    first, last = _lines(source, comment, span)
    scope = SCOPES.get(word, "step")
    return Suppression(scope, () if problem else rules, comment, span, first, last, until, reason, problem)


def _problem(word: str, names_rules: bool, until: str, reason: str) -> str:
    if word not in SCOPES:
        return f'"towpath: {word}" is no suppression{meant(word, SCOPES)}'
    if not names_rules:
        return f"a suppression names its rules: towpath: {word}[rule-name]"
    if not until and re.match(_WITHOUT_END, reason):
        return "the last day of a suppression is written like 2027-01-31"
    if until and not _is_day(until):
        return f"there is no day {until}"
    return ""


def _is_day(text: str) -> bool:
    from datetime import date

    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def _lines(source: Source, comment: Span, span: Span) -> tuple[int, int]:
    """The lines whose steps are meant: its own, and if the comment stands alone, the one below it.

    More comments may stand in between.
    """
    line = source.lines.position(span.start).line
    if not alone(source, comment):
        return line, line
    below = source.lines.position(comment.end).line + 1
    while below < len(source.lines.starts) and _only_leads(source.lines.line(below)):
        below += 1
    return line, below


def _only_leads(line: str) -> bool:
    """Whether what a line says is about what stands below it: another comment, or where SQL begins."""
    return line.lstrip().startswith(_LINE_COMMENTS) or _LEADING.fullmatch(line) is not None


def alone(source: Source, span: Span) -> bool:
    """Whether nothing else stands on the lines of a span."""
    lines = source.lines
    before = source.text[lines.starts[lines.position(span.start).line] : span.start]
    after = source.text[span.end : lines.line_end(lines.position(span.end).line)]
    return not before.strip() and not after.strip()
