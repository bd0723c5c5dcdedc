"""What is looked for in an application, and where it was found."""

from typing import NamedTuple

from towpath.operations import Name
from towpath.source import Span

# How a statement names something, where no model does.
SQL = "SQL"
_MARK = "named by the application"


class Use(NamedTuple):
    """A place in a file of the application that names a table or a column; `how` says what does."""

    path: str
    span: Span
    how: str


class Wanted(NamedTuple):
    """A table, or one of its columns."""

    table: Name
    column: str | None = None

    def is_table(self, name: str | None, schema: str | None = None) -> bool:
        """Whether a name means the table; where no schema is said, any is meant."""
        return name == self.table.name and (schema is None or self.table.schema is None or schema == self.table.schema)


def key(wanted: Wanted) -> str:
    """The key of the fact which places name something."""
    return "\0".join((_MARK, wanted.table.schema or "", wanted.table.name, wanted.column or ""))


def is_use(key: str) -> bool:
    """Whether a key is that of such a fact."""
    return key.startswith(_MARK)


def wanted(key: str) -> Wanted:
    """What such a key asks for."""
    _, schema, name, column = key.split("\0")
    return Wanted(Name(name, schema or None), column or None)
