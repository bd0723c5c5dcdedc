"""Which lines of a broken Python text are to blame."""

import re
from collections.abc import Sequence

from towpath.source import Span, pattern
from towpath.syntax import blame
from towpath.syntax.blame import white
from towpath.syntax.lines import Lines

# Each way begins with one letter, so that the others are passed over at once; what stands before quotes is left out.
TOKENS = pattern(
    r"\(|\[|\{|\)|\]|\}|#[^\n]*"
    r"|\"\"\"[^\\\"]*(?:(?:\\.|\"(?!\"\"))[^\\\"]*)*\"\"\"|'''[^\\']*(?:(?:\\.|'(?!''))[^\\']*)*'''"
    r"|\"[^\\\"\n]*(?:\\.[^\\\"\n]*)*\"|'[^\\'\n]*(?:\\.[^\\'\n]*)*'"
    r"|\"[^\n]*()|'[^\n]*()",
    re.S,
)


# In a text with braces (f"") quotes may stand that look like its end; a backslash may join lines, or hide a quote.
_PLAIN = pattern(r"(?:(?![fFtT][rR]?[\"']|[rR][fFtT][\"'])[^\\])*")


def blamed(lines: Lines, errors: Sequence[int]) -> list[Span]:
    """Groups of whole lines, any of which may be what breaks the text; the shortest comes first."""
    return blame.blamed(lines, errors)


def certain(lines: Lines) -> Span | None:
    """The lines that break the text for certain, if nothing else does."""
    return blame.certain(lines, _PLAIN)


def blanked(text: str, group: Span) -> str:
    """The text with a group of lines made white; where it was the only body of a block, `pass` stands there."""
    lines = text[group.start : group.end]
    blank = white(lines)
    lead = len(lines) - len(lines.lstrip(" \t"))
    before = text[: group.start].rstrip()
    if before.endswith(":") and len(blank.splitlines()[0] if blank else "") >= lead + 4:
        blank = f"{blank[:lead]}pass{blank[lead + 4 :]}"
    return text[: group.start] + blank + text[group.end :]
