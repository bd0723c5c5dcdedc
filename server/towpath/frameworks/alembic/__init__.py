"""Alembic: files of Python, each a revision that names those it comes behind.

What it takes is loaded when a project has some: most have none, and a parser of Python takes its time.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from towpath.frameworks.kept import Kept
from towpath.operations import Migration
from towpath.project import Found, Tree

if TYPE_CHECKING:
    from towpath.frameworks.writing import Ask, Written

__all__ = ["detect", "name", "read", "write"]

name = "alembic"


def detect(tree: Tree) -> Iterable[Found]:
    """Every series, each with the files of all its version folders in the order in which Alembic loads them."""
    if not any(path.endswith((".py", ".ini", "pyproject.toml")) for path in tree.paths()):
        return ()
    from towpath.frameworks.alembic.detection import detect

    return detect(tree)


def read(found: Found, tree: Tree, kept_before: Kept) -> tuple[Migration, ...]:
    """The migrations in running order; those whose files say what they said are the very same ones."""
    from towpath.frameworks.alembic.reading import read

    return read(found, tree, kept_before)


def write(ask: "Ask") -> "Written | None":
    """The edits and new files that say the parts; None where Alembic's files cannot say them."""
    from towpath.frameworks.alembic.writing import write

    return write(ask)
