"""Where rules are asked: what is the same for all of them there."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from towpath.changes import Ref
from towpath.databases import Claim, Database
from towpath.history import Record
from towpath.operations import Direction, Name, Operation, Transactional
from towpath.project import Dumped, Runner
from towpath.schema import Lookup, Recorded, State

if TYPE_CHECKING:
    from towpath.rule.context import Context

Answer = TypeVar("Answer")


class Surroundings:
    """What is the same for a whole series: database, runner, and what is configured of tables and rules."""

    __slots__ = (
        "database",
        "dumped",
        "end",
        "hot",
        "ignored",
        "ignored_on_base",
        "landed",
        "large",
        "options",
        "remembers",
        "runner",
        "small",
    )

    def __init__(
        self,
        database: Database | None,
        runner: Runner,
        options: Mapping[str, Mapping[str, Any]] | None = None,
        hot: frozenset[str] = frozenset(),
        large: frozenset[str] = frozenset(),
        small: frozenset[str] = frozenset(),
        remembers: bool = True,
    ) -> None:
        self.database = database
        self.runner = runner
        self.options = options or {}
        self.hot = hot
        self.large = large
        self.small = small
        # The migrations that have landed; None where no base branch tells.
        self.landed: frozenset[str] | None = None
        # What all migrations leave behind, and what the application names today.
        self.end: Lookup = State()
        # The columns of a table that the application's model of it does not look at.
        self.ignored: Callable[[Name], frozenset[str]] = lambda table: frozenset()
        # Those that it does not look at on the base branch; None where no base tells.
        self.ignored_on_base: Callable[[Name], frozenset[str]] | None = None
        # Whether it is remembered what rules ask, to know later what would be said again.
        self.remembers = remembers
        # What a file beside the migrations says that they leave behind.
        self.dumped: Callable[[], Dumped | None] = lambda: None


class Members(Protocol):
    """The exact operations that a rule is called with, when they are many."""

    def context(self, number: int, rule: str) -> "Context":
        """The context of one of them."""
        ...

    def each(self, kinds: tuple[type, ...]) -> Sequence[int]:
        """The numbers of those of some kinds, in order."""
        ...

    def found_out(self, number: int, question: object) -> tuple[object] | None:
        """What was found out about one of them, where that holds; None where it has to be asked."""
        ...

    def keep(self, number: int, question: object, answer: object) -> None:
        """Keeps what was found out about one of them."""
        ...

    def ref(self, number: int) -> Ref:
        """The place of one of them."""
        ...

    def setting(self, number: int, name: str) -> str | None:
        """What a setting is where one of them stands."""
        ...

    def switch(self, number: int) -> Transactional:
        """Whether one of them stands in a transaction."""
        ...


class Place:
    """One operation, unit or migration where it stands.

    `state` remembers what the rules asked of it, if that is wanted. `operations` and `members` are there where it is
    more than one operation.
    """

    __slots__ = ("_answers", "_end", "around", "direction", "members", "operations", "record", "state", "transactional")

    def __init__(
        self,
        state: State,
        around: Surroundings,
        record: Record,
        transactional: Transactional = True,
        direction: Direction = "up",
    ) -> None:
        self.state: Lookup = Recorded(state) if around.remembers else state
        self.around = around
        self.record = record
        self.transactional: Transactional = transactional
        self.direction: Direction = direction
        self.operations: Sequence[Operation] = ()
        self.members: Members | None = None
        self._end: Lookup | None = None
        self._answers: dict[object, tuple[Any, object]] = {}

    def kept(
        self,
        question: object,
        of: object,
        ask: Callable[[Lookup], Claim | None],
        answered: Callable[[Claim | None], Answer],
    ) -> Answer:
        """An answer about the step at hand, which is found once, from what can be claimed there.

        What the question is `of` is kept with it, so that nothing else gets its id.
        """
        if not self.around.remembers:
            known = self._answers.get(question)
            if known is None:
                known = self._answers[question] = answered(ask(self.state)), of
            once: Answer = known[0]
            return once
        # With the step it is kept from key to key, as long as the facts that it hangs on, or the claim, are the same.
        memo, state = self.record.memo, self.state
        kept: Any = memo.get(question)
        if kept and all(state.fact(name) is fact for name, fact in kept[1].items()):
            again: Answer = kept[0]
            return again
        asking = Recorded(state)
        claim = ask(asking)
        found: Answer = kept[0] if kept and kept[3] == claim else answered(claim)
        memo[question] = found, asking.asked, of, claim
        return found

    @property
    def asked(self) -> Mapping[str, object]:
        """What the rules asked of the state, if it is remembered."""
        return self.state.asked if type(self.state) is Recorded else {}

    @property
    def end(self) -> Lookup:
        """What all migrations leave behind; it remembers what the rules asked of it, if that is wanted."""
        if self._end is None:
            self._end = Recorded(self.around.end) if self.around.remembers else self.around.end
        return self._end

    @property
    def asked_of_end(self) -> Mapping[str, object]:
        """What the rules asked of it, if it is remembered."""
        return self._end.asked if type(self._end) is Recorded else {}
