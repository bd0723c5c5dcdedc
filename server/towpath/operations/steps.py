"""Steps, migrations and units: what reading makes of an author's text, as values without a framework."""

from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple

from towpath.operations.kinds import Operation
from towpath.operations.values import value
from towpath.source import Span

Places = Mapping[str, Span]
Origin = Literal["literal", "loop", "helper", "template", "body", "anchor"]
# True and False say what the runner does; a text says why it refuses.
Transactional = bool | str


class Unsure(str):
    """It is not known whether something stands in a transaction: a text that says where it does, to end a sentence."""

    __slots__ = ()


Reversible = bool | Literal["written"]


@value
class Guard:
    """The step runs only on these databases (empty: on every one), and only if the condition, in words, holds.

    `whole`: all of its migration does, both ways.
    """

    databases: tuple[str, ...] = ()
    condition: str = ""
    whole: bool = False


# The condition under which a type is made by those who look for it first.
TYPE_IS_MISSING = "the type is not there yet"


class Done(NamedTuple):
    """What a step exactly does, as whoever read it has found it out in a state of the schema.

    `exact` has (place in the step, exact operation, facts that the step had left by then), `asked` the facts of that
    state that it hangs on, `written` those that it leaves.
    """

    exact: tuple[tuple[int, Operation, tuple[tuple[str, object], ...]], ...]
    asked: Mapping[str, object]
    written: tuple[tuple[str, object], ...]


class Inside(NamedTuple):
    """Where in a function of its file something is done that stands at a call of it: `at` of the function's text."""

    text: str
    at: Span

    def within(self, text: str) -> Span | None:
        """Where that is in the file; None where the function is not in it."""
        # The last one of several that read alike is the one that is called.
        start = text.rfind(self.text)
        return self.at.shifted(start) if start >= 0 else None


class Step:
    """One turn of one statement, call or element.

    `block` is the text that was read together, and the key under which it is kept; `span` and `places` are relative
    to it. `places[i]` holds where each part of `operations[i]` stands, or, as an empty span, where it could; few steps
    are ever asked for them, so they may be given as a function that finds them; `known` are those that were found
    without looking.
    `reversible`: where the runner derives the way back, whether it can; "written": all of it stands beside the step.
    `lacks`: of one that it cannot take back, what it would need, as a sentence; empty where others have to say it.
    `apart`: its operations are statements of their own, done in the order in which they stand, not the actions of one.
    `together`: it is sent in one message with other statements, which PostgreSQL runs as a transaction of its own.
    `assured`: the author says, in words that a tool of theirs takes for it, that what would hurt was looked at.
    `anew`: the runner makes the table anew for what its operations change of it, as SQLite has it done by hand: under a
    name that begins so; empty where it does not.
    `late` are the places of those operations that the runner puts off until all other steps of the script are done.
    `inside`: where it is done, if what it calls does that elsewhere in the file.
    `done`: what it exactly does where its reader knows that already; the replay takes it over among the same facts.
    Steps are compared by identity: the same text read again may be another step, a kept one is the same.
    """

    __slots__ = (
        "_places",
        "anew",
        "apart",
        "assured",
        "block",
        "done",
        "guard",
        "inside",
        "known",
        "lacks",
        "late",
        "operations",
        "origin",
        "outside",
        "reversible",
        "span",
        "together",
        "turn",
    )

    def __init__(
        self,
        block: str,
        span: Span,
        operations: tuple[Operation, ...],
        places: "tuple[Places, ...] | Callable[[], tuple[Places, ...]]",
        guard: Guard | None = None,
        origin: Origin = "literal",
        outside: bool = False,
        turn: tuple[int, int] | None = None,
        reversible: Reversible = True,
        known: tuple[Places, ...] = (),
        apart: bool = False,
        assured: bool = False,
        lacks: str = "",
        late: tuple[int, ...] = (),
        anew: str = "",
        done: Done | None = None,
        together: bool = False,
        inside: Inside | None = None,
    ) -> None:
        self.block = block
        self.span = span
        self.operations = operations
        self._places = places
        self.guard = guard
        self.origin: Origin = origin
        self.outside = outside
        self.turn = turn
        self.reversible: Reversible = reversible
        self.known = known
        self.apart = apart
        self.assured = assured
        self.lacks = lacks
        self.late = late
        self.anew = anew
        self.done = done
        self.together = together
        self.inside = inside

    @property
    def places(self) -> tuple[Places, ...]:
        if callable(self._places):
            self._places = self._places()
        return self._places

    def runs_on(self, dialect: str) -> bool:
        """Whether its guard lets it run on a database; empty: on one that is not known."""
        return self.guard is None or not self.guard.databases or not dialect or dialect in self.guard.databases

    def place(self, operation: int, part: str) -> Span | None:
        """Where a part of an operation stands in the block; empty where it is not spelled but could be."""
        found = self.known[operation].get(part) if self.known else None
        return found or self.places[operation].get(part)


