"""A changelog's file as what stands right below its root, in order; change sets are not looked into."""

import re
from collections.abc import Iterator, Sequence

from towpath.frameworks.liquibase import changeset_line, directives, formatted, groovy
from towpath.frameworks.liquibase.entries import ROOT, ROOT_AND_BELOW, Changelog, Entry, Syntax
from towpath.frameworks.liquibase.growing import grown
from towpath.frameworks.liquibase.sent import CHANGES
from towpath.project.errors import nearest
from towpath.source import Span, pattern
from towpath.syntax.markup import Chunk, Node, items, xml, yaml
from towpath.syntax.markup.data import plainly
from towpath.syntax.markup.flow import Anchors
from towpath.syntax.text import Text

ENDINGS = (".xml", ".yaml", ".yml", ".json", ".sql", ".groovy")
# What else may stand right below the root.
_SETTINGS = ("logicalFilePath", "objectQuotingStrategy", "context", "contextFilter", "changeLogId")
_KNOWN = (*ROOT_AND_BELOW[1:], *_SETTINGS, "modifyChangeSets")
# What `removeChangeSetProperty` takes away of an added column.
_REMOVABLE = ("afterColumn", "beforeColumn", "position")
_TAG = pattern(r"<!--.*?-->|<(?P<name>[A-Za-z][\w:.-]*)", re.S)
_IN_XML = pattern(rf"<(?:[\w.-]+:)?{ROOT}[\s/>]")
_IN_YAML = pattern(rf"^[\"']?{ROOT}[\"']?[ \t]*:|\A[\s\ufeff]*\{{\s*[\"']?{ROOT}[\"']?\s*:", re.M)
_ALIASED = pattern(r"(?:^|[\s\[{,])\*[\w-]", re.M)
# What stands right in a change set, or in what takes one back.
APART = frozenset((*CHANGES, "sql", "sqlFile", "rollback", "modifySql", "validCheckSum"))
# What a file of SQL is that has nothing of Liquibase's in it, and is included.
RAW = "raw"


def syntax(path: str) -> Syntax | None:
    """The syntax that a file's name tells."""
    ending = path[path.rfind(".") :].lower()
    if ending not in ENDINGS:
        return None
    return "yaml" if ending == ".yml" else ending[1:]  # type: ignore[return-value]


def is_changelog(path: str, text: str) -> bool:
    """Whether a file, of which this is at least the beginning, is a changelog."""
    found = syntax(path)
    if found == "sql":
        return directives.FIRST.match(text) is not None
    if found == "xml":
        return _IN_XML.search(text) is not None
    if found == "groovy":
        return groovy.BEGINS.search(text) is not None
    return found is not None and _IN_YAML.search(text) is not None


# The last texts of each file with what they were read as, the newest first: what differs from that in one place is told
# by it, and several ask for the same ones in turn.
_last: dict[str, list[tuple[str, Changelog]]] = {}
_FEW = 3


def read(path: str, text: str) -> Changelog:
    """A file's entries; never raises."""
    known = _last.get(path, [])
    found = next((one for one in known if one[0] == text), None)
    if found is None:
        found = text, (grown(known[0][1], known[0][0], text) if known else None) or _read(path, text)
    if not known or known[0] is not found:
        _last[path] = [found, *(one for one in known if one is not found)][:_FEW]
    return found[1]


def after(before: Changelog, old: str, text: str) -> Changelog:
    """A file's entries after an edit that nobody has made yet."""
    return grown(before, old, text) or _read(before.path, text)


def forget() -> None:
    """Forgets all texts: what is read next is read from its own text alone."""
    _last.clear()


def _read(path: str, text: str) -> Changelog:
    found = syntax(path) or "xml"
    if found == "sql":
        return _formatted(path, text)
    if found == "groovy":
        return Changelog(path, found, Node(ROOT), tuple(groovy.entries(text)))
    refused = xml.refused(text) if found == "xml" else ""
    if refused:
        return Changelog(path, found, Node(ROOT), (), refused)
    chunks = xml.chunks(text, ROOT_AND_BELOW) if found == "xml" else items.chunks(text, ROOT)
    if not chunks:
        return Changelog(path, found, Node(ROOT), (), f"there is no {ROOT} in it")
    if len(chunks) == 1 and found != "xml" and re.search(r"^[ \t]*\w", text[chunks[0].span.end :], re.M):
        return Changelog(path, found, Node(ROOT), (), f"{ROOT} holds no list: each of its entries begins with a dash")
    root = xml.parse(f"{chunks[0].span.of(text)}</{ROOT}>") if found == "xml" else Node(ROOT)
    entries: list[Entry] = []
    without: tuple[tuple[str, str], ...] = ()
    anchors = yaml.anchors(text) if found == "yaml" and _ALIASED.search(text) and "&" in text else {}
    for chunk in chunks[1:]:
        entry = _resolved(_entry(chunk, text, found), anchors) if anchors else _entry(chunk, text, found)
        if entry.kind in _SETTINGS and entry.node.text:
            root = root._replace(attributes={**root.attributes, entry.kind: entry.node.text})
        if entry.kind == "removeChangeSetProperty":
            entry, without = _removing(entry), (*without, *_removed(entry))
        entry = entry._replace(without=without) if without and entry.kind == "changeSet" else entry
        entries += _included(entry) if entry.kind == "modifyChangeSets" else (entry,)
    entries += _strays(text, chunks) if found == "xml" else ()
    return Changelog(path, found, root, tuple(sorted(entries, key=lambda one: one.start)))


