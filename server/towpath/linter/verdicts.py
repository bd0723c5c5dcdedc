"""What the rules say of the migrations of a series: worked out when it is asked for, and kept while it holds."""

from collections.abc import Sequence

from towpath.history import DIRECTIONS, Replay, Replayed, units
from towpath.history.landed import Landed
from towpath.linter.judge import Verdict, judge
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
        # What was said last, of which keys.
        self._last: tuple[Sequence[Key], list[tuple[Said, ...] | None]] | None = None

    def look_again(self, before: Replay, replay: Replay) -> None:
        """The series is another one now: what was said of it holds as far as that can be shown."""
        if not self._rules.around.remembers:
            self.forget()
            return
        self._last = None
        end, current = self._rules.around.end, self._current
        others = {key[0] for key, replayed in replay.items() if before.get(key) is not replayed}
        if len(self._kept) > len(replay) or before.keys() != replay.keys():
            self._kept = {key: verdict for key, verdict in self._kept.items() if key in replay}
            others.update(key[0] for key in before.keys() - replay.keys())
        for identity in others:
            for direction in DIRECTIONS:
                current.pop((identity, direction), None)
        changed = frozenset([name for name, fact in self._end.items() if end.fact(name) is not fact])
        if changed:
            for key in [key for key, verdict in current.items() if verdict and not changed.isdisjoint(verdict.end)]:
                del current[key]
            for name in changed:
                del self._end[name]

    def forget(self) -> None:
        """What was said so far hangs on something else now."""
        self._kept, self._current, self._end, self._last = {}, {}, {}, None

    def go_on_from(self, before: "Verdicts") -> None:
        """Takes what was said of the same series by the same rules."""
        self._kept, self._current, self._last = before._kept, {}, None

    def said(self, keys: Sequence[Key], replay: Replay, landed: Landed | None) -> list[tuple[Said, ...] | None]:
        """What the rules say of each of these directions, the very same while it holds; None of what is not judged."""
        if self._last is None or self._last[0] is not keys:
            current = self._current
            for key in keys:
                if key not in current:
                    self._of(key, replay, landed)
            self._last = keys, [verdict and verdict.said for verdict in map(current.__getitem__, keys)]
        return self._last[1]

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
        if old and old.ends_alike(self._rules.around.end) and _holds(old, replayed, other):
            replayed.take_over(old.replayed)
            return Verdict(replayed, other, *old[2:])
        found = units([migration], self._runner.scope, direction, self._runner.commits)
        verdict = judge(migration, direction, up or replayed, down, found, self._rules, old)
        replayed.hang_on(verdict.asked)
        return verdict


def _holds(verdict: Verdict, replayed: Replayed, other: Replayed | None) -> bool:
    """Whether a verdict is one of these versions of both directions as well."""
    pairs = ((verdict.replayed, replayed), (verdict.other, other))
    return all(says_the_same(was, now, lambda: verdict.replayed.hanging) for was, now in pairs)
