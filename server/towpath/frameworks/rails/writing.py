"""How Rails' files say a part: outside with `disable_ddl_transaction!`, and what comes later in a new migration."""

from collections.abc import Sequence
from itertools import pairwise

from towpath.changes import Part, Said
from towpath.frameworks.rails import new_migration
from towpath.frameworks.rails.detection import application
from towpath.frameworks.rails.language import RubyLanguage, block_lines
from towpath.frameworks.rails.leaving import is_said_anew, loses_a_condition
from towpath.frameworks.rails.manner import is_known
from towpath.frameworks.rails.models import ignoring
from towpath.frameworks.rails.new_migration import New
from towpath.frameworks.rails.saying import model_of
from towpath.frameworks.rails.sheet import Sheet
from towpath.frameworks.rails.ways_back import write_way_back
from towpath.frameworks.undone import undoes
from towpath.frameworks.writing import Ask, Written, apart, write_parts
from towpath.operations import CreateIndex, DropIndex, SetSetting, Statement, UpdateRows, replace
from towpath.source import Edit, Source, Span

_NOTHING = (Statement("nothing"),)


def write(ask: Ask) -> Written | None:
    """The edits and new files that say the parts; None where Rails' files cannot say them."""
    source = ask.tree.read(ask.migration.path)
    if not isinstance(source, Source):
        return None
    sheet = Sheet(ask, source)
    if sheet.shape is None:
        return None
    written = _written(ask, sheet)
    return _ignoring(ask, written) if written and ask.ignoring else written


def _ignoring(ask: Ask, written: Written) -> Written | None:
    """With the edits of the models that shall ignore columns; None where one is not found."""
    edits = dict(written.edits)
    for table, column in ask.ignoring:
        found = ignoring(ask.tree, application(ask.found.folder), str(table), column) if is_known(column) else None
        if found is None:
            return None
        path, edit = found
        edits[path] = (*edits.get(path, ()), edit)
    return written._replace(edits=edits, ignores=True)


def _written(ask: Ask, sheet: Sheet) -> Written | None:
    if ask.direction == "down" and (not ask.script.steps or _only_more(ask)):
        return write_way_back(ask, sheet)
    may = _may(ask, sheet) and not loses_a_condition(ask, sheet)
    return write_parts(ask, RailsSpelling(sheet)) if may else None


def _only_more(ask: Ask) -> bool:
    """Whether `change` keeps all that it says for the way down alone, and statements get what takes them back."""
    said = [one for part in ask.parts for one in part.said]
    kept = {one.origin: one.operations for one in said if one.origin is not None}
    return (
        ask.migration.derived
        and kept == {number: step.operations for number, step in enumerate(ask.script.steps)}
        and all(one.undoes for one in said if one.origin is None)
    )


def _may(ask: Ask, sheet: Sheet) -> bool:
    """Whether what goes, moves or comes stands among the statements of the method, and not deeper in it.

    From the block of a `change_table` something may go, as long as more than that stands in it.
    """
    script, parts = ask.script, [part.said for part in ask.parts]
    if not parts:
        return True
    gone = set(range(len(script.steps))) - {said.origin for said in parts[0]}
    new = [parts[0][at : at + 2] for at in range(len(parts[0]) - 1) if not _has_room(ask, sheet, parts[0][at:])]
    crowded = {said.origin for pair in new for said in pair}
    # What is at the end of a file, where new ones follow with something that nothing said until now.
    ends = (pair for one, following in pairwise(parts) if one and following for pair in [(one[-1], following[0])])
    touched = gone | crowded | {said.origin for part in parts[1:] for said in part}
    touched |= {one.origin for pair in ends for one in pair if any(other.origin is None for other in pair)}
    depth = sheet.depth(ask.direction)
    deeper = {step for step in touched if step is not None and sheet.lead(script.starts[step]) != depth}
    tables = [sheet.table(ask.direction, start) for start in script.starts] if deeper else []
    left = {table for step, table in enumerate(tables) if step not in gone}
    return all(tables[step] is not None and tables[step] in left and step not in crowded for step in deeper)


def _has_room(ask: Ask, sheet: Sheet, said: Sequence[Said]) -> bool:
    """Whether what is new among the first two, if anything is, stands before a whole statement, and means the same."""
    one, *behind = said
    following = behind[0].origin
    if one.origin is not None:
        last = following is None and all(other.origin is None for other in behind)
        return following is not None or not (last or behind[0].follows)
    if following is None or one.follows:
        return following is None
    start = ask.script.starts[following]
    plain = sheet.table(ask.direction, start) is not None or all(isinstance(new, SetSetting) for new in one.operations)
    return plain and sheet.is_first(ask.direction, start, ask.script.starts)


