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


def seen(did: Did, node: Node, scope: Scope, helper: bool) -> Did:
    """What a call of the file does, as it is seen where it stands; the block that is yielded to stands there itself."""
    inside = node.start_byte <= did.node.start_byte and did.node.end_byte <= node.end_byte
    if inside and did.called is None and did.scope.tree is scope.tree and did.node.id != node.id:
        return did._replace(helper=helper)
    return did._replace(helper=True, called=node)


def negation(source: str) -> str:
    """The opposite of a condition, in words: of `not x` it is `x`."""
    if source.startswith("not (") and source.endswith(")"):
        return source[5:-1]
    if source.startswith("not ") and " " not in source[4:]:
        return source[4:]
    return f"not ({source})" if " " in source else f"not {source}"
