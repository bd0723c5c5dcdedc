"""What several operations come to that run one after the other in one transaction."""

from collections.abc import Iterable

from towpath.databases.impact import Impact, strongest, weight
from towpath.operations import Name

Locks = tuple[tuple[Name, str], ...]


def held(impacts: Iterable[Impact]) -> Locks:
    """The locks that a transaction holds in the end, in the order in which their relations were locked first."""
    modes: dict[Name, tuple[str, ...]] = {}
    for impact in impacts:
        for name, mode in impact.locks:
            modes[name] = (*modes.get(name, ()), mode)
    return tuple((name, mode) for name, found in modes.items() for mode in strongest(found))


def hardest(locks: Locks) -> tuple[Name, str] | None:
    """The strongest lock of some, the first one of equals; None where there is none."""
    return max(locks, key=lambda lock: weight(lock[1]), default=None)
