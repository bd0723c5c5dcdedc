"""How plain SQL files say a part: by the switch of the tool that runs them, and alone where the switch wants that."""

from collections.abc import Sequence

from towpath.changes import Part
from towpath.frameworks.plain.back import write_way_back
from towpath.frameworks.plain.next_name import next_path, way_back
from towpath.frameworks.plain.switches import framed, outside, switch_file
from towpath.frameworks.sqllanguage import SqlSpelling, block_lines
from towpath.frameworks.undone import undoes
from towpath.frameworks.writing import Ask, Written, alone, apart, becomes_block, write_parts
from towpath.source import Edit, Source

# The tools that send each statement by itself once the switch is off.
_EACH_ALONE = frozenset(("goose",))
_SWITCHED = frozenset(("dbmate", "goose", "sqlx", "diesel"))


def write(ask: Ask) -> Written | None:
    """The edits and new files that say the parts; None where these files cannot."""
    if ask.direction == "down" and not ask.script.steps:
        return write_way_back(ask)
    return write_parts(ask, PlainSpelling())


class PlainSpelling(SqlSpelling):
    """golang-migrate has no switch: what must be outside stands alone. Of an unknown tool, no switch is known."""

    def next_path(self, ask: Ask, slug: str, taken: Sequence[str]) -> str | None:
        return next_path(ask.found, ask.migrations, ask.number, slug, ask.tree, taken)

    def parts(self, ask: Ask) -> Sequence[Part] | None:
        runner, outside = ask.found.runner.name, any(part.transactional is False for part in ask.parts)
        if runner == "goose" and becomes_block(ask.parts):
            return None
        if runner in _EACH_ALONE:
            return apart(ask)
        if outside and (runner == "unknown" or (runner not in _SWITCHED and ask.found.dialect == "sqlite")):
            return None
        if ask.found.dialect not in ("", "postgresql"):
            return ask.parts
        return [single for part in ask.parts for single in alone(part)]

    def switch(self, ask: Ask, part: Part) -> Written | None:
        runner = ask.found.runner.name
        if part.transactional is not False or ask.script.transactional is False or runner not in _SWITCHED:
            return Written({}, {})
        beside = switch_file(runner, ask.script.path)
        if beside:
            return None if ask.tree.text(beside[0]) is not None else Written({}, {beside[0]: beside[1]})
        source = ask.tree.read(ask.script.path)
        edit = outside(runner, source.text, ask.direction, source.newline) if isinstance(source, Source) else None
        return Written({ask.script.path: (edit,)}, {}) if edit else None

    def created(self, ask: Ask, part: Part, path: str, text: str) -> Written | None:
        runner, newline = ask.found.runner.name, "\r\n" if "\r\n" in text else "\n"
        inside = part.transactional is not False
        edits, taken = _taken_along(ask, part)
        down = ask.migration.down
        back_inside = inside if not taken else down is None or down.transactional is not False
        undoing = taken or (self._undoing(ask, part) if ask.found.runner.goes_back else "")
        files = {path: framed(runner, text, inside, newline, undoing, back_inside)}
        back = way_back(path)
        if back and ask.found.runner.goes_back:
            files[back] = undoing or f"-- there is nothing to take back here{newline}"
        beside = switch_file(runner, path)
        if beside and not inside:
            files[beside[0]] = beside[1]
        return Written(edits, files)

    def _undoing(self, ask: Ask, part: Part) -> str:
        """What takes back a new migration, where nothing that was written does."""
        source = ask.tree.read(ask.script.path)
        texts = [self.language(ask, source).fresh(said) for said in part.back] if isinstance(source, Source) else []
        return "".join(text for text in texts if text)


def _taken_along(ask: Ask, part: Part) -> tuple[dict[str, tuple[Edit, ...]], str]:
    """What of the way back undoes what goes to a new migration: the edits that take it out, and its text."""
    down = ask.migration.down
    source = ask.tree.read(down.path) if down and ask.direction == "up" else None
    if down is None or not isinstance(source, Source):
        return {}, ""
    edits: list[Edit] = []
    texts: list[str] = []
    for number, step in enumerate(down.steps):
        if step.operations and all(any(undoes(back, one) for one in part.operations) for back in step.operations):
            lines = block_lines(source, down.starts[number], down.starts[number] + len(step.block))
            edits.append(Edit(lines, ""))
            texts.append(lines.of(source.text))
    return ({source.path: tuple(edits)} if edits else {}), "".join(texts)
