"""Runs the rules that ask for a whole unit, for a migration, or for one forth and back."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from operator import is_
from typing import NamedTuple

from towpath.changes import Ref
from towpath.history import Record, Trip, in_order
from towpath.linter.places import Places
from towpath.linter.rules import Rules
from towpath.linter.said import Said
from towpath.operations import Direction, Migration, SetSetting, Transactional, Unit
from towpath.rule import Context
from towpath.rule.place import Place
from towpath.schema import Lookup


class Wide(NamedTuple):
    """What was said of units and of a migration, and the facts that were asked for, by step and place in it.

    `end` are those that were asked of what the whole series leaves behind.
    """

    said: tuple[Said, ...]
    asked: tuple[tuple[int, int, Mapping[str, object]], ...]
    end: Mapping[str, object]

    def holds(self, records: Sequence[Record], end: Lookup) -> bool:
        """Whether records of the very same operations would have it said again."""
        return holds(self.end, end) and all(
            holds(asked, records[step].state(place)) for step, place, asked in self.asked
        )


class Both(NamedTuple):
    """What was said of both directions of a migration, and the names of the facts that this hangs on.

    None: it hangs on all that came before.
    """

    said: tuple[Said, ...]
    asked: frozenset[str] | None


def holds(asked: Mapping[str, object], state: Lookup) -> bool:
    """Whether facts that were asked for are the very same ones in a state."""
    return all(map(is_, map(state.fact, asked), asked.values()))


class _Kept(NamedTuple):
    """What a rule found out about an operation, and what that hangs on: facts, and how and when it runs."""

    answer: object
    asked: Mapping[str, object]
    end: Mapping[str, object]
    around: tuple[object, ...]


class Members:
    """The exact operations of a unit or migration, each with its context, which is made when it is asked for."""

    def __init__(self, steps: Sequence[int], places: Places) -> None:
        self._places = places
        self._known: dict[int, Place] = {}
        # What was found out before of operations, and holds.
        self._held: list[tuple[int, _Kept]] = []
        # Step, place among the exact operations of the step, place among the said ones.
        self.places: list[tuple[int, int, int]] = [
            (step, place, places.records[step].exact[place][0]) for step, place in in_order(places.records, steps)
        ]
        self.operations = tuple([places.records[step].exact[place][1] for step, place, _ in self.places])
        self._numbers: dict[type, list[int]] = {}
        for number, kind in enumerate(map(type, self.operations)):
            self._numbers.setdefault(kind, []).append(number)
        self.kinds = frozenset(self._numbers)

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
        step, place, _ = self.places[number]
        record = self._places.records[step]
        kept = record.memo.get((question, place)) if self._places.around.remembers else None
        if not isinstance(kept, _Kept) or kept.around != self._around(number):
            return None
        if not holds(kept.asked, record.state(place)) or not holds(kept.end, self._places.around.end):
            return None
        self._held.append((number, kept))
        return (kept.answer,)

    def keep(self, number: int, question: object, answer: object) -> None:
        """Keeps what was found out about an operation, with all that was asked there."""
        if self._places.around.remembers:
            (step, place, _), known = self.places[number], self._known[number]
            kept = _Kept(answer, {**known.asked}, {**known.asked_of_end}, self._around(number))
            self._places.records[step].memo[question, place] = kept

    def _around(self, number: int) -> tuple[object, ...]:
        return self.switch(number), self.direction, self._places.around.landed

    def ref(self, number: int) -> Ref:
        step, _, said = self.places[number]
        return Ref(self._places.identity, step, said, self._places.direction)

    @cached_property
    def _sets(self) -> bool:
        return any(isinstance(one, SetSetting) for record in self._places.records for _, one, _ in record.exact)

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

    def asked(self) -> Iterator[tuple[int, int, Mapping[str, object]]]:
        """The facts that were asked for, with the step and the place in it."""
        for number, known in self._known.items():
            if known.asked:
                yield *self.places[number][:2], known.asked
        for number, kept in self._held:
            yield *self.places[number][:2], kept.asked

    @property
    def asked_of_end(self) -> Iterator[Mapping[str, object]]:
        """What was asked of what the whole series leaves behind."""
        yield from (known.asked_of_end for known in self._known.values())
        yield from (kept.end for _, kept in self._held)


def wide(migration: Migration, units: tuple[Unit, ...], every: Members, places: Places, rules: Rules) -> Wide:
    """What the rules say that ask for a unit or a migration; `every` is all that it does."""
    said: list[Said] = []
    asked: list[tuple[int, int, Mapping[str, object]]] = []
    end: dict[str, object] = {}
    for unit in units if rules.speaking(Unit, places.direction) else ():
        steps = [step for _, step in unit.members]
        members = every if len(steps) == len(places.records) else Members(steps, places)
        exactly = Unit(unit.members, members.operations, unit.transactional, unit.direction)
        said += _of_many(rules, exactly, members, unit.transactional, asked, end)
    said += _of_many(rules, migration, every, _together(units), asked, end)
    return Wide(tuple(said), tuple(asked), end)


def of_trip(trip: Trip, units: tuple[Unit, ...], every: Members, rules: Rules) -> Both:
    """What the rules say that ask for a migration forth and back; `every` is all that this direction does."""
    asked: list[tuple[int, int, Mapping[str, object]]] = []
    said = tuple(_of_many(rules, trip, every, _together(units), asked, {}))
    names = trip.asked
    return Both(said, None if names is None else names.union(*(facts for _, _, facts in asked)))


def _together(units: Sequence[Unit]) -> Transactional:
    return (len(units) == 1 and units[0].transactional) or False


def _of_many(
    rules: Rules,
    subject: Unit | Migration | Trip,
    members: Members,
    transactional: Transactional,
    asked: list[tuple[int, int, Mapping[str, object]]],
    end: dict[str, object],
) -> Iterator[Said]:
    """What rules say over many operations; a finding's `at` counts the exact ones.

    `asked` and `end` take what they asked, there and of what the whole series leaves behind.
    """
    direction = members.direction
    speaking = rules.speaking_of(type(subject), direction, members.kinds)
    if not members.places or not speaking:
        return
    whole = members.whole(transactional)
    for rule in speaking:
        context = Context(whole, rule.name)
        for finding in rules.run(rule, subject, context):
            at = min(max(finding.at, 0), len(members.places) - 1)
            step, _, number = members.places[at]
            assumes = context.assumed(at)
            severity = rules.severity(rule, finding, (direction == "down") + bool(assumes))
            if severity:
                yield Said(rule, finding, severity, assumes, step, number)
    if rules.around.remembers:
        asked += [(*members.places[0][:2], whole.asked), *members.asked()]
        for found in (whole.asked_of_end, *members.asked_of_end):
            end |= found
