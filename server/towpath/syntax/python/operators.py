"""Operators over values, as far as they can be told; `sources` are the operands as they are written."""

from collections.abc import Callable

from towpath.syntax.python.methods import percent, said_in_text
from towpath.syntax.text import Text, joined
from towpath.syntax.values import Combined, Value, is_list

_ARITHMETIC: dict[str, Callable[[int, int], int]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
}


def binary(left: Value, operator: str, right: Value, sources: tuple[str, str]) -> Value:
    """Sums of texts, lists and whole numbers, and `text % value`."""
    if operator == "+" and is_list(left) and is_list(right):
        return left + right
    if operator == "+" and (isinstance(left, str) or isinstance(right, str)):
        return joined((said_in_text(left, sources[0]), said_in_text(right, sources[1])))
    if operator == "%" and isinstance(left, Text):
        return percent(left, right)
    if type(left) is int and type(right) is int and operator in _ARITHMETIC:
        return _ARITHMETIC[operator](left, right)
    return Combined(f"{sources[0]} {operator} {sources[1]}", operator, (left, right))
