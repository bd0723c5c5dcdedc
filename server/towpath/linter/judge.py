"""Runs the rules over one direction of one migration, and over its units; what would be said again is kept."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import chain
from operator import is_, itemgetter
from typing import NamedTuple

from towpath.history import Record, Replayed, Stretch, Trip
from towpath.linter.judged import FoundOut, Judged, JudgedStretch, holds
from towpath.linter.members import Members
from towpath.linter.places import Places
from towpath.linter.rules import Rules
from towpath.linter.said import Said, one_voice
from towpath.linter.wide import Both, Wide, of_trip, wide
from towpath.operations import (
    AddColumn,
    AddConstraint,
    CreateTable,
    Direction,
    Migration,
    Operation,
    Step,
    Transactional,
    Unit,
)
from towpath.rule import Context, Rule
from towpath.rule.place import Place
from towpath.schema import Lookup

# What a rule may ask of a step; the other parts say how and where it is written.
_TELLING = ("operations", "guard", "origin", "outside", "turn", "reversible", "apart", "lacks", "late")


class Verdict(NamedTuple):
    """What was said of one direction of a migration, and what it was said of, with the other direction.

    `wide` is what the rules said that ask for a whole unit or migration, `trip` those that look at both directions.
    """

    replayed: Replayed
    other: Replayed | None
    units: tuple[Unit, ...]
    stretches: tuple[JudgedStretch, ...]
    wide: Wide
    trip: Both
    said: tuple[Said, ...]
    end: Mapping[str, object]

    def ends_alike(self, end: Lookup) -> bool:
        """Whether what the whole series leaves behind is still what the rules found when they asked."""
        return not self.end or holds(self.end, end)

    @property
    def asked(self) -> tuple[Collection[str], ...] | None:
        """The names of the facts that it hangs on, in parts; None where it hangs on all that came before."""
        names = self.trip.asked
        of_steps = [one.asked for one in self.stretches]
        return None if names is None else (names, *of_steps, *[one.names for one in self.wide.asked])


def judge(
    migration: Migration,
    direction: Direction,
    up: Replayed,
    down: Replayed | None,
    units: tuple[Unit, ...],
    rules: Rules,
    old: Verdict | None,
) -> Verdict:
    """The findings of one direction of a migration; steps for which nothing changed are not judged again."""
    replayed, other = (down, up) if direction == "down" and down else (up, down)
    places = Places(replayed, units, direction, rules.around)
    stretches = tuple(_of_stretches(replayed, places, rules, old.stretches if old else ()))
    said = [one for judged in stretches for one in judged.said]
    if not any(record.exact for stretch in replayed.stretches for record in stretch.alike):
        end = _asked_of_end(stretches, _NOTHING)
        return Verdict(replayed, other, units, stretches, _NOTHING, _OF_NONE, _heard(said, old), end)
    of_many, both = _kept(old, replayed, other, units, rules) if old else (None, None)
    if of_many is None or both is None:
        every = Members(range(len(replayed.records)), places, stretches)
        of_many = of_many or wide(migration, units, every, rules)
        both = both or of_trip(Trip(up, down), units, every, rules)
    said += [*of_many.said, *both.said]
    end = _asked_of_end(stretches, of_many)
    return Verdict(replayed, other, units, stretches, of_many, both, _heard(said, old), end)


def _heard(said: Sequence[Said], old: Verdict | None) -> tuple[Said, ...]:
    """What is heard of all that was said; where it is what was heard before, the very same, as it is shown already."""
    heard = one_voice(said)
    same = old is not None and len(old.said) == len(heard) and all(map(is_, old.said, heard))
    return old.said if old and same else heard


def _kept(
    old: Verdict, replayed: Replayed, other: Replayed | None, units: tuple[Unit, ...], rules: Rules
) -> tuple[Wide | None, Both | None]:
    """What was said of many steps, and of both directions, as far as it would be said again."""
    if old.units != units or not _alike(old.replayed, replayed):
        return None, None
    both = _alike(old.other, other)
    # What rules say of a way up may take the way back along, which its fix has to change as well.
    alike = both or replayed.direction == "down"
    of_many = old.wide if alike and old.wide.holds(replayed, rules.around.end) else None
    return of_many, old.trip if both and _begin_alike(old, replayed, other) else None


# What is said of a direction as a whole that does nothing.
_NOTHING, _OF_NONE = Wide((), (), {}), Both((), frozenset())


def _asked_of_end(stretches: Sequence[JudgedStretch], of_many: Wide) -> Mapping[str, object]:
    found = dict(of_many.end)
    for one in stretches:
        found |= one.end
    return found


def _alike(old: Replayed | None, new: Replayed | None) -> bool:
    """Whether two versions of a direction do the same, however it is spelled."""
    if old is None or new is None:
        return old is new
    was, now = old.migration, new.migration
    return (
        (was.repeatable, was.derived, was.fresh) == (now.repeatable, now.derived, now.fresh)
        and len(old.steps) == len(new.steps)
        and all(
            (one.step is other.step and one.exact is other.exact) or _does_the_same(one, other)
            for one, other in zip(_exactly(old), _exactly(new))
            if one is not other
        )
    )


def _exactly(replayed: Replayed) -> Iterator[Record]:
    """Records that do exactly what is done, whatever else is known there."""
    return chain.from_iterable([stretch.alike for stretch in replayed.alike])


def _begin_alike(old: Verdict, replayed: Replayed, other: Replayed | None) -> bool:
    pairs = ((old.replayed, replayed), (old.other, other))
    return all(was is now or (was and now and was.before.facts.same(now.before.facts)) for was, now in pairs)


def _does_the_same(old: Record, new: Record) -> bool:
    same = all(getattr(old.step, part) == getattr(new.step, part) for part in _TELLING)
    return same and [exact[:2] for exact in old.exact] == [exact[:2] for exact in new.exact]


def _of_stretches(
    replayed: Replayed, places: Places, rules: Rules, old: Sequence[JudgedStretch]
) -> Iterator[JudgedStretch]:
    """What is said of each stretch; nothing is judged again in one for which nothing changed."""
    before = {id(judged.stretch): judged for judged in old}
    by_step: dict[int, Judged] = {}
    first = 0
    for stretch in replayed.stretches:
        switches = places.switches(first, len(stretch.steps))
        was = before.get(id(stretch)) or before.get(id(stretch.since))
        kept = was and was.again(stretch, first, switches, rules.around.end)
        if kept is None:
            by_step = by_step or {id(judged.record.step): judged for one in old for judged in one.steps}
            kept = _stretch(stretch, first, switches, places, rules, by_step)
        yield kept
        first += len(stretch.steps)


def _stretch(
    stretch: Stretch,
    first: int,
    switches: Sequence[Transactional],
    places: Places,
    rules: Rules,
    old: Mapping[int, Judged],
) -> JudgedStretch:
    steps = tuple(
        [
            _step(number, record, places, rules, old.get(id(record.step)))
            for number, record in enumerate(stretch.records, first)
        ]
    )
    asked = frozenset[str]().union(*[facts for judged in steps for _, facts in judged.asked])
    end = {name: fact for judged in steps for name, fact in judged.end.items()}
    said = tuple([one for judged in steps for one in judged.said])
    return JudgedStretch(stretch, first, switches, steps, said, asked, end, FoundOut())


def _step(number: int, record: Record, places: Places, rules: Rules, old: Judged | None) -> Judged:
    transactional = places.switch(number)
    if old and old.record is record and old.transactional == transactional and not old.said and not old.end:
        return old
    if old and old.transactional == transactional and _same(old, record) and holds(old.end, rules.around.end):
        said = old.said if not old.said or old.said[0].step == number else _moved(old.said, number)
        return Judged(record, transactional, old.asked, old.end, said)
    found: list[Said] = []
    asked: list[tuple[int | None, Mapping[str, object]]] = []
    end: dict[str, object] = {}
    for place, (index, operation, _) in enumerate(record.exact):
        if speaking := rules.speaking_of(type(operation), places.direction, _added(operation)):
            here = places.at(number, place)
            found += _said(rules, speaking, operation, here, number, index)
            asked.append((place, here.asked))
            end |= here.asked_of_end
    if record.step.runs_on(rules.dialect) and (speaking := rules.speaking(Step, places.direction)):
        here = places.before(number)
        found += _said(rules, speaking, record.step, here, number, 0)
        asked.append((None, here.asked))
        end |= here.asked_of_end
    return Judged(record, transactional, tuple(asked), end, tuple(found))


def _added(operation: Operation) -> tuple[type, ...]:
    """The kinds of the constraints that an operation adds."""
    if isinstance(operation, AddConstraint):
        return (type(operation.constraint),)
    return tuple(map(type, operation.constraints)) if isinstance(operation, (AddColumn, CreateTable)) else ()


def _same(old: Judged, record: Record) -> bool:
    """Whether the rules would say the same: of the same operations, among the same facts."""
    if old.record is record:
        return True
    if record.since is old.record:
        return all(map(record.others.isdisjoint, map(_facts, old.asked)))
    return old.record.exact is record.exact and all(
        (record.before if place is None else record.state(place)).fact(key) is fact
        for place, asked in old.asked
        for key, fact in asked.items()
    )


_facts: Callable[[tuple[int | None, Mapping[str, object]]], Mapping[str, object]] = itemgetter(1)


def _moved(said: tuple[Said, ...], step: int) -> tuple[Said, ...]:
    return tuple(one._replace(step=step) for one in said)


def _said(
    rules: Rules, speaking: Sequence[Rule], subject: object, place: Place, step: int, number: int
) -> Iterator[Said]:
    for rule in speaking:
        context = Context(place, rule.name)
        for finding in rules.run(rule, subject, context):
            severity = rules.severity(rule, finding, (place.direction == "down") + bool(context.assumes))
            if severity:
                yield Said(rule, finding, severity, context.assumes, step, number)
