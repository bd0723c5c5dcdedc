"""Flyway: migrations named V1__description.sql, with what they run on from its own and other configuration files."""

from typing import TYPE_CHECKING

from towpath.frameworks import kept
from towpath.frameworks.flyway.detection import detect
from towpath.frameworks.flyway.reading import make, plan
from towpath.frameworks.flyway.transactions import SWITCH, SWITCH_FILE
from towpath.frameworks.kept import Kept
from towpath.operations import Migration
from towpath.project import Found, Tree

if TYPE_CHECKING:
    from towpath.frameworks.writing import Ask, Written

__all__ = ["SWITCH", "SWITCH_FILE", "detect", "name", "read", "write"]

name = "flyway"


def read(found: Found, tree: Tree, kept_before: Kept) -> tuple[Migration, ...]:
    """The migrations in running order; those that did not change are the very same ones."""
    return kept.read(found, tree, kept_before, plan, make)


def write(ask: "Ask") -> "Written | None":
    """The edits and new files that say the parts; None where Flyway's files cannot say them."""
    from towpath.frameworks.flyway.writing import write

    return write(ask)
