"""Runs the rules that ask for a whole unit, for a migration, or for one forth and back."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from towpath.history import Replayed, Trip
from towpath.linter.judged import holds, is_still
from towpath.linter.members import Asked, Members
from towpath.linter.rules import Rules
from towpath.linter.said import Said
from towpath.operations import Migration, Transactional, Unit
from towpath.rule import Context
from towpath.schema import Lookup


class Wide(NamedTuple):
    """What was said of units and of a migration, and the facts that were asked for in each stretch.

    `end` are those that were asked of what the whole series leaves behind.
    """

    said: tuple[Said, ...]
    asked: tuple[Asked, ...]
    end: Mapping[str, object]

    def holds(self, replayed: Replayed, end: Lookup) -> bool:
        """Whether another version of the very same operations would have it said again."""
        if not holds(self.end, end):
            return False
        now = {id(old): stretch for stretch in replayed.stretches for old in (stretch, stretch.since) if old}
        for one in self.asked:
            stretch = now.get(id(one.stretch))
            if stretch is not None and is_still(one.stretch, stretch, one.names):
                continue
            if not all(holds(asked, replayed.records[step].state(place)) for step, place, asked in one.facts):
                return False
        return True


class Both(NamedTuple):
    """What was said of both directions of a migration, and the names of the facts that this hangs on.

    None: it hangs on all that came before.
    """

    said: tuple[Said, ...]
    asked: frozenset[str] | None


def wide(migration: Migration, units: tuple[Unit, ...], every: Members, rules: Rules) -> Wide:
    """What the rules say that ask for a unit or a migration; `every` is all that it does."""
    said: list[Said] = []
    asked: list[Asked] = []
    end: dict[str, object] = {}
    for unit in units if rules.speaking(Unit, every.direction) else ():
        steps = [step for _, step in unit.members]
        members = every.of(steps)
        exactly = Unit(unit.members, members.operations, unit.transactional, unit.direction)
        said += _of_many(rules, exactly, members, unit.transactional)
        if members is not every:
            asked += members.asked()
            end |= members.asked_of_end()
    said += _of_many(rules, migration, every, _together(units))
    return Wide(tuple(said), (*asked, *every.asked()), {**end, **every.asked_of_end()})


def of_trip(trip: Trip, units: tuple[Unit, ...], every: Members, rules: Rules) -> Both:
    """What the rules say that ask for a migration forth and back; `every` is all that this direction does."""
    said = tuple(_of_many(rules, trip, every, _together(units)))
    names = trip.asked
    return Both(said, None if names is None else names | every.names())


def _together(units: Sequence[Unit]) -> Transactional:
    return (len(units) == 1 and units[0].transactional) or False


def _of_many(
    rules: Rules, subject: Unit | Migration | Trip, members: Members, transactional: Transactional
) -> Iterator[Said]:
    """What rules say over many operations; a finding's `at` counts the exact ones."""
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
    members.was_asked(whole)
