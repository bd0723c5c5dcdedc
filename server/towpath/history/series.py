"""One series of migrations in the order in which they run."""

from functools import cached_property

from towpath.databases import Database
from towpath.history.graph import Graph
from towpath.history.landed import Landed, comes_before
from towpath.operations import Migration
from towpath.project import Found


class Series:
    """`databases` are those that the series may run on; empty where none is known.

    `landed` is what of it has landed; None where nothing tells.
    """

    def __init__(
        self,
        found: Found,
        migrations: tuple[Migration, ...],
        databases: tuple[Database, ...] = (),
        landed: Landed | None = None,
    ) -> None:
        self.found = found
        self.migrations = migrations
        self.databases = databases
        self.landed = landed

    @cached_property
    def graph(self) -> Graph:
        """What comes behind what, with what the base branch got since this one left it."""
        ahead = self.landed.ahead if self.landed else ()
        return Graph(self.migrations, ahead, self.found.runner.order == "parents")

    def number(self, identity: str) -> int | None:
        """The place of a migration in the order."""
        return next((number for number, one in enumerate(self.migrations) if one.identity == identity), None)

    @cached_property
    def late(self) -> tuple[tuple[Migration, Migration], ...]:
        """The migrations that have not landed and stand before some that have, each with the last of those."""
        if self.landed is None:
            return ()
        ordered = [one for one in self.migrations if not one.repeatable]
        last = next(
            (number for number in reversed(range(len(ordered))) if not self.is_judged(ordered[number].identity)), -1
        )
        late = {one.identity: (one, ordered[last]) for one in ordered[: max(last, 0)] if self.is_judged(one.identity)}
        for one in ordered:
            beyond = [other for other in self.landed.ahead if comes_before(one, other)]
            if beyond and self.is_judged(one.identity):
                late[one.identity] = one, beyond[-1]
        return tuple(late.values())

    def is_judged(self, identity: str) -> bool:
        """Whether a migration has not landed, as far as anything tells."""
        return self.landed is None or identity not in self.landed.identities
