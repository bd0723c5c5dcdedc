"""What is known of a project's tool and database, as values that frameworks fill."""

from collections.abc import Mapping
from typing import Literal

from towpath.operations import value

# What becomes of a migration that comes to a database behind later versions; empty: nobody knows.
Late = Literal["", "runs", "skips", "refuses"]
# What a tool compares of a migration that ran: each byte, the lines, what it does; empty: nothing.
Checksum = Literal["", "bytes", "lines", "statements"]


@value
class Runner:
    """The tool that runs the migrations, and what it does around them.

    `scope`: what one transaction spans when nothing says otherwise. `lock_timeout` and `statement_timeout`: set outside
    of the migrations, as the tool's configuration has them. `concurrent_needs`: a setting that the project does not
    have, and without which CREATE INDEX CONCURRENTLY waits for ever for a transaction of the tool's own;
    `concurrent_in` is the configuration file that a fix can write it to. `goes_back`: whether a migration has a way
    back that its author writes, or that the tool derives. `cascades`: the tool itself drops with CASCADE.
    `order`: what says which migration comes before which. `compares_names`: what a migration that ran is called must
    not change either. `commits`: on this database every statement but those on rows commits what was before it, and
    itself. `keys_stay_on`: where foreign keys are on while the tool makes a table of SQLite's anew. `outside`: what
    may stand outside of a transaction where it is several statements, both ways: a migration, or each of them.
    """

    name: str
    scope: Literal["run", "migration", "statement"] = "migration"
    version: str | None = None
    lock_timeout: str | None = None
    statement_timeout: str | None = None
    concurrent_needs: str = ""
    concurrent_in: str = ""
    goes_back: bool = False
    cascades: bool = False
    order: Literal["versions", "parents", "listed"] = "versions"
    late: Late = ""
    checksum: Checksum = ""
    compares_names: bool = False
    commits: bool = False
    keys_stay_on: Literal["", "in transactions", "anywhere"] = ""
    outside: Literal["", "migration", "statement"] = ""


@value
class Evidence:
    """Something that was seen and what follows from it, in words for `doctor`."""

    said: str
    path: str = ""


@value
class Dumped:
    """A file that says what all migrations leave behind, and what of them it knows.

    `versions` are those that it has, or `newest` is the last; `columns` are those of each table, where it says these.
    """

    path: str
    versions: frozenset[str] = frozenset()
    newest: str = ""
    columns: Mapping[str, frozenset[str]] = {}


@value
class Found:
    """One series of migrations: its folder, the files that belong to it, and why it is taken for what it is.

    Paths are relative to the tree's root, with `/`. `dialects` is empty where the database is not known. `shared` are
    the files that belong to the series of other databases as well. `dialect` is the one whose SQL is read, of several.
    """

    framework: str
    folder: str
    files: tuple[str, ...]
    runner: Runner
    dialects: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    settings: tuple[tuple[str, str], ...] = ()
    configuration: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    dialect: str = ""

    def setting(self, name: str) -> str | None:
        """A setting of the tool's own configuration that reading depends on."""
        return dict(self.settings).get(name)
