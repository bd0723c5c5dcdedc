"""What has to hold for a statement to be come to: what an `if` asks, and what a `case` does."""

from typing import NamedTuple

from towpath.syntax.logic import boolean, compared
from towpath.syntax.python.evaluate import evaluate
from towpath.syntax.python.scope import Scope
from towpath.syntax.tree import Node
from towpath.syntax.values import Logic, Unknown, Value


class Condition(NamedTuple):
    """Something that has to hold: a value whose truth is not known, and its source."""

    value: Value
    source: str


def asked(node: Node, scope: Scope) -> Condition:
    """What an `if` asks."""
    test = node.child_by_field_name("condition")
    return Condition(evaluate(test, scope), scope.tree.source(test) if test is not None else "")


def denied(value: Value, source: str) -> Condition:
    """That something does not hold."""
    return Condition(Logic("not", (value,)), f"not ({source})")


def matched(case: Node, subject: Node, scope: Scope) -> Condition:
    """What a `case` asks of what is matched; True for one that takes anything."""
    pattern, guard = (
        next((child for child in case.named_children if child.type == kind), None)
        for kind in ("case_pattern", "if_clause")
    )
    said = f"{scope.tree.source(subject)} is {scope.tree.source(pattern) if pattern is not None else '_'}"
    value = _fits(pattern, evaluate(subject, scope), scope)
    if guard is not None and value is not False:
        more = evaluate(guard.named_children[0], scope)
        return Condition(boolean(value, "and", more), f"{said} and {scope.tree.source(guard.named_children[0])}")
    return Condition(value, said)


def _fits(pattern: Node | None, subject: Value, scope: Scope) -> Value:
    """Whether a value fits a pattern: one of plain values, or of any at all; others are not looked into."""
    if pattern is not None and pattern.type == "case_pattern":
        pattern = pattern.named_children[0] if pattern.named_children else None
    if pattern is None or (pattern.type == "dotted_name" and len(pattern.named_children) == 1):
        return True
    parts = pattern.named_children if pattern.type == "union_pattern" else [pattern]
    found = tuple(evaluate(part, scope) for part in parts)
    if all(isinstance(one, (str, int, float)) or one is None for one in found):
        return compared(subject, "in", found)
    return Unknown(scope.tree.source(pattern))
