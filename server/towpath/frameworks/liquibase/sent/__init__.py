"""What Liquibase sends for a change: SQL that `towpath.sql` reads, so that a change and its SQL cannot disagree."""

from collections.abc import Callable, Mapping
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

    A file that is not there has None.
    """

    dialect: str
    text: Callable[[str], str | None]


# What a change sends, or why that is not known.
Outcome = tuple[Sent, ...] | str
Change = Callable[[Node, Around], Outcome]

# By the change's name; those that run SQL of the author's own are read as that.
CHANGES: Mapping[str, Change] = {}
# What takes a change back that Liquibase takes back by itself.
INVERSES: Mapping[str, Change] = {}


def sent(change: Node, around: Around) -> Outcome:
    """The statements of a change, whose properties are filled in, or why they are not known."""
    found = CHANGES.get(change.name)
    return found(change, around) if found else f"the change <{change.name}> is not known"


def taken_back(change: Node, around: Around) -> Outcome | None:
    """The statements that Liquibase derives to take a change back; None where it derives none."""
    found = INVERSES.get(change.name)
    return found(change, around) if found else None
