"""How statements stand in the methods of a migration: on lines of their own, with the comments right above them."""

from collections.abc import Sequence

from towpath.changes import Said
from towpath.frameworks.rails.respelling import respelled
from towpath.frameworks.rails.sheet import Sheet
from towpath.frameworks.writing import Block
from towpath.operations import Direction, Step
from towpath.source import Edit, Source, Span


class RubyLanguage:
    """One file of a migration, and the direction of it that is written; `starts` is where its steps do."""

    def __init__(self, sheet: Sheet, direction: Direction, starts: Sequence[int]) -> None:
        self._sheet = sheet
        self._starts = starts
        self._direction: Direction = direction

    def lines(self, start: int, end: int) -> Span:
        """The lines of a block; what comes before the first one in a statement comes before all of that."""
        around, own = self._sheet.around(self._direction, start), block_lines(self._sheet.source, start, end)
        if around.start < start and self._sheet.is_first(self._direction, start, self._starts):
            return Span(block_lines(self._sheet.source, around.start, around.end).start, own.end)
        return own

    def fresh(self, said: Said) -> str | None:
        return self.lines_of(said, one_way=self._direction == "up" and self._sheet.records)

    def lines_of(self, said: Said, one_way: bool) -> str | None:
        """The lines that say operations; `one_way`: what cannot be taken back is said for the way up alone."""
        depth = self._sheet.depth(self._direction)
        lines = f"{depth}# {said.note}{self._sheet.newline}" if said.note else ""
        for operation in said.operations:
            code = self._sheet.say(operation, depth, one_way)
            if code is None:
                return None
            lines += code
        return lines

    def respelled(self, step: Step, said: Said) -> tuple[Edit, ...] | None:
        return respelled(self._sheet, step, said, self._depth(said))

    def _depth(self, said: Said) -> str:
        """The indentation of a statement, which may stand deeper than the others do."""
        lead = self._sheet.lead(self._starts[said.origin]) if said.origin is not None else "-"
        return self._sheet.depth(self._direction) if lead.strip() else lead

    def ended(self, block: Block, lines: str) -> str:
        return lines

    def behind(self, block: Block, lines: str) -> Edit:
        return Edit(Span(block.lines.end, block.lines.end), lines)


def block_lines(source: Source, start: int, end: int) -> Span:
    """The lines of a statement, with a comment behind it and those right above it."""
    text = source.text
    line = source.lines.position(start).line
    first = source.lines.starts[line]
    rest = text[end : source.lines.line_end(source.lines.position(end).line)].strip()
    if text[first:start].strip() or (rest and not rest.startswith("#") and end == len(text[:end].rstrip())):
        return Span(start, end)
    stop = source.whole_lines(Span(start, max(end - 1, start))).end
    while line and source.lines.line(line - 1).lstrip().startswith("#"):
        line -= 1
    return Span(source.lines.starts[line], stop)
