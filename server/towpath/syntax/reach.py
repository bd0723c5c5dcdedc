"""What of its file a piece of a program hangs on: what binds the names in it, and what is named there in turn."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from towpath.source import pattern

_NAME = pattern(r"[^\W\d]\w*")


class Bound(NamedTuple):
    """The names that a statement binds, and what it says of them; `leads`: its own names stand for more of the file."""

    names: Iterable[str]
    text: str
    leads: bool = True


class Reach:
    """Statements in order, by the names that they bind.

    `everywhere` stands for what each piece hangs on, whatever it names.
    """

    def __init__(self, statements: Iterable[Bound], everywhere: object = None) -> None:
        self.everywhere = hash(everywhere)
        self._statements = list(statements)
        self._bound: dict[str, list[int]] = {}
        self._known: dict[frozenset[str], int] = {}
        self._uses: bool | None = None
        for number, one in enumerate(self._statements):
            for name in one.names:
                self._bound.setdefault(name, []).append(number)

    def of(self, text: str) -> int:
        """A number that stands for all that the names in a text lead to: the same one as long as that says the same."""
        found = names(text).intersection(self._bound) if self._bound else frozenset[str]()
        if found not in self._known:
            self._known[found] = self._number(found)
        return self._known[found]

    def uses(self, functions: Sequence[str]) -> bool:
        """Whether any of the statements may use one of these functions of the file, be it one of them."""
        if self._uses is None:
            said = (len(re.findall(rf"\b{name}\b", one.text)) for name in functions for one in self._statements)
            self._uses = sum(said) > sum(name in self._bound for name in functions)
        return self._uses

    def _number(self, leading: frozenset[str]) -> int:
        found: set[int] = set()
        waiting = list(leading)
        while waiting:
            for number in self._bound.get(waiting.pop(), ()):
                if number not in found:
                    found.add(number)
                    one = self._statements[number]
                    waiting += names(one.text) if one.leads else ()
        return hash(tuple(self._statements[number].text for number in sorted(found)))


@lru_cache(maxsize=4096)
def names(text: str) -> frozenset[str]:
    """All names that stand in a text, be they in quotes."""
    return frozenset(_NAME.findall(text))
