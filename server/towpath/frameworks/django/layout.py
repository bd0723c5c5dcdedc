"""A list of operations that stands on one line, as one with each element on lines of its own."""

from collections.abc import Sequence
from typing import NamedTuple

from towpath.frameworks.django.sheet import Sheet, indented
from towpath.source import Edit, Span, apply


class Exploded(NamedTuple):
    """The text of a file with its list spread out; `old` and `new` are where the list stands before and after."""

    text: str
    old: Span
    new: Span
    starts: tuple[tuple[int, int], ...]

    def moved(self, start: int) -> int:
        """Where an element begins now."""
        return dict(self.starts).get(start, start)

    def edits(self, found: Sequence[Edit]) -> tuple[Edit, ...]:
        """Edits of the spread text as edits of the text that there is."""
        inside = [edit for edit in found if self.new.start <= edit.span.start and edit.span.end <= self.new.end]
        by = len(self.text[: self.new.end]) - self.old.end
        before = [edit for edit in found if edit.span.end < self.new.start]
        after = [edit.shifted(-by) for edit in found if edit.span.start > self.new.end]
        text = apply(self.new.of(self.text), [edit.shifted(-self.new.start) for edit in inside])
        return (*before, Edit(self.old, text), *after)


def exploded(sheet: Sheet) -> Exploded | None:
    """The file with its list of operations spread out; None where there is no list."""
    listed = sheet.value("operations")
    if listed is None or listed.type != "list":
        return None
    old = sheet.tree.span(listed)
    newline, depth = sheet.newline, sheet.depth
    text = f"[{newline}"
    starts: list[tuple[int, int]] = []
    for node in listed.named_children:
        start = sheet.tree.span(node).start
        starts.append((start, old.start + len(text) + len(depth)))
        line = sheet.source.lines.starts[sheet.source.lines.position(start).line]
        had = sheet.source.text[line:start]
        here = had[: len(had) - len(had.lstrip())]
        comma = "" if node.type == "comment" else ","
        text += f"{depth}{indented(sheet.tree.source(node), here, depth)}{comma}{newline}"
    text += f"{sheet.indentation}]"
    whole = sheet.source.text[: old.start] + text + sheet.source.text[old.end :]
    return Exploded(whole, old, Span(old.start, old.start + len(text)), tuple(starts))
