"""Django: an app's folder `migrations`, in which each file holds a class Migration with a list of operations.

What it takes is loaded when a project has some: most have none, and a parser of Python takes its time.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from towpath.frameworks.kept import Kept
from towpath.operations import Migration
from towpath.project import Found, Tree

if TYPE_CHECKING:
    from towpath.frameworks.writing import Ask, Written

__all__ = ["detect", "name", "read", "why_not", "write"]

name = "django"


def detect(tree: Tree) -> Iterable[Found]:
    """Every project: the apps below one manage.py, or all that there are."""
    if not any(path.endswith(".py") and ("migrations/" in path or path.endswith("manage.py")) for path in tree.paths()):
        return ()
    from towpath.frameworks.django.detection import detect

    return detect(tree)


def read(found: Found, tree: Tree, kept_before: Kept) -> tuple[Migration, ...]:
    """The migrations in running order; those that did not change are the very same ones."""
    from towpath.frameworks.django.reading import read

    return read(found, tree, kept_before)


def why_not(ask: "Ask") -> str:
    """Why a file cannot say the parts; empty where there is nothing to tell."""
    from towpath.frameworks.django.writing import why_not

    return why_not(ask)


def write(ask: "Ask") -> "Written | None":
    """The edits and new files that say the parts; None where Django's files cannot say them."""
    from towpath.frameworks.django.writing import write

    return write(ask)
