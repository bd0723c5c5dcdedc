"""A statement made to say other operations: by edits at its own places, or said anew."""

from collections.abc import Mapping, Sequence

from towpath.changes import Said
from towpath.frameworks.mannered import mannered
from towpath.operations import AddColumn, Operation, Statement, Step, changed, replace
from towpath.source import Edit, Span
from towpath.sql.write import Manner, write, write_action


def in_place(step: Step, said: Said, how: Manner) -> tuple[Edit, ...] | None:
    """Edits at the places of the parts that differ; None where some part has no place or no spelling."""
    if said.numbers != tuple(range(len(step.operations))):
        return _left_out(step, said)
    if online := _asked(step, said):
        return (online,)
    edits: list[Edit] = []
    for number, (old, new) in enumerate(zip(step.operations, said.operations)):
        differences = _differences(old, new)
        if differences == {}:
            continue
        if len(step.operations) > 1 and not _of_one(step):
            return None
        found: list[Edit] | None = None
        if isinstance(old, AddColumn) and isinstance(new, AddColumn):
            found = _taken_out(step, number, _gone(old, new))
        elif differences is not None:
            found = _switched(step, number, differences, how)
        found = _reworded(step, number, new, how) if found is None else found
        if found is None:
            return None
        edits += found
    return tuple(edits)


def _asked(step: Step, said: Said) -> Edit | None:
    """The edit that adds how the server shall go about a statement, where that is all that differs."""
    told: set[str] = set()
    for old, new in zip(step.operations, said.operations):
        if isinstance(old, Statement) and isinstance(new, Statement) and new.text.startswith(f"{old.text}, "):
            told.add(new.text[len(old.text) + 2 :])
        elif old != new:
            found = changed(old, new) or {}
            told.add(str(found["online"]) if found.keys() == {"online"} else "")
    place = step.place(0, "online")
    if len(told) != 1 or "" in told or place is None or place.start < place.end:
        return None
    (online,) = told
    return Edit(place, f", {online}" if step.place(0, "actions") else f" {online.replace(',', '')}")


def _reworded(step: Step, number: int, new: Operation, how: Manner) -> list[Edit] | None:
    """One of several actions said anew, and the others left as they stand."""
    place = step.place(number, "action")
    text = write_action(mannered(new, how), how) if place and len(step.operations) > 1 else None
    same = getattr(new, "table", None) == getattr(step.operations[number], "table", None)
    return [Edit(place, text)] if place and text and same else None


def _left_out(step: Step, said: Said) -> tuple[Edit, ...] | None:
    """Actions away, each with the comma behind it, or before it if no other follows; not across a comment."""
    if not _of_one(step) or said.operations != tuple(step.operations[number] for number in said.numbers):
        return None
    places = [places["action"] for places in step.places]
    spans: list[Span] = []
    for number in set(range(len(places))).difference(said.numbers):
        own = places[number]
        if any(kept > number for kept in said.numbers):
            span, gap = Span(own.start, places[number + 1].start), Span(own.end, places[number + 1].start)
        else:
            span, gap = Span(places[number - 1].end, own.end), Span(places[number - 1].end, own.start)
        if gap.of(step.block).strip() != ",":
            return None
        spans.append(span)
    return tuple(Edit(span, "") for span in sorted(spans))


def _switched(step: Step, number: int, differences: Mapping[str, object], how: Manner) -> list[Edit] | None:
    """Flags put in where they could stand, or taken away."""
    off = [part for part, found in differences.items() if found is False and part in _FLAGS]
    edits = _taken_out(step, number, off)
    if edits is None:
        return None
    for part, found in differences.items():
        if part in off:
            continue
        place, text = step.place(number, part), _spelled(part, found, how)
        if place is None or text is None or place.start != place.end:
            return None
        edits.append(Edit(place, text))
    return edits


# Flags whose words may simply go.
_FLAGS = frozenset(("cascade", "concurrently", "if_exists", "if_not_exists"))


_WORDS = {
    ("concurrently", True): "CONCURRENTLY",
    ("if_not_exists", True): "IF NOT EXISTS",
    ("valid", False): "NOT VALID",
}


def _taken_out(step: Step, number: int, parts: Sequence[str] | None) -> list[Edit] | None:
    """Parts away, with the blanks before them."""
    places = [step.place(number, part) for part in parts or ()]
    spans = [place for place in places if place and place.start < place.end]
    if parts is None or len(spans) < len(parts):
        return None
    return [Edit(Span(len(step.block[: span.start].rstrip()), span.end), "") for span in spans]


def _gone(old: AddColumn, new: AddColumn) -> list[str] | None:
    """The parts without which a new column would be as it shall be; None where that is not all that differs."""
    column = changed(old.column, new.column) or {}
    stays = tuple(constraint for constraint in old.constraints if constraint in new.constraints)
    gone = [type(constraint) for constraint in old.constraints if constraint not in stays]
    kinds = [type(constraint) for constraint in old.constraints]
    if replace(old, column=new.column, constraints=stays) != new or any(kinds.count(kind) > 1 for kind in gone):
        return None
    if column.keys() - {"default", "nullable"} or column.get("default") is not None or column.get("nullable") is False:
        return None
    return [*column, *(kind.__name__ for kind in gone)]


def _of_one(step: Step) -> bool:
    """Whether each operation of a step has a text of its own in it, as the actions of ALTER TABLE have."""
    return all("action" in places for places in step.places)


def _differences(old: Operation, new: Operation) -> dict[str, object] | None:
    """The fields in which two operations differ; those of a constraint by their own names."""
    found = changed(old, new)
    if found is None or "constraint" not in found:
        return found
    before: object = getattr(old, "constraint", None)
    inner = changed(before, found.pop("constraint"))
    return None if inner is None else found | inner


def _spelled(part: str, value: object, how: Manner) -> str | None:
    """How a flag that was not spelled is spelled."""
    words = _WORDS.get((part, bool(value)))
    return f" {how.keyword(words)}" if words and isinstance(value, bool) else None


def restated(step: Step, said: Said, how: Manner, newline: str) -> str | None:
    """The statement said anew, as one ALTER TABLE as long as it can be one; actions that stay keep their text."""
    if len(said.operations) > 1 and not _of_one(step) and not set(said.operations).isdisjoint(step.operations):
        return None  # Of a list of names, one can be said in another way only if the others are torn off as well.
    pieces: list[str] = []
    open_table: object = None
    for operation, number in zip(said.operations, said.numbers):
        action = _action(step, operation, number, how)
        table = getattr(operation, "table", None)
        if action is not None and pieces and open_table == table:
            pieces[-1] += f",{newline}    {action}"
            continue
        text = (
            f"{_head(step, number, operation, how)}{action}"
            if action is not None
            else write(mannered(operation, how), how)
        )
        if text is None:
            return None
        open_table = table if action is not None else None
        pieces.append(text.replace("\n", newline) if action is None else text)
    return f";{newline}".join(pieces)


def _action(step: Step, operation: Operation, number: int, how: Manner) -> str | None:
    place = step.place(number, "action")
    if place and step.operations[number] == operation:
        return place.of(step.block)
    if place is None and number >= len(step.operations):
        return None
    return write_action(mannered(operation, how), how)


def _head(step: Step, number: int, operation: Operation, how: Manner) -> str:
    """ALTER TABLE with the table as the author spells it, where they do; else anew."""
    actions, table = step.place(number, "actions"), getattr(operation, "table", None)
    if actions and table == getattr(step.operations[number], "table", None):
        return step.block[: actions.start]
    return f"{how.keyword('ALTER TABLE')} {how.qualified(table)} " if table else ""
