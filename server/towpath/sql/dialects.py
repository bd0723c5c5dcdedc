"""The dialects of SQL that are read, by the names of databases; each is loaded when it is first asked for."""

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from towpath.sql.lex import POSTGRESQL, Tokens, identifier
from towpath.sql.lexis import Lexis
from towpath.sql.pieces import Next
from towpath.sql.postgresql import statement as _postgresql
from towpath.sql.split import piece_of as _next

if TYPE_CHECKING:
    from towpath.sql.bodies import Inner
    from towpath.sql.postgresql.grammar import Reading


class Dialect(NamedTuple):
    """How one database's SQL is cut into statements and tokens, and read.

    `client` says what in a text tells the client how the rest of it is cut; while there is such, no part of the text
    can be cut on its own. `ahead`: where a statement ends hangs on the beginning of so many that follow it. `shell` is
    the client whose commands may stand in a text, `is_quiet` says which of these do nothing to the database.
    `block` reads a statement that holds others, as one for each; None where it holds none.
    """

    name: str
    lexis: Lexis
    statement: "Callable[[Tokens], Reading | None]"
    following: Next
    client: Callable[[str], object] = lambda text: None
    ahead: int = 0
    shell: str = "psql"
    is_quiet: Callable[[str], object] = lambda command: False
    block: "Callable[[Tokens], list[Inner] | None]" = lambda tokens: None


def _in_capitals(raw: str) -> str:
    """A name as Oracle holds it: one that a program says in small letters is in capitals there, in quotes or not."""
    name = identifier(raw)
    return name.upper() if name.islower() and "${" not in raw else name


def _in_small_letters(raw: str) -> str:
    name = identifier(raw)
    return name.lower() if name.isupper() and "${" not in raw else name


# What programs' names are in databases that hold them otherwise than PostgreSQL does.
_NAMED: dict[str, Callable[[str], str]] = {"sqlserver": lambda raw: identifier(raw).lower(), "oracle": _in_capitals}
_POSTGRESQL = Dialect("postgresql", POSTGRESQL, _postgresql, _next)


@cache
def dialect(database: str) -> Dialect:
    """The dialect of a database; PostgreSQL's where it is not known, or has none of its own here.

    `sqlserver in other words`: what is meant for SQL Server, said in PostgreSQL's words; so for `oracle`. `oracle in
    small letters`: Oracle's, whose names stand for those that a program says in small letters.
    """
    name, _, words = database.partition(" ")
    if words == "in small letters":
        known = dialect(name)
        return known._replace(lexis=known.lexis._replace(identifier=_in_small_letters))
    if words:
        return _POSTGRESQL._replace(lexis=_POSTGRESQL.lexis._replace(identifier=_NAMED[name]))
    if database in ("mysql", "mariadb"):
        from towpath.sql.mysql import statement
        from towpath.sql.mysql.lexis import MYSQL
        from towpath.sql.mysql.splitting import delimiters, piece_of

        return Dialect("mysql", MYSQL, statement, piece_of, delimiters, shell="mysql", is_quiet=delimiters)
    if database == "sqlite":
        from towpath.sql.sqlite import statement
        from towpath.sql.sqlite.lexis import SQLITE
        from towpath.sql.sqlite.splitting import piece_of

        return Dialect("sqlite", SQLITE, statement, piece_of, shell="sqlite3")
    if database == "sqlserver":
        from towpath.sql.sqlserver import statement
        from towpath.sql.sqlserver.control import block
        from towpath.sql.sqlserver.lexis import SQLSERVER
        from towpath.sql.sqlserver.splitting import is_quiet, piece_of

        return Dialect(
            "sqlserver", SQLSERVER, statement, piece_of, ahead=2, shell="sqlcmd", is_quiet=is_quiet, block=block
        )
    if database == "oracle":
        from towpath.sql.oracle import statement
        from towpath.sql.oracle.blocks import block
        from towpath.sql.oracle.lexis import ORACLE
        from towpath.sql.oracle.splitting import is_quiet, piece_of

        return Dialect("oracle", ORACLE, statement, piece_of, shell="SQL*Plus", is_quiet=is_quiet, block=block)
    return _POSTGRESQL
