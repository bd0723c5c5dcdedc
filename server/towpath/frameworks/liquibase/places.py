"""Where the parts of an operation stand in the change that says it."""

from towpath.frameworks.liquibase.sent import Sent
from towpath.operations import Operation, Places
from towpath.source import Span
from towpath.syntax.markup import Node


def places(operation: Operation, sent: Sent, change: Node) -> Places:
    """The parts of an operation that one of a change's statements is, from the start of the change on."""
    found: dict[str, Span] = {}
    whole = Span(change.span.start, change.span.end)
    if sent.said is not None and sent.said is not change and whole.holds(sent.said.span):
        found["action"] = sent.said.span
    for part, (node, attribute) in sent.parts.items():
        span = node.places.get(attribute)
        if span is not None and whole.holds(span):
            found[part] = span
    for part, attribute in (("table", "tableName"), ("name", "indexName"), ("name", "constraintName")):
        span = change.places.get(attribute)
        if part not in found and span is not None:
            found[part] = span
    return {part: span.shifted(-whole.start) for part, span in found.items()}
