"""What is known of a series beyond each of its files, worked out when it is asked for, and again when it changed."""

from collections.abc import Sequence
from weakref import WeakKeyDictionary

from towpath.history import Replay
from towpath.linter.loaded import Loaded
from towpath.navigation.lineage import Lineage
from towpath.operations import Migration


class Atlas:
    """The lineages of the series that were asked about."""

    def __init__(self) -> None:
        self._lineages: WeakKeyDictionary[Loaded, tuple[Replay, Lineage]] = WeakKeyDictionary()
        self._next: WeakKeyDictionary[Loaded, tuple[Sequence[Migration], dict[str, list[str]]]] = WeakKeyDictionary()

    def lineage(self, loaded: Loaded) -> Lineage:
        """The lineage of a series that is up to date."""
        known = self._lineages.get(loaded)
        if known is None or known[0] is not loaded.replay:
            # Two of them at once would take much memory in a long series.
            known = None
            self._lineages.pop(loaded, None)
            known = self._lineages[loaded] = loaded.replay, Lineage(loaded.migrations, loaded.replay)
        return known[1]

    def next(self, loaded: Loaded, identity: str) -> list[str]:
        """The migrations that come right behind one."""
        known = self._next.get(loaded)
        if known is None or known[0] is not loaded.migrations:
            found: dict[str, list[str]] = {}
            for child, parents in loaded.series.graph.parents.items():
                for parent in parents:
                    found.setdefault(parent, []).append(child)
            known = self._next[loaded] = loaded.migrations, found
        return known[1].get(identity, [])
