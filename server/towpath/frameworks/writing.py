"""Parts to edits of SQL files: what stays is edited in its place, what goes elsewhere is carried with its comments.

A framework says how its files are named and how its switch is spelled; the rest is the same for all that write SQL.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from towpath.changes import Part, Said
from towpath.frameworks.respelling import in_place, restated
from towpath.operations import (
    CreateIndex,
    Direction,
    DropIndex,
    Migration,
    Operation,
    Script,
    Step,
    replace,
)
from towpath.project import Found, Tree
from towpath.source import Edit, Source, Span, apply
from towpath.sql.write import Manner, manner, write


class Written(NamedTuple):
    """What is to be done to files: edits by path, and new files."""

    edits: dict[str, tuple[Edit, ...]]
    creates: dict[str, str]


class Ask(NamedTuple):
    """One request to write: a migration of a series, one direction of it, and the parts that it shall become."""

    found: Found
    tree: Tree
    migrations: Sequence[Migration]
    number: int
    direction: Direction
    parts: Sequence[Part]

    @property
    def migration(self) -> Migration:
        return self.migrations[self.number]

    @property
    def script(self) -> Script:
        script = self.migration.up if self.direction == "up" else self.migration.down
        assert script
        return script


class Spelling(Protocol):
    """How a framework names new migrations and spells its switch."""

    def parts(self, ask: Ask) -> Sequence[Part] | None:
        """The parts as files of this framework can say them; None where they cannot."""
        ...

    def switch(self, ask: Ask, part: Part) -> Written | None:
        """What switches the migration's own file to the part's switch, where it is not so already; None: impossible."""
        ...

    def created(self, ask: Ask, part: Part, path: str, text: str) -> Written | None:
        """The files of a new migration that says this text, and what moves there from the old one's way back."""
        ...

    def next_path(self, ask: Ask, slug: str, taken: Sequence[str]) -> str | None:
        """The path of a new migration right behind this one, and behind the new ones whose paths are taken."""
        ...

    def heading(self, operation: Operation, file: str) -> str | None:
        """A comment that the framework's own generator would put above the statement, if this file has such."""
        ...


class _Block(NamedTuple):
    """A statement of the file: its text, and the whole lines that belong to it with comments and semicolon."""

    text: str
    start: int
    lines: Span


def write_parts(ask: Ask, spelling: Spelling) -> Written | None:
    """The edits and new files that say the parts; None where this framework's files cannot say them."""
    parts = spelling.parts(ask)
    if not parts or (ask.direction == "down" and len(parts) > 1):
        return None
    source = ask.tree.read(ask.script.path)
    if not isinstance(source, Source):
        return None
    carrier = _Carrier(ask, source, spelling)
    first = parts[0]
    switched = spelling.switch(ask, first)
    edits = carrier.stay(first)
    if switched is None or edits is None or carrier.torn(parts):
        return None
    creates, moved = dict(switched.creates), dict(switched.edits)
    paths: list[str] = []
    for number, part in enumerate(parts[1:], 2):
        slug = part.slug or _slug(ask, part, number)
        path = spelling.next_path(ask, slug, paths)
        text = carrier.elsewhere(part) if path else None
        new = spelling.created(ask, part, path, text) if path and text is not None else None
        if path is None or new is None or any(one in creates or ask.tree.has(one) for one in new.creates):
            return None
        creates |= new.creates
        for old, found in new.edits.items():
            moved[old] = (*moved.get(old, ()), *found)
        paths.append(path)
    moved[source.path] = (*moved.get(source.path, ()), *edits)
    return Written({path: tuple(_joined(found)) for path, found in moved.items() if found}, creates)


def _slug(ask: Ask, part: Part, number: int) -> str:
    """What the name of a new migration says that is only there because the old one was split."""
    first = part.operations[0]
    if len(part.operations) == 1 and isinstance(first, (CreateIndex, DropIndex)):
        name = first.name if isinstance(first, CreateIndex) else first.index.name
        if name:
            return ("create_" if isinstance(first, CreateIndex) else "drop_") + re.sub(r"\W+", "_", name)
    return f"{ask.migration.title or 'change'}_{number}"


