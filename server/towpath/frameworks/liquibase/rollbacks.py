"""What takes a change set back, as it is written in it."""

from collections.abc import Mapping
from typing import NamedTuple

from towpath.frameworks.liquibase.changeset import ChangeSet
from towpath.frameworks.liquibase.including import plain
from towpath.frameworks.liquibase.steps import How, nothing, opaque, steps
from towpath.frameworks.pieces import Piece
from towpath.operations import Operation, Step
from towpath.source import Span
from towpath.syntax.markup import Node

# Path, id and author of a change set.
Key = tuple[str, str, str]


class Back(NamedTuple):
    """The steps of a way back, and the change sets that it does again."""

    pieces: tuple[Piece, ...]
    others: Mapping[Key, ChangeSet | None]


def read(said: ChangeSet, how: How, sets: Mapping[Key, ChangeSet], path: str) -> Back | None:
    """The way back of a change set; None where none is written. `sets` are the change sets before it."""
    if said.rollback is None:
        return None
    if all(map(_is_nothing, said.rollback)):
        return Back((Piece(said.back.start, nothing(said.back.of(how.home), how.guard)),), {})
    # What is sent on the way back is changed only where that is said.
    modifies = [one for one in how.modifies if str(one.get("applyToRollback") or "").lower() == "true"]
    back = how._replace(derived=False, modifies=modifies)
    pieces: list[Piece] = []
    others: dict[Key, ChangeSet | None] = {}
    for change in said.rollback:
        if change.name == "rollback":
            pieces.append(_again(change, back, sets, path, others))
        else:
            pieces += steps((change,), back)
    return Back(tuple(pieces), others)


def _is_nothing(change: Node) -> bool:
    """Whether a change of a way back only says that there is nothing to do."""
    text = change.get("sql") or change.text
    return change.name == "empty" or (change.name == "sql" and text is not None and text.strip().lower() == "empty")


def _again(
    change: Node, how: How, sets: Mapping[Key, ChangeSet], path: str, others: dict[Key, ChangeSet | None]
) -> Piece:
    """What another change set does is done again."""
    named = plain(str(change.get("changeSetPath") or path))
    key = named, str(change.get("changeSetId") or ""), str(change.get("changeSetAuthor") or "")
    other = others[key] = sets.get(key)
    block = change.span.of(how.home)
    if other is None:
        reason = f"there is no change set {key[1]} of {key[2]} before this one in {named}"
        return Piece(change.span.start, opaque(block, reason, how.guard))
    operations: list[Operation] = []
    for one in other.every:
        # Its places are in another text.
        alone = how._replace(home=one.text.home if one.text is not None else "")
        operations += [operation for piece in steps((one,), alone) for operation in piece.step.operations]
    step = Step(block, Span(0, len(block)), tuple(operations), tuple({} for _ in operations), how.guard, "template")
    return Piece(change.span.start, step)
