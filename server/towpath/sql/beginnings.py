"""The words that a form can begin with, so that only those that may fit are tried."""

from collections.abc import Mapping

from towpath.source import pattern
from towpath.sql.spelled import Node, parse

# Up to two words; an empty one stands for anything.
Head = tuple[str, ...]
# The words that something can begin with; None where that may be anything, or nothing.
Starts = frozenset[str] | None

# Words at the front of a form that are spelled out, so that it need not be taken apart to know them.
_PLAIN = pattern(r"([A-Z]+)(?: ([A-Z]+))?(?= |$)")
_ANYTHING: Head = ("",)


class Beginnings:
    """What the forms of a grammar begin with; `spelled` are its rules, `starts` the first words of its readers."""

    def __init__(self, spelled: Mapping[str, str], starts: Mapping[str, Starts]) -> None:
        self._spelled = spelled
        self._starts = starts
        self._known: dict[tuple[str, int], frozenset[Head]] = {}
        self._open: set[str] = set()

    def heads(self, form: str) -> frozenset[Head]:
        """The first one or two words that a form can have."""
        plain = _PLAIN.match(form)
        return frozenset([(plain[1], plain[2])]) if plain and plain[2] else self._of(form, 2)

    def may_begin(self, form: str, word: str) -> bool:
        """Whether a form may begin with a word."""
        plain = _PLAIN.match(form)
        return plain[1] == word if plain else any(head[0] in ("", word) for head in self._of(form, 1))

    def starts(self, node: Node) -> Starts:
        """The first words that a part can have; None where anything may stand, or nothing."""
        found = {head[0] if head else "" for head in self._node(node, 1)}
        return None if "" in found else frozenset(found)

    def _of(self, spelled: str, depth: int) -> frozenset[Head]:
        if (spelled, depth) not in self._known:
            self._known[spelled, depth] = frozenset(head[:depth] for head in self._node(parse(spelled), depth))
        return self._known[spelled, depth]

    def _node(self, node: Node, depth: int) -> set[Head]:
        if node.kind == "word":
            return {(node.value,)}
        if node.kind == "choice":
            return {head for part in node.parts for head in self._node(part, depth)}
        if node.kind == "sequence":
            return self._sequence(node, depth)
        if node.kind in ("optional", "many"):
            return {(), *self._node(node.parts[0], depth)}
        if node.kind in ("list", "group"):
            return self._node(node.parts[0], depth)
        if node.value in self._spelled:
            return self._rule(node.value, depth)
        starts = self._starts.get(node.value)
        return {(start, "") for start in starts} if starts else {_ANYTHING}

    def _sequence(self, node: Node, depth: int) -> set[Head]:
        found: set[Head] = {()}
        for part in node.parts:
            unfinished = {head for head in found if len(head) < depth and "" not in head}
            if not unfinished:
                break
            longer = self._node(part, depth)
            found -= unfinished
            found |= {(*head, *more)[:depth] for head in unfinished for more in longer}
        return found

    def _rule(self, name: str, depth: int) -> set[Head]:
        if name in self._open:  # A rule that begins with itself can begin with anything.
            return {_ANYTHING}
        self._open.add(name)
        found = self._of(self._spelled[name], depth)
        self._open.discard(name)
        return {*found}