class _Carrier:
    """Says parts in the text of one file."""

    def __init__(self, ask: Ask, source: Source, spelling: Spelling) -> None:
        self._script = ask.script
        self._source = source
        self._spelling = spelling
        self._manner = manner(source.text)

    def torn(self, parts: Sequence[Part]) -> bool:
        """Whether a statement that is several steps (a DO block) would end up in several parts, or changed."""
        owner: dict[int, int] = {}
        for number, part in enumerate(parts):
            for said in part.said:
                if said.origin is None:
                    continue
                step = self._script.steps[said.origin]
                start = self._script.starts[said.origin]
                alone = self._script.starts.count(start) == 1
                if not alone and (owner.setdefault(start, number) != number or said.operations != step.operations):
                    return True
        return False

    def stay(self, part: Part) -> tuple[Edit, ...] | None:
        """The edits that leave in the file what this part says, and nothing else of what was there."""
        kept = {self._script.starts[said.origin] for said in part.said if said.origin is not None}
        gone = [start for start in dict.fromkeys(self._script.starts) if start not in kept]
        edits = [Edit(self._block(self._script.starts.index(start)).lines, "") for start in gone]
        for position, said in enumerate(part.said):
            if said.origin is None:
                inserted = self._inserted(part, position)
                if inserted is None:
                    return None
                edits.append(inserted)
                continue
            changes = self._respelled(said)
            if changes is None:
                return None
            edits += [edit.shifted(self._script.starts[said.origin]) for edit in changes]
        return tuple(_joined(edits))

    def elsewhere(self, part: Part) -> str | None:
        """The text of a new file that says this part."""
        newline = self._source.newline
        pieces: list[str] = []
        seen: set[int] = set()
        for said in part.said:
            if said.origin is not None and self._script.starts[said.origin] in seen:
                continue
            text = self._fresh(said) if said.origin is None else self._carried(said)
            if text is None:
                return None
            if said.origin is not None:
                seen.add(self._script.starts[said.origin])
            pieces.append(text)
        return "".join(piece if piece.endswith(newline) else piece + newline for piece in pieces)

    def _fresh(self, said: Said) -> str | None:
        newline = self._source.newline
        texts: list[str] = []
        for operation in said.operations:
            text = write(operation, self._manner)
            if text is None:
                return None
            heading = self._spelling.heading(operation, self._source.text)
            texts.append((f"{heading}{newline}" if heading else "") + text.replace("\n", newline) + f";{newline}")
        return "".join(texts)

    def _carried(self, said: Said) -> str | None:
        """The lines of a statement as they stood, comments and all, with its changes."""
        assert said.origin is not None
        changes = self._respelled(said)
        if changes is None:
            return None
        block = self._block(said.origin)
        lines = block.lines.of(self._source.text)
        by = block.start - block.lines.start
        text = apply(lines, [edit.shifted(by) for edit in changes])
        return text if _terminated(self._source.text, block) else _with_semicolon(text)

    def _inserted(self, part: Part, position: int) -> Edit | None:
        """A new statement where the part has it: before the next one of the file's own, else behind the last."""
        text = self._fresh(part.said[position])
        if text is None:
            return None
        for following in part.said[position + 1 :]:
            if following.origin is not None:
                at = self._block(following.origin).lines.start
                return Edit(Span(at, at), text)
        before = [said.origin for said in part.said[:position] if said.origin is not None]
        if not before:
            return None
        block = self._block(before[-1])
        newline = self._source.newline
        if _terminated(self._source.text, block):
            lead = "" if block.lines.of(self._source.text).endswith(("\n", "\r")) else newline
            return Edit(Span(block.lines.end, block.lines.end), lead + text)
        end = block.start + len(block.text)
        return Edit(Span(end, end), f";{newline}{text.rstrip()}")

    def _respelled(self, said: Said) -> tuple[Edit, ...] | None:
        """The smallest edits of a statement that make it say these operations; relative to the statement."""
        assert said.origin is not None
        step = self._script.steps[said.origin]
        if said.operations == step.operations:
            return ()
        edits = in_place(step, said, self._manner_of(step))
        if edits is not None:
            return edits
        if step.origin != "literal" or len(step.block) != step.span.end:
            return None
        text = restated(step, said, self._manner_of(step), self._source.newline)
        return None if text is None else (Edit(step.span, text),)

    def _manner_of(self, step: Step) -> Manner:
        return replace(manner(step.block), quoted=self._manner.quoted or manner(step.block).quoted)

    def _block(self, step: int) -> _Block:
        text, start = self._script.steps[step].block, self._script.starts[step]
        return _Block(text, start, block_lines(self._source, start, start + len(text)))


def alone(part: Part) -> list[Part]:
    """A part that must be outside of a transaction, as parts of one statement each; any other as it is."""
    return [part] if part.transactional is not False else [replace(part, said=(said,)) for said in part.said]


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


def _terminated(text: str, block: _Block) -> bool:
    end = block.start + len(block.text)
    return text[end : block.lines.end].lstrip().startswith(";")


def _with_semicolon(text: str) -> str:
    body = text.rstrip()
    return f"{body};{text[len(body) :]}"


def _joined(edits: Iterable[Edit]) -> list[Edit]:
    """Edits in order, with those that take out neighbouring lines, and insertions at one place, made into one."""
    result: list[Edit] = []
    for edit in sorted(edits, key=lambda edit: (edit.span.start, edit.span.end)):
        if result and result[-1].span.start == result[-1].span.end == edit.span.start == edit.span.end:
            result[-1] = Edit(edit.span, result[-1].text + edit.text)
        elif result and not result[-1].text and not edit.text and result[-1].span.end >= edit.span.start:
            result[-1] = Edit(Span(result[-1].span.start, max(result[-1].span.end, edit.span.end)), "")
        else:
            result.append(edit)
    return result
