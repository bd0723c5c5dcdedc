"""A change set as it is written, in any syntax: who it is, when it runs, what it does and what takes it back."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from towpath.frameworks.liquibase import changeset_line, formatted, guards, spelling
from towpath.frameworks.liquibase.asking import EVERY, Asked
from towpath.frameworks.liquibase.changelog import RAW, node_of
from towpath.frameworks.liquibase.entries import Entry, Syntax
from towpath.frameworks.liquibase.misspelt import Misspelt
from towpath.frameworks.liquibase.sent import CHANGES
from towpath.operations import Guard
from towpath.source import Span
from towpath.syntax.markup import Node, filled, problem
from towpath.syntax.markup.node import fill
from towpath.syntax.text import Stretch, Text

# What stands in a change set and is no change.
OTHERS = frozenset(
    """
    validCheckSum rollback preConditions comment modifySql id author context contextFilter labels dbms runOnChange
    runAlways runInTransaction failOnError onValidationFail objectQuotingStrategy logicalFilePath filePath created
    runOrder ignore runWith runWithSpoolFile
    """.split()
)

_EMPTY = "a change set without SQL is refused, or does once more what the one before it does"
# What says who a change set is, and most say no more.
_WHO = frozenset(("id", "author"))
# What has to be a text, although YAML has lists.
_TEXTS = ("dbms", "context", "contextFilter", "labels")


class ChangeSet(NamedTuple):
    """`changes` are elements, of formatted SQL one that holds all of it. `rollback` is None where none is written.

    Its elements take it back; none, where it says that there is nothing to do, as is said at `back`. `modifies` changes
    the SQL that is sent. `problems` are what is not right with it, and where it stands; `misspelt` was meant to say
    something, and does not. `close` is where the changes end, if nothing else stands between them; where only some of
    them were read again, `again` reads all. `order`: it runs `first` or `last` of all.
    """

    author: str
    identity: str
    logical: str
    changes: tuple[Node, ...]
    rollback: tuple[Node, ...] | None = None
    inside: bool = True
    repeatable: bool = False
    ignored: bool = False
    guard: Guard | None = None
    comment: str = ""
    modifies: tuple[Node, ...] = ()
    problems: tuple[tuple[str, Span], ...] = ()
    quoting: str = ""
    back: Span = Span(0, 0)
    misspelt: tuple[Misspelt, ...] = ()
    close: int = 0
    again: "Callable[[], ChangeSet] | None" = None
    order: str = ""

    @property
    def every(self) -> tuple[Node, ...]:
        """All changes."""
        return self.again().changes if self.again else self.changes


def read(entry: Entry, syntax: Syntax, properties: Mapping[str, str], asked: Asked = EVERY) -> ChangeSet:
    """The change set of an entry; `asked` is what the files that include it ask of a run."""
    if entry.kind == RAW:
        return ChangeSet("includeAll", RAW, "", (_sql(fill(_whole(entry.text), properties), {}),))
    if syntax == "sql":
        return _formatted(entry.text, properties, asked)
    node = node_of(entry, syntax)
    node = node if syntax == "xml" else spelling.recased(node)
    return of_node(filled(node, properties) if "${" in entry.text else node, entry.text, asked, syntax)


def without(change: Node, removed: Sequence[tuple[str, str]], dialect: str) -> Node:
    """A change without the attributes of added columns that are removed on a database."""
    names = {name for dbms, name in removed if guards.runs_on(dbms, dialect)}
    if change.name != "addColumn" or not names:
        return change
    columns = (
        one._replace(attributes={name: said for name, said in one.attributes.items() if name not in names})
        for one in change.children
    )
    return change._replace(children=tuple(columns))


def _whole(text: str) -> Text:
    return Text(text, (Stretch(0, len(text), 0),) if text else (), False, "", text)


def of_node(node: Node, home: str, asked: Asked = EVERY, syntax: Syntax = "xml") -> ChangeSet:
    """The change set that an element is, which stands in the text `home`."""
    # Most have nothing but changes in them, among which none of these has to be looked for.
    head = node if any(child.name in OTHERS for child in node.children) else node._replace(children=())
    if asked == EVERY and not head.children and not node.problem and head.attributes.keys() <= _WHO:
        author, identity = str(head.get("author") or ""), str(head.get("id") or "")
        return ChangeSet(author, identity, "", node.children, close=_close(node, node.children, home, syntax))
    known, words = _when(_plain(head, "dbms"), _plain(head, "contextFilter", "context"), _plain(head, "labels"), asked)
    for one in head.all("preConditions"):
        allowed, said = guards.conditions(one)
        known.append(allowed)
        words.append(said)
    order = str(head.get("runOrder") or "")
    if problem(node) and not node.children:
        changes: tuple[Node, ...] = (node._replace(name=""),)
    else:
        changes = tuple(child for child in node.children if child.name not in OTHERS)
    return ChangeSet(
        str(head.get("author") or ""),
        str(head.get("id") or ""),
        str(head.get("logicalFilePath", "filePath") or ""),
        changes,
        _rollback(head),
        not _is(head.get("runInTransaction"), "false"),
        _is(head.get("runOnChange"), "true") or _is(head.get("runAlways"), "true"),
        _is(head.get("ignore"), "true"),
        guards.guard(known, words),
        " ".join(str(head.get("comment") or "").split()),
        tuple(head.all("modifySql")),
        tuple(_problems(node)),
        str(head.get("objectQuotingStrategy") or ""),
        next((child.span for child in head.all("rollback")), node.places.get("rollback", Span(0, 0))),
        tuple(_misspelt(head, home)),
        _close(node, changes, home, syntax),
        order=order if order in spelling.ORDERS else "",
    )


def _close(node: Node, changes: tuple[Node, ...], home: str, syntax: Syntax) -> int:
    """Where the changes end, and something else begins; 0 where they do not stand together."""
    if not changes:
        return 0
    first, last = changes[0].span.start, changes[-1].span
    others = [child.span.start for child in node.children if child.name in OTHERS]
    others += [place.start for name, place in node.places.items() if name]
    end = min((at for at in others if at > first), default=None)
    if end is None:
        end = {"xml": home.rfind("</"), "json": home.find("]", last.end)}.get(syntax, len(home))
    elif syntax == "yaml":
        end = home.rfind("\n", 0, end) + 1
    return end if end >= last.end else 0


def _plain(node: Node, *names: str) -> Text | None:
    """An attribute that has to be a text: what a list of YAML is taken for, nothing is called."""
    if any(node.child(name) is not None for name in names):
        return Text("none")
    return node.get(*names)


def _problems(node: Node) -> Iterator[tuple[str, Span]]:
    """What is not right with a change set, but for its changes and what takes them back."""
    if node.problem and node.children:
        yield node.problem, Span(node.span.start, node.span.start)
    for child in node.children:
        if child.name in OTHERS and child.name != "rollback" and (wrong := problem(child)):
            yield wrong, child.span


def _misspelt(node: Node, home: str) -> Iterator[Misspelt]:
    """What is misspelt in a change set, but for its changes and what takes them back."""
    yield from spelling.misspelt(node._replace(children=()), home)
    for child in node.children:
        if child.name in _TEXTS and not child.problem:
            said = [str(one.text) for one in child.children or (child,) if one.text is not None]
            reason = f"{child.name} is no list, so this names nothing that Liquibase knows"
            yield Misspelt(reason, child.span, f"{child.name}: {', '.join(said)}")
        elif child.name in ("preConditions", "modifySql"):
            yield from spelling.misspelt(child, home)
    names = node.attributes.get("dbms")
    yield from guards.misspelt(names) if names is not None else ()


def _is(text: str | None, word: str) -> bool:
    return text is not None and text.strip().lower() == word


def _when(
    dbms: str | None, context: str | None, labels: str | None, asked: Asked
) -> tuple[list[tuple[str, ...]], list[str]]:
    """The databases that a change set is for, and the contexts and labels that a run may ask for, in words."""
    known = [guards.databases(dbms)]
    words: list[str] = []
    for said in (asked.contexts, " ".join((context or "").split())):
        allowed, rest = guards.contexts(said)
        known.append(allowed)
        words += [f"context {rest}"] if rest else []
    return known, [*words, *(f"labels {one}" for one in (asked.labels, labels) if one)]


def _rollback(node: Node) -> tuple[Node, ...] | None:
    """What takes a change set back, of all its `rollback`s; each text is SQL."""
    found = [child for child in node.children if child.name == "rollback"]
    if "rollback" in node.attributes:
        found.append(Node("rollback", text=node.attributes["rollback"], span=node.places["rollback"]))
    if not found:
        return None
    taken: list[Node] = []
    for one in found:
        if one.get("changeSetId") is not None:
            taken.append(one)
            continue
        taken += [child for child in one.children if child.name != "comment"]
        taken += [
            Node(name, text=text, span=one.places[name]) for name, text in one.attributes.items() if _is_change(name)
        ]
        if one.text is not None and one.text.strip():
            taken.append(one._replace(name="sql", children=(), attributes={}))
    return tuple(taken)


def _is_change(name: str) -> bool:
    return name in CHANGES or name in ("sql", "sqlFile")


def _sql(text: Text, attributes: dict[str, Text]) -> Node:
    return Node("sql", attributes, text=text, span=Span(0, len(text.home)))


def _formatted(text: str, properties: Mapping[str, str], asked: Asked) -> ChangeSet:
    """The change set that a stretch of formatted SQL is."""
    line = text.partition("\n")[0].rstrip("\r")
    filled_line = fill(Text(line, (Stretch(0, len(line), 0),)), properties)
    said = changeset_line.first_line(filled_line)
    if said is None:
        return ChangeSet("", "", "", ())
    body = formatted.body(text)
    given = said.attributes
    known, words = _when(
        given.get("dbms"), given.get("contextFilter") or given.get("context"), given.get("labels"), asked
    )
    if not guards.is_done(formatted.on_fail(body.conditions)):
        words += [" ".join(one.text.strip("- ").split()) for one in body.conditions if one.kind == "precondition"]
    back = None if body.rollback is None else _way_back(fill(body.rollback, properties), given)
    options = {name: Text(given[name]) for name in ("splitStatements", "endDelimiter") if name in given}
    if formatted.ends_with_slash(body.statements):
        options.setdefault("endDelimiter", Text("/"))
    return ChangeSet(
        said.author,
        said.identity,
        given.get("logicalFilePath") or "",
        () if body.empty else (_sql(fill(body.statements, properties), options),),
        back,
        given.get("runInTransaction", "true").lower() == "true",
        any(given.get(name, "").lower() == "true" for name in ("runOnChange", "runAlways")),
        given.get("ignore", "").lower() == "true",
        guards.guard(known, words),
        problems=((_EMPTY, Span(0, len(line))),) if body.empty else (),
        back=body.back,
        misspelt=(*_on_line(said, filled_line, line), *body.wrong),
    )


def _on_line(said: changeset_line.Said, filled_line: Text, line: str) -> Iterator[Misspelt]:
    """What is misspelt on a first line, in whose values properties may stand."""
    for one in said.problems:
        where = filled_line.where(one.span)
        yield one._replace(span=where) if where else Misspelt(one.reason, Span(0, len(line)))
    found = re.search(r"dbms:(?P<names>[\w!,]+)", line, re.I)
    if found:
        yield from guards.misspelt(Text(found["names"], (Stretch(0, len(found["names"]), found.start("names")),)))


def _way_back(text: Text, given: Mapping[str, str]) -> tuple[Node, ...]:
    """The way back that lines of a formatted file say."""
    said = text.strip().lower()
    if said.startswith(("empty", "not required")):
        return ()
    if "changesetid" in said:
        found = formatted.reference(text)
        return (Node("rollback", {name: Text(value) for name, value in found.items()}, span=Span(0, len(text.home))),)
    end = given.get("rollbackEndDelimiter")
    return (_sql(text, {"endDelimiter": Text(end)} if end is not None else {}),)
