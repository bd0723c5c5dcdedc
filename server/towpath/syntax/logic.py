"""Comparisons, and what joins conditions, as far as their outcome can be told."""

from towpath.syntax.values import Compared, Logic, Value, is_list, truth


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
