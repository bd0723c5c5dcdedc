"""Prisma Migrate: folders with a stamp and a name, each with its migration.sql."""

from collections.abc import Iterator, Sequence

from towpath.frameworks import kept, sqlfile, stamps
from towpath.frameworks.kept import Kept, Planned, Texts
from towpath.frameworks.prisma.detection import FILE, found_at
from towpath.frameworks.prisma.splitting import transactional
from towpath.operations import Migration, Script
from towpath.project import Found, Tree
from towpath.source import Unreadable

__all__ = ["FILE", "detect", "name", "next_path", "read"]

name = "prisma"


def detect(tree: Tree) -> Iterator[Found]:
    """Every folder of migrations: one with a lock file, or whose migrations have stamps."""
    folders: dict[str, list[str]] = {}
    for path in tree.paths():
        parts = path.rsplit("/", 2)
        if parts[-1] == FILE and len(parts) > 1:
            folders.setdefault(parts[0] if len(parts) > 2 else "", []).append(path)
    for folder, files in folders.items():
        if found := found_at(tree, folder, files):
            yield found


def read(found: Found, tree: Tree, kept_before: Kept) -> tuple[Migration, ...]:
    """The migrations in running order; those that did not change are the very same ones."""
    return kept.read(found, tree, kept_before, _plan, _make)


def _folder(path: str) -> str:
    return path.split("/")[-2]


def _plan(found: Found, tree: Tree) -> list[Planned]:
    files = sorted((path for path in found.files if path.endswith(f"/{FILE}")), key=_folder)
    return [Planned(_folder(path), path, title=_folder(path).lstrip("0123456789").lstrip("_")) for path in files]


def _make(planned: Planned, texts: Texts, found: Found, kept_before: Kept) -> tuple[Migration, ...]:
    if isinstance(texts.up, Unreadable):
        up = sqlfile.unread(planned.up, texts.up.reason)
    elif texts.up is None:
        up = Script(planned.up)
    else:
        file = kept_before.file(planned.up, texts.up)
        up = file.script(transactional(file, found.runner.version))
    return (Migration(name, planned.identity, up, title=planned.title),)


def next_path(
    found: Found, migrations: Sequence[Migration], index: int, slug: str, tree: Tree, taken: Sequence[str] = ()
) -> str | None:
    """The path of a new migration a second behind this one, or behind the last that is taken; None if none fits."""
    path = taken[-1] if taken else migrations[index].up.path
    folder, before = path.rsplit("/", 2)[0] if path.count("/") > 1 else "", _folder(path)
    digits = before[: len(before) - len(before.lstrip("0123456789"))]
    later = stamps.following(digits)
    if later is None:
        return None
    new = f"{later}_{slug}"
    others = [_folder(other) for other in found.files if other.endswith(f"/{FILE}")]
    fits = new > before and all(not before < other <= new for other in others)
    path = f"{folder}/{new}/{FILE}".lstrip("/")
    return path if fits and not tree.has(path) else None
