"""A statement made to say other operations: by its options, in its SQL, or by other statements."""

import re
from collections.abc import Mapping, Sequence

from towpath.changes import Said
from towpath.frameworks.rails.bulk import calls
from towpath.frameworks.rails.completing import completed
from towpath.frameworks.rails.sheet import Sheet
from towpath.frameworks.respelling import in_place
from towpath.operations import AddColumn, AddConstraint, CreateIndex, Operation, SetNotNull, Step, changed
from towpath.source import Edit, Span, pattern
from towpath.sql.manner import manner as sql_manner

# The options by which parts of an operation are switched on, and what they are then.
_OPTIONS = {
    "concurrently": ("algorithm", ":concurrently"),
    "if_not_exists": ("if_not_exists", "true"),
    "if_exists": ("if_exists", "true"),
}
_REFERENCE = pattern(r"(?:\w+\.)?(?:add_reference|add_belongs_to|references|belongs_to)\b")
_EXECUTES = pattern(r"(?:\w+(?:::\w+)*\.)*execute\b")
_COMMA = pattern(r",[ \t]*")
_PAIR = pattern(r"(?P<head>:?\w+(?::\s*|\s*=>\s*))(?P<value>.*)", re.S)


def respelled(sheet: Sheet, step: Step, said: Said, depth: str) -> tuple[Edit, ...] | None:
    """The smallest edits of a step, relative to its block, that make it say these; None where there are none."""
    if step.origin != "literal":
        return None
    if said.back:
        return completed(sheet, step, said) if said.operations == step.operations else None
    text = step.span.of(step.block)
    if _EXECUTES.match(step.block):
        edits = in_place(step, said, sql_manner(text))
        if edits is not None and not any('"' in one.text or "'" in one.text for one in edits):
            return edits
    elif not step.apart:
        return _in_one_go(sheet, step, said, depth)
    elif (found := _in_options(sheet, step, said, text)) is not None:
        return found
    return _anew(sheet, step, said, depth)


def _in_one_go(sheet: Sheet, step: Step, said: Said, depth: str) -> tuple[Edit, ...] | None:
    """The block of a table with calls in other words, or fewer, and before or behind it what has no place in it."""
    inner = calls(sheet, step)
    if inner is None or len(said.numbers) != len(said.operations):
        return None
    edits: list[Edit] = []
    outside: list[Operation] = []
    stays = 0
    for call in inner:
        found = _call(sheet, call.step, call.said(said))
        if found is None:
            return None
        own, others = found
        stays += own is not None
        edits += [edit.shifted(call.start) for edit in own] if own is not None else [Edit(call.lines, "")]
        outside += others
    codes = [sheet.say(operation, depth, one_way=sheet.records) for operation in outside]
    lines = "".join(filter(None, codes)).rstrip("\r\n")
    if None in codes or not (stays or lines) or _goes_one_way(sheet, step, outside, depth, codes):
        return None
    end = len(step.block)
    if not stays:
        return (Edit(Span(0, end), lines[len(depth) :]),)
    if lines and tuple(outside) == said.operations[: len(outside)]:
        return (Edit(Span(0, 0), lines[len(depth) :] + sheet.newline + depth), *edits)
    return (*edits, *([Edit(Span(end, end), sheet.newline + lines)] if lines else []))


def _call(sheet: Sheet, step: Step, said: Said) -> tuple[Sequence[Edit] | None, Sequence[Operation]] | None:
    """The edits of a call in a table's block, None where it goes, and what is said outside of the block instead.

    None where it cannot be said.
    """
    if said.operations == step.operations:
        return (), ()
    if not said.operations:
        return None, ()
    if (found := _in_options(sheet, step, said, step.block)) is not None:
        return found, ()
    if (moved := _moved(sheet, step, said)) is not None:
        return moved[0], (moved[1],)
    return (None, said.operations) if len(step.operations) == 1 else None


def _in_options(sheet: Sheet, step: Step, said: Said, text: str) -> tuple[Edit, ...] | None:
    """The call with options more or less."""
    told = dict(zip(said.numbers, said.operations))
    if len(told) != len(said.operations):
        return None
    reference = _REFERENCE.match(text.lstrip()) is not None
    edits: list[Edit] = []
    for number, operation in enumerate(step.operations):
        new = told.get(number)
        if new == operation:
            continue
        if new is None:
            found = _left_out(sheet, step, number, operation) if reference or _makes_a_column(step) else None
        else:
            differs = _differences(operation, new)
            found = None if differs is None else _switched(sheet, step, number, differs, reference)
        if found is None:
            return None
        edits += [edit for edit in found if edit not in edits]
    return tuple(edits)


def _makes_a_column(step: Step) -> bool:
    return any(isinstance(one, AddColumn) for one in step.operations)


def _differences(old: Operation, new: Operation) -> Mapping[str, bool] | None:
    """The parts that are switched on or off; None where something else differs."""
    found = changed(old, new)
    if found is None:
        return None
    parts: dict[str, bool] = {}
    for part, value in found.items():
        inner = changed(getattr(old, part, None), value) if part == "constraint" else None
        if inner is not None and inner.keys() == {"valid"}:
            parts["valid"] = bool(inner["valid"])
        elif (part in _OPTIONS or part == "batched") and isinstance(value, bool):
            parts[part] = value
        elif part != "key":  # Active Record goes by the primary key whatever is said.
            return None
    return parts


