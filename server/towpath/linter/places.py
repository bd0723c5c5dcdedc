"""The places in which rules are asked about one direction of a migration."""

from collections.abc import Sequence

from towpath.history import Record, Replayed
from towpath.operations import Direction, Transactional, Unit
from towpath.rule.place import Place, Surroundings


class Places:
    """The places of the exact operations of one direction, each made when somebody asks for it.

    Where it is remembered what rules ask, it is another one each time, so that what is said of a step hangs on nothing
    that was asked for the sake of another one.
    """

    def __init__(self, replayed: Replayed, units: Sequence[Unit], direction: Direction, around: Surroundings) -> None:
        self.identity = replayed.migration.identity
        # Where all is looked at once, each of them is asked for more often than a place in a list costs.
        self.records: Sequence[Record] = replayed.records if around.remembers else [*replayed.records]
        # What they exactly do, whatever else is known there.
        self.alike = [record for stretch in replayed.stretches for record in stretch.alike]
        self.direction: Direction = direction
        self.around = around
        self._switches = {step: unit.transactional for unit in units for _, step in unit.members}
        self._shared: dict[tuple[int, int], Place] = {}

    def switch(self, step: int) -> Transactional:
        """Whether a step runs in a transaction; a text says why the runner refuses."""
        return self._switches.get(step, True)

    def switches(self, first: int, count: int) -> list[Transactional]:
        """Those of some steps that stand one behind the other."""
        return [*map(self.switch, range(first, first + count))]

    def at(self, step: int, place: int) -> Place:
        """The place of one of the exact operations of a step."""
        if self.around.remembers:
            return self.of(step, place, self.switch(step))
        found = self._shared.get((step, place))
        if found is None:
            found = self._shared[step, place] = self.of(step, place, self.switch(step))
        return found

    def of(self, step: int, place: int, transactional: Transactional) -> Place:
        """The place of something that begins with one of the exact operations of a step."""
        record = self.records[step]
        return Place(record.state(place), self.around, record, transactional, self.direction)

    def before(self, step: int) -> Place:
        """The place of a whole step."""
        record = self.records[step]
        return Place(record.before, self.around, record, self.switch(step), self.direction)
