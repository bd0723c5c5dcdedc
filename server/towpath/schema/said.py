"""What was said of an object besides what it is: owner, privileges, comments, triggers; each settled once.

Kept as the operations that said it, so that they can be said again when the object is made anew.
"""

from typing import Any

from towpath.operations import (
    CreateObject,
    Grant,
    Name,
    Operation,
    RenameObject,
    Revoke,
    SetComment,
    SetOwner,
    Statement,
    Switch,
    replace,
)
from towpath.schema import words
from towpath.schema.state import squeezed

Said = tuple[Operation, ...]

# Statements of which the last one counts, for each part that they name.
_SINGLE = frozenset(
    f"alter table {action}"
    for action in (
        "alter column set compression",
        "alter column set statistics",
        "alter column set storage",
        "replica identity",
        "set access method",
        "set tablespace",
    )
)
_CLUSTERS = ("alter table cluster on", "alter table set without cluster")
# Statements that say what holds anyway, by how they end then.
_ENDINGS = {
    "alter table alter column set statistics": (" -1", " DEFAULT"),
    "alter table replica identity": (" DEFAULT",),
    "alter table set without cluster": ("",),
}
_DEFAULTS = {"trigger": "enable", "rule": "enable", "row level security": "disable", "forced": "no force"}


def say(said: Said, operation: Operation) -> Said:
    """With one more said: it takes the place of what it overrules, and cancels what it is the opposite of."""
    if isinstance(operation, (Grant, Revoke)):
        return _granted(said, operation)
    if isinstance(operation, RenameObject):
        last = said[-1] if said else None
        back = isinstance(last, RenameObject) and (last.kind, last.name.name) == (operation.kind, operation.to)
        return said[:-1] if back else (*said, operation)
    before = earlier(said, operation)
    if is_default(operation):
        return tuple(one for one in said if one is not before)
    return (*said, operation) if before is None else tuple(operation if one is before else one for one in said)


def earlier(said: Said, operation: Operation) -> Operation | None:
    """What was said before of the same thing, and holds until now."""
    about = _subject(operation)
    return next((one for one in reversed(said) if about is not None and _subject(one) == about), None)


def is_default(operation: Operation) -> bool:
    """Whether it says what holds anyway when nobody says anything."""
    if isinstance(operation, SetComment):
        return not operation.comment
    if isinstance(operation, Switch):
        return _DEFAULTS.get(_switched(operation)) == operation.to
    if not isinstance(operation, Statement):
        return False
    ending = _ENDINGS.get(operation.kind)
    return ending is not None and operation.text.upper().rstrip().endswith(ending)


def granted(said: Said, operation: Grant | Revoke) -> Grant | None:
    """The privileges that were granted before in the very words in which they are taken away."""
    return next((one for one in said if isinstance(one, Grant) and _privileges(one) == _privileges(operation)), None)


def _granted(said: Said, operation: Grant | Revoke) -> Said:
    if isinstance(operation, Revoke) and not operation.only:
        before = granted(said, operation)
        return (*said, operation) if before is None else tuple(one for one in said if one is not before)
    if isinstance(operation, Grant):
        taken = (one for one in said if isinstance(one, Revoke) and _privileges(one) == _privileges(operation))
        if (revoked := next(taken, None)) is not None:
            return tuple(one for one in said if one is not revoked)
    return said if operation in said else (*said, operation)


def _privileges(operation: Grant | Revoke) -> tuple[object, ...]:
    text = (squeezed(operation.privileges), squeezed(operation.roles), squeezed(operation.signature))
    return (*text, operation.kind, operation.name, operation.later)


def unsaid(said: Said, name: str) -> Said:
    """Without what was said of a trigger, rule or policy that is gone."""
    return tuple(one for one in said if name not in _parts(one))


def of_part(said: Said, name: str) -> Said:
    """What was said of one trigger, rule or policy, its making first."""
    return tuple(one for one in said if name in _parts(one))


def _parts(operation: Operation) -> tuple[str, ...]:
    if isinstance(operation, Switch):
        return (operation.name,) if operation.name else ()
    if isinstance(operation, Statement):
        return tuple(name.name for name in operation.objects[1:])
    if isinstance(operation, RenameObject):
        return operation.name.name, operation.to
    table: Name | None = getattr(operation, "table", None)
    return (operation.name.name,) if table and isinstance(operation, (CreateObject, SetComment)) else ()


def _subject(operation: Operation) -> tuple[object, ...] | None:
    """What an operation settles, if the last one of its kind is all that counts."""
    if isinstance(operation, SetOwner):
        return ("owner",)
    if isinstance(operation, SetComment):
        return "comment", operation.kind, operation.name, operation.table
    if isinstance(operation, Switch):
        return "switch", _switched(operation), operation.name
    if isinstance(operation, CreateObject):
        return "make", operation.kind, operation.name, operation.table
    if isinstance(operation, Statement) and operation.kind in _CLUSTERS:
        return ("cluster",)
    if isinstance(operation, Statement) and operation.kind in _SINGLE:
        return operation.kind, operation.objects[1:] if "column" in operation.kind else ()
    return None


def _switched(operation: Switch) -> str:
    return "forced" if "force" in operation.to else operation.kind


def renamed(said: Said, old: Name, new: Name) -> Said:
    """The same, said of an object that goes by another name now; texts of statements are reworded."""
    return tuple(_renamed(one, old, new) for one in said)


def _renamed(operation: Any, old: Name, new: Name) -> Operation:
    changes: dict[str, Any] = {}
    for field in ("table", "name"):
        if not changes and getattr(operation, field, None) == old:
            changes[field] = new
    if isinstance(operation, Statement):
        changes["objects"] = tuple(new if name == old else name for name in operation.objects)
    if isinstance(operation, (CreateObject, Statement)):
        changes["text"] = words.renamed(operation.text, old.name, new.name)
    found: Operation = replace(operation, **changes) if changes else operation
    return found


def with_column(said: Said, old: str, new: str) -> Said:
    """The same, said of a table one of whose columns goes by another name now."""
    return tuple(_with_column(one, old, new) for one in said)


def _with_column(operation: Operation, old: str, new: str) -> Operation:
    if isinstance(operation, (CreateObject, Statement)):
        return replace(operation, text=words.renamed(operation.text, old, new))
    if isinstance(operation, (Grant, Revoke)):
        return replace(operation, privileges=words.renamed(operation.privileges, old, new))
    return operation
