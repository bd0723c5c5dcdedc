"""Where in a file a finding stands, and what was not understood there."""

from collections.abc import Iterator

from towpath.linter.said import Said
from towpath.operations import Opaque, Operation, Script, Step
from towpath.source import Span


def operation_of(script: Script, said: Said) -> Operation | None:
    operations = script.steps[said.step].operations if said.step < len(script.steps) else ()
    return operations[said.number] if said.number < len(operations) else None


def span_of(script: Script, said: Said) -> Span:
    """Where a finding stands: the part that it names, one of several actions or names, else the whole statement."""
    step, number = script.steps[said.step], said.number
    own = ("action", "named", "table") if len(step.operations) > 1 else ("action",) if said.finding.part else ()
    for part in (said.finding.part, *own):
        place = script.place(said.step, number, part) if part else None
        if place and place.start < place.end and (part == "action" or not _shared(step, number, part)):
            return place
    return script.span(said.step)


def _shared(step: Step, number: int, part: str) -> bool:
    """Whether a part is one of all the operations of a step: CASCADE, behind a list of names."""
    here = step.place(number, part)
    return any(step.place(other, part) == here for other in range(len(step.operations)) if other != number)


def opaque(script: Script) -> Iterator[tuple[Span, str]]:
    """What was not understood in a script, and why."""
    for number, step in enumerate(script.steps):
        for operation in step.operations:
            if isinstance(operation, Opaque):
                yield script.span(number), operation.reason
