"""Runs the rules over one direction of one migration, and over its units; what would be said again is kept."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from towpath.changes import Ref
from towpath.history import Record, Replayed, Trip
from towpath.operations import Direction, Migration, Step, Transactional, Unit
from towpath.rule import Context, Finding, Rule, Severity
from towpath.rule.finding import SEVERITIES
from towpath.rule.place import Place, Surroundings

Severities = Mapping[str, str]


class Said(NamedTuple):
    """One finding of one rule on one operation, with the severity that it has here."""

    rule: Rule
    finding: Finding
    severity: Severity
    assumes: tuple[str, ...]
    step: int
    number: int
    silenced: tuple["Said", ...] = ()


class Judged(NamedTuple):
    """What the rules said of one step, and the facts that they asked for."""

    record: Record
    transactional: Transactional
    asked: Mapping[str, object]
    said: tuple[Said, ...]


class Verdict(NamedTuple):
    """What was said of one direction of a migration, and what it was said of, with the other direction.

    `wide` is what the rules said that ask for a whole unit or migration.
    """

    replayed: Replayed
    other: Replayed | None
    units: tuple[Unit, ...]
    steps: tuple[Judged, ...]
    wide: tuple[Said, ...]
    said: tuple[Said, ...]


_ORDER: list[str] = [*SEVERITIES]
# What a rule may ask of a step; the other parts say how and where it is written.
_TELLING = ("operations", "guard", "origin", "outside", "turn", "reversible", "apart")


class Rules:
    """The rules that are switched on, by what they ask for; and what a crash in one of them is told to."""

    def __init__(
        self,
        rules: Sequence[Rule],
        around: Surroundings,
        severities: Severities,
        crashed: Callable[[Rule, Exception], None],
    ) -> None:
        self.around = around
        self.severities = severities
        self.crashed = crashed
        dialect = around.database.dialect if around.database else ""
        self._rules = [rule for rule in rules if not rule.databases or dialect in rule.databases]
        self.dialect = dialect
        self._speaking: dict[tuple[type, Direction], list[Rule]] = {}

    def speaking(self, kind: type, direction: Direction) -> list[Rule]:
        """The rules whose function takes this kind of thing, and that speak of this direction."""
        found = self._speaking.get((kind, direction))
        if found is None:
            rules = [rule for rule in self._rules if direction == "up" or rule.down]
            asking = [rule for rule in rules if any(issubclass(kind, asked) for asked in rule.kinds)]
            found = self._speaking[kind, direction] = asking
        return found

    def severity(self, rule: Rule, finding: Finding, lower: int) -> Severity | None:
        """The severity of a finding, lowered so many times; None where it is switched off."""
        said = self.severities.get(rule.name) or finding.severity or dict(rule.severities).get(self.dialect)
        said = said or rule.severity
        if said == "off":
            return None
        return SEVERITIES[min(_ORDER.index(said) + lower, len(SEVERITIES) - 1)]

    def run(self, rule: Rule, subject: object, context: Context) -> list[Finding]:
        """What a rule says; one that raises says nothing, and the defect is told."""
        try:
            return list(rule.check(subject, context))
        except Exception as error:
            self.crashed(rule, error)
            return []


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
    switches = {step: unit.transactional for unit in units for _, step in unit.members}
    kept = {id(judged.record.step): judged for judged in old.steps} if old else {}
    steps = tuple(
        _step(number, record, switches.get(number, True), direction, rules, kept.get(id(record.step)))
        for number, record in enumerate(replayed.records)
    )
    if old and old.units == units and _alike(old.replayed, replayed) and _alike(old.other, other):
        wide = old.wide
    else:
        wide = tuple(_wide(migration, direction, replayed, units, rules, Trip(up, down)))
    said = [one for judged in steps for one in judged.said]
    return Verdict(replayed, other, units, steps, wide, one_voice([*said, *wide]))


def _alike(old: Replayed | None, new: Replayed | None) -> bool:
    """Whether two versions of a direction do the same in the same place, however it is spelled."""
    if old is None or new is None:
        return old is new
    was, now = old.migration, new.migration
    return (
        (was.repeatable, was.derived, was.fresh) == (now.repeatable, now.derived, now.fresh)
        and len(old.records) == len(new.records)
        and old.before.facts.same(new.before.facts)
        and all(one.step is other.step or _does_the_same(one, other) for one, other in zip(old.records, new.records))
    )


def _does_the_same(old: Record, new: Record) -> bool:
    """The facts before a step are those that the steps before it left, which do the same as well."""
    same = all(getattr(old.step, part) == getattr(new.step, part) for part in _TELLING)
    return same and [exact[:2] for exact in old.exact] == [exact[:2] for exact in new.exact]


def _step(
    number: int, record: Record, transactional: Transactional, direction: Direction, rules: Rules, old: Judged | None
) -> Judged:
    if old and old.transactional == transactional and _same(old, record):
        said = old.said if not old.said or old.said[0].step == number else _moved(old.said, number)
        return Judged(record, transactional, old.asked, said)
    found: list[Said] = []
    asked: dict[str, object] = {}
    for place, (index, operation, _) in enumerate(record.exact):
        if speaking := rules.speaking(type(operation), direction):
            here = Place(record.state(place), rules.around, record, transactional, direction)
            found += _said(rules, speaking, operation, here, number, index)
            asked.update(here.state.asked)
    if record.step.runs_on(rules.dialect) and (speaking := rules.speaking(Step, direction)):
        here = Place(record.before, rules.around, record, transactional, direction)
        found += _said(rules, speaking, record.step, here, number, 0)
        asked.update(here.state.asked)
    return Judged(record, transactional, asked, tuple(found))


def _same(old: Judged, record: Record) -> bool:
    return old.record is record or all(record.before.fact(key) is fact for key, fact in old.asked.items())


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
                yield Said(rule, finding, severity, tuple(context.assumes), step, number)


class _Members:
    """The exact operations of a unit or migration, each with its context, which is made when it is asked for."""

    def __init__(
        self,
        steps: Sequence[int],
        replayed: Replayed,
        switches: Mapping[int, Transactional],
        direction: Direction,
        around: Surroundings,
        trip: Trip | None = None,
    ) -> None:
        self._identity = replayed.migration.identity
        self._records = replayed.records
        self._trip = trip
        self._switches = switches
        self._direction: Direction = direction
        self._around = around
        self._known: dict[int, Place] = {}
        # Step, place among the exact operations of the step, place among the said ones.
        self.places: list[tuple[int, int, int]] = [
            (step, place, exact[0]) for step in steps for place, exact in enumerate(self._records[step].exact)
        ]
        self.operations = tuple(self._records[step].exact[place][1] for step, place, _ in self.places)

    def context(self, number: int, rule: str) -> Context:
        if number not in self._known:
            step, place, _ = self.places[number]
            record = self._records[step]
            self._known[number] = Place(record.state(place), self._around, record, self.switch(number), self._direction)
        return Context(self._known[number], rule)

    def ref(self, number: int) -> Ref:
        step, _, said = self.places[number]
        return Ref(self._identity, step, said, self._direction)

    def setting(self, number: int, name: str) -> str | None:
        step, place, _ = self.places[number]
        return self._records[step].state(place).setting(name)

    def switch(self, number: int) -> Transactional:
        return self._switches.get(self.places[number][0], True)

    def whole(self, transactional: Transactional) -> Place:
        """The place of the whole: that of its first operation, with all of them in it."""
        step, place, _ = self.places[0]
        record = self._records[step]
        whole = Place(record.state(place), self._around, record, transactional, self._direction)
        whole.operations, whole.members, whole.trip = self.operations, self, self._trip
        return whole


def _wide(
    migration: Migration, direction: Direction, replayed: Replayed, units: tuple[Unit, ...], rules: Rules, trip: Trip
) -> list[Said]:
    """What the rules that ask for a unit or a migration say."""
    said: list[Said] = []
    switches = {step: unit.transactional for unit in units for _, step in unit.members}
    if of_units := rules.speaking(Unit, direction):
        for unit in units:
            members = _Members([step for _, step in unit.members], replayed, switches, direction, rules.around)
            exactly = Unit(unit.members, members.operations, unit.transactional, unit.direction)
            said += _of_many(rules, of_units, exactly, members, unit.transactional, direction)
    if of_migrations := rules.speaking(Migration, direction):
        members = _Members(range(len(replayed.records)), replayed, switches, direction, rules.around, trip)
        together = len(units) == 1 and units[0].transactional
        said += _of_many(rules, of_migrations, migration, members, together or False, direction)
    return said


def _of_many(
    rules: Rules,
    speaking: Sequence[Rule],
    subject: Unit | Migration,
    members: _Members,
    transactional: Transactional,
    direction: Direction,
) -> Iterator[Said]:
    """What rules say over many operations; a finding's `at` counts the exact ones."""
    if not members.places:
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


def one_voice(said: Sequence[Said]) -> tuple[Said, ...]:
    """For one operation and one effect one rule speaks, and carries along what the others would have said."""
    if len(said) < 2:
        return tuple(said)
    groups: dict[tuple[int, int, str], list[Said]] = {}
    for one in said:
        if one.rule.effect:
            groups.setdefault((one.step, one.number, one.rule.effect), []).append(one)
    silenced: dict[int, int] = {}
    speaking: dict[int, list[Said]] = {}
    for group in groups.values():
        for one in group:
            louder = next((o for o in group if o is not one and one.rule.name in o.rule.instead_of), None)
            if louder:
                silenced[id(one)] = id(louder)
                speaking.setdefault(id(louder), []).append(one)
    heard = (one for one in said if id(one) not in silenced)
    return tuple([one._replace(silenced=tuple(speaking[id(one)])) if id(one) in speaking else one for one in heard])
