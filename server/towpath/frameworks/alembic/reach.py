"""What of its file a statement hangs on: what binds the names that stand in it, and what is named there in turn."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from towpath.source import Span, pattern
from towpath.syntax.python import Function, Node, Tree

_NAME = pattern(r"[^\W\d]\w*")


class Reach:
    """The statements at the top of a file, by the names that they bind.

    `everywhere` stands for what each statement of the functions hangs on, whatever it names: the texts around them, and
    `beside`, which stands for all that is not in the file.
    """

    def __init__(self, tree: Tree, functions: Sequence[Function], beside: object = True) -> None:
        self._everywhere: list[str] = []
        self._texts: list[str] = []
        self._bound: dict[str, list[int]] = {}
        self._known: dict[frozenset[str], int] = {}
        nodes = (one.node.child_by_field_name("body") for one in functions)
        bodies = sorted(tree.span(node) for node in nodes if node is not None)
        for node in tree.root.named_children:
            if node.type != "comment" and not _is_text(node):
                self._add(node, tree, bodies)
        self._named: bool | None = None
        self.everywhere = hash((*self._everywhere, beside))

    def of(self, text: str) -> int:
        """A number that stands for all that the names in a text lead to: the same one as long as that says the same."""
        names = _names(text).intersection(self._bound)
        if names not in self._known:
            self._known[names] = self._number(names)
        return self._known[names]

    def names(self, functions: Sequence[str]) -> bool:
        """Whether anything at the top of the file may use one of these functions of it, be it one of them."""
        if self._named is None:
            said = (len(re.findall(rf"\b{name}\b", text)) for name in functions for text in self._texts)
            self._named = sum(said) > sum(name in self._bound for name in functions)
        return self._named

    def _add(self, node: Node, tree: Tree, bodies: Sequence[Span]) -> None:
        whole = tree.span(node)
        text = tree.valid(whole)
        end = whole.start
        for body in (one for one in bodies if whole.holds(one)):
            # Each statement of such a body is looked at by itself.
            self._everywhere.append(tree.valid(Span(end, body.start)).strip())
            end = body.end
        if end > whole.start:
            self._everywhere.append(tree.valid(Span(end, whole.end)).strip())
        elif "*" in text and node.type == "import_from_statement":
            self._everywhere.append(text)
        for name in _binds(node, tree, text):
            self._bound.setdefault(name, []).append(len(self._texts))
        self._texts.append(text)

    def _number(self, names: frozenset[str]) -> int:
        found: set[int] = set()
        waiting = list(names)
        while waiting:
            for number in self._bound.get(waiting.pop(), ()):
                if number not in found:
                    found.add(number)
                    waiting += _names(self._texts[number])
        return hash(tuple(self._texts[number] for number in sorted(found)))


def _binds(node: Node, tree: Tree, text: str) -> Iterator[str]:
    """The names that a statement binds; of one that is neither definition nor assignment, all that it may change."""
    inner = node.child_by_field_name("definition") if node.type == "decorated_definition" else node
    named = inner.child_by_field_name("name") if inner is not None and inner.type in _DEFINITIONS else None
    assigned = node.named_children[0] if node.type == "expression_statement" else None
    if named is not None:
        yield tree.source(named)
    elif assigned is None or assigned.type != "assignment":
        yield from _names(text)
    while assigned is not None and assigned.type == "assignment":
        left = assigned.child_by_field_name("left")
        yield from _names(tree.source(left)) if left is not None else ()
        assigned = assigned.child_by_field_name("right")


_DEFINITIONS = ("function_definition", "class_definition")


@lru_cache(maxsize=4096)
def _names(text: str) -> frozenset[str]:
    return frozenset(_NAME.findall(text))


def _is_text(node: Node) -> bool:
    """Whether a statement is a text that only tells readers something."""
    return node.type == "expression_statement" and all(child.type in _TEXTS for child in node.named_children)


_TEXTS = ("string", "concatenated_string")
