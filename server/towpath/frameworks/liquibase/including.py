"""A series as Liquibase goes through it: from its first changelog into those that it includes, and on."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from towpath.frameworks.liquibase.asking import EVERY, Asked
from towpath.frameworks.liquibase.changelog import ENDINGS, read
from towpath.frameworks.liquibase.entries import Changelog, Entry
from towpath.frameworks.liquibase.properties import Properties
from towpath.frameworks.manifests import above
from towpath.project import Tree
from towpath.source import Source
from towpath.syntax.markup import Node, filled

_PREFIX = re.compile(r"(?:classpath\*?:|file:)?/*")


class Start(NamedTuple):
    """What holds where a file begins: properties, and what is asked of a run that includes it."""

    properties: Properties = Properties()
    asked: Asked = EVERY


class Turn(NamedTuple):
    """One entry in its place: the file that it stands in, and the properties that hold there."""

    changelog: Changelog
    entry: Entry
    properties: Properties
    asked: Asked = EVERY
    problem: str = ""
    # Its place among the entries.
    number: int = 0


class Begun(NamedTuple):
    """A file that was gone through: its text, what that says, and what held at its beginning."""

    text: str
    changelog: Changelog
    start: Start


# How many entries of a file, from one on, somebody has dealt with who needs no turn for that.
Passes = Callable[[Changelog, Asked, int], int]


class Walk:
    """Goes through files; `begun` has each that was entered, as it was the first time."""

    def __init__(self, tree: Tree, dialect: str) -> None:
        self._tree = tree
        self._dialect = dialect
        self.begun: dict[str, Begun] = {}
        # What holds everywhere by now.
        self._common: Mapping[str, str] = {}

    def through(
        self, path: str, start: Start, passes: Passes, follow: bool = True, within: tuple[str, ...] = ()
    ) -> Iterator[Turn]:
        """The entries of a file in the order in which they run; `follow`: with those of the files that it includes."""
        source = self._tree.read(path)
        if not isinstance(source, Source):
            yield Turn(_unread(path, source.reason), Entry("", 0, ""), start.properties, problem=source.reason)
            return
        changelog = read(path, source.text)
        self.begun.setdefault(path, Begun(source.text, changelog, start))
        yield from self.entries(changelog, start, passes, follow, within)

    def entries(
        self, changelog: Changelog, start: Start, passes: Passes, follow: bool = False, within: tuple[str, ...] = ()
    ) -> Iterator[Turn]:
        """The entries of a changelog, or of a part of one, in the order in which they run."""
        path = changelog.path
        asked = start.asked.also(changelog.root)
        said = self._given(changelog, start.properties)
        self._common = said.common
        if changelog.refused:
            yield Turn(changelog, Entry("", 0, ""), said, asked, changelog.refused)
        passed = 0
        for number, entry in enumerate(changelog.entries):
            if number < passed or (passed := number + passes(changelog, asked, number)) > number:
                continue
            if said.common is not self._common:
                said = Properties(self._common, said.own)
            if entry.kind in ("include", "includeAll"):
                if follow:
                    yield from self._into(changelog, entry, said, asked, passes, (*within, path))
            elif entry.kind not in ("preConditions", "property"):
                yield Turn(changelog, entry, said, asked, entry.problem, number)

    def _given(self, changelog: Changelog, before: Properties) -> Properties:
        """What holds in a changelog: all that it gives itself, in whatever place, and of others what is common."""
        said = Properties(before.common)
        for entry in changelog.entries:
            if entry.kind == "property":
                # Of XML, what is known by then is filled in at once, and of others when somebody asks.
                node = filled(entry.node, said.values) if changelog.syntax == "xml" else entry.node
                said = said.given(node, self._dialect, self._text(node, changelog.path))
        return said

    def _into(
        self,
        changelog: Changelog,
        entry: Entry,
        properties: Properties,
        asked: Asked,
        passes: Passes,
        within: tuple[str, ...],
    ) -> Iterator[Turn]:
        node = filled(entry.node, properties.values)
        asked = asked.also(node)
        found = included(self._tree, changelog.path, entry.kind, node)
        if isinstance(found, str):
            yield Turn(changelog, entry, properties, asked, found)
            return
        for path in found:
            if path in within:
                yield Turn(changelog, entry, properties, asked, f"{path} is included while it is read itself")
            else:
                yield from self.through(path, Start(Properties(self._common), asked), passes, True, within)

    def _text(self, node: Node, path: str) -> str | None:
        name = node.get("file")
        found = located(self._tree, path, str(name), node) if name is not None else None
        return self._tree.text(found) if found else None


def _unread(path: str, reason: str) -> Changelog:
    return Changelog(path, "xml", Node(""), (), reason)


def included(tree: Tree, path: str, kind: str, node: Node) -> Sequence[str] | str:
    """The files that an include of a file means, in order, or why they are not known."""
    name = node.get("file" if kind == "include" else "path", "file", "path")
    if str(node.get("ignore") or "").lower() == "true":
        return ()
    if name is None:
        return "it is not said what is included"
    if "${" in name:
        return f"which file is included is not known: {name}"
    if kind == "includeAll":
        return _all(tree, path, str(name), node)
    found = located(tree, path, str(name), node)
    if found is not None:
        return (found,)
    return () if str(node.get("errorIfMissing") or "").lower() == "false" else f"the included file {name} is not there"


def located(tree: Tree, path: str, name: str, node: Node) -> str | None:
    """The file of a name in a changelog: beside it, where that is said, else from a folder of resources on."""
    relative = str(node.get("relativeToChangelogFile", "relativeToChangelog") or "").lower() == "true"
    folder = path.rpartition("/")[0]
    if relative:
        found = normal(f"{folder}/{name}")
        return found if tree.there(found) else None
    plain = normal(_PREFIX.sub("", name.replace("\\", "/"), count=1))
    places = [f"{prefix}{plain}" for prefix in above(folder)]
    there = next((one for one in places if tree.has(one)), None)
    there = there or next((one for one in tree.paths() if one.endswith(f"/{plain}")), None)
    # What no framework asks for by its name is looked for on the disk.
    return there or next((one for one in places if tree.there(one)), None)


def _all(tree: Tree, path: str, name: str, node: Node) -> Sequence[str] | str:
    folder = path.rpartition("/")[0]
    relative = str(node.get("relativeToChangelogFile") or "").lower() == "true"
    plain = normal(_PREFIX.sub("", name.replace("\\", "/"), count=1)).strip("/")
    places = [normal(f"{folder}/{name}").strip("/")] if relative else [f"{prefix}{plain}" for prefix in above(folder)]
    found = next((one for one in places if tree.under(one)), None)
    if found is None:
        folders = (one for one in tree.paths() if f"/{plain}/" in one)
        found = next((one[: one.index(f"/{plain}/") + len(plain) + 1] for one in folders), None)
    if found is None:
        return (
            () if str(node.get("errorIfMissingOrEmpty") or "").lower() == "false" else f"the folder {name} is not there"
        )
    ends = str(node.get("endsWithFilter") or "").lower()
    every = (one for one in tree.under(found) if _may(one[len(found) :], node) and one.lower().endswith(ends))
    meant = sorted(one for one in every if one != path)
    if meant or str(node.get("errorIfMissingOrEmpty") or "").lower() == "false":
        return meant
    return f"in the folder {name} is no changelog that is meant"


def _may(below: str, node: Node) -> bool:
    """Whether a file in an included folder is one of those that are meant."""
    if not below.lower().endswith(ENDINGS):
        return False
    depth = below.count("/")
    least, most = node.get("minDepth"), node.get("maxDepth")
    return not (least and least.isdigit() and depth < int(least)) and not (
        most and most.isdigit() and depth > int(most)
    )


def plain(path: str) -> str:
    """A changelog's path as Liquibase calls it: from the folder of resources on."""
    return path.removeprefix("classpath:").lstrip("/").rpartition("/resources/")[2]


def normal(path: str) -> str:
    """A path without `.` and `..`."""
    parts: list[str] = []
    for part in path.replace("\\", "/").split("/"):
        if part == ".." and parts:
            parts.pop()
        elif part not in ("", ".", ".."):
            parts.append(part)
    return "/".join(parts)
