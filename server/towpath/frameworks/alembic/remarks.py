"""Comments of the author's within statements that a fix says in other words: they stay, above what comes instead."""

from collections.abc import Iterator

from towpath.frameworks.alembic.sheet import Sheet
from towpath.source import pattern
from towpath.syntax.python import Node

# What only tells tools how to look at the very line that it stands on.
_FOR_TOOLS = pattern(r"#\s*(?:noqa|nosec|type:|fmt:|pragma|pyright|pylint|mypy|ruff)\b")
_BEHIND = pattern(r"[ \t]*(#[^\r\n]*)")


def lost(sheet: Sheet, node: Node | None, kept: str) -> list[str]:
    """The comments in a statement and right behind it that a text does not have."""
    found = dict.fromkeys(_remarks(sheet, node)) if node is not None else ()
    return [one for one in found if one not in kept and not _FOR_TOOLS.match(one)]


def _remarks(sheet: Sheet, node: Node) -> Iterator[str]:
    stack = [node]
    while stack:
        one = stack.pop()
        if one.type == "comment":
            yield sheet.tree.source(one).rstrip()
        stack += reversed(one.named_children)
    if behind := _BEHIND.match(sheet.source.text, sheet.tree.span(node).end):
        yield behind[1].rstrip()
