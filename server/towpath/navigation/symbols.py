"""The outline of a file, and what of a project goes by a name."""

import posixpath
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from towpath.linter.loaded import Loaded
from towpath.navigation.lineage import Lineage
from towpath.navigation.places import site
from towpath.navigation.revisions import declared
from towpath.operations import Direction, Migration, Opaque, Operation, Script
from towpath.project import Tree
from towpath.reports.show import relation
from towpath.schema import State
from towpath.source import Span, pattern

_CAPITAL = pattern(r"(?<!^)(?=[A-Z])")


class Symbol(NamedTuple):
    """Something with a name: `span` is what it covers, `named` where it is named.

    `kind` is `migration`, `direction`, `operation`, or a thing's kind in SQL's words.
    """

    kind: str
    name: str
    detail: str
    path: str
    span: Span
    named: Span
    children: "tuple[Symbol, ...]" = ()


def title(operation: Operation, state: State) -> tuple[str, str]:
    """The words of an operation's kind, and what it is about; empty where that is not known."""
    words = _CAPITAL.sub(" ", type(operation).__name__).lower().capitalize()
    return words, str(relation(operation, state) or "")


def outline(loaded: Loaded, path: str) -> Iterator[Symbol]:
    """The migrations of a file, in each the ways that stand there, in each its operations."""
    by_migration: dict[str, list[tuple[Migration, Direction, Script]]] = {}
    for one in loaded.scripts(path):
        by_migration.setdefault(one[0].identity, []).append(one)
    for scripts in by_migration.values():
        ways = [way for _, direction, script in scripts if (way := _way(loaded, scripts[0][0], direction, script))]
        if ways:
            span = Span(min(way.span.start for way in ways), max(way.span.end for way in ways))
            migration = scripts[0][0]
            inner = ways[0].children if len(ways) == 1 else tuple(ways)
            yield Symbol("migration", migration.identity, migration.title, path, span, ways[0].named, inner)


def _way(loaded: Loaded, migration: Migration, direction: Direction, script: Script) -> Symbol | None:
    replayed = loaded.replay.get((migration.identity, direction))
    inner = tuple(
        Symbol("operation", *_said(operation, record.state(place)), script.path, span, span)
        for number, record in enumerate(replayed.records if replayed else ())
        for place, (_, operation, _) in enumerate(record.exact)
        for span in (script.span(number),)
    )
    if not inner:
        return None
    span = Span(inner[0].span.start, max(one.span.end for one in inner))
    return Symbol("direction", direction, "", script.path, span, inner[0].named, inner)


def _said(operation: Operation, state: State) -> tuple[str, str]:
    if isinstance(operation, Opaque):
        return "Not understood", operation.reason
    return title(operation, state)


def matching(loaded: Loaded, lineage: Lineage, tree: Tree, query: str) -> Iterator[Symbol]:
    """The migrations of a series and the things that they make whose names have the letters of a query, in order."""
    wanted = re.compile(".*".join(map(re.escape, query.lower())))
    for migration in loaded.migrations:
        if wanted.search(f"{migration.identity} {migration.title} {posixpath.basename(migration.path)}".lower()):
            found = declared(migration, tree)
            yield Symbol("migration", migration.identity, migration.title, found.path, found.span, found.span)
    for thing in lineage.things:
        if thing.made is not None and wanted.search((str(thing) if "." in query else thing.name).lower()):
            place = site(loaded, thing.made)
            if place is not None:
                owner = thing.owner.name if thing.owner else ""
                yield Symbol(thing.kind, thing.name, owner, place.path, place.span, place.span)


def first(found: Iterable[Symbol], most: int) -> list[Symbol]:
    """So many of them, those with short names first: they are nearest to what was asked for."""
    return sorted(found, key=lambda one: (len(one.name), one.name, one.path))[:most]
