"""The SQL that stands in a changelog: each statement a step with its places in the text around it."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from functools import partial

from towpath.frameworks import shapes
from towpath.frameworks.pieces import Piece, for_others
from towpath.operations import Guard, Opaque, Operation, Origin, Places, Step
from towpath.source import Span, pattern
from towpath.sql import read_piece, split
from towpath.syntax.text import NAME_QUOTE, Text

# What ends statements by itself on a line, beside a semicolon.
_ALONE = pattern(r"^(?:go;?|/)(?=[ \t]*\r?$)", re.I | re.M)
_WORD = pattern(r"(\w+)")
_HOLE = pattern(r"\$\{\s*([^{}\s]+)\s*\}")


def steps(
    text: Text,
    around: Span,
    guard: Guard | None,
    delimiter: str | None = None,
    modify: Callable[[str], str] | None = None,
    dialect: str = "",
    known: Mapping[str, list[tuple[Step, ...]]] = {},
) -> Iterator[Piece]:
    """The steps of a text's statements. `around` is the element that holds it, which is the block of what has no place.

    Where a statement stands letter by letter, it is a block of its own. `modify` says what is sent instead of it.
    `dialect` is the database that it is sent to. `known` are steps by the texts of their statements that would be read
    again just so, each to be taken once.
    """
    home = text.home
    plain = delimited(text, delimiter)
    for piece in split(plain, dialect):
        found = Span(piece.start, piece.end)
        said = found.of(plain)
        if modify is not None and (changed := modify(said)) != said:
            for inner in split(changed, dialect):
                for step in read_piece(changed, inner, dialect):
                    yield Piece(around.start, _unplaced(step, around.of(home), guard, dialect))
            continue
        where = text.where(found)
        # Of a statement that is left open, its text does not tell what is wrong.
        old = known.get(said) if where is not None and not piece.problem else None
        if old and where is not None and where.of(home) == said:
            yield from (Piece(where.start, step) for step in old.pop())
            continue
        for step in read_piece(plain, piece, dialect):
            if where is None or not around.holds(where):
                yield Piece(around.start, _unplaced(step, around.of(home), guard, dialect))
            elif guard is None and where.of(home) == step.block:
                yield Piece(where.start, _explained(step))
            else:
                yield Piece(where.start, _placed(step, text, piece.start, where, guard, dialect))


def operations(text: str, dialect: str, names: Set[str] = frozenset()) -> Sequence[Operation]:
    """What a text does that stands in no file, in which these names stand as they are."""
    if not names:
        return _operations(text, dialect)
    # Cut at its words, which is done in half the time that it takes to call a function for each of them.
    marked = [_marked(part) if part in names else part for part in _WORD.split(text)]
    return shapes.operations("".join(marked), "", dialect, partial(_operations, dialect=dialect))


def _operations(text: str, dialect: str) -> tuple[Operation, ...]:
    return tuple(
        [
            operation
            for piece in split(text, dialect)
            for step in read_piece(text, piece, dialect)
            for operation in step.operations
        ]
    )


def _marked(name: str) -> str:
    return f"{NAME_QUOTE}{name}{NAME_QUOTE}"


def _placed(step: Step, text: Text, by: int, where: Span, guard: Guard | None, dialect: str) -> Step:
    """A step in the places of the text around it, where its parts stand there."""
    block = where.of(text.home)

    def places() -> tuple[Places, ...]:
        return tuple(
            {part: found for part, span in one.items() if (found := _inside(text, span.shifted(by), where)) is not None}
            for one in step.places
        )

    span = _inside(text, step.span.shifted(by), where) or Span(0, len(block))
    return _said(step, block, span, places, guard, dialect)


def _inside(text: Text, span: Span, where: Span) -> Span | None:
    if span.start == span.end:
        # An empty place is where the letter before it ends.
        before = text.where(Span(span.start - 1, span.start)) if span.start else None
        found = Span(before.end, before.end) if before else text.where(span)
    else:
        found = text.where(span)
    return found.shifted(-where.start) if found and where.holds(found) else None


def _unplaced(step: Step, block: str, guard: Guard | None, dialect: str) -> Step:
    places: tuple[Places, ...] = tuple({} for _ in step.operations)
    return _said(step, block, Span(0, len(block)), lambda: places, guard, dialect, "template")


def _said(
    step: Step,
    block: str,
    span: Span,
    places: Callable[[], tuple[Places, ...]],
    guard: Guard | None,
    dialect: str,
    origin: Origin = "literal",
) -> Step:
    both = _both(guard, step.guard)
    operations = for_others(tuple(map(_known, step.operations)), both, dialect)
    kind: Origin = step.origin if origin == "literal" else origin
    return Step(block, span, operations, places, both, kind, reversible=False, apart=step.apart)


def _both(one: Guard | None, other: Guard | None) -> Guard | None:
    """What holds where two guards do; only the first is about all of the migration."""
    if one is None or other is None:
        return one or other
    words = " and ".join(part for part in (one.condition, other.condition) if part)
    return Guard(one.databases or other.databases, words)


def _explained(step: Step) -> Step:
    """The step; it cannot be taken back by itself, and where a property is not known that is why it is not read."""
    operations = tuple(map(_known, step.operations))
    return Step(
        step.block,
        step.span,
        operations,
        lambda: step.places,
        step.guard,
        step.origin,
        reversible=False,
        apart=step.apart,
    )


def _known(operation: Operation) -> Operation:
    hole = _HOLE.search(operation.text) if isinstance(operation, Opaque) else None
    return (
        Opaque(f"the property {hole[1]} is not known", operation.text)
        if hole and isinstance(operation, Opaque)
        else operation
    )


def delimited(text: str, delimiter: str | None) -> str:
    """The text with a semicolon where a delimiter ends a statement; no place moves."""
    if delimiter is None:
        return _ALONE.sub(lambda match: ";".ljust(len(match[0])), text) if _ALONE.search(text) else str(text)
    ends = _pattern(delimiter, text)
    return ends.sub(lambda match: _blanked(match[0]), text) if ends else str(text)


def is_one_message(text: str, delimiter: str | None) -> bool:
    """Whether all of a text is sent at once, since its statements do not end as a delimiter of its own says."""
    if delimiter is not None and not delimiter.strip():
        return True
    ends = _pattern(delimiter, text) if delimiter is not None else None
    return ends is not None and len([part for part in ends.split(text) if part and part.strip()]) == 1


def _blanked(said: str) -> str:
    """A semicolon, and white space for all else but the ends of lines."""
    at = len(said) - len(said.lstrip())
    return said[:at] + ";" + re.sub(r"[^\r\n]", " ", said[at + 1 :])


def _pattern(delimiter: str, text: str) -> "re.Pattern[str] | None":
    """What a delimiter stands for in a text: itself, or if it has several letters, a regular expression."""
    if delimiter.strip() in ("", ";"):
        return None
    said = delimiter.replace("\\r", "").replace("\\n", "\n").replace("\\s", " ").replace("\\", "").rstrip("$")
    said, alone = (said or delimiter).strip(), said.startswith("\n")
    if said == "/":
        return re.compile(r"^/(?=[ \t]*\r?$)", re.M)
    if said and said.lower() in text.lower():
        # A word is none where other letters stand beside it.
        before = "^" if alone else r"(?<!\w)" if said[0].isalnum() else ""
        return re.compile(f"{before}{re.escape(said)}" + (r"(?!\w)" if said[-1].isalnum() else ""), re.I | re.M)
    try:
        return re.compile(delimiter.strip(), re.I | re.M) if len(delimiter.strip()) > 1 else None
    except (re.error, OverflowError):
        return None
