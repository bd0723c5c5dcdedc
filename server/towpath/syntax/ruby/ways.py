"""What names are worth while the ways of a branch are gone through, and behind it."""

from towpath.syntax.ruby.scope import Bound, Scope
from towpath.syntax.values import Unknown


def names_of(scope: Scope) -> dict[int, dict[str, Bound]]:
    """What all names are bound to, scope by scope."""
    found: dict[int, dict[str, Bound]] = {}
    around: Scope | None = scope
    while around is not None:
        found[id(around)] = dict(around.names)
        around = around.around
    return found


def restore(scope: Scope, names: dict[int, dict[str, Bound]]) -> None:
    around: Scope | None = scope
    while around is not None:
        around.names = dict(names[id(around)])
        around = around.around


def join(scope: Scope, ways: list[dict[int, dict[str, Bound]]]) -> None:
    """What a name is worth that the ways bind differently is not known."""
    around: Scope | None = scope
    while around is not None:
        each = [way[id(around)] for way in ways]
        names: dict[str, Bound] = {}
        for name in {name for way in each for name in way}:
            found = {id(way.get(name)) for way in each}
            same = len(found) == 1
            names[name] = next(way[name] for way in each if name in way) if same else Bound(Unknown(name))
        around.names = names
        around = around.around
