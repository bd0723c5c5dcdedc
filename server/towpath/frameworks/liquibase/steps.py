"""What the changes of a change set do, as steps with their places."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from towpath.frameworks.liquibase import guards, spelling, sql
from towpath.frameworks.liquibase.misspelt import Misspelt
from towpath.frameworks.liquibase.places import places
from towpath.frameworks.liquibase.sent import INVERSES, Around, Sent, names, sent
from towpath.frameworks.pieces import Piece, for_others
from towpath.frameworks.sent import in_words
from towpath.operations import DropIndex, DropTable, Guard, Name, Opaque, Operation, Places, Statement, Step, replace
from towpath.source import Span, pattern
from towpath.syntax.markup import Node, problem
from towpath.syntax.markup.node import fill
from towpath.syntax.text import Text

# An anchor of YAML, or an alias.
_ANCHORED = pattern(r"(?:^|[\s\[{,])[&*][\w-]")


class How(NamedTuple):
    """What changes are read with. `home` is the text that they stand in; `file` gives the text that a change names.

    `derived`: Liquibase takes back what it can. `modifies` change what is sent. `known` are the steps of statements of
    SQL by their text, each to be taken once, that would be read again just so. `shared`: YAML's anchors and aliases
    say some of it.
    """

    dialect: str
    home: str
    properties: Mapping[str, str]
    file: Callable[[Node], str | None]
    guard: Guard | None
    derived: bool
    modifies: Sequence[Node] = ()
    quoting: str = "LEGACY"
    known: Mapping[str, list[tuple[Step, ...]]] = {}
    shared: bool = False


def steps(changes: Sequence[Node], how: How) -> Iterator[Piece]:
    """The steps of changes, in the order in which they run."""
    for change in changes:
        yield from _steps(change, how)


def nothing(block: str, guard: Guard | None) -> Step:
    """The step that says that there is nothing to do."""
    return Step(block, Span(0, len(block)), (Statement("nothing"),), ({},), guard)


def opaque(block: str, reason: str, guard: Guard | None = None) -> Step:
    return unread(Opaque(reason, block), guard)


def unread(operation: Opaque, guard: Guard | None = None) -> Step:
    """The step of what was not understood, which is all of its text."""
    return Step(operation.text, Span(0, len(operation.text)), (operation,), ({},), guard, reversible=operation.misspelt)


def slips(found: Iterable[Misspelt], home: str) -> Iterator[Piece]:
    """The steps that say what is misspelt, on whatever database that would run."""
    for one in found:
        block = one.span.of(home)
        yield Piece(one.span.start, unread(Opaque(one.reason, block, False, True, one.instead)))


def _steps(change: Node, how: How) -> Iterator[Piece]:
    wrong = problem(change)
    block = change.span.of(how.home)
    if wrong or not change.name:
        yield Piece(change.span.start, opaque(block, wrong or "this is no change", how.guard))
        return
    if not _is_for(change, how):
        return
    if change.name == "sql":
        yield from _of_sql(change, how)
        return
    if change.name == "sqlFile":
        yield from _from_file(change, how)
        return

    def read(name: str) -> str | None:
        text = how.file(_naming(change, name))
        return text if text is None or change.name.startswith("load") else str(fill(Text(text), how.properties))

    yield from slips(spelling.misspelt(change, how.home), how.home)
    if (known := how.known.get(block)) and len(known[-1]) == 1:
        yield Piece(change.span.start, known.pop()[0])
        return
    made = sent(change, Around(how.dialect, read, how.quoting))
    if isinstance(made, str):
        yield Piece(change.span.start, opaque(block, made, how.guard))
        return
    yield Piece(change.span.start, _sent(change, made, how))


def _of_sql(change: Node, how: How) -> Iterator[Piece]:
    """The steps of the SQL that a change holds."""
    text = change.get("sql") or change.text
    if text is None or not text.strip():
        yield Piece(change.span.start, opaque(change.span.of(how.home), "SQL that is empty is refused", how.guard))
        return
    yield from sql.steps(text, change.span, how.guard, _delimiter(change), _modifier(how), how.dialect, how.known)


def _naming(change: Node, name: str) -> Node:
    """A change that names a file by another attribute than the usual one."""
    return change._replace(attributes={**change.attributes, "path": Text(name)})


def _is_for(change: Node, how: How) -> bool:
    """Whether a change that names databases is for this one."""
    return guards.runs_on(change.get("dbms"), how.dialect)


def _delimiter(change: Node) -> str | None:
    return change.get("endDelimiter")


def _from_file(change: Node, how: How) -> Iterator[Piece]:
    """The steps of a file of SQL, all in the place of the change that names it."""
    text = how.file(change)
    block = change.span.of(how.home)
    if text is None:
        reason = f"the file {change.get('path') or ''} is not there"
        yield Piece(change.span.start, opaque(block, reason, how.guard))
        return
    said = fill(Text(text), how.properties)
    whole = Text(said, (), said.holes, "", how.home)
    yield from sql.steps(whole, change.span, how.guard, _delimiter(change), _modifier(how), how.dialect)


# Rows hardly ever differ in names alone.
_OF_ROWS = frozenset(("delete", "insert", "loadData", "loadUpdateData", "update"))


def _sent(change: Node, made: Sequence[Sent], how: How) -> Step:
    """The step of all that a change sends."""
    block = change.span.of(how.home)
    operations: list[Operation] = []
    owners: list[tuple[Operation, Sent]] = []
    said_in = in_words(how.dialect)
    known = frozenset(names.given(change)) if change.name not in _OF_ROWS else frozenset[str]()
    table = _table(change, how) if change.name == "dropIndex" else None
    for one in made:
        for operation in sql.operations(_modified(one.sql, how) if how.modifies else one.sql, said_in, known):
            # PostgreSQL is not told the table, which the change names.
            operation = replace(operation, table=table) if table and isinstance(operation, DropIndex) else operation
            operations.append(operation)
            owners.append((operation, one))

    def where() -> tuple[Places, ...]:
        return tuple(places(operation, one, change) for operation, one in owners)

    return Step(
        block,
        Span(0, len(block)),
        for_others(tuple(operations), how.guard, how.dialect),
        where,
        how.guard,
        "anchor" if how.shared and _ANCHORED.search(block) else "literal",
        reversible=change.name in INVERSES if how.derived else True,
        apart=True,
    )


def _table(change: Node, how: How) -> Name | None:
    """The table that a change names."""
    if not change.get("tableName"):
        return None
    made = sent(change._replace(name="dropTable"), Around(how.dialect, _no_file, how.quoting))
    found = () if isinstance(made, str) else sql.operations(made[0].sql, in_words(how.dialect))
    return next((one.table for one in found if isinstance(one, DropTable)), None)


def _no_file(_: str) -> None:
    return None


def _modifier(how: How) -> "Callable[[str], str] | None":
    """What `modifySql` makes of a statement; None where there is none of it."""
    return (lambda text: _modified(text, how)) if how.modifies else None


def _modified(text: str, how: How) -> str:
    for one in how.modifies:
        for change in one.children if _is_for(one, how) else ():
            text = _by(change, text)
    return text


def _by(change: Node, text: str) -> str:
    value, other = str(change.get("value", "replace") or ""), str(change.get("with") or "")
    if change.name == "append":
        return text + value
    if change.name == "prepend":
        return value + text
    if change.name == "replace":
        return text.replace(value, other) if value else text
    if change.name == "regExpReplace":
        try:
            return re.sub(value, re.sub(r"\$(\d)", r"\\\1", other), text)
        except re.error:
            return text
    return text
