"""One series of migrations in the order in which they run."""

from towpath.databases import Database
from towpath.operations import Migration, value
from towpath.project import Found


@value
class Series:
    """`databases` are those that the series may run on; empty where none is known."""

    found: Found
    migrations: tuple[Migration, ...]
    databases: tuple[Database, ...] = ()
