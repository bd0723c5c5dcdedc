"""The state before each migration of a series; what did not change is kept, and what lies far back is let go."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from towpath.history.others import Others
from towpath.history.replayed import Replayed, runs_inside
from towpath.operations import Direction, Migration
from towpath.schema import State, beginning


class Keeping(NamedTuple):
    """What is kept of a long series: all that was worked out for the `newest` migrations.

    Before them, of each `milestone`-th the state behind it. As few as `edited` that were edited are kept wherever they
    stand, and so are those in the file `path`: somebody is at work on them. What hangs on no fact that became another
    stays the very same, of each `near`-th of these with the state behind it.
    """

    path: str = ""
    newest: int = 1000
    milestone: int = 200
    edited: int = 20
    near: int = 64


DIRECTIONS: tuple[Direction, ...] = ("up", "down")
_NONE = Others({}, {})
Replay = dict[tuple[str, Direction], Replayed]


def replay(
    migrations: Sequence[Migration],
    kept: Replay | None = None,
    dialect: str = "",
    same: int = 0,
    scope: str = "migration",
    start: State | None = None,
    keeping: Keeping | None = None,
    moved: int = 0,
) -> Replay:
    """Each migration up and down; the way down starts from what the way up left.

    A step that is guarded to run on other databases than `dialect` does nothing; empty: every step does what it says.
    The first `same` migrations are those that `kept` is of, and the last `moved` stand elsewhere in their file at most.
    `scope` is the runner's: what one transaction spans.
    `start` is what is there before the first of them. `keeping` says what of a long series is kept; None: all of it.
    """
    old = kept or {}
    result: Replay = dict(old) if same or moved else {}
    course = _Course(dialect, scope, start or beginning(dialect))
    if same:
        course.behind = course.was_behind = old[migrations[same - 1].identity, "up"]
    far = len(migrations) - keeping.newest if keeping and len(migrations) > 2 * keeping.newest else 0
    passed: Replayed | None = None
    back = len(migrations) - moved
    if moved and keeping:
        old[migrations[back].identity, "up"].hold_start()
    number = same
    while number < len(migrations):
        migration = migrations[number]
        was, edited = old.get((migration.identity, "up")), course.edited
        if was is not None and number >= back:
            if course.leads_as_before_to(was):
                was.behind = course.behind
                break
            if keeping and (by := course.past(migrations, number, old, keeping)):
                number, passed = number + by, None
                continue
            migration = was.migration
        up = result[migration.identity, "up"] = course.up(migration, was)
        if migration.down is not None:
            was_down = old.get((migration.identity, "down"))
            result[migration.identity, "down"] = course.down(migration, up, was, was_down)
        else:
            result.pop((migration.identity, "down"), None)
        number += 1
        if keeping is None:
            continue
        if passed is not None:
            passed.rest(milestone=(number - 1) % keeping.milestone == 0)
        at_work = was is not None and edited < course.edited <= keeping.edited
        far_back = number <= far and migration.path != keeping.path
        passed = up if far_back and up is not was and not at_work else None
    return _of(migrations, result)


def in_turn(migrations: Sequence[Migration], replayed: Replay) -> Iterator[Replayed]:
    """What each migration does, up and down, in order; what was let go is so again behind it."""
    milestone = Keeping().milestone
    passed: list[tuple[Replayed, bool]] = []
    for number, migration in enumerate(migrations, 1):
        found = [one for direction in DIRECTIONS if (one := replayed.get((migration.identity, direction)))]
        rested = [*_at_rest(found)]
        for one in found:
            yield one
        # The one behind is found from the state that this one leaves.
        for one, kept in passed:
            one.rest(milestone=kept or (one.direction == "up" and number % milestone == 0))
        passed = rested
    for one, kept in passed:
        one.rest(milestone=kept)


def _at_rest(found: Sequence[Replayed]) -> Iterator[tuple[Replayed, bool]]:
    """What is let go, of these and of what runs before them, and whether the state behind it is at hand."""
    for one in dict.fromkeys(each for made in found for each in (made.behind, made) if each):
        if one.rests:
            yield one, one.is_milestone


def _of(migrations: Sequence[Migration], result: Replay) -> Replay:
    """Without those of migrations that are no longer there."""
    if len(result) == len(migrations) + sum(one.down is not None for one in migrations):
        return result
    wanted = {one.identity for one in migrations}
    return {key: replayed for key, replayed in result.items() if key[0] in wanted}


class _Course:
    """The way through a series: what came last, now and in the version before, and in which facts they differ."""

    def __init__(self, dialect: str, scope: str, start: State) -> None:
        self._dialect = dialect
        self._scope = scope
        self._start = start
        # The facts behind what came last that are others than in the version before; None where that is not known.
        self._others: Others | None = _NONE
        # Those that names were put together for the last time: as long as nothing writes one of them, these hold.
        self._named: tuple[Others, frozenset[str]] = _NONE, frozenset()
        self.behind: Replayed | None = None
        self.was_behind: Replayed | None = None
        # How many migrations do something else than they did.
        self.edited = 0
        # Whether some stayed what they are, so that the states before them as they were are gone.
        self._has_passed = False

    def leads_as_before_to(self, was: Replayed) -> bool:
        """Whether a migration begins in the very state in which it began in the version before."""
        alike = self._others is not None and not self._others.now
        return alike and self.behind is not None and was.behind is self.was_behind

    def past(self, migrations: Sequence[Migration], number: int, old: Replay, keeping: Keeping) -> int:
        """How many migrations from one on hang on none of the facts that are others now: they stay what they are.

        These are as they were before, but for where they stand in their file.
        """
        others, first = self._others, old[migrations[number].identity, "up"]
        if others is None or self.behind is None or first.behind is not self.was_behind:
            return 0
        names, last = self._names_of(others), self.was_behind
        for at in range(number, len(migrations)):
            migration = migrations[at]
            up = old[migration.identity, "up"]
            if up.behind is not last or not up.is_known or up.hangs_on(names):
                break
            if migration.down is not None:
                down = old[migration.identity, "down"]
                if down.is_known and down.hangs_on(names):
                    break
                down.among_others(others, milestone=False)
            up.among_others(others, milestone=at % keeping.near == 0 or at + 1 == len(migrations))
            last = up
        else:
            at = len(migrations)
        if at > number:
            first.behind = self.behind
            self.behind = self.was_behind = last
            self._has_passed = True
        return at - number

    def up(self, migration: Migration, was: Replayed | None) -> Replayed:
        """What a migration does here; `was` is the version before."""
        behind = None if migration.fresh else self.behind
        others: Others | None = None
        if behind is not None:
            before = None
            if was is not None and was.behind is self.was_behind:
                others = self._others
        else:
            before = (beginning(self._dialect) if migration.fresh else self._start).within(migration.identity)
            if was is not None and was.behind is None:
                others = was.others_before(before)
        made, self._others = self._made(migration, was, behind, before, others)
        self.behind, self.was_behind = made, was
        return made

    def _made(
        self,
        migration: Migration,
        was: Replayed | None,
        behind: Replayed | None,
        before: State | None,
        others: Others | None,
    ) -> tuple[Replayed, Others | None]:
        """What a migration does among facts of which `others` are others, and which ones are so behind it."""
        same = was is not None and _does_the_same(was, migration, self._scope)
        if was and same and others is not None and not others.now:
            return _again(was, migration, behind), others
        if before is None:
            assert behind
            # Made of the one of the version before, it shares with that all that is no other: a glance tells.
            shared = was.before_among(others) if was and others is not None else None
            before = (shared or behind.after).within(migration.identity)
        if was is None:
            self.edited += 1
            return Replayed(migration, before, behind=behind, dialect=self._dialect, scope=self._scope), None
        others = was.others_before(before) if others is None else others
        if others is not None and self._has_passed:
            was.began_in(before, others)
        if same and others is not None:
            among = was.among(migration, behind, before, others, self._names_of(others))
            if among:
                return among
        if same and others is None and was.reads.holds(before):
            return was.moved(migration, behind, before), None
        self.edited += 1
        made = was.anew(migration, behind, before)
        made.settle(was, others is not None and not others.now)
        if same and others is not None:
            made.follow(was, self._names_of(others))
        return made, None if others is None else made.others_behind(was, others)

    def down(self, migration: Migration, up: Replayed, was_up: Replayed | None, was: Replayed | None) -> Replayed:
        """What the way back does behind the way up; it is worked out when it is asked for."""
        if was is None:
            return Replayed(migration, None, direction="down", behind=up, dialect=self._dialect)
        same, others = _does_the_same(was, migration, ""), self._others
        if same and (up is was_up or (others is not None and not others.now)):
            return _again(was, migration, up)
        among = None
        # Where the way up does something else, most ways back feel it, and what they ask for need not be put together.
        kept = up.since is was_up or was.rests
        if same and others is not None and kept and was.is_known:
            among = was.among(migration, up, None, others, self._names_of(others))
        return among[0] if among else was.anew(migration, up, None)

    def _names_of(self, others: Others) -> frozenset[str]:
        """All names of facts that are others before a migration than in the version before."""
        if self._named[0] is not others:
            self._named = others, others.names
        return self._named[1]


def _again(was: Replayed, migration: Migration, behind: Replayed | None) -> Replayed:
    """What was done by a version of the migration that does the same, in the same state."""
    if was.migration is not migration:
        return was.spelled(migration, behind)
    was.behind = behind
    return was


def _does_the_same(was: Replayed, migration: Migration, scope: str) -> bool:
    """Whether another version of a migration has the very same steps."""
    script = migration.up if was.direction == "up" else migration.down
    old, steps = was.steps, script.steps if script else ()
    if was.migration is migration:
        return True
    if scope == "run" and was.migration.up.transactional != migration.up.transactional:
        return False
    if was.inside != runs_inside(migration, was.direction):
        return False
    return old is steps or (len(old) == len(steps) and all(one is two for one, two in zip(old, steps)))
