"""Where a file says which migration it is, and what it comes behind; asked only where something is found there."""

from towpath.source import Span, pattern

_HEADS = {
    ("alembic", "identity"): pattern(r"(?m)^revision\b[^=\n]*=[ \t]*(?P<said>[^#\n]*[^#\s])"),
    ("alembic", "parents"): pattern(r"(?m)^down_revision\b[^=\n]*=[ \t]*(?P<said>[^#\n]*[^#\s])"),
    ("django", "parents"): pattern(r"(?m)^[ \t]+dependencies[ \t]*=[ \t]*(?P<said>\[[^]]*\])"),
}


def place(framework: str, part: str, text: str) -> Span | None:
    """Where a file of a framework says a part of its head: `identity` or `parents`; None where it does not."""
    found = _HEADS.get((framework, part))
    match = found.search(text) if found else None
    return Span(*match.span("said")) if match else None
