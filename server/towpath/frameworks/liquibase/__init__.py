"""Liquibase: changelogs of XML, YAML, JSON or formatted SQL, whose change sets run in their order.

What it takes is loaded when a project has some.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from towpath.frameworks.kept import Kept
from towpath.operations import Migration
from towpath.project import Found, Tree

if TYPE_CHECKING:
    from towpath.frameworks.liquibase.entries import Changelog
    from towpath.frameworks.writing import Ask, Written

__all__ = ["detect", "leads_elsewhere", "name", "read", "why_not", "write"]

name = "liquibase"
_ROOT = "databaseChangeLog"
# As much of a file as is looked at: a license may stand before the root.
_HEAD = 16_384
_FIRST_LINE = 1_000
_ENDINGS = (".xml", ".yaml", ".yml", ".json", ".sql", ".groovy")


def detect(tree: Tree) -> Iterable[Found]:
    """Every series: a changelog that nothing includes, with all that it includes."""
    logs = [path for path in tree.paths() if path.lower().endswith(_ENDINGS) and _may_be_one(tree, path)]
    if not logs:
        return ()
    from towpath.frameworks.liquibase.detection import detect

    return detect(tree, logs)


def _may_be_one(tree: Tree, path: str) -> bool:
    """Whether a file may be a changelog, told by its beginning."""
    if path.lower().endswith(".sql"):
        # Most files of SQL are read as a whole, by somebody.
        return "liquibase" in (tree.text(path) or "")[:_FIRST_LINE].lower()
    return _ROOT in tree.head(path, _HEAD)


def read(found: Found, tree: Tree, kept_before: Kept) -> tuple[Migration, ...]:
    """The migrations in running order; those whose change sets say what they said are the very same ones."""
    from towpath.frameworks.liquibase.reading import known, read

    own = known(found, kept_before) if kept_before.of_part else None
    if own is None:
        return read(found, tree, kept_before)
    from towpath.frameworks.liquibase.part import PartReader  # Only fixes need it.

    return tuple(PartReader(found, tree, own, kept_before.asked).migrations())


def why_not(ask: "Ask") -> str:
    """Why a changelog cannot say the parts; empty where there is nothing to tell."""
    from towpath.frameworks.liquibase.writing import why_not

    return why_not(ask)


def write(ask: "Ask") -> "Written | None":
    """The edits that say the parts; None where a changelog cannot say them."""
    from towpath.frameworks.liquibase.writing import write

    return write(ask)


def leads_elsewhere(path: str, before: str, after: str) -> bool:
    """Whether a changelog now includes other files."""
    from towpath.frameworks.liquibase.changelog import read

    return _included(read(path, before)) != _included(read(path, after))


def _included(changelog: "Changelog") -> list[str]:
    return [entry.text for entry in changelog.entries if entry.kind in ("include", "includeAll")]
