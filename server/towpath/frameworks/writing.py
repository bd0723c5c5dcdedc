"""Parts to edits of files: what stays is edited in its place, what goes elsewhere is carried with its comments.

A framework says how its files are named and how its switch is spelled, a language how statements stand in a text; the
rest is the same for all.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple, Protocol

from towpath.changes import Part, Said
from towpath.operations import CreateIndex, Direction, DropIndex, Migration, Name, Script, SetSetting, Step, replace
from towpath.project import Found, Tree
from towpath.source import Edit, Source, Span, apply


class Written(NamedTuple):
    """What is to be done to files: edits by path, and new files.

    `by_hand` is what somebody has to do besides, where the application says again what the migrations do. `portable`:
    other databases take all of it as well. `splits`: one migration becomes several in the same file.
    `ignores`: the application's models ignore what they were asked to.
    """

    edits: dict[str, tuple[Edit, ...]]
    creates: dict[str, str]
    by_hand: str = ""
    portable: bool = False
    splits: bool = False
    ignores: bool = False


class Ask(NamedTuple):
    """One request to write: a migration of a series, one direction of it, and the parts that it shall become.

    `ignoring` are columns, each with its table, that the application's models shall ignore besides.
    """

    found: Found
    tree: Tree
    migrations: Sequence[Migration]
    number: int
    direction: Direction
    parts: Sequence[Part]
    ignoring: Sequence[tuple[Name, str]] = ()

    @property
    def migration(self) -> Migration:
        return self.migrations[self.number]

    @property
    def script(self) -> Script:
        """What that direction says now; nothing, where it is not written."""
        script = self.migration.up if self.direction == "up" else self.migration.down
        return script or Script(self.migration.path)


class Block(NamedTuple):
    """What was read together: its text, where it starts, and the whole lines that belong to it."""

    text: str
    start: int
    lines: Span

    @property
    def end(self) -> int:
        return self.start + len(self.text)


class Language(Protocol):
    """How statements stand in one file."""

    def lines(self, start: int, end: int) -> Span:
        """The whole lines of a block, with what ends it and the comments that belong to it."""
        ...

    def fresh(self, said: Said) -> str | None:
        """The lines that say operations which nothing said until now; None where they cannot be said."""
        ...

    def respelled(self, step: Step, said: Said) -> tuple[Edit, ...] | None:
        """The smallest edits of a step, relative to its block, that make it say these; None where there are none."""
        ...

    def ended(self, block: Block, lines: str) -> str:
        """The lines of a block, changed or not, with an end behind which more can follow."""
        ...

    def behind(self, block: Block, lines: str) -> Edit:
        """The edit that puts fresh lines behind a block."""
        ...


class Spelling(Protocol):
    """How a framework names new migrations and spells its switch."""

    def language(self, ask: Ask, source: Source) -> Language:
        """The language of a file of this framework."""
        ...

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


def write_parts(ask: Ask, spelling: Spelling) -> Written | None:
    """The edits and new files that say the parts; None where this framework's files cannot say them."""
    parts = spelling.parts(ask)
    if not parts or (ask.direction == "down" and len(parts) > 1):
        return None
    source = ask.tree.read(ask.script.path)
    if not isinstance(source, Source):
        return None
    carrier = Carrier(ask.script, source, spelling.language(ask, source))
    first = parts[0]
    switched = spelling.switch(ask, first)
    edits = carrier.stay(first.said, [one for part in parts[1:] for one in part.said])
    if switched is None or edits is None or carrier.torn(parts):
        return None
    creates, moved = dict(switched.creates), dict(switched.edits)
    paths: list[str] = []
    for number, part in enumerate(parts[1:], 2):
        path = spelling.next_path(ask, part.slug or slug(ask, part, number), paths)
        text = carrier.elsewhere(part.said, [one for other in parts[: number - 1] for one in other.said])
        new = spelling.created(ask, part, path, text) if path and text is not None else None
        if path is None or new is None or any(one in creates or ask.tree.has(one) for one in new.creates):
            return None
        creates |= new.creates
        for old, found in new.edits.items():
            moved[old] = (*moved.get(old, ()), *found)
        paths.append(path)
    moved[source.path] = (*moved.get(source.path, ()), *edits)
    return Written({path: tuple(merged(found)) for path, found in moved.items() if found}, creates)


def slug(ask: Ask, part: Part, number: int, old: str = "") -> str:
    """What the name of a new migration says that is only there because the `old` one was split."""
    first = part.operations[0]
    if len(part.operations) == 1 and isinstance(first, (CreateIndex, DropIndex)):
        name = first.name if isinstance(first, CreateIndex) else first.index.name
        if name:
            return ("create_" if isinstance(first, CreateIndex) else "drop_") + re.sub(r"\W+", "_", name)
    return f"{old or ask.migration.title or 'change'}_{number}"


