"""Prisma Migrate: folders with a stamp and a name, each with its migration.sql."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from towpath.frameworks import kept, sqlfile
from towpath.frameworks.kept import Kept, Planned, Texts
from towpath.frameworks.prisma.detection import found_at
from towpath.frameworks.prisma.naming import FILE, folder_name
from towpath.frameworks.prisma.splitting import transactional
from towpath.operations import Migration, Script
from towpath.project import Dumped, Found, Tree
from towpath.source import Unreadable

if TYPE_CHECKING:
    from towpath.frameworks.writing import Ask, Written

__all__ = ["FILE", "detect", "dumped", "name", "read", "write"]

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


def _plan(found: Found, tree: Tree) -> list[Planned]:
    files = sorted((path for path in found.files if path.endswith(f"/{FILE}")), key=folder_name)
    return [
        Planned(own, path, title=own.lstrip("0123456789").lstrip("_")) for path in files for own in [folder_name(path)]
    ]


def _make(planned: Planned, texts: Texts, found: Found, kept_before: Kept) -> tuple[Migration, ...]:
    if isinstance(texts.up, Unreadable):
        up = sqlfile.unread(planned.up, texts.up.reason)
    elif texts.up is None:
        up = Script(planned.up)
    else:
        file = kept_before.file(planned.up, texts.up)
        up = file.script(transactional(file, found.runner.version, found.dialect))
    return (Migration(name, planned.identity, up, title=planned.title),)


def dumped(found: Found, tree: Tree) -> Dumped | None:
    """What schema.prisma says."""
    from towpath.frameworks.prisma.dump import dumped

    return dumped(found, tree)


def made(path: str, text: str, dialect: str) -> Script:
    """What a schema.prisma makes."""
    from towpath.frameworks.prisma.seed import statements

    return sqlfile.read(path, statements(text, dialect), dialect=dialect).script()


def write(ask: "Ask") -> "Written | None":
    """The edits and new files that say the parts; None where Prisma's files cannot say them."""
    from towpath.frameworks.prisma.writing import write

    return write(ask)
