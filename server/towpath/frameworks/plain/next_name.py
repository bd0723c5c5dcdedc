"""The name of a new plain SQL migration right behind another one."""

from collections.abc import Sequence
from functools import lru_cache

from towpath.frameworks import stamps
from towpath.frameworks.plain.names import is_half, parse
from towpath.operations import Migration
from towpath.project import Found, Tree


def next_path(
    found: Found, migrations: Sequence[Migration], index: int, slug: str, tree: Tree, taken: Sequence[str] = ()
) -> str | None:
    """The path of a new migration with the number behind this one, or behind the last that is taken.

    None where that number is another's, or there is none.
    """
    path = taken[-1] if taken else migrations[index].up.path
    folder, _, file = path.rpartition("/")
    around, _, own = folder.rpartition("/")
    name = parse(f"{own}.sql") if is_half(path) else parse(file)
    later = stamps.following(name.stamp) if name else None
    if name is None or later is None:
        return None
    words = slug.replace("_", "-") if "-" in name.words and "_" not in name.words else slug
    stem = f"{later}{name.gap or '_'}{words}"
    new = f"{around}/{stem}/{file}" if is_half(path) else f"{folder}/{stem}{_ending(file, name.direction)}"
    found_already = parse(f"{later}.sql")
    if found_already and found_already.version in _versions(found.files):
        return None
    return None if tree.has(new.lstrip("/")) else new.lstrip("/")


def way_back(path: str) -> str | None:
    """The path of the other half, where the way back has a file of its own; None where it has not."""
    for ending in (".up.sql", "/up.sql"):
        if path.endswith(ending):
            return f"{path[: -len(ending)]}{ending.replace('up', 'down')}"
    return None


def _ending(file: str, direction: str) -> str:
    return f".{direction}.sql" if direction else file[file.rindex(".") :]


@lru_cache(maxsize=1)
def _versions(files: tuple[str, ...]) -> frozenset[int]:
    """The numbers that are taken, kept until another series is asked about: its findings have many fixes."""
    names = (parse(f"{path.split('/')[-2]}.sql") if is_half(path) else parse(path.rpartition("/")[2]) for path in files)
    return frozenset(name.version for name in names if name)
