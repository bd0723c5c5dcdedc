"""Plain SQL: golang-migrate, Diesel, sqlx, dbmate, goose, and numbered files of which nothing tells what runs them."""

from towpath.frameworks import kept
from towpath.frameworks.kept import Kept
from towpath.frameworks.plain.detection import detect, single
from towpath.frameworks.plain.names import numbered
from towpath.frameworks.plain.next_name import next_path, way_back
from towpath.frameworks.plain.reading import make, plan
from towpath.frameworks.plain.switches import framed, outside, switch_file
from towpath.frameworks.plain.writing import write
from towpath.operations import Migration
from towpath.project import Found, Tree

__all__ = [
    "detect",
    "framed",
    "name",
    "next_path",
    "numbered",
    "outside",
    "read",
    "single",
    "switch_file",
    "way_back",
    "write",
]

name = "sql"


def read(found: Found, tree: Tree, kept_before: Kept) -> tuple[Migration, ...]:
    """The migrations in running order; those that did not change are the very same ones."""
    return kept.read(found, tree, kept_before, plan, make)
