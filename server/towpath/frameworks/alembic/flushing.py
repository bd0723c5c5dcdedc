"""When batches do what is called on them: when they end, and on SQLite perhaps on a table that is made anew."""

from collections.abc import Iterator, Sequence
from copy import copy
from typing import NamedTuple

from towpath.operations import AddColumn, CreateIndex, DropIndex, Opaque, Operation, Step
from towpath.syntax.python import Call, Node, Value


class Made(NamedTuple):
    """One step before it is known what comes before it: `batch` is the batch that holds it back until it ends."""

    node: Node
    batch: Value
    start: int
    step: Step
    within: Sequence[Value] = ()


def flushed(made: Iterator[Made]) -> Iterator[Made]:
    """In running order: what is called on a batch is done when the batch ends, behind all else in it."""
    waiting: list[Made] = []
    for one in made:
        yield from _innermost_first([held for held in waiting if not _is_within(one, held.batch)])
        waiting = [held for held in waiting if _is_within(one, held.batch)]
        if one.batch is not None:
            waiting.append(one)
        else:
            yield one
    yield from _innermost_first(waiting)


def remade(made: Sequence[Made]) -> list[Made]:
    """On SQLite, a batch makes its table anew, unless it only adds columns and indexes, or is told not to."""
    anew = {id(one.batch) for one in made if one.batch is not None and _is_made_anew(one)}
    return [one._replace(step=_anew(one.step)) if id(one.batch) in anew else one for one in made]


def _is_made_anew(made: Made) -> bool:
    """Whether a batch makes its table anew because of one of its calls (SQLiteImpl.requires_recreate_in_batch)."""
    said = made.batch.get("recreate", 2, "auto") if isinstance(made.batch, Call) else "auto"
    if said in ("always", "never"):
        return bool(said == "always")
    return any(map(_is_beyond, made.step.operations))


def _is_beyond(operation: Operation) -> bool:
    """Whether one operation is more than a new column with a plain value, or an index."""
    if isinstance(operation, AddColumn):
        default = operation.column.default
        return operation.column.generated == "stored" or (default is not None and not default.startswith("'"))
    return not isinstance(operation, (CreateIndex, DropIndex, Opaque))


def _anew(step: Step) -> Step:
    anew = copy(step)
    anew.anew = "_alembic_tmp_"
    return anew


def _is_within(made: Made, batch: Value) -> bool:
    return any(value is batch for value in made.within)


def _innermost_first(made: Sequence[Made]) -> Sequence[Made]:
    """Of batches within each other, the inner one ends first."""
    return sorted(made, key=lambda one: -next(n for n, value in enumerate(one.within) if value is one.batch))
