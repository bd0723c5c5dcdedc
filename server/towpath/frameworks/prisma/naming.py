"""The names of Prisma's migrations: a folder with a stamp, and in it the file."""

from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache

from towpath.frameworks import stamps
from towpath.operations import Migration
from towpath.project import Found, Tree

FILE = "migration.sql"


def folder_name(path: str) -> str:
    """The folder of a migration's file, which is the migration's name."""
    return path.split("/")[-2]


@lru_cache(maxsize=1)
def _folder_names(files: tuple[str, ...]) -> list[str]:
    """The names of a series in order, kept until another series is asked about: its findings have many fixes."""
    return sorted(folder_name(path) for path in files if path.endswith(f"/{FILE}"))


def next_path(
    found: Found, migrations: Sequence[Migration], index: int, slug: str, tree: Tree, taken: Sequence[str] = ()
) -> str | None:
    """The path of a new migration a second behind this one, or behind the last that is taken; None if none fits."""
    path = taken[-1] if taken else migrations[index].up.path
    folder, before = path.rsplit("/", 2)[0] if path.count("/") > 1 else "", folder_name(path)
    digits = before[: len(before) - len(before.lstrip("0123456789"))]
    later = stamps.following(digits)
    if later is None:
        return None
    new = f"{later}_{slug}"
    others = _folder_names(found.files)
    fits = new > before and bisect_right(others, before) == bisect_right(others, new)
    path = f"{folder}/{new}/{FILE}".lstrip("/")
    return path if fits and not tree.has(path) else None
