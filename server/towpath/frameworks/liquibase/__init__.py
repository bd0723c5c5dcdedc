"""Liquibase: changelogs of XML, YAML, JSON or formatted SQL, whose change sets run in their order.

What it takes is loaded when a project has some.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from towpath.frameworks.kept import Kept
from towpath.operations import Migration
from towpath.project import Found, Tree

if TYPE_CHECKING:
    from towpath.frameworks.liquibase.changelog import Changelog
    from towpath.frameworks.writing import Ask, Written

__all__ = ["detect", "leads_elsewhere", "name", "read", "write"]

name = "liquibase"
_ENDINGS = (".xml", ".yaml", ".yml", ".json", ".sql")


def detect(tree: Tree) -> Iterable[Found]:
    """Every series: a changelog that nothing includes, with all that it includes."""
    if not any(path.lower().endswith(_ENDINGS) for path in tree.paths()):
        return ()
    from towpath.frameworks.liquibase.detection import detect

    return detect(tree)


def read(found: Found, tree: Tree, kept_before: Kept) -> tuple[Migration, ...]:
    """The migrations in running order; those whose change sets say what they said are the very same ones."""
    from towpath.frameworks.liquibase.reading import read

    return read(found, tree, kept_before)


def write(ask: "Ask") -> "Written | None":
    """Changelogs are not written yet."""
    return None


def leads_elsewhere(path: str, before: str, after: str) -> bool:
    """Whether a changelog now includes other files."""
    from towpath.frameworks.liquibase.changelog import read

    return _included(read(path, before)) != _included(read(path, after))


def _included(changelog: "Changelog") -> list[str]:
    return [entry.text for entry in changelog.entries if entry.kind in ("include", "includeAll")]
