"""Which migrations stand in a file, with one direction or both."""

from collections.abc import Sequence
from typing import NamedTuple

from towpath.operations import Direction, Migration, Script


class Standing(NamedTuple):
    """The scripts that stand in a file, each with its migration, and with what its verdict is found by."""

    migrations: Sequence[Migration]
    keys: Sequence[tuple[str, Direction]]
    scripts: Sequence[Script]


def standing(path: str, migrations: Sequence[Migration]) -> Standing:
    """The scripts of migrations that stand in a file."""
    if all(one.down is None and one.path == path for one in migrations):
        return Standing(migrations, [(one.identity, "up") for one in migrations], [one.up for one in migrations])
    found: list[tuple[Migration, tuple[str, Direction], Script]] = []
    for migration in migrations:
        up, down = migration.up, migration.down
        if up.path == path:
            found.append((migration, (migration.identity, "up"), up))
        if down is not None and down.path == path:
            found.append((migration, (migration.identity, "down"), down))
    return Standing(*zip(*found)) if found else Standing((), (), ())


def by_path(migrations: Sequence[Migration]) -> dict[str, list[int]]:
    """The places of the migrations that stand in each file."""
    found: dict[str, list[int]] = {}
    for number, migration in enumerate(migrations):
        paths = {migration.up.path, migration.down.path} if migration.down else (migration.up.path,)
        for path in paths:
            found.setdefault(path, []).append(number)
    return found
