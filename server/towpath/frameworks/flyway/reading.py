"""Flyway's files as migrations, in the order in which they run."""

from towpath.frameworks import sqlfile
from towpath.frameworks.flyway.names import EVENTS, FileName, named, naming
from towpath.frameworks.flyway.transactions import SWITCH_FILE, transactional
from towpath.frameworks.kept import Kept, Planned, Text, Texts
from towpath.operations import Migration, Script
from towpath.project import Found, Tree
from towpath.source import Unreadable

_LAST_BEFORE = EVENTS.index("afterVersioned")
_FIRST_AFTER = EVENTS.index("afterMigrateApplied")
_IN_CODE = "a migration that is written in Java or Kotlin is not read"

Key = tuple[int, tuple[int, ...], str]


def plan(found: Found, tree: Tree) -> list[Planned]:
    """The migrations that the files' names tell, in the order in which Flyway runs them."""
    how = naming(found.settings)
    names = [(path, name) for path in found.files if (name := named(path, how))]
    ways_back = {name.version: path for path, name in reversed(names) if name.kind == "undo"}
    planned: list[Planned] = []
    taken: set[str] = set()
    claimed: set[str] = set()
    for path, name in sorted(names, key=_place):
        if path in claimed:
            continue
        down = ways_back.pop(name.version, "") if name.kind == "versioned" else ""
        claimed.add(down)
        identity = name.identity if name.identity not in taken else f"{name.identity} ({path})"
        taken.add(identity)
        planned.append(_planned(path, name, identity, down, tree))
    return planned


def _place(pair: tuple[str, FileName]) -> tuple[Key, str]:
    """Where a migration stands: callbacks that come first, versions, repeatable ones by description, other callbacks.

    A baseline is what a new database begins with, instead of all versions up to its own; it stands behind that version,
    and is judged like any other, since it may name tables that somebody else made there.
    """
    path, name = pair
    if name.kind == "callback":
        event = EVENTS.index(name.prefix)
        turn = 0 if event < _LAST_BEFORE else 2 if event < _FIRST_AFTER else 4
        return (turn, (event,), name.description), path
    if name.kind == "repeatable":
        return (3, (), name.description.replace("_", " ")), path
    rank = {"versioned": "", "baseline": "b", "undo": "u"}[name.kind]
    return (1, name.version, rank), path


def _planned(path: str, name: FileName, identity: str, down: str, tree: Tree) -> Planned:
    return Planned(
        identity,
        "" if name.kind == "undo" else path,
        path if name.kind == "undo" else down,
        _switch(path, tree),
        name.description,
        name.kind in ("repeatable", "callback"),
        _IN_CODE if name.suffix in (".java", ".kt") else "",
        _switch(down, tree) if down else "",
        name.kind == "baseline",
    )


def _switch(path: str, tree: Tree) -> str:
    """The file that holds a script's own settings, if there is one."""
    return path + SWITCH_FILE if tree.has(path + SWITCH_FILE) else ""


def make(planned: Planned, texts: Texts, found: Found, kept: Kept) -> tuple[Migration, ...]:
    """The migration of these files."""
    if planned.unread:
        up = sqlfile.unread(planned.up, planned.unread)
    else:
        up = _script(planned.up or planned.down, texts.up, texts.beside, found, kept)
    down = _script(planned.down, texts.down, texts.beside_down, found, kept) if planned.down else None
    repeatable, title, fresh = planned.repeatable, planned.title, planned.fresh
    return (Migration("flyway", planned.identity, up, down, repeatable=repeatable, title=title, fresh=fresh),)


def _script(path: str, text: Text, beside: Text, found: Found, kept: Kept) -> Script:
    if isinstance(text, Unreadable):
        return sqlfile.unread(path, text.reason)
    if text is None:
        return Script(path)
    file = kept.file(path, text)
    return file.script(transactional(file, beside if isinstance(beside, str) else None, found))
