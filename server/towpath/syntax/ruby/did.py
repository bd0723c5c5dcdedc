"""What is done: one expression that is evaluated for what it does, and what has to hold for it."""

from typing import NamedTuple

from towpath.syntax.ruby.scope import Scope
from towpath.syntax.ruby.values import Call
from towpath.syntax.tree import Node
from towpath.syntax.values import Value


class Condition(NamedTuple):
    """Something that has to hold: a value whose truth is not known, and its source."""

    value: Value
    source: str


class Did(NamedTuple):
    """One expression that is evaluated for what it does, or a `raise`.

    `conditions` have to hold for it; `within` are the calls in whose blocks it stands, outermost first; `helper` says
    that it stands in a method that was called; `loop` that its turns could not be told; `turn` which one it is. `site`
    is where it stands in the method that is gone through: its node, or that of the call that led to it. `taken`:
    something is done with what it gives back.
    """

    value: Value
    node: Node
    scope: Scope
    conditions: tuple[Condition, ...] = ()
    within: tuple[Call, ...] = ()
    turn: tuple[int, int] | None = None
    helper: bool = False
    loop: bool = False
    raises: bool = False
    called: Node | None = None
    taken: bool = False

    @property
    def site(self) -> Node:
        return self.called or self.node
