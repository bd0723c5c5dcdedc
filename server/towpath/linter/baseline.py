"""The schema that a series of migrations starts from, where a file says it: a dump, schema.rb or schema.prisma."""

from towpath import frameworks
from towpath.history import replay
from towpath.operations import Migration
from towpath.project import Found, Tree
from towpath.schema import State


def begun(found: Found, tree: Tree, path: str, dialect: str) -> State:
    """What the statements of a file leave behind: tables that were there before the first migration."""
    script = frameworks.baseline(found, tree, path, dialect)
    # Without a name of its own, so that what it makes is as old as what nothing made.
    return replay([Migration(found.framework, "", script)], dialect=dialect)["", "up"].after
