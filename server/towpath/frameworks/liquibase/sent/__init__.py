"""What Liquibase sends for a change: SQL that `towpath.sql` reads, so that a change and its SQL cannot disagree."""

from collections.abc import Iterable, Mapping

from towpath.frameworks.liquibase.sent import (
    alterations,
    constraints,
    indexes,
    inverses,
    loading,
    objects,
    others,
    rows,
    tables,
)
from towpath.frameworks.liquibase.sent.asked import Around, Change, Found, Sent
from towpath.syntax.markup import Node

__all__ = ["CHANGES", "INVERSES", "Around", "Outcome", "Sent", "sent", "taken_back"]

# What a change sends, or why that is not known.
Outcome = tuple[Sent, ...] | str

# By the change's name; those that run SQL of the author's own are read as that.
CHANGES: Mapping[str, Change] = {
    **alterations.CHANGES,
    **constraints.CHANGES,
    **indexes.CHANGES,
    **loading.CHANGES,
    **objects.CHANGES,
    **others.CHANGES,
    **rows.CHANGES,
    **tables.CHANGES,
}
# What Liquibase takes back by itself.
INVERSES = frozenset((*inverses.INVERSES, "loadUpdateData"))


def sent(change: Node, around: Around) -> Outcome:
    """The statements of a change, whose properties are filled in, or why they are not known."""
    found = CHANGES.get(change.name)
    return _together(found(change, around)) if found else f"the change <{change.name}> is not known"


def taken_back(change: Node, around: Around) -> Outcome | None:
    """The statements that Liquibase derives to take a change back; None where it derives none."""
    if change.name == "loadUpdateData":
        return _together(loading.load_update_data_back(change, around))
    inverse = inverses.INVERSES.get(change.name)
    if inverse is None:
        return None
    if change.name == "createSequence" and not around.has_sequences:
        return "dropSequence is not supported on mysql"
    made: list[Sent] = []
    for one in inverse(change):
        outcome = sent(one, around)
        if isinstance(outcome, str):
            return outcome
        made += outcome
    return tuple(made)


def _together(found: "Found | Iterable[Sent | str]") -> Outcome:
    made = list(found)
    reason = next((one for one in made if isinstance(one, str)), None)
    return reason if reason is not None else tuple(one for one in made if isinstance(one, Sent))
