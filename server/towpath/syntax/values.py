"""What an expression is worth, as far as the text tells.

A value is None, a truth value, a number, a Text, a tuple (of a list, a tuple or a set), a dict, or of a kind below.
"""

from collections.abc import Iterator
from typing import Any, Literal, TypeGuard

from towpath.syntax.tree import Node

# A value is any of these kinds, and a type checker gains nothing from the list of them.
Value = Any


class Unknown:
    """What cannot be told without running the program: its source, in one line."""

    __slots__ = ("source",)

    def __init__(self, source: str) -> None:
        self.source = " ".join(source.split())

    def __repr__(self) -> str:
        return f"Unknown({self.source!r})"


class Combined(Unknown):
    """What an operator makes of values that are not both known: `q & r`, `~q`, `f + 1`."""

    __slots__ = ("operands", "operator")

    def __init__(self, source: str, operator: str, operands: tuple[Value, ...]) -> None:
        super().__init__(source)
        self.operator = operator
        self.operands = operands


class Reference:
    """Something outside of the file, or a class in it, by its dotted name with imports resolved."""

    __slots__ = ("path",)

    def __init__(self, path: str) -> None:
        self.path = path

    @property
    def name(self) -> str:
        """The last part of the dotted name."""
        return self.path.rpartition(".")[2]

    def __repr__(self) -> str:
        return f"Reference({self.path!r})"


class Attribute:
    """An attribute of a value that is no name: of what a call gives back, mostly."""

    __slots__ = ("name", "owner")

    def __init__(self, owner: Value, name: str) -> None:
        self.owner = owner
        self.name = name

    def __repr__(self) -> str:
        return f"{self.owner!r}.{self.name}"


class Argument:
    """One argument of a call: its keyword (None: by position), its value, and the node of the value."""

    __slots__ = ("keyword", "node", "value")

    def __init__(self, keyword: str | None, value: Value, node: Node) -> None:
        self.keyword = keyword
        self.value = value
        self.node = node


class Call:
    """A call that was not followed: what is called, and with what. `splat`: some arguments cannot be told.

    `name` is the last name of what is called: `create_index` of `op.create_index`; `owner` is what that belongs to,
    where it is a value and no name.
    """

    __slots__ = ("arguments", "function", "name", "node", "owner", "splat")

    def __init__(self, function: Value, arguments: tuple[Argument, ...], node: Node, splat: bool = False) -> None:
        self.function = function
        self.arguments = arguments
        self.node = node
        self.splat = splat
        self.name = str(getattr(function, "name", ""))
        self.owner: Value = function.owner if isinstance(function, Attribute) else None

    @property
    def path(self) -> str:
        """The dotted name of what is called; empty where it has none."""
        return self.function.path if isinstance(self.function, Reference) else ""

    @property
    def positional(self) -> tuple[Argument, ...]:
        return tuple([argument for argument in self.arguments if argument.keyword is None])

    def find(self, keyword: str, position: int | None = None) -> Argument | None:
        """The argument of a keyword, or at a position."""
        for argument in self.arguments:
            if argument.keyword == keyword:
                return argument
        if position is None:
            return None
        found = self.positional
        return found[position] if position < len(found) else None

    def get(self, keyword: str, position: int | None = None, default: Value = None) -> Value:
        """The value of an argument; the default where it is not given."""
        found = self.find(keyword, position)
        return found.value if found else default

    def __repr__(self) -> str:
        said = ", ".join(f"{a.keyword}={a.value!r}" if a.keyword else repr(a.value) for a in self.arguments)
        return f"{self.function!r}({said})"


class Compared:
    """A comparison whose outcome is not known."""

    __slots__ = ("left", "operator", "right")

    def __init__(self, left: Value, operator: str, right: Value) -> None:
        self.left = left
        self.operator = operator
        self.right = right

    def __repr__(self) -> str:
        return f"({self.left!r} {self.operator} {self.right!r})"


class Logic:
    """`and`, `or` or `not` over values whose truth is not known."""

    __slots__ = ("operands", "operator")

    def __init__(self, operator: Literal["and", "or", "not"], operands: tuple[Value, ...]) -> None:
        self.operator = operator
        self.operands = operands

    def __repr__(self) -> str:
        return f"{self.operator}{self.operands!r}"


def is_list(value: Value) -> TypeGuard[tuple[Value, ...]]:
    """Whether it is what a list, a tuple or a set is taken for."""
    return isinstance(value, tuple)


def is_dict(value: Value) -> TypeGuard[dict[Value, Value]]:
    return isinstance(value, dict)


def items(value: Value) -> tuple[Value, ...] | None:
    """What a loop over a value goes through; None where that is not known."""
    return tuple(value) if is_dict(value) else value if is_list(value) else None


def is_known(value: Value) -> bool:
    """Whether a value is known to its last part; a call that was not followed is, if its arguments are."""
    return next(_unknown(value), None) is None


def _unknown(value: Value) -> Iterator[Value]:
    if is_list(value):
        for item in value:
            yield from _unknown(item)
    elif is_dict(value):
        for item in value.values():
            yield from _unknown(item)
    elif isinstance(value, Call):
        if value.splat:
            yield value
        for argument in value.arguments:
            yield from _unknown(argument.value)
    elif isinstance(value, Unknown) or getattr(value, "holes", False):
        yield value


def truth(value: Value) -> bool | None:
    """Whether a value counts as true; None where that is not known."""
    if value is None or isinstance(value, (bool, int, float, str)) or is_list(value) or is_dict(value):
        return bool(value) if not getattr(value, "holes", False) else None
    if isinstance(value, Logic):
        found = [truth(operand) for operand in value.operands]
        if value.operator == "not":
            return None if found[0] is None else not found[0]
        decides = value.operator == "or"
        return decides if decides in found else None if None in found else not decides
    return None