class Holder:
    """What holds a migration in a file of many: where it begins there, which moves with the text before it.

    The one part of a migration that is no value: else a key in front of thousands would have all of them made anew.
    Only who reads a series as it is now moves it; what is read of any other text has holders of its own.
    """

    __slots__ = ("start",)

    def __init__(self, start: int) -> None:
        self.start = start


@value
class Script:
    """One direction of a migration: its steps, where each step's block starts, and its switch.

    `told` is where, from the start of what holds it; in the file, if nothing does.
    """

    path: str
    steps: tuple[Step, ...] = ()
    told: tuple[int, ...] = ()
    transactional: Transactional = True
    holder: Holder | None = None

    @property
    def starts(self) -> tuple[int, ...]:
        """Where each step's block starts in the file."""
        return tuple([self.holder.start + at for at in self.told]) if self.holder else self.told

    def start(self, step: int) -> int:
        """Where one step's block starts in the file."""
        return self.holder.start + self.told[step] if self.holder else self.told[step]

    def span(self, step: int) -> Span:
        """Where a step stands in the file."""
        return self.steps[step].span.shifted(self.start(step))

    def touched(self, within: Span) -> list[int]:
        """The steps that stand in a part of the file, or touch it."""
        spans = map(self.span, range(len(self.steps)))
        return [step for step, span in enumerate(spans) if span.start <= within.end and within.start <= span.end]

    def place(self, step: int, operation: int, part: str) -> Span | None:
        """Where a part of an operation stands in the file."""
        found = self.steps[step].place(operation, part)
        return found and found.shifted(self.start(step))


@value
class Migration:
    """One migration. `down` is None where nothing is written; `derived`: the runner works the way back out itself.

    A repeatable one runs again whenever it changed, so it is meant to be edited. A `fresh` one is what new databases
    begin with, instead of all that come before it. `needs` are others that have to run before it, without being its
    parents. `line`: each has a last migration of its own; `labels` begin a line at this migration. `misnamed` says in
    what its file tells people something else of it. `replaces` are those in the place of which it runs, by identity and
    file, which is empty where it is not known: databases that ran these never run it.
    """

    framework: str
    identity: str
    up: Script
    down: Script | None = None
    parents: tuple[str, ...] = ()
    repeatable: bool = False
    derived: bool = False
    title: str = ""
    fresh: bool = False
    needs: tuple[str, ...] = ()
    line: str = ""
    labels: tuple[str, ...] = ()
    misnamed: str = ""
    replaces: tuple[tuple[str, str], ...] = ()

    @property
    def path(self) -> str:
        return self.up.path


Direction = Literal["up", "down"]


@value
class Unit:
    """What commits together: steps of one direction of one series, by migration and place.

    `members` are (migration identity, step) pairs; `transactional` is False where each statement stands alone.
    """

    members: tuple[tuple[str, int], ...]
    operations: tuple[Operation, ...]
    transactional: Transactional
    direction: Direction = "up"
