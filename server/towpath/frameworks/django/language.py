"""How elements stand in the list of a Django migration: each on its lines, with its comma and the comments above."""

from collections.abc import Iterator
from functools import cached_property

from towpath.changes import Said
from towpath.frameworks.django.calls import taken_apart
from towpath.frameworks.django.historical import is_asked
from towpath.frameworks.django.homes import Home, Housed
from towpath.frameworks.django.restating import restated
from towpath.frameworks.django.saying import Fresh, lines, saying
from towpath.frameworks.django.sheet import Sheet
from towpath.frameworks.django.statements import of_sql
from towpath.frameworks.django.ways_back import instead
from towpath.frameworks.python.fitting import fitted
from towpath.frameworks.undone import undoes
from towpath.frameworks.writing import Block
from towpath.operations import Migration, Name, Script, Step
from towpath.source import Edit, Span


class DjangoLanguage:
    """One file; how its parts say what its elements said is settled beforehand."""

    def __init__(self, sheet: Sheet, migration: Migration, house: Housed) -> None:
        self._sheet = sheet
        self._house = house
        self._migration = migration

    @cached_property
    def _models(self) -> dict[Name, str]:
        """What the file calls the models of tables; each element is taken apart for that."""
        return dict(_models(self._migration.up))

    def lines(self, start: int, end: int) -> Span:
        return self._sheet.lines(start, end)

    def fresh(self, said: Said) -> str | None:
        depth, newline = self._sheet.depth, self._sheet.newline
        told = self._told(said)
        pieces: list[str] = []
        for operation in said.operations:
            code = saying(self._sheet, operation, told)
            if code is None:
                return None
            pieces.append(f"{depth}{lines(self._sheet, code, depth, ',')}\n")
        note = f"{depth}# {said.note}\n" if said.note else ""
        return (note + "".join(pieces)).replace("\n", newline)

    def respelled(self, step: Step, said: Said) -> tuple[Edit, ...] | None:
        home = self._home(said)
        if home.mode is None:
            # The models stand in the function, outside of the element.
            return () if is_asked(step, said) else self._in_sql(step, said, home)
        if home.mode == "proof":
            code = saying(self._sheet, said.operations[0], self._told(said))
            text = None if code is None else lines(self._sheet, code, self._sheet.depth)
        else:
            text = restated(self._sheet, step, said.operations, home.mode, home.back)
            text = text and fitted(text, self._sheet.depth, self._sheet.manner, step.block)
        return None if text is None else tuple(_smallest(step.block, text.replace("\n", self._sheet.newline)))

    def _in_sql(self, step: Step, said: Said, home: Home) -> tuple[Edit, ...] | None:
        """The edits of a RunSQL, and of the way back that is written beside it, where that does not fit any more."""
        edits = of_sql(step, said)
        up, down = self._migration.up, self._migration.down
        start = up.starts[up.steps.index(step)]
        beside = [one for one, at in zip(down.steps, down.starts) if at == start] if down else []
        there = [operation for one in beside for operation in one.operations]
        new = [operation for operation in said.operations if operation not in step.operations]
        was = [operation for operation in step.operations if operation not in said.operations]
        fits = all(any(undoes(back, one) for back in there) for one in new)
        if edits is None or fits or not any(undoes(back, old) for back in there for old in was):
            return edits
        other = instead(self._sheet, step.block, home.back) if len(step.operations) == 1 else None
        return None if other is None else (*edits, other)

    def ended(self, block: Block, lines: str) -> str:
        if self._has_comma(block):
            return lines
        at = block.start - block.lines.start
        body = lines.rstrip()
        return f"{lines[:at]}{body[at:]},{lines[len(body) :]}"

    def behind(self, block: Block, lines: str) -> Edit:
        text, newline = self._sheet.source.text, self._sheet.newline
        if self._has_comma(block):
            lead = "" if block.lines.of(text).endswith(("\n", "\r")) else newline
            return Edit(Span(block.lines.end, block.lines.end), lead + lines)
        return Edit(Span(block.end, block.end), f",{newline}{lines.rstrip().rstrip(',')}")

    def _has_comma(self, block: Block) -> bool:
        return self._sheet.source.text[block.end : block.lines.end].lstrip().startswith(",")

    def _told(self, said: Said) -> Fresh:
        return Fresh(self._models, self._home(said).back, self._house.proofs)

    def _home(self, said: Said) -> Home:
        return self._house.homes.get(said, Home())


def _models(script: Script) -> Iterator[tuple[Name, str]]:
    """The models that elements name, by the one table that each is about."""
    for step in script.steps:
        tables = {table for one in step.operations if (table := getattr(one, "table", None)) is not None}
        call = taken_apart(step.block) if len(tables) == 1 else None
        name = call.value("model_name" if "model_name" in call.arguments else "name") if call else None
        if call is not None and name is not None and name.type == "string":
            yield tables.pop(), call.tree.source(name).strip("'\"")


def _smallest(old: str, new: str) -> Iterator[Edit]:
    """The edit between what two texts begin and end with alike."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-end - 1] == new[-end - 1]:
        end += 1
    yield Edit(Span(start, len(old) - end), new[start : len(new) - end])
