"""One version of one file's text."""

from towpath.source.edits import Edit, Span
from towpath.source.lines import LineIndex


class Source:
    """A file's path and text; its line index is made when it is first asked for, and once."""

    __slots__ = ("_lines", "path", "text")

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self._lines: LineIndex | None = None

    @property
    def lines(self) -> LineIndex:
        if self._lines is None:
            self._lines = LineIndex(self.text)
        return self._lines

    @property
    def newline(self) -> str:
        """The line end that the file's first line has, which is how new lines in it shall end."""
        at = self.text.find("\n")
        if at < 0:
            return "\r" if "\r" in self.text else "\n"
        return "\r\n" if at and self.text[at - 1] == "\r" else "\n"

    def whole_lines(self, span: Span) -> Span:
        """The lines that a span touches, with the line end of the last one."""
        first, last = self.lines.position(span.start).line, self.lines.position(max(span.start, span.end - 1)).line
        starts = self.lines.starts
        return Span(starts[first], starts[last + 1] if last + 1 < len(starts) else len(self.text))

    def insertion(self, offset: int, text: str) -> Edit:
        return Edit(Span(offset, offset), text)
