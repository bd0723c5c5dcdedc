"""How statements stand in a file of SQL: each with its semicolon, and the comments right above it."""

from collections.abc import Callable
from functools import lru_cache

from towpath.changes import Said
from towpath.frameworks.mannered import mannered
from towpath.frameworks.respelling import in_place, restated
from towpath.frameworks.writing import Ask, Block
from towpath.operations import Operation, Step, replace
from towpath.source import Edit, Source, Span
from towpath.sql.write import Manner, manner, write

Heading = Callable[[Operation, str], str | None]


class SqlLanguage:
    """One file of SQL. `heading` gives the comment that a generator puts above a statement, if the file has such."""

    def __init__(self, source: Source, heading: Heading | None = None, dialect: str = "") -> None:
        self._source = source
        self._heading = heading
        self._dialect = dialect
        self._manner = _manner(source.text, dialect)

    def lines(self, start: int, end: int) -> Span:
        return block_lines(self._source, start, end)

    def fresh(self, said: Said) -> str | None:
        newline = self._source.newline
        texts: list[str] = []
        for operation in said.operations:
            text = write(mannered(operation, self._manner), self._manner)
            if text is None:
                return None
            heading = self._heading(operation, self._source.text) if self._heading else None
            texts.append((f"{heading}{newline}" if heading else "") + text.replace("\n", newline) + f";{newline}")
        return "".join((f"-- {said.note}{newline}" if said.note else "", *texts))

    def respelled(self, step: Step, said: Said) -> tuple[Edit, ...] | None:
        edits = in_place(step, said, self._manner_of(step))
        if edits is not None:
            return edits
        if step.origin != "literal" or len(step.block) != step.span.end:
            return None
        text = restated(step, said, self._manner_of(step), self._source.newline)
        return None if text is None else (Edit(step.span, text),)

    def ended(self, block: Block, lines: str) -> str:
        if self._terminated(block):
            return lines
        body = lines.rstrip()
        return f"{body};{lines[len(body) :]}"

    def behind(self, block: Block, lines: str) -> Edit:
        newline = self._source.newline
        if self._terminated(block):
            lead = "" if block.lines.of(self._source.text).endswith(("\n", "\r")) else newline
            return Edit(Span(block.lines.end, block.lines.end), lead + lines)
        return Edit(Span(block.end, block.end), f";{newline}{lines.rstrip()}")

    def _terminated(self, block: Block) -> bool:
        return self._source.text[block.end : block.lines.end].lstrip().startswith(";")

    def _manner_of(self, step: Step) -> Manner:
        own = manner(step.block, self._dialect)
        return replace(own, quoted=self._manner.quoted or own.quoted)


@lru_cache(maxsize=1)
def _manner(text: str, dialect: str) -> Manner:
    """How the author of a file writes, kept until another file is asked about: it may have many findings."""
    return manner(text, dialect)


class SqlSpelling:
    """What is the same for all frameworks whose files are SQL."""

    def language(self, ask: Ask, source: Source) -> SqlLanguage:
        return SqlLanguage(source, dialect=ask.found.dialect)


def block_lines(source: Source, start: int, end: int) -> Span:
    """The lines of a statement: with its semicolon, a comment behind it, and the comments right above it."""
    text = source.text
    after = end
    while after < len(text) and text[after] in " \t\r\n":
        after += 1
    if text.startswith(";", after):
        end = after + 1
    rest_end = source.lines.line_end(source.lines.position(end).line)
    rest = text[end:rest_end].strip()
    if rest == "" or rest.startswith("--"):
        end = source.whole_lines(Span(start, max(end, rest_end))).end
    line = source.lines.position(start).line
    first = source.lines.starts[line]
    if text[first:start].strip():
        return Span(start, end)
    while line and source.lines.line(line - 1).lstrip().startswith("--") and not _marks(source.lines.line(line - 1)):
        line -= 1
    return Span(source.lines.starts[line], end)


def _marks(line: str) -> bool:
    """Whether a comment is a tool's directive, which belongs to the file and not to a statement."""
    said = line.strip().lower()
    return said.startswith(("-- migrate:", "-- +goose", "--liquibase", "-- no-transaction", "--changeset"))