def _switched(sheet: Sheet, step: Step, number: int, parts: Mapping[str, bool], reference: bool) -> list[Edit] | None:
    edits: list[Edit] = []
    for part, on in parts.items():
        place = step.place(number, part)
        if place is None:
            return None
        if part == "batched":
            edits.append(Edit(place, ".in_batches"))
            continue
        if part == "valid" and reference and sheet.records:
            # Active Record would look for a key that is not valid yet, once it is, to take it back.
            return None
        name, value = ("validate", "false") if part == "valid" else _OPTIONS[part]
        wanted = not on if part == "valid" else on
        if reference:
            edit = _within(sheet, step, place, "foreign_key" if part == "valid" else "index", (name, value), wanted)
        elif wanted:
            edit = None if place.end > place.start else Edit(place, f", {sheet.manner.option(name, value)}")
        else:
            edit = _gone(step.block, place)
        if edit is None:
            return None
        edits.append(edit)
    return edits


def _gone(block: str, place: Span) -> Edit | None:
    """An option away, with the comma before it, or behind it."""
    before = block[: place.start].rstrip()
    if place.end == place.start:
        return None
    if before.endswith(","):
        return Edit(Span(len(before) - 1, place.end), "")
    comma = _COMMA.match(block, place.end)
    return Edit(Span(place.start, comma.end()), "") if comma else None


def _within(sheet: Sheet, step: Step, place: Span, option: str, inner: tuple[str, str], wanted: bool) -> Edit | None:
    """The index or the foreign key of a reference with an option more."""
    if not wanted:
        return None
    said = sheet.manner.option(*inner)
    if place.start == place.end:
        return Edit(place, f", {sheet.manner.option(option, f'{{ {said} }}')}")
    pair = _PAIR.match(place.of(step.block))
    if pair is None:
        return None
    value = pair["value"].strip()
    if value == "true":
        return Edit(place, f"{pair['head']}{{ {said} }}")
    if value.startswith("{") and value.endswith("}") and value[1:-1].strip():
        return Edit(place, f"{pair['head']}{{ {value[1:-1].strip()}, {said} }}")
    return None


def _left_out(sheet: Sheet, step: Step, number: int, operation: Operation) -> list[Edit] | None:
    """A reference or another column without its index, or without its foreign key."""
    part = "concurrently" if isinstance(operation, CreateIndex) else "valid"
    place = step.place(number, part) if isinstance(operation, CreateIndex | AddConstraint) else None
    if place is None:
        return None
    if part == "concurrently" and _REFERENCE.match(step.span.of(step.block).lstrip()):
        off = sheet.manner.option("index", "false")
        return [Edit(place, f", {off}" if place.start == place.end else off)]
    edit = _gone(step.block, place)
    return [edit] if edit is not None else None


def _beside(sheet: Sheet, step: Step, said: Said, depth: str) -> tuple[Edit, ...] | None:
    """A call without one of the things that it does, and that in other words behind it."""
    moved = _moved(sheet, step, said)
    code, end = sheet.say(moved[1], depth, one_way=sheet.records) if moved else None, len(step.block)
    if moved is None or code is None:
        return None
    return *moved[0], Edit(Span(end, end), sheet.newline + code.rstrip("\r\n"))


def _moved(sheet: Sheet, step: Step, said: Said) -> tuple[list[Edit], Operation] | None:
    """The edits that take one of the things that it does out of a call, and what shall be said of it instead."""
    told = dict(zip(said.numbers, said.operations))
    others = [(number, new) for number, new in told.items() if step.operations[number] != new]
    absent = [number for number in range(len(step.operations)) if number not in told]
    if len(others) != 1 or (absent and not _REFERENCE.match(step.block)):
        return None
    number, new = others[0]
    left_out = [_left_out(sheet, step, one, step.operations[one]) for one in absent]
    gone = [_without(sheet, step, number), *left_out]
    edits = [edit for one in gone if one is not None for edit in one]
    return (edits, new) if len(edits) == len(gone) else None


def _without(sheet: Sheet, step: Step, number: int) -> list[Edit] | None:
    """A column that is changed without a word on whether it may be null; a reference without its foreign key."""
    operation = step.operations[number]
    if isinstance(operation, AddConstraint) and _REFERENCE.match(step.block):
        return _left_out(sheet, step, number, operation)
    places = (step.place(other, "nullable") for other in range(len(step.operations)))
    place = next(filter(None, places), None) if isinstance(operation, SetNotNull) else None
    edit = _gone(step.block, place) if place is not None else None
    return [edit] if edit is not None else None


def _anew(sheet: Sheet, step: Step, said: Said, depth: str) -> tuple[Edit, ...] | None:
    """Other statements in the place of a plain one."""
    whole = Span(0, len(step.block))
    plain = step.span == whole or (step.guard is None and _EXECUTES.match(step.block) is not None)
    if not plain or len(said.operations) > len(step.operations):
        return None
    if (beside := _beside(sheet, step, said, depth)) is not None:
        return beside
    # What could not be taken back until now is not taken back by halves.
    alone = sheet.records and step.reversible is True
    codes = [sheet.say(operation, depth, one_way=alone) for operation in said.operations]
    if alone and _goes_one_way(sheet, step, said.operations, depth, codes):
        return None
    lines = [code for code in codes if code is not None]
    if len(lines) < len(codes) or not lines:
        return None
    end = "" if not step.block.endswith("\n") else "\n"
    return (Edit(whole, "".join(lines)[len(depth) :].rstrip("\r\n") + end),)


def _goes_one_way(
    sheet: Sheet, step: Step, operations: Sequence[Operation], depth: str, codes: Sequence[str | None]
) -> bool:
    """Whether what Active Record takes back until now would be done for the way up alone."""
    kinds = {type(operation) for operation in step.operations}
    return any(
        type(operation) in kinds and code is not None and code != sheet.say(operation, depth)
        for operation, code in zip(operations, codes)
    )
