"""Plain SQL: golang-migrate, Diesel, sqlx, dbmate, goose, and numbered files of which nothing tells what runs them."""

from typing import TYPE_CHECKING

from towpath.frameworks import kept
from towpath.frameworks.kept import Kept
from towpath.frameworks.plain.detection import detect, single
from towpath.frameworks.plain.names import numbered
from towpath.frameworks.plain.reading import make, plan
from towpath.operations import Migration
from towpath.project import Found, Tree

if TYPE_CHECKING:
    from towpath.frameworks.writing import Ask, Written

__all__ = ["detect", "name", "numbered", "read", "single", "write"]

name = "sql"


def read(found: Found, tree: Tree, kept_before: Kept) -> tuple[Migration, ...]:
    """The migrations in running order; those that did not change are the very same ones."""
    return kept.read(found, tree, kept_before, plan, make)


def write(ask: "Ask") -> "Written | None":
    """The edits and new files that say the parts; None where these files cannot say them."""
    from towpath.frameworks.plain.writing import write

    return write(ask)
