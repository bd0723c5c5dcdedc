"""Flyway: migrations named V1__description.sql, with what they run on from its own and other configuration files."""

from towpath.frameworks import kept
from towpath.frameworks.flyway.detection import detect
from towpath.frameworks.flyway.next_name import next_path
from towpath.frameworks.flyway.reading import make, plan
from towpath.frameworks.flyway.transactions import SWITCH, SWITCH_FILE
from towpath.frameworks.flyway.writing import write
from towpath.frameworks.kept import Kept
from towpath.operations import Migration
from towpath.project import Found, Tree

__all__ = ["SWITCH", "SWITCH_FILE", "detect", "name", "next_path", "read", "write"]

name = "flyway"


def read(found: Found, tree: Tree, kept_before: Kept) -> tuple[Migration, ...]:
    """The migrations in running order; those that did not change are the very same ones."""
    return kept.read(found, tree, kept_before, plan, make)
