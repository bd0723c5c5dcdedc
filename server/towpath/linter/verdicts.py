"""What the rules say of the migrations of a series: worked out when it is asked for, and kept while it holds."""

from collections.abc import Sequence

from towpath.history import DIRECTIONS, Replay, Replayed, units
from towpath.history.landed import Landed
from towpath.linter.judge import Verdict, judge
from towpath.linter.judged import JudgedStretch, holds
from towpath.linter.likeness import says_the_same
from towpath.linter.rules import Rules
from towpath.linter.said import Said
from towpath.operations import Direction, Migration
from towpath.project import Runner

Key = tuple[str, Direction]


class Verdicts:
    """By migration and direction; `look_again` has to be called when anything may have changed."""

    def __init__(self, rules: Rules, runner: Runner) -> None:
        self._rules = rules
        self._runner = runner
        self._kept: dict[Key, Verdict] = {}
        # Those that are known to hold since it was to look again; None of what is not judged.
        self._current: dict[Key, Verdict | None] = {}
        # What these asked of the end of the series.
        self._end: dict[str, object] = {}
        # The names of what some of those that are kept hang on, with the stretches that they were made of.
        self._asked: dict[Key, tuple[tuple[JudgedStretch, ...], frozenset[str] | None]] = {}

    def look_again(self, before: Replay, replay: Replay) -> None:
        """The series is another one now: what was said of it holds as far as that can be shown."""
        if not self._rules.around.remembers:
            self.forget()
            return
        end, current = self._rules.around.end, self._current
        others = {key[0] for key, replayed in replay.items() if before.get(key) is not replayed}
        if len(self._kept) > len(replay) or before.keys() != replay.keys():
            self._kept = {key: verdict for key, verdict in self._kept.items() if key in replay}
            self._asked = {key: asked for key, asked in self._asked.items() if key in replay}
            others.update(key[0] for key in before.keys() - replay.keys())
        for identity in others:
            for direction in DIRECTIONS:
                current.pop((identity, direction), None)
        if not holds(self._end, end):
            for key in [key for key, verdict in current.items() if verdict and not verdict.ends_alike(end)]:
                del current[key]
            self._end = {name: fact for verdict in current.values() if verdict for name, fact in verdict.end.items()}

    def forget(self) -> None:
        """What was said so far hangs on something else now."""
        self._kept, self._current, self._end, self._asked = {}, {}, {}, {}

    def go_on_from(self, before: "Verdicts") -> None:
        """Takes what was said of the same series by the same rules."""
        self._kept, self._current = before._kept, {}

    def said(self, keys: Sequence[Key], replay: Replay, landed: Landed | None) -> list[tuple[Said, ...] | None]:
        """What the rules say of each of these directions, the very same while it holds; None of what is not judged."""
        current = self._current
        for key in keys:
            if key not in current:
                self._of(key, replay, landed)
        return [verdict and verdict.said for verdict in map(current.__getitem__, keys)]

    def _of(self, key: Key, replay: Replay, landed: Landed | None) -> None:
        verdict, replayed = None, replay.get(key)
        if replayed is not None and (landed is None or landed.judges(replayed.migration)):
            verdict = self._judged(replayed.migration, key, replay)
            if self._rules.around.remembers:
                self._kept[key] = verdict
                self._end.update(verdict.end)
        self._current[key] = verdict

    def _judged(self, migration: Migration, key: Key, replay: Replay) -> Verdict:
        replayed, old, direction = replay[key], self._kept.get(key), key[1]
        up, down = replay.get((migration.identity, "up")), replay.get((migration.identity, "down"))
        other = down if direction == "up" else up
        if old and old.ends_alike(self._rules.around.end) and self._holds(key, old, replayed, other):
            return Verdict(replayed, other, *old[2:])
        found = units([migration], self._runner.scope, direction, self._runner.commits)
        return judge(migration, direction, up or replayed, down, found, self._rules, old)

    def _holds(self, key: Key, verdict: Verdict, replayed: Replayed, other: Replayed | None) -> bool:
        """Whether a verdict is one of these versions of both directions as well."""
        pairs = ((verdict.replayed, replayed), (verdict.other, other))
        return all(says_the_same(was, now, lambda: self._asked_of(key, verdict)) for was, now in pairs)

    def _asked_of(self, key: Key, verdict: Verdict) -> frozenset[str] | None:
        """The names of the facts that a verdict hangs on, which are put together once."""
        found = self._asked.get(key)
        if found is None or found[0] is not verdict.stretches:
            found = self._asked[key] = verdict.stretches, verdict.asked
        return found[1]
