"""What the rules said, as findings in the places of files."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from towpath.linter.placed import Elsewhere, Mend, Placed
from towpath.linter.said import Said
from towpath.linter.spans import operation_of
from towpath.operations import Direction, Opaque, Operation, Script
from towpath.rule import Related
from towpath.source import Edit, Span

# What whoever assures a step has looked at; that it can be taken back, and what it is called, is another matter.
_ASSURED = frozenset(("locking", "indexes", "compatibility", "loss", "transactions", "data"))


class Place(NamedTuple):
    """Where something was said; `elsewhere` finds the places of what belongs to it, `text` is that of the file."""

    framework: str
    database: str
    migration: str
    direction: Direction
    script: Script
    span: Span
    elsewhere: Callable[[Related], Elsewhere | None]
    text: Callable[[], str]


def placed_of(place: Place, said: Said) -> Placed:
    """What was said of a step, with what is not said because of it."""
    operation = operation_of(place.script, said)
    silenced = (
        Elsewhere(place.script.path, place.span, f"{one.finding.message} ({one.rule.name})") for one in said.silenced
    )
    kind = type(operation).__name__ if operation is not None else ""
    return _placed(
        place, said, kind, said.step, said.number, (*_inside(place, said), *silenced), _mends(operation, place.span)
    )


def _inside(place: Place, said: Said) -> Iterator[Elsewhere]:
    """Where in the file it is done, if what stands here only calls that."""
    steps = place.script.steps
    inside = steps[said.step].inside if said.step < len(steps) else None
    span = inside.within(place.text()) if inside is not None else None
    if span is not None:
        yield Elsewhere(place.script.path, span, "it is done here")


def is_assured(script: Script, said: Said) -> bool:
    """Whether the author of a step has assured what was said of it."""
    return said.step < len(script.steps) and script.steps[said.step].assured and said.rule.family in _ASSURED


def _mends(operation: Operation | None, span: Span) -> tuple[Mend, ...]:
    """The right spelling of what is misspelt."""
    if not isinstance(operation, Opaque) or not operation.instead:
        return ()
    words = " ".join(operation.instead.split())
    return (Mend(f"Write {words if len(words) < 60 else words[:59] + '…'}", Edit(span, operation.instead), safe=False),)


def placed_of_whole(place: Place, said: Said) -> Placed:
    """What was said of a migration as one of its series: behind all steps, since it is about none of them."""
    return _placed(place, said, "", len(place.script.steps))


def _placed(
    place: Place,
    said: Said,
    operation: str,
    step: int,
    number: int = 0,
    also: tuple[Elsewhere, ...] = (),
    mends: tuple[Mend, ...] = (),
) -> Placed:
    finding = said.finding
    related = (place.elsewhere(one) for one in finding.related)
    return Placed(
        said.rule.name,
        said.rule.family,
        said.severity,
        finding.message,
        place.script.path,
        place.span,
        place.framework,
        place.database,
        place.migration,
        place.direction,
        operation,
        said.assumes,
        (*(one for one in related if one), *also),
        step,
        number,
        finding.fixes,
        mends,
    )


def elsewhere(related: Related, script: Script) -> Elsewhere | None:
    """The place of what belongs to a finding in a script; None where there is no such step."""
    if related.step > len(script.steps):
        return None
    span = script.span(related.step) if related.step < len(script.steps) else Span(0, 0)
    return Elsewhere(script.path, span, related.message)