class Carrier:
    """Says parts in the text of one file."""

    def __init__(self, script: Script, source: Source, language: Language) -> None:
        self._script = script
        self._source = source
        self._language = language

    def torn(self, parts: Sequence[Part]) -> bool:
        """Whether a block that is several steps (a DO block, a loop) would end up in several parts, or changed."""
        owner: dict[int, int] = {}
        for number, part in enumerate(parts):
            for said in part.said:
                if said.origin is None:
                    continue
                step = self._script.steps[said.origin]
                start = self._script.start(said.origin)
                alone = self._script.starts.count(start) == 1
                if not alone and (owner.setdefault(start, number) != number or said.operations != step.operations):
                    return True
        return False

    def stay(self, said: Sequence[Said], elsewhere: Sequence[Said] = ()) -> tuple[Edit, ...] | None:
        """The edits that leave in the file what is said, and nothing else of what was there.

        What is said elsewhere takes its comments along; those of what is said no more stay.
        """
        kept, carried = self._starts(said), self._starts(elsewhere)
        gone = [start for start in dict.fromkeys(self._script.starts) if start not in kept]
        edits = [Edit(self._lines(start, start in carried), "") for start in gone]
        for position, one in enumerate(said):
            changes = (
                self._inserted(said, position) if one.origin is None else self._changed(one, one.origin, in_file=True)
            )
            if changes is None:
                return None
            edits += changes
        return tuple(merged(edits))

    def _starts(self, said: Sequence[Said]) -> set[int]:
        return {self._script.start(one.origin) for one in said if one.origin is not None}

    def _lines(self, start: int, with_comments: bool) -> Span:
        lines = self.block(self._script.starts.index(start)).lines
        own = self._source.lines.starts[self._source.lines.position(start).line]
        return lines if with_comments else Span(max(own, lines.start), lines.end)

    def elsewhere(self, said: Sequence[Said], before: Sequence[Said] = ()) -> str | None:
        """The text of a new file that says these; a block that files before it say too has left its comments there."""
        newline = self._source.newline
        pieces: list[str] = []
        seen, told = set[int](), self._starts(before)
        for one in said:
            if one.origin is not None and self._script.start(one.origin) in seen:
                continue
            text = self._language.fresh(one) if one.origin is None else self._carried(one, one.origin, told)
            if text is None:
                return None
            if one.origin is not None:
                seen.add(self._script.start(one.origin))
                note = self._language.fresh(Said((), None, note=one.note)) if one.note else ""
                text = f"{note or ''}{text}"
            pieces.append(text)
        return "".join(piece if piece.endswith(newline) else piece + newline for piece in pieces)

    def block(self, step: int) -> Block:
        """The block that a step stands in."""
        text, start = self._script.steps[step].block, self._script.start(step)
        return Block(text, start, self._language.lines(start, start + len(text)))

    def _carried(self, said: Said, origin: int, told: set[int]) -> str | None:
        """The lines of a block as they stood, with its changes, and with its comments if nobody has told them yet."""
        changes = self._changed(said, origin)
        if changes is None:
            return None
        block = self.block(origin)
        block = block._replace(lines=self._lines(block.start, block.start not in told))
        by = block.start - block.lines.start
        text = apply(block.lines.of(self._source.text), [edit.shifted(by) for edit in changes])
        return self._language.ended(block, text)

    def _inserted(self, said: Sequence[Said], position: int) -> tuple[Edit, ...] | None:
        """What is new where it shall stand: behind what it belongs to, before the next block, else behind the last."""
        text = self._language.fresh(said[position])
        if text is None:
            return None
        before = [one.origin for one in said[:position] if one.origin is not None]
        for following in said[position + 1 :]:
            if following.origin is not None and not (said[position].follows and before):
                at = self.block(following.origin).lines.start
                return (Edit(Span(at, at), text),)
        return (self._language.behind(self.block(before[-1]), text),) if before else None

    def _changed(self, said: Said, origin: int, in_file: bool = False) -> tuple[Edit, ...] | None:
        """The edits of a step that says something else from now on; relative to its block, or in the file."""
        step = self._script.steps[origin]
        if said.operations == step.operations and not said.back:
            return ()
        edits = self._language.respelled(step, said)
        by = self._script.start(origin) if in_file else 0
        return None if edits is None else tuple(edit.shifted(by) for edit in edits)


def alone(part: Part) -> list[Part]:
    """A part that must be outside of a transaction, as parts of one statement each; any other as it is."""
    return [part] if part.transactional is not False else _cut(part, range(1, len(part.said) + 1))


def _with_settings(part: Part) -> list[Part]:
    """The same, but what is set for the session stays with the statement behind it."""
    if part.transactional is not False:
        return [part]
    return _cut(part, [number for number, said in enumerate(part.said, 1) if not _is_setting(said)])


def _cut(part: Part, ends: Iterable[int]) -> list[Part]:
    return [_some_of(part, first, end) for first, end in pairwise((0, *ends))]


def _is_setting(said: Said) -> bool:
    return all(isinstance(operation, SetSetting) for operation in said.operations)


def _some_of(part: Part, first: int, end: int) -> Part:
    """The statements of a part from the first to the end, with what undoes them."""
    back = tuple(one for one in part.back if any(number in one.numbers for number in range(first, end)))
    return replace(part, said=part.said[first:end], back=back)


def becomes_block(parts: Sequence[Part]) -> bool:
    """Whether a statement that stands there becomes a block, which some tools would cut at the semicolons in it."""
    every = ((said, operation) for part in parts for said in part.said for operation in said.operations)
    return any(getattr(one, "batched", False) and said.origin is not None for said, one in every)


def apart(ask: Ask) -> list[Part]:
    """The parts, each statement that leaves file and transaction by itself: one that fails can be run again."""
    cut = _with_settings if ask.found.runner.outside else alone
    return [*ask.parts[:1], *(single for part in ask.parts[1:] for single in cut(part))]


def merged(edits: Iterable[Edit]) -> list[Edit]:
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
