"""The form language: text to a tree. `grammar` says what it means."""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from towpath.source import pattern


class Node(NamedTuple):
    """A part of a form's tree."""

    kind: str
    value: str = ""
    parts: tuple["Node", ...] = ()
    label: str = ""


_PIECE = pattern(
    r"""\s*(?:(?P<label>[a-z_.]+):(?!\s))?"""
    r"""(?P<piece>\{[a-z_ ]+\}|"[^"]+"|[\[\]()|]|[^\s\[\](){}|*"]+|\*)(?P<many>\*|,\+)?"""
)


@cache
def parse(spelled: str) -> Node:
    """The tree of a form; a slip in a form is a slip of ours, so it raises."""
    pieces = list(_pieces(spelled))
    node, rest = _choice(pieces, 0)
    if rest != len(pieces):
        raise ValueError(f"this form does not read from {pieces[rest]}: {spelled}")
    return node


def _pieces(spelled: str) -> Iterator[tuple[str, str, str]]:
    """The pieces of a form, each behind its label, and before what says that there may be many."""
    at, spelled = 0, spelled.rstrip()
    for match in _PIECE.finditer(spelled):
        if match.start() != at:
            break
        label, piece, many = match.groups("")
        yield label, piece, many
        at = match.end()
    if at < len(spelled):
        raise ValueError(f"this form does not read from {spelled[at:]!r}: {spelled}")


def _choice(pieces: list[tuple[str, str, str]], at: int) -> tuple[Node, int]:
    options: list[Node] = []
    while True:
        node, at = _sequence(pieces, at)
        options.append(node)
        if at >= len(pieces) or pieces[at][1] != "|":
            return (options[0] if len(options) == 1 else Node("choice", "", tuple(options))), at
        at += 1


def _sequence(pieces: list[tuple[str, str, str]], at: int) -> tuple[Node, int]:
    parts: list[Node] = []
    while at < len(pieces) and pieces[at][1] not in ("|", "]", ")"):
        label, piece, many = pieces[at]
        if piece in ("[", "("):
            inner, at = _choice(pieces, at + 1)
            _, closing, many = pieces[at]
            node = Node("optional", "", (inner,)) if closing == "]" else inner
        elif piece.startswith("{"):
            node = Node("reader", piece[1:-1])
        else:
            node = Node("word", piece.strip('"') if piece.startswith('"') else piece)
        if many:
            node = Node("many" if many == "*" else "list", "", (node,))
        if label:
            node = Node("group", "", (node,), label) if node.label else node._replace(label=label)
        parts.append(node)
        at += 1
    return Node("sequence", "", tuple(parts)), at


def labels(node: Node) -> Iterator[str]:
    """The labels in a part of a form."""
    if node.label:
        yield node.label
    for part in node.parts:
        yield from labels(part)
