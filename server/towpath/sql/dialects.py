"""The dialects of SQL that are read, by the names of databases; each is loaded when it is first asked for."""

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from towpath.sql.lex import POSTGRESQL, Tokens
from towpath.sql.lexis import Lexis
from towpath.sql.pieces import Next
from towpath.sql.postgresql import statement as _postgresql
from towpath.sql.split import piece_of as _next

if TYPE_CHECKING:
    from towpath.sql.postgresql.grammar import Reading


class Dialect(NamedTuple):
    """How one database's SQL is cut into statements and tokens, and read.

    `client` says what in a text tells the client how the rest of it is cut; while there is such, no part of the text
    can be cut on its own.
    """

    name: str
    lexis: Lexis
    statement: "Callable[[Tokens], Reading | None]"
    following: Next
    client: Callable[[str], object] = lambda text: None


_POSTGRESQL = Dialect("postgresql", POSTGRESQL, _postgresql, _next)


@cache
def dialect(database: str) -> Dialect:
    """The dialect of a database; PostgreSQL's where it is not known, or has none of its own here."""
    if database in ("mysql", "mariadb"):
        from towpath.sql.mysql import statement
        from towpath.sql.mysql.lexis import MYSQL
        from towpath.sql.mysql.splitting import delimiters, piece_of

        return Dialect("mysql", MYSQL, statement, piece_of, delimiters)
    if database == "sqlite":
        from towpath.sql.sqlite import statement
        from towpath.sql.sqlite.lexis import SQLITE
        from towpath.sql.sqlite.splitting import piece_of

        return Dialect("sqlite", SQLITE, statement, piece_of)
    return _POSTGRESQL