def _entry(chunk: Chunk, text: str, found: Syntax) -> Entry:
    said, start = chunk.span.of(text), chunk.span.start
    if chunk.name == "changeSet":
        return Entry(chunk.name, start, said)
    if chunk.name not in _KNOWN and chunk.name:
        return _unknown(chunk.name, text.index(chunk.name, start))
    node = parse(said, found)
    return Entry(chunk.name, start, said, node, node.problem)


def _resolved(entry: Entry, anchors: Anchors) -> Entry:
    """The entry with what its aliases stand for; what an anchor in it says is said elsewhere as well."""
    names = [name for name in anchors if re.search(rf"[&*]{re.escape(name)}(?=[\s,\[\]{{}}]|\Z)", entry.text)]
    if not names or not (entry.kind == "changeSet" or entry.node.name):
        return entry
    node = yaml.parse(entry.text, anchors)
    said = "\n".join(f"{name} {plainly(anchors[name])}" for name in names)
    return entry._replace(node=node, problem=node.problem if entry.kind != "changeSet" else "", shared=said)


def _unknown(name: str, start: int) -> Entry:
    """What stands below the root and is nothing that Liquibase knows."""
    near = nearest(name, _KNOWN)
    return Entry(
        "", start, name, problem=f"{name} is nothing that a changelog holds", misspelt=bool(near), instead=near or ""
    )


def _included(entry: Entry) -> Iterator[Entry]:
    """The includes that something is said about together."""
    for node in entry.node.children:
        if node.name in ("include", "includeAll"):
            yield entry._replace(kind=node.name, node=node)


def _removing(entry: Entry) -> Entry:
    """An element that takes attributes away, or why it is refused."""
    if entry.node.get("change") != "addColumn" or entry.node.get("remove") in _REMOVABLE:
        return entry
    names = ", ".join(_REMOVABLE)
    return entry._replace(problem=f"of addColumn one of {names} can be removed, not {entry.node.get('remove')}")


def _removed(entry: Entry) -> Iterator[tuple[str, str]]:
    """The databases on which an attribute of added columns says nothing from there on in its file."""
    name = str(entry.node.get("remove") or "")
    if entry.node.get("change") == "addColumn" and name in _REMOVABLE:
        yield str(entry.node.get("dbms") or ""), name


def _strays(text: str, chunks: Sequence[Chunk]) -> Iterator[Entry]:
    """Elements of XML between those that are known, which Liquibase refuses."""
    ends = [chunk.span.end for chunk in chunks]
    for start, end in zip(ends, (*(chunk.span.start for chunk in chunks[1:]), len(text))):
        for match in _TAG.finditer(text, start, end) if text.find("<", start, end) >= 0 else ():
            name = (match["name"] or "").rpartition(":")[2]
            if name and name not in _KNOWN:
                at = match.end() - len(name)
                yield _unknown(name, at)._replace(instead="")
                break


def node_of(entry: Entry, found: Syntax) -> Node:
    """The element that a change set is."""
    return entry.node if entry.shared else parse(entry.text, found)


def parse(text: str, found: Syntax) -> Node:
    """The element that stands in an entry's text."""
    return xml.parse(text, APART, ("changeSet", "rollback")) if found == "xml" else yaml.parse(text)


def _formatted(path: str, text: str) -> Changelog:
    first = directives.FIRST.match(text)
    if first is None:
        return Changelog(path, "sql", Node(ROOT), (Entry(RAW, 0, text),))
    said = changeset_line.attribute(first["rest"], "logicalFilePath")
    logical = {"logicalFilePath": Text(said)} if said else {}
    return Changelog(path, "sql", Node(ROOT, logical), tuple(_of_directives(text, first.end())))


def _of_directives(text: str, start: int) -> Iterator[Entry]:
    """Change sets and properties; what stands before the first change set is not run."""
    begun = -1
    before = start
    for one in directives.directives(text, start):
        if one.kind == "changeset":
            if begun >= 0:
                yield Entry("changeSet", begun, text[begun : one.span.start])
            else:
                yield from _lost(text, before, one.span.start)
            begun = one.span.start
        elif one.kind == "property":
            node = Node("property", {name: Text(value) for name, value in formatted.properties(one.text).items()})
            yield Entry("property", one.span.start, one.span.of(text), node)
            before = one.span.end if begun < 0 else before
        elif one.kind == "wrong" and begun < 0:
            yield Entry("", one.span.start, one.span.of(text), problem=one.text, misspelt=True, instead=one.instead)
            before = one.span.end
        elif one.kind == "comment" and begun < 0:
            yield Entry(
                "", one.span.start, one.span.of(text), problem="a --comment before the first --changeset is refused"
            )
    if begun >= 0:
        yield Entry("changeSet", begun, text[begun:])
    else:
        yield from _lost(text, before, len(text))


def _lost(text: str, start: int, end: int) -> Iterator[Entry]:
    """Statements that stand before the first change set."""
    from towpath.sql import split

    pieces = split(text[start:end])
    if pieces:
        span = Span(start + pieces[0].start, start + pieces[-1].end)
        problem = "what stands before the first --changeset is not run"
        yield Entry("", span.start, span.of(text), problem=problem)
