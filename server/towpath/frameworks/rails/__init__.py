"""Rails: files of Ruby, each a class that Active Record runs by the number in the file's name.

What it takes is loaded when a project has some: most have none, and a parser of Ruby takes its time.
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from towpath.frameworks.kept import Kept
from towpath.operations import Migration, Name, Script
from towpath.project import Dumped, Found, Tree

if TYPE_CHECKING:
    from towpath.frameworks.writing import Ask, Written

__all__ = ["detect", "dumped", "ignored", "ignores_else", "name", "read", "schema", "write"]

name = "rails"


def detect(tree: Tree) -> Iterable[Found]:
    """Every series, each with the files of all its folders."""
    if not any(path.endswith(".rb") for path in tree.paths()):
        return ()
    from towpath.frameworks.rails.detection import detect

    return detect(tree)


def read(found: Found, tree: Tree, kept_before: Kept) -> tuple[Migration, ...]:
    """The migrations in running order; those whose files say what they said are the very same ones."""
    from towpath.frameworks.rails.reading import read

    return read(found, tree, kept_before)


def write(ask: "Ask") -> "Written | None":
    """The edits and new files that say the parts; None where Rails' files cannot say them."""
    from towpath.frameworks.rails.writing import write

    return write(ask)


def dumped(found: Found, tree: Tree) -> Dumped | None:
    """What schema.rb or structure.sql says of the migrations."""
    from towpath.frameworks.rails.dump import dumped

    return dumped(found, tree)


def schema(found: Found, path: str, text: str) -> Script:
    """What schema.rb does."""
    from towpath.frameworks.rails.dump import schema

    return schema(found, path, text)


def ignored(found: Found, tree: Tree, table: Name, base: Callable[[str], str | None] | None = None) -> frozenset[str]:
    """The columns of a table that the application's model of it ignores; with `base`, in the text that this gives."""
    from towpath.frameworks.rails.detection import application
    from towpath.frameworks.rails.models import ignored

    return ignored(tree, application(found.folder), str(table), base)


def ignores_else(path: str, before: str, after: str) -> bool:
    """Whether a model ignores other columns than before."""
    from towpath.frameworks.rails.models import ignores_else

    return ignores_else(path, before, after)
