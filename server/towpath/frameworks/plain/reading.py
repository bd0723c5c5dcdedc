"""Files of plain SQL as migrations, in the order and in the transactions of the tool that runs them."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from towpath.frameworks import sqlfile
from towpath.frameworks.kept import Kept, Planned, Text, Texts
from towpath.frameworks.plain import sections
from towpath.frameworks.plain.names import is_half, parse
from towpath.frameworks.plain.sections import Section
from towpath.frameworks.sqlfile import SqlFile, one_message, script
from towpath.operations import Migration, Script
from towpath.project import Found, Tree
from towpath.source import Unreadable, pattern

SQLX_OUTSIDE = "-- no-transaction"
DIESEL_SWITCH_FILE = "metadata.toml"
_DIESEL_INSIDE = pattern(r"^\s*run_in_transaction\s*=\s*true\b", re.M)
_UNMARKED = {
    "dbmate": f"dbmate refuses a file without {sections.DBMATE_UP}",
    "goose": f"goose refuses a file without {sections.GOOSE_UP}",
}
# The tools that send a file as one message, without a transaction around it.
_ONE_MESSAGE = frozenset(("golang-migrate",))


def plan(found: Found, tree: Tree) -> list[Planned]:
    """The migrations that the files' names tell, in the order in which they run."""
    planned: list[Planned] = []
    taken: set[str] = set()
    for identity, title, up, down in _paired(found):
        beside = f"{up[: -len('up.sql')]}{DIESEL_SWITCH_FILE}" if found.runner.name == "diesel" and is_half(up) else ""
        unique = identity if identity not in taken else f"{identity} ({up or down})"
        taken.add(unique)
        planned.append(Planned(unique, up, down, beside if beside and tree.has(beside) else "", title))
    return planned


def _paired(found: Found) -> Iterator[tuple[str, str, str, str]]:
    """Identity, title, and the files of both directions, in running order."""
    named = sorted(
        ((_named(path, found.runner.name), path) for path in found.files if path.endswith(".sql")),
        key=lambda pair: (pair[0].key, pair[1]),
    )
    ways_back = {name.key: path for name, path in named if name.direction == "down"}
    claimed: set[str] = set()
    for name, path in named:
        if name.direction == "up":
            down = ways_back.pop(name.key, "")
            claimed.add(down)
            yield name.identity, name.title, path, down
    for name, path in named:
        if name.direction == "down" and path not in claimed:
            yield f"{name.identity} down", name.title, "", path


class _Name(NamedTuple):
    """What a file's name tells; `key` orders the files, and is the same for both directions of a migration."""

    key: tuple[int, str]
    identity: str
    title: str
    direction: str


def _named(path: str, runner: str) -> _Name:
    folder, _, file = path.rpartition("/")
    if is_half(path):
        version, _, title = folder.rpartition("/")[2].partition("_")
        version = version.replace("-", "")
        return _Name((0, version), version, title, file[: -len(".sql")])
    name = parse(file)
    if name is None:
        return _Name((0, file), file[: -len(".sql")], file[: -len(".sql")], "up")
    stem = f"{name.stamp}{name.gap}{name.words}"
    if runner == "dbmate":
        return _Name((0, file), name.stamp, name.words, "up")
    if runner == "unknown":
        return _Name((name.version, stem), stem, name.words, name.direction or "up")
    return _Name((name.version, ""), str(name.version), name.words, name.direction or "up")


def make(planned: Planned, texts: Texts, found: Found, kept: Kept) -> tuple[Migration, ...]:
    """The migrations of these files: several where a file of dbmate's holds several."""
    runner = found.runner.name
    if runner in _UNMARKED and isinstance(texts.up, str):
        return tuple(_marked(planned, texts.up, runner, kept))
    up = _script(planned.up or planned.down, texts.up, texts.beside, found, kept)
    down = _script(planned.down, texts.down, texts.beside, found, kept) if planned.down else None
    return (Migration("sql", planned.identity, up, down, title=planned.title),)


def _script(path: str, text: Text, beside: Text, found: Found, kept: Kept) -> Script:
    if isinstance(text, Unreadable):
        return sqlfile.unread(path, text.reason)
    if text is None:
        return Script(path)
    file = kept.file(path, text)
    runner, dialect = found.runner.name, found.dialect or "postgresql"
    if runner in _ONE_MESSAGE and dialect == "sqlite":
        return file.script(True)  # Its driver for SQLite has a transaction of its own.
    outside = runner in _ONE_MESSAGE or _opts_out(text, beside, runner)
    return file.script((dialect == "postgresql" and one_message(file)) if outside else True)


def _opts_out(text: str, beside: Text, runner: str) -> bool:
    """Whether a file is sent without a transaction around it; PostgreSQL may still make one of the message."""
    if runner == "sqlx":
        return text.startswith(SQLX_OUTSIDE)
    # Diesel takes a switch that its file does not name as off.
    return runner == "diesel" and isinstance(beside, str) and not _DIESEL_INSIDE.search(beside)


def _marked(planned: Planned, text: str, runner: str, kept: Kept) -> Iterator[Migration]:
    found = sections.dbmate(text) if runner == "dbmate" else [one for one in (sections.goose(text),) if one]
    if not found:
        up = kept.file(planned.up, text).script(_UNMARKED[runner])
        yield Migration("sql", planned.identity, up, title=planned.title)
    spans = [span for one in found for section in (one.up, one.down) if section for span in section.spans]
    files = iter(kept.parts(planned.up, text, spans))
    for number, one in enumerate(found):
        up = _section(planned.up, one.up, files)
        down = _section(planned.up, one.down, files) if one.down else None
        identity = planned.identity if not number else f"{planned.identity} #{number + 1}"
        yield Migration("sql", identity, up, down, title=planned.title)


def _section(path: str, section: Section, files: Iterator[SqlFile]) -> Script:
    """One direction, its spans being the next of the files that were read."""
    own = list(islice(files, len(section.spans)))
    together = section.message and any(one_message(file) for file in own)
    return script(path, own, section.inside or together)
