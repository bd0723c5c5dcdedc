"""What names are worth behind an `if`, whose ways may bind them differently."""

from towpath.syntax.python.scope import Bound, Scope
from towpath.syntax.values import Unknown


class Ways:
    """The names of a scope while the ways of an `if` are gone through, and what they are worth behind it."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._before = dict(scope.names)
        self._after: list[tuple[bool | None, dict[str, Bound]]] = []

    def branch(self) -> None:
        """Another way begins."""
        self._scope.names = dict(self._before)

    def branched(self, taken: bool | None) -> None:
        """It ends; `taken` says whether it is the one that is gone, where that is decided."""
        self._after.append((taken, self._scope.names))

    def passed(self) -> None:
        """None of the ways need have been gone."""
        self._after.append((None, self._before))

    def join(self) -> None:
        """What a name is worth that the ways bind differently is not known, unless it is decided which one is gone."""
        ways = [names for taken, names in self._after if taken is not False] or [self._before]
        decided = next((names for taken, names in self._after if taken), ways[0] if len(ways) == 1 else None)
        if decided is not None:
            self._scope.names = decided
            return
        names = dict(self._before)
        for name in {name for way in ways for name in way}:
            found = {id(way.get(name)) for way in ways}
            names[name] = next(way[name] for way in ways if name in way) if len(found) == 1 else Bound(Unknown(name))
        self._scope.names = names
