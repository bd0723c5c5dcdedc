"""What a change is asked for, and what it is answered with."""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from towpath.syntax.markup import Node


class Sent(NamedTuple):
    """`sql` is one statement, or several; `said` the element that says it, where that is a part of the change.

    `parts` are where in the change some parts of the operation stand, by their names: attributes of elements.
    """

    sql: str
    said: Node | None = None
    parts: Mapping[str, tuple[Node, str]] = {}


class Around(NamedTuple):
    """What a change is sent with: the database, and the texts of files by the path that a change gives.

    A file that is not there has None. `quoting` is the change set's `objectQuotingStrategy`.
    """

    dialect: str
    text: Callable[[str], str | None]
    quoting: str = "LEGACY"

    @property
    def is_mysql(self) -> bool:
        """Whether it is MySQL or MariaDB; all others are sent what PostgreSQL is."""
        return self.dialect in ("mysql", "mariadb")

    @property
    def has_sequences(self) -> bool:
        return self.dialect != "mysql"


# A statement, or why what is sent is not known.
Found = Iterator[Sent | str]
Change = Callable[[Node, Around], Found]


def is_true(node: Node | None, name: str) -> bool:
    """Whether an attribute is given and true."""
    return (said(node, name) or "").lower() == "true"


def is_false(node: Node | None, name: str) -> bool:
    """Whether an attribute is given and false."""
    return (said(node, name) or "").lower() == "false"


def said(node: Node | None, *names: str) -> str:
    """The first of these attributes that is given and not empty, without blanks around it."""
    for name in names:
        if node is not None and (found := node.get(name)) is not None and found.strip():
            return found.strip()
    return ""