def _within(said: Said) -> Said:
    """What a migration does that has a transaction, in which nothing is built or dropped concurrently."""
    there = [
        replace(one, concurrently=False) if isinstance(one, CreateIndex | DropIndex) else one for one in said.operations
    ]
    return replace(said, operations=tuple(there))


class RailsSpelling:
    """One switch for a file, in the body of its class; a new file for what needs another one."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    def language(self, ask: Ask, source: Source) -> RubyLanguage:
        return RubyLanguage(self._sheet, ask.direction, ask.script.starts)

    def parts(self, ask: Ask) -> Sequence[Part] | None:
        """What would say something else in another file is said anew there."""
        found = apart(ask)
        return [
            *found[:1],
            *[replace(part, said=tuple([self._outside(ask, one) for one in part.said])) for part in found[1:]],
        ]

    def _outside(self, ask: Ask, said: Said) -> Said:
        if said.origin is None:
            return said
        return replace(said, origin=None, numbers=()) if is_said_anew(ask, self._sheet, said.origin) else said

    def switch(self, ask: Ask, part: Part) -> Written | None:
        if part.transactional is not False or ask.script.transactional is False:
            return Written({}, {})
        shape = self._sheet.shape
        first = shape.body[0] if shape and shape.body else None
        if first is None:
            return None
        source = self._sheet.source
        at = block_lines(source, self._sheet.tree.span(first).start, self._sheet.tree.span(first).end).start
        line = f"{self._sheet.manner.indentation}disable_ddl_transaction!{source.newline}{source.newline}"
        return Written({source.path: (Edit(Span(at, at), line),)}, {})

    def created(self, ask: Ask, part: Part, path: str, text: str) -> Written | None:
        edits, taken = self._taken_along(ask, part)
        language = RubyLanguage(self._sheet, ask.direction, ask.script.starts)
        undone = part.back if part.transactional is False else tuple(map(_within, part.back))
        back = [language.lines_of(said, one_way=False) for said in undone] if not taken else []
        plain = self._plain(part, text, language)
        undoing = "".join(one for one in back if one) or None
        undoing = "" if part.back and all(said.operations == _NOTHING for said in part.back) else undoing
        restores = any(isinstance(one, UpdateRows) for said in part.back for one in said.operations)
        new = New(path, plain, part.transactional is not False, taken, undoing, self._models(part, plain), restores)
        return Written(edits, {path: new_migration.written(ask, self._sheet, new)})

    def _models(self, part: Part, text: str) -> str:
        """The classes of the models that a text works with: the application's may be others by the time it runs."""
        source, depth = self._sheet.source, self._sheet.manner.indentation
        tables = dict.fromkeys(one.table for one in part.operations if isinstance(one, UpdateRows) and one.batched)
        found = [name for table in tables if (name := model_of(table)) and f"{name}." in text]
        gap = f"{source.newline}{source.newline}"
        return gap.join(f"{depth}class {name} < ActiveRecord::Base{source.newline}{depth}end" for name in found)

    def _plain(self, part: Part, text: str, language: RubyLanguage) -> str:
        """The text of a new file: that has a way back of its own, and needs nothing that is for the way up alone."""
        for said in part.said:
            alone = language.fresh(said) if said.origin is None else None
            text = text.replace(alone, language.lines_of(said, one_way=False) or alone) if alone else text
        return text

    def next_path(self, ask: Ask, slug: str, taken: Sequence[str]) -> str | None:
        return new_migration.next_path(ask, slug, taken)

    def _taken_along(self, ask: Ask, part: Part) -> tuple[dict[str, tuple[Edit, ...]], str]:
        """What of the way back undoes what goes to a new migration: the edits that take it out, and its text."""
        down = ask.migration.down if ask.direction == "up" and not ask.migration.derived else None
        source = self._sheet.source
        edits: list[Edit] = []
        text = ""
        for number, step in enumerate(down.steps if down else ()):
            assert down is not None
            if step.operations and all(any(undoes(back, one) for one in part.operations) for back in step.operations):
                lines = block_lines(source, down.starts[number], down.starts[number] + len(step.block))
                edits.append(Edit(lines, ""))
                text += lines.of(source.text)
        return ({source.path: tuple(edits)} if edits else {}), text
