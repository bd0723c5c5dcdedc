"""Operators over values, as far as they can be told; `sources` are the operands as they are written."""

from collections.abc import Callable

from towpath.syntax.python.methods import percent, said_in_text
from towpath.syntax.text import Text, joined
from towpath.syntax.values import Combined, Compared, Logic, Value, is_list, truth

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


def negated(value: Value) -> Value:
    """`not value`."""
    said = truth(value)
    return Logic("not", (value,)) if said is None else not said


def boolean(left: Value, operator: str, right: Value) -> Value:
    """`left and right`, `left or right`."""
    said = truth(left)
    if said is None:
        found = Logic("and" if operator == "and" else "or", (left, right))
        decided = truth(found)
        return found if decided is None else decided
    return right if said == (operator == "and") else left


def compared(left: Value, operator: str, right: Value) -> Value:
    """The outcome of a comparison of two values that are known; else the comparison."""
    decided = _decided(left, operator, right) if _plain(left) and _plain(right) else None
    return Compared(left, operator, right) if decided is None else decided


def _plain(value: Value) -> bool:
    if is_list(value):
        return all(map(_plain, value))
    return (value is None or isinstance(value, (str, int, float))) and not getattr(value, "holes", False)


def _decided(left: Value, operator: str, right: Value) -> bool | None:
    if operator in ("==", "is", "!=", "is not"):
        return bool(left == right) == (operator in ("==", "is"))
    if operator in ("in", "not in") and (is_list(right) or isinstance(right, str)):
        held = str(left) in right if isinstance(right, str) else left in right
        return held == (operator == "in")
    return None
