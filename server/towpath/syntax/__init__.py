"""The languages that migrations are written in, as trees; the only room that knows tree-sitter."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from towpath.syntax.tree import Tree


def parse(path: str, text: str) -> "Tree":
    """The tree of a program, in the language that its file's name tells."""
    if path.endswith(".rb"):
        from towpath.syntax import ruby

        return ruby.parse(text)
    from towpath.syntax import python

    return python.parse(text)
