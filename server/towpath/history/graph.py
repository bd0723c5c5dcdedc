"""Which migration comes behind which: parents, heads, and what does not fit together."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property

from towpath.operations import Migration


class Graph:
    """The migrations of a series and, behind them, those that its base branch got meanwhile.

    `by_parents`: they name those that they come behind; else each comes behind the one before it.
    """

    def __init__(self, migrations: Sequence[Migration], ahead: Sequence[Migration], by_parents: bool) -> None:
        self.migrations = migrations
        self.ahead = ahead
        self.by_parents = by_parents
        self.known = {one.identity: one for one in (*ahead, *migrations)}

    @cached_property
    def parents(self) -> dict[str, tuple[str, ...]]:
        """What each one comes behind, also where that is not there."""
        if self.by_parents:
            return {one.identity: one.parents for one in self.known.values()}
        ordered = [one.identity for one in self.migrations if not one.repeatable]
        before = dict(zip(ordered[1:], ordered))
        return {one.identity: (before[one.identity],) if one.identity in before else () for one in self.migrations}

    @cached_property
    def heads(self) -> tuple[str, ...]:
        """Those that nothing of their own line comes behind, in running order."""
        behind = {
            parent
            for identity, parents in self.parents.items()
            for parent in parents
            if parent in self.known and self.known[parent].line == self.known[identity].line
        }
        return tuple(identity for identity in self.parents if identity not in behind and self._counts(identity))

    def _counts(self, identity: str) -> bool:
        return not self.known[identity].repeatable

    @cached_property
    def rivals(self) -> tuple[tuple[str, ...], ...]:
        """Heads of one line, of which the tool expects a single one; branches with labels may have one each."""
        if not self.by_parents:
            return ()
        groups: dict[object, list[str]] = {}
        lines = Counter(self.known[head].line for head in self.heads)
        for head in self.heads:
            line = self.known[head].line
            groups.setdefault((line, self._labels(head) if lines[line] > 1 else None), []).append(head)
        return tuple(tuple(group) for group in groups.values() if len(group) > 1)

    def _labels(self, identity: str) -> frozenset[str]:
        """The labels of the branch that a migration stands on."""
        return frozenset(label for one in self.ancestors(identity) for label in self.known[one].labels)

    def ancestors(self, identity: str) -> set[str]:
        """A migration and all that it comes behind, as far as they are there."""
        seen: set[str] = set()
        waiting = [identity]
        while waiting:
            one = waiting.pop()
            if one in self.known and one not in seen:
                seen.add(one)
                waiting += self.parents.get(one, ())
        return seen

    @property
    def missing(self) -> Iterator[tuple[Migration, str]]:
        """Each migration with a parent, or something else that it needs, that is nowhere."""
        for one in self.migrations:
            yield from ((one, parent) for parent in one.parents if parent not in self.known)
            yield from ((one, needed) for needed in one.needs if not self._is_there(needed))

    def _is_there(self, needed: str) -> bool:
        """Whether something that is needed is there: Alembic takes a part of a name, or a label."""
        name = needed.partition("@")[0]
        labels = {label for one in self.known.values() for label in one.labels}
        return name in labels or any(identity.startswith(needed) for identity in self.known)

    @property
    def doubles(self) -> Iterator[tuple[Migration, Migration]]:
        """Each migration whose identity another one has as well, with that one."""
        for one in self.migrations:
            name = one.identity.removesuffix(f" ({one.path})")
            if name != one.identity and name in self.known:
                yield one, self.known[name]
        there = {one.identity: one for one in self.migrations}
        yield from ((there[one.identity], one) for one in self.ahead if one.identity in there)

    @property
    def cycles(self) -> Iterator[tuple[str, ...]]:
        """Migrations that come behind each other in a circle, once for each circle."""
        done: set[str] = set()
        for start in self.parents:
            path: list[str] = []
            on_path: dict[str, int] = {}
            stack: list[tuple[str, bool]] = [(start, False)]
            while stack:
                one, left = stack.pop()
                if left:
                    done.add(path.pop())
                    del on_path[one]
                elif one in on_path:
                    yield tuple(reversed(path[on_path[one] :]))
                elif one not in done:
                    on_path[one] = len(path)
                    path.append(one)
                    stack.append((one, True))
                    stack += [(parent, False) for parent in self.parents[one] if parent in self.parents]
