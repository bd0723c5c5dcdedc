"""What only Ruby's expressions are worth, beside the values that every language has."""

from towpath.syntax import values
from towpath.syntax.text import Text
from towpath.syntax.tree import Node
from towpath.syntax.values import Argument, Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from towpath.syntax.ruby.scope import Scope


class Symbol(Text):
    """`:name`; equal to the text that it spells."""

    __slots__ = ()


class Range:
    """`first..last`; an end that is not there is None. `open`: the last is not part of it."""

    __slots__ = ("first", "last", "open")

    def __init__(self, first: Value, last: Value, open: bool) -> None:
        self.first = first
        self.last = last
        self.open = open

    def __repr__(self) -> str:
        return f"{self.first!r}{'...' if self.open else '..'}{self.last!r}"


class Block:
    """`do |x| … end`, `{ … }`, or a lambda: its parameters, its statements, and the scope that it stands in."""

    __slots__ = ("node", "scope")

    def __init__(self, node: Node, scope: "Scope") -> None:
        self.node = node
        self.scope = scope

    @property
    def parameters(self) -> list[Node]:
        found = self.node.child_by_field_name("parameters")
        return [child for child in (found.named_children if found else []) if child.type != "comment"]

    @property
    def body(self) -> list[Node]:
        """Its statements."""
        found = self.node.child_by_field_name("body")
        if found is not None and found.type in ("block", "do_block"):
            found = found.child_by_field_name("body")
        return found.named_children if found else []

    def __repr__(self) -> str:
        return "Block()"


class Given:
    """What a call gives to a parameter of its block, where that cannot be told: the `t` of `create_table`."""

    __slots__ = ("call", "position")

    def __init__(self, call: "Call", position: int) -> None:
        self.call = call
        self.position = position

    def __repr__(self) -> str:
        return f"Given({self.call.name}, {self.position})"


class Call(values.Call):
    """A call that was not followed, with the block that it is given.

    `passed` is what `&` hands on as a block where that is none: the name of a method, or a method.
    """

    __slots__ = ("block", "passed")

    def __init__(
        self,
        function: Value,
        arguments: tuple[Argument, ...],
        node: Node,
        splat: bool = False,
        block: Block | None = None,
        passed: Value = None,
    ) -> None:
        super().__init__(function, arguments, node, splat)
        self.block = block
        self.passed = passed
