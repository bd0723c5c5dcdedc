"""What the rules say of the migrations of a series: worked out when it is asked for, and kept while it holds."""

from towpath.history import DIRECTIONS, Replay, units
from towpath.history.landed import Landed
from towpath.linter.judge import Verdict, judge
from towpath.linter.likeness import only_moved
from towpath.linter.rules import Rules
from towpath.operations import Direction, Migration
from towpath.project import Runner

Key = tuple[str, Direction]


class Verdicts:
    """By migration and direction; `look_again` has to be called when anything may have changed."""

    def __init__(self, rules: Rules, runner: Runner) -> None:
        self._rules = rules
        self._runner = runner
        self._kept: dict[Key, Verdict] = {}
        # Those that were asked for since it was to look again; None of what is not judged.
        self._current: dict[Key, Verdict | None] = {}

    def look_again(self, replay: Replay) -> None:
        """The series is another one now: what was said of it holds as far as that can be shown."""
        self._current = {}
        if len(self._kept) > len(replay):
            self._kept = {key: verdict for key, verdict in self._kept.items() if key in replay}

    def forget(self) -> None:
        """What was said so far hangs on something else now."""
        self._kept, self._current = {}, {}

    def go_on_from(self, before: "Verdicts") -> None:
        """Takes what was said of the same series by the same rules."""
        self._kept, self._current = before._kept, {}

    def of(self, key: Key, replay: Replay, landed: Landed | None) -> Verdict | None:
        """What the rules say of one direction of a migration; None where it is not judged."""
        if key in self._current:
            return self._current[key]
        verdict, replayed = None, replay.get(key)
        if replayed is not None and (landed is None or landed.judges(replayed.migration)):
            verdict = self._judged(replayed.migration, key, replay)
            if self._rules.around.remembers:
                self._kept[key] = verdict
        self._current[key] = verdict
        return verdict

    def _judged(self, migration: Migration, key: Key, replay: Replay) -> Verdict:
        replayed, old, direction = replay[key], self._kept.get(key), key[1]
        up, down = (replay.get((migration.identity, one)) for one in DIRECTIONS)
        other = down if direction == "up" else up
        known = old if old and old.ends_alike(self._rules.around.end) else None
        if known and known.replayed is replayed and known.other is other:
            return known
        if known and only_moved(known.replayed, replayed) and only_moved(known.other, other):
            return known._replace(replayed=replayed, other=other)
        found = units([migration], self._runner.scope, direction, self._runner.commits)
        return judge(migration, direction, up or replayed, down, found, self._rules, old)
