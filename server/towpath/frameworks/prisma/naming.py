"""The names of Prisma's migrations: a folder with a stamp, and in it the file."""

from collections.abc import Sequence

from towpath.frameworks import stamps
from towpath.operations import Migration
from towpath.project import Found, Tree

FILE = "migration.sql"


def folder_name(path: str) -> str:
    """The folder of a migration's file, which is the migration's name."""
    return path.split("/")[-2]


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
    others = [folder_name(other) for other in found.files if other.endswith(f"/{FILE}")]
    fits = new > before and all(not before < other <= new for other in others)
    path = f"{folder}/{new}/{FILE}".lstrip("/")
    return path if fits and not tree.has(path) else None
