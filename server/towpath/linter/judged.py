"""What the rules said of steps, and what they hang on: kept by the step, and by stretches of many of them."""

from collections.abc import Mapping, Sequence
from operator import is_
from typing import NamedTuple

from towpath.history import Record, Stretch
from towpath.linter.said import Said
from towpath.operations import Transactional
from towpath.schema import Lookup


def holds(asked: Mapping[str, object], state: Lookup) -> bool:
    """Whether facts that were asked for are the very same ones in a state."""
    return all(map(is_, map(state.fact, asked), asked.values()))


class Judged(NamedTuple):
    """What the rules said of one step, and the facts that they asked for, by place; None: before the whole step.

    `end` are those that they asked of what the whole series leaves behind.
    """

    record: Record
    transactional: Transactional
    asked: tuple[tuple[int | None, Mapping[str, object]], ...]
    end: Mapping[str, object]
    said: tuple[Said, ...]


class Answer(NamedTuple):
    """What a rule found out about an operation, and what that hangs on: facts, and how and when it runs."""

    answer: object
    asked: Mapping[str, object]
    end: Mapping[str, object]
    around: tuple[object, ...]


class FoundOut:
    """What rules found out about the operations of a stretch, by question and place, and what facts that hangs on."""

    __slots__ = ("answers", "asked", "names")

    def __init__(self) -> None:
        self.answers: dict[tuple[object, int, int], Answer] = {}
        # The step in the stretch, the place in it, the facts.
        self.asked: list[tuple[int, int, Mapping[str, object]]] = []
        self.names: set[str] = set()

    def keep(self, question: object, step: int, place: int, answer: Answer) -> None:
        self.answers[question, step, place] = answer
        if answer.asked:
            self.asked.append((step, place, answer.asked))
            self.names.update(answer.asked)


class JudgedStretch(NamedTuple):
    """What the rules said of the steps of a stretch, the first of which stands at `first`, and what they asked for.

    `asked` are the names of facts.
    """

    stretch: Stretch
    first: int
    switches: Sequence[Transactional]
    steps: tuple[Judged, ...]
    said: tuple[Said, ...]
    asked: frozenset[str]
    end: Mapping[str, object]
    found: FoundOut

    def again(
        self, stretch: Stretch, first: int, switches: Sequence[Transactional], end: Lookup
    ) -> "JudgedStretch | None":
        """The same of another version of the stretch, as far as it would be said again; None: it would not."""
        if switches != self.switches or not holds(self.end, end) or not is_still(self.stretch, stretch, self.asked):
            return None
        said = self.said
        if first != self.first:
            said = tuple([one._replace(step=one.step + first - self.first) for one in said])
        found = self.found if is_still(self.stretch, stretch, self.found.names) else FoundOut()
        return JudgedStretch(stretch, first, switches, self.steps, said, self.asked, self.end, found)


def is_still(old: Stretch, new: Stretch, asked: frozenset[str] | set[str]) -> bool:
    """Whether a stretch is the very same, among facts of which none that was asked for is another one."""
    return new is old or (new.since is old and new.others.isdisjoint(asked))
