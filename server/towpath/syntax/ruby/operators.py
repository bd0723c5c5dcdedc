"""Operators over values, as far as they can be told; `sources` are the operands as they are written."""

from collections.abc import Callable

from towpath.syntax.logic import compared
from towpath.syntax.ruby.methods import formatted, said_in_text
from towpath.syntax.text import joined
from towpath.syntax.values import Combined, Value, is_list

_COMPARING = frozenset("== != === =~ !~ < > <= >=".split())
_ARITHMETIC: dict[str, Callable[[int, int], int]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "**": lambda a, b: a**b if 0 <= b < 100 else 0,
}


def binary(one: Value, operator: str, other: Value, sources: tuple[str, str]) -> Value:
    """Comparisons, and sums of texts, lists and whole numbers."""
    if operator in _COMPARING:
        return compared(one, "==" if operator == "===" else operator, other)
    if operator in ("+", "<<") and is_list(one):
        return one + other if operator == "+" and is_list(other) else (*one, other)
    if operator in ("+", "<<") and isinstance(one, str):
        return joined((one, said_in_text(other, sources[1])))
    if operator == "%" and isinstance(one, str) and (found := formatted(one, other)) is not None:
        return found
    if operator == "-" and is_list(one) and is_list(other):
        return tuple(item for item in one if item not in other)
    if type(one) is int and type(other) is int and operator in _ARITHMETIC:
        return _ARITHMETIC[operator](one, other)
    return Combined(f"{sources[0]} {operator} {sources[1]}", operator, (one, other))
