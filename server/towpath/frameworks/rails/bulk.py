"""A `change_table` that does all that its block says in one go, as the calls in it, each by itself."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from towpath.changes import Said
from towpath.frameworks.rails.sheet import Sheet
from towpath.operations import Operation, Step
from towpath.source import Span
from towpath.syntax import ruby
from towpath.syntax.ruby import Node


class Inner(NamedTuple):
    """A call in the block: its lines there, where it starts, the step that it is by itself, and the numbers of its
    operations in the whole.
    """

    lines: Span
    start: int
    step: Step
    numbers: tuple[int, ...]

    def said(self, said: Said) -> Said:
        """What of all that the whole shall say this call shall."""
        told = dict(zip(said.numbers, said.operations))
        own = [(place, told[number]) for place, number in enumerate(self.numbers) if number in told]
        return Said(tuple([one for _, one in own]), 0, tuple([place for place, _ in own]))


def calls(sheet: Sheet, step: Step) -> list[Inner] | None:
    """The calls in the block, each on lines of its own; None where they are not all that it says."""
    tree = ruby.parse(step.block)
    whole = tree.root.named_children[0] if tree.root.named_children else None
    block = whole.child_by_field_name("block") if whole is not None else None
    body = block.child_by_field_name("body") if block is not None else None
    given = whole.child_by_field_name("arguments") if whole is not None else None
    named = block.child_by_field_name("parameters") if block is not None else None
    if body is None or given is None or named is None:
        return None
    head = f"change_table {tree.source(given.named_children[0])} do {tree.source(named)}\n"
    left = dict(enumerate(step.operations))
    found: list[Inner] = []
    for node in body.named_children:
        if node.type == "comment":
            continue
        span = tree.span(node)
        lines, alone = _own_lines(step.block, span), _alone(sheet, head, tree.source(node), node)
        numbers = tuple(_numbers(left, alone.operations)) if alone else ()
        if lines is None or alone is None or len(numbers) < len(alone.operations):
            return None
        left = {number: one for number, one in left.items() if number not in numbers}
        found.append(Inner(lines, span.start, alone, numbers))
    return found if not left else None


def _own_lines(text: str, span: Span) -> Span | None:
    """The lines of a call, with a comment behind it; None where something else stands there."""
    start, end = text.rfind("\n", 0, span.start) + 1, text.find("\n", span.end) + 1
    behind = text[span.end : end].strip()
    return Span(start, end) if not text[start : span.start].strip() and (not behind or behind[0] == "#") else None


def _alone(sheet: Sheet, head: str, source: str, node: Node) -> Step | None:
    """What a call does where it does not stand in one go with others."""
    found = sheet.meant(f"{head}{source}\nend") if node.type == "call" else None
    steps = found.up.steps if found else ()
    return steps[0] if len(steps) == 1 and steps[0].block == source and steps[0].origin == "literal" else None


def _numbers(left: dict[int, Operation], operations: Sequence[Operation]) -> Iterator[int]:
    """Which of those that are left these are."""
    taken = set[int]()
    for operation in operations:
        number = next((one for one, other in left.items() if other == operation and one not in taken), None)
        if number is not None:
            taken.add(number)
            yield number
