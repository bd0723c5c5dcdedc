"""For which database SQL is made, which SQLAlchemy's compilers know throughout, and all that is called within here."""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar

from towpath.sql.manner import Manner, literal

POSTGRESQL = "postgresql"
# SQLAlchemy cuts names that it makes up where they are longer than this.
_LONGEST = {"mysql": 64, "mariadb": 64, "sqlite": 9999}
# Where Alembic takes statements on the schema back with their transaction.
TRANSACTIONAL = ("postgresql", "sqlserver")
_MANNERS = {name: Manner(dialect=name) for name in ("mysql", "mariadb", "sqlite")}
_ORDINARY = Manner()
_SPOKEN: ContextVar[str] = ContextVar("spoken", default=POSTGRESQL)


@contextmanager
def speaking(dialect: str) -> Generator[None, None, None]:
    """What is made within here is SQL of this database; of one that is not known, PostgreSQL's."""
    before = _SPOKEN.set(dialect if dialect in _MANNERS else POSTGRESQL)
    try:
        yield
    finally:
        _SPOKEN.reset(before)


def spoken() -> str:
    """The database whose SQL is being made."""
    return _SPOKEN.get()


def is_mysql() -> bool:
    """Whether that is MySQL or MariaDB."""
    return _SPOKEN.get() in ("mysql", "mariadb")


def manner() -> Manner:
    """How names are written there."""
    return _MANNERS.get(_SPOKEN.get(), _ORDINARY)


def longest() -> int:
    return _LONGEST.get(_SPOKEN.get(), 63)


def quoted_literal(text: str) -> str:
    """A text as SQL; MySQL takes a backslash for the beginning of an escape."""
    return literal(text.replace("\\", "\\\\") if is_mysql() else text)
