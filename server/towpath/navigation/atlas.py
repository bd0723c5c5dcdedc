"""What is known of a series beyond each of its files, worked out when it is asked for, and again when it changed."""

from collections.abc import Sequence
from weakref import WeakKeyDictionary

from towpath.linter.loaded import Loaded
from towpath.operations import Migration


class Atlas:
    """Which migrations come behind others, in the series that were asked about."""

    def __init__(self) -> None:
        self._next: WeakKeyDictionary[Loaded, tuple[Sequence[Migration], dict[str, list[str]]]] = WeakKeyDictionary()

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
