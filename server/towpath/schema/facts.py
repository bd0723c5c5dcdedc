"""Facts by name, in a map whose versions share what did not change."""

from collections.abc import Iterable, Mapping
from operator import is_

WIDTH = 512
# So many facts are kept beside the buckets before they go into them.
RECENT = 24
Fact = tuple[str, object]
ABSENT = object()


class Names:
    """A persistent map from text to anything: a change copies the few `recent` facts, at times some of the buckets."""

    __slots__ = ("buckets", "recent")

    def __init__(
        self, buckets: tuple[dict[str, object], ...] = ({},) * WIDTH, recent: dict[str, object] | None = None
    ) -> None:
        self.buckets = buckets
        self.recent: dict[str, object] = recent or {}

    def get(self, key: str) -> object | None:
        found = self.recent.get(key, ABSENT)
        return self.buckets[hash(key) % WIDTH].get(key) if found is ABSENT else found

    def put(self, facts: Iterable[Fact]) -> "Names":
        """With these facts instead; a fact that is the very same changes nothing."""
        recent, buckets = self.recent, self.buckets
        changed: dict[str, object] = {}
        for key, fact in facts:
            known = recent.get(key, ABSENT)
            if (buckets[hash(key) % WIDTH].get(key) if known is ABSENT else known) is not fact:
                changed[key] = fact
        if not changed:
            return self
        recent = {**recent, **changed}
        return Names(buckets, recent) if len(recent) < RECENT else Names(self._with(recent))

    def _with(self, facts: dict[str, object]) -> tuple[dict[str, object], ...]:
        buckets = list(self.buckets)
        for key, fact in facts.items():
            at = hash(key) % WIDTH
            buckets[at] = {**buckets[at], key: fact}
        return tuple(buckets)

    def but(self, others: Mapping[str, object]) -> "Names":
        """With these facts instead, whatever they were."""
        recent = {**self.recent, **others}
        return Names(self.buckets, recent) if len(recent) < 2 * RECENT else Names(self._with(recent))

    def others(self, before: "Names") -> dict[str, object]:
        """The facts that are not the very same ones as before, as they are now."""
        if self is before:
            return {}
        pairs = [(self.recent, before.recent)]
        if self.buckets is not before.buckets:
            pairs += zip(self.buckets, before.buckets)
        keys = {key for one, two in pairs if one is not two for key in _differing(one, two)}
        # What went from the recent facts into the buckets is no other one.
        return {key: self.get(key) for key in keys if self.get(key) is not before.get(key)}

    def same(self, other: "Names") -> bool:
        """Whether all facts are the very same, as far as that can be told at a glance."""
        return self is other or (
            self.recent.keys() == other.recent.keys()
            and all(other.recent[key] is fact for key, fact in self.recent.items())
            and (self.buckets is other.buckets or all(map(is_, self.buckets, other.buckets)))
        )

    def all(self) -> dict[str, object]:
        """Every fact that was ever put, by name."""
        return {**{key: fact for bucket in self.buckets for key, fact in bucket.items()}, **self.recent}


def _differing(one: dict[str, object], two: dict[str, object]) -> list[str]:
    """The keys of what is not the very same in both."""
    return [key for key, fact in one.items() if two.get(key, ABSENT) is not fact] + [
        key for key in two if key not in one
    ]
