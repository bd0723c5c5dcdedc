"""The exact operations of a unit or a migration, for rules that ask for many at once."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from towpath.changes import Ref
from towpath.history import Stretch, in_order
from towpath.linter.judged import Answer, FoundOut, JudgedStretch, holds
from towpath.linter.places import Places
from towpath.operations import Direction, SetSetting, Transactional
from towpath.rule import Context
from towpath.rule.place import Place


class Asked(NamedTuple):
    """The facts that were asked for in a stretch, by step and place in it, and all their names."""

    stretch: Stretch
    names: frozenset[str]
    facts: tuple[tuple[int, int, Mapping[str, object]], ...]


class Members:
    """The exact operations of some steps, each with its context, which is made when it is asked for."""

    def __init__(self, steps: Sequence[int], places: Places, stretches: Sequence[JudgedStretch]) -> None:
        self._steps = steps
        self._places = places
        self._stretches = stretches
        self._starts = [judged.first for judged in stretches]
        self._known: dict[int, Place] = {}
        # What was asked at the place of the whole.
        self._of_whole: list[Mapping[str, object]] = []
        # What was found out before in the stretches of which it was asked.
        self._held: dict[int, FoundOut] = {}
        self._end: dict[str, object] = {}
        records = places.alike
        # Step, place among the exact operations of the step, place among the said ones.
        self.places: list[tuple[int, int, int]] = [
            (step, place, records[step].exact[place][0]) for step, place in in_order(records, steps)
        ]
        self.operations = tuple([records[step].exact[place][1] for step, place, _ in self.places])
        self._numbers: dict[type, list[int]] = {}
        for number, kind in enumerate(map(type, self.operations)):
            self._numbers.setdefault(kind, []).append(number)
        self.kinds = frozenset(self._numbers)

    def of(self, steps: Sequence[int]) -> "Members":
        """Those of some of the steps."""
        return self if len(steps) == len(self._steps) else Members(steps, self._places, self._stretches)

    @property
    def direction(self) -> Direction:
        return self._places.direction

    def context(self, number: int, rule: str) -> Context:
        known = self._known.get(number)
        if known is None:
            step, place, _ = self.places[number]
            known = self._known[number] = self._places.at(step, place)
        return Context(known, rule)

    def each(self, kinds: tuple[type, ...]) -> list[int]:
        """The numbers of the operations of some kinds, in order."""
        found = [numbers for kind, numbers in self._numbers.items() if issubclass(kind, kinds)]
        return found[0] if len(found) == 1 else sorted(chain.from_iterable(found))

    def found_out(self, number: int, question: object) -> tuple[object] | None:
        """What was found out about an operation, where that holds; None where it has to be asked."""
        if not self._places.around.remembers:
            return None
        step, place, _ = self.places[number]
        stretch = bisect_right(self._starts, step) - 1
        judged = self._stretches[stretch]
        kept = judged.found.answers.get((question, step - judged.first, place))
        if kept is None or not holds(kept.end, self._places.around.end):
            kept = self._with_step(number, question)
            if kept is None:
                return None
            judged.found.keep(question, step - judged.first, place, kept)
        self._held[stretch] = judged.found
        if kept.end:
            self._end |= kept.end
        return (kept.answer,)

    def _with_step(self, number: int, question: object) -> Answer | None:
        """What is kept with a step of what was found out about it, where that holds."""
        step, place, _ = self.places[number]
        record = self._places.records[step]
        kept = record.memo.get((question, place))
        if not isinstance(kept, Answer) or kept.around != self._around(number):
            return None
        return kept if holds(kept.asked, record.state(place)) and holds(kept.end, self._places.around.end) else None

    def keep(self, number: int, question: object, answer: object) -> None:
        """Keeps what was found out about an operation, with all that was asked there."""
        if self._places.around.remembers:
            (step, place, _), known = self.places[number], self._known[number]
            kept = Answer(answer, {**known.asked}, {**known.asked_of_end}, self._around(number))
            self._places.records[step].memo[question, place] = kept

    def _around(self, number: int) -> tuple[object, ...]:
        return self.switch(number), self.direction, self._places.around.landed

    def ref(self, number: int) -> Ref:
        step, _, said = self.places[number]
        return Ref(self._places.identity, step, said, self._places.direction)

    @cached_property
    def _sets(self) -> bool:
        return any(isinstance(one, SetSetting) for record in self._places.alike for _, one, _ in record.exact)

    def setting(self, number: int, name: str) -> str | None:
        # A migration begins without settings, so what they are hangs on its operations alone.
        if not self._sets:
            return None
        step, place, _ = self.places[number]
        return self._places.records[step].state(place).setting(name)

    def switch(self, number: int) -> Transactional:
        return self._places.switch(self.places[number][0])

    def whole(self, transactional: Transactional) -> Place:
        """The place of the whole: that of its first operation, with all of them in it."""
        step, place, _ = self.places[0]
        whole = self._places.of(step, place, transactional)
        whole.operations, whole.members = self.operations, self
        return whole

    def was_asked(self, whole: Place) -> None:
        """The rules have asked at the place of the whole; it is not kept, since it holds these members."""
        self._of_whole.append(whole.asked)
        self._end |= whole.asked_of_end

    def asked(self) -> Iterator[Asked]:
        """The facts that were asked for, if that is remembered."""
        if not self._places.around.remembers:
            return
        facts: dict[int, list[tuple[int, int, Mapping[str, object]]]] = {}
        every = [*[(0, asked) for asked in self._of_whole], *[(at, known.asked) for at, known in self._known.items()]]
        for number, asked in [(number, asked) for number, asked in every if asked]:
            step, place, _ = self.places[number]
            facts.setdefault(bisect_right(self._starts, step) - 1, []).append((step, place, asked))
        for stretch in sorted({*facts, *self._held}):
            here, held, first = facts.get(stretch, []), self._held.get(stretch), self._starts[stretch]
            names = (held.names if held else frozenset[str]()).union(*[asked for _, _, asked in here])
            if held:
                here += [(first + step, place, asked) for step, place, asked in held.asked]
            yield Asked(self._stretches[stretch].stretch, frozenset(names), tuple(here))

    def names(self) -> frozenset[str]:
        """The names of all facts that were asked for, if that is remembered."""
        known, held = self._known.values(), self._held.values()
        return frozenset[str]().union(*self._of_whole, *[one.asked for one in known], *[one.names for one in held])

    def asked_of_end(self) -> Mapping[str, object]:
        """The facts that were asked of what the whole series leaves behind."""
        found = dict(self._end)
        for known in self._known.values():
            found |= known.asked_of_end
        return found
