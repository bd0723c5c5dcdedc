"""What settings leave behind, and how they end."""

from collections.abc import Callable
from typing import Any

from towpath.operations import ControlTransaction, Operation, SetSetting
from towpath.schema.labels import ADDED
from towpath.schema.objects import Setting
from towpath.schema.state import SEARCH_PATH, Draft, schemas

# The facts that hold the names of what was set.
LOCALS, SESSION = "locals", "session"


def _set_setting(draft: Draft, operation: SetSetting) -> None:
    """What holds anyway is no fact: a default, and for a transaction what was set for the session."""
    name, kept = operation.name, LOCALS if operation.local else SESSION
    session: Setting | None = draft.fact(f"setting {name}") if operation.local else None
    holds = session.value if session else None
    said = Setting(operation.value, operation.local) if operation.value != holds else None
    draft.put(f"{'local' if operation.local else 'setting'} {name}", said)
    names: frozenset[str] = draft.fact(kept) or frozenset()
    draft.put(kept, (names | {name} if said else names - {name}) or None)
    if name == "search_path":
        draft.put(SEARCH_PATH, schemas(draft.setting(name)))


def end_transaction(draft: Draft) -> None:
    """What SET LOCAL said ends with its transaction."""
    for name in sorted(draft.fact(LOCALS) or ()):
        draft.put(f"local {name}", None)
        if name == "search_path":
            draft.put(SEARCH_PATH, schemas(draft.setting("search_path")))
    if draft.fact(LOCALS):
        draft.put(LOCALS, None)
    commit_labels(draft)


def commit_labels(draft: Draft) -> None:
    """What was added to enums may be used from here on."""
    if draft.fact(ADDED):
        draft.put(ADDED, None)


def end_session(draft: Draft) -> None:
    """What was set without LOCAL may hold in the next migration and may not: it runs on its own, or much later."""
    for name in sorted(draft.fact(SESSION) or ()):
        draft.put(f"setting {name}", None)
        if name == "search_path":
            draft.put(SEARCH_PATH, None)
    if draft.fact(SESSION):
        draft.put(SESSION, None)


def _control(draft: Draft, operation: ControlTransaction) -> None:
    if operation.ends:
        end_transaction(draft)


EFFECTS: dict[type[Operation], Callable[[Draft, Any], None]] = {
    ControlTransaction: _control,
    SetSetting: _set_setting,
}
