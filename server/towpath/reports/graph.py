"""Which migration comes behind which: for people, for programs, and as pictures."""

from collections.abc import Iterator, Sequence
from json import dumps
from typing import NamedTuple

from towpath.linter.loaded import Loaded
from towpath.reports.files import Files, Json
from towpath.reports.shown import shown


class Entry(NamedTuple):
    """One migration, with the file that it stands in."""

    identity: str
    path: str
    parents: tuple[str, ...]
    landed: bool
    title: str


class Described(NamedTuple):
    """One series in running order; `problems` are rule, migration and message of what does not fit together."""

    framework: str
    path: str
    heads: tuple[str, ...]
    problems: tuple[tuple[str, str, str], ...]
    entries: tuple[Entry, ...]
    base: str


def described(loaded: Loaded, files: Files) -> Described:
    """What is shown of a series."""
    series = loaded.series
    graph = series.graph
    here = {one.identity for one in series.migrations}
    entries = (
        Entry(
            one.identity,
            files.name(one.path),
            graph.parents.get(one.identity, ()),
            series.landed is not None and not series.is_judged(one.identity),
            one.title,
        )
        for one in series.migrations
    )
    return Described(
        loaded.found.framework,
        files.name(loaded.found.folder or "."),
        tuple(head for head in graph.heads if head in here),
        tuple((one.rule, one.migration, one.message) for one in loaded.said_of_the_whole()),
        tuple(entries),
        (series.landed and series.landed.base) or "",
    )


def json(every: Sequence[Described]) -> Iterator[str]:
    """The graphs for programs; the contract has the shape."""
    yield dumps({"version": 1, "series": [_json(one) for one in every]}, indent=2)


def _json(one: Described) -> Json:
    problems = [{"rule": rule, "migration": migration, "message": message} for rule, migration, message in one.problems]
    migrations = [{**entry._asdict(), "parents": list(entry.parents)} for entry in one.entries]
    head = {"framework": one.framework, "path": one.path, "heads": list(one.heads)}
    return {**head, "problems": problems, "migrations": migrations}


def text(every: Sequence[Described]) -> Iterator[str]:
    """The graphs for people: the newest migration first, heads with a star, and what does not fit together."""
    for number, one in enumerate(every):
        if number:
            yield ""
        count = len(one.entries)
        yield shown(f"{one.path}: {one.framework}, {count:,} migration{'' if count == 1 else 's'}")
        before = {later.identity: (earlier.identity,) for earlier, later in zip(one.entries, one.entries[1:])}
        for entry in reversed(one.entries):
            mark = "*" if entry.identity in one.heads else "|"
            # A parent that stands on the next line needs no name.
            behind = "" if entry.parents in ((), before.get(entry.identity)) else f"  behind {', '.join(entry.parents)}"
            title = f"  {entry.title}" if entry.title and entry.title not in entry.identity else ""
            landed = f"  landed ({one.base or 'start-after'})" if entry.landed else ""
            yield shown(f"{mark} {entry.identity}{title}{behind}{landed}")
        for rule, migration, message in one.problems:
            yield shown(f"  {migration}: {message} [{rule}]")


def dot(every: Sequence[Described]) -> Iterator[str]:
    """The graphs for Graphviz: what has landed is dashed."""
    yield "digraph migrations {"
    yield "  rankdir=BT;"
    yield "  node [shape=box];"
    for number, one in enumerate(every):
        for entry in one.entries:
            style = ', style="dashed"' if entry.landed else ""
            yield f"  {_quoted(number, entry.identity)} [label={dumps(_label(entry), ensure_ascii=False)}{style}];"
        for entry in one.entries:
            yield from (f"  {_quoted(number, entry.identity)} -> {_quoted(number, p)};" for p in entry.parents)
    yield "}"


def _quoted(number: int, identity: str) -> str:
    return dumps(f"{number}:{identity}", ensure_ascii=False)


def _label(entry: Entry) -> str:
    return f"{entry.identity}\n{entry.title}" if entry.title and entry.title not in entry.identity else entry.identity


def mermaid(every: Sequence[Described]) -> Iterator[str]:
    """The graphs for Mermaid: what has landed is rounded."""
    yield "flowchart BT"
    for number, one in enumerate(every):
        names = {name: f"m{number}_{at}" for at, name in enumerate(_names(one))}
        landed = {entry.identity for entry in one.entries if entry.landed}
        for name, short in names.items():
            said = '"' + name.replace('"', "#quot;") + '"'
            yield f"  {short}({said})" if name in landed else f"  {short}[{said}]"
        for entry in one.entries:
            yield from (f"  {names[entry.identity]} --> {names[parent]}" for parent in entry.parents)


def _names(one: Described) -> Iterator[str]:
    """Every migration that is there or is named, once."""
    seen = dict.fromkeys(entry.identity for entry in one.entries)
    yield from {**seen, **dict.fromkeys(parent for entry in one.entries for parent in entry.parents)}
