"""Where rules are asked: what is the same for all of them there."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from towpath.changes import Ref
from towpath.databases import Database
from towpath.history import Trip
from towpath.operations import Direction, Operation, Transactional
from towpath.project import Runner
from towpath.schema import Recorded, State

if TYPE_CHECKING:
    from towpath.rule.context import Context


class Surroundings:
    """What is the same for a whole series: database, runner, and what is configured of tables and rules."""

    __slots__ = ("database", "hot", "large", "options", "runner", "small")

    def __init__(
        self,
        database: Database | None,
        runner: Runner,
        options: Mapping[str, Mapping[str, Any]] | None = None,
        hot: frozenset[str] = frozenset(),
        large: frozenset[str] = frozenset(),
        small: frozenset[str] = frozenset(),
    ) -> None:
        self.database = database
        self.runner = runner
        self.options = options or {}
        self.hot = hot
        self.large = large
        self.small = small


class Members(Protocol):
    """The exact operations that a rule is called with, when they are many."""

    def context(self, number: int, rule: str) -> "Context":
        """The context of one of them."""
        ...

    def ref(self, number: int) -> Ref:
        """The place of one of them."""
        ...


class Place:
    """One operation, unit or migration where it stands. `state` remembers what the rules asked of it."""

    __slots__ = ("around", "direction", "in_body", "members", "memo", "operations", "state", "transactional", "trip")

    def __init__(
        self,
        state: State,
        around: Surroundings,
        *,
        transactional: Transactional = True,
        direction: Direction = "up",
        in_body: bool = False,
        operations: Sequence[Operation] = (),
        members: Members | None = None,
        memo: dict[object, object] | None = None,
        trip: Trip | None = None,
    ) -> None:
        self.state = Recorded(state)
        self.around = around
        self.transactional: Transactional = transactional
        self.direction: Direction = direction
        self.in_body = in_body
        self.operations = operations
        self.members = members
        self.memo = memo
        self.trip = trip
