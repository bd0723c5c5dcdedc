"""A finding's source line with carets under it, as a terminal shows it."""

from towpath.reports.shown import shown
from towpath.source import LineIndex, Position, Span

# A longer line is shown as far as it is about the finding.
WIDTH = 120
_AROUND = 20
_ELLIPSIS = "…"


def snippet(lines: LineIndex, at: Position, span: Span) -> tuple[str, str]:
    """The first line of a span, which starts `at`, and the carets under it; a longer one ends in an ellipsis."""
    text = lines.line(at.line)
    start, end = at.character, min(span.end - lines.starts[at.line], len(text))
    more = span.end > lines.line_end(at.line) and end > start
    end = max(end, start)
    if len(text) > WIDTH:
        text, start, end = _cut(text, start, end)
    carets = "^" * max(_width(text[start:end]), 1)
    return shown(text), f"{_blank(text[:start])}{carets}{_ELLIPSIS if more else ''}"


def _cut(text: str, start: int, end: int) -> tuple[str, int, int]:
    first = max(min(start - _AROUND, len(text) - WIDTH), 0)
    last = min(first + WIDTH, len(text))
    before, after = _ELLIPSIS if first else "", _ELLIPSIS if last < len(text) else ""
    moved = len(before) - first
    return before + text[first:last] + after, start + moved, min(end, last) + moved


def _blank(text: str) -> str:
    """White space as wide as a text; a tabulator stays one."""
    if text.isascii() and "\t" not in text:
        return " " * len(text)
    return "".join("\t" if one == "\t" else " " * _width(one) for one in text)


def _width(text: str) -> int:
    """How many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(one) else 2 if east_asian_width(one) in "WF" else 1 for one in shown(text))
