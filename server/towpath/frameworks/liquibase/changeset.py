"""A change set as it is written, in any syntax: who it is, when it runs, what it does and what takes it back."""

from collections.abc import Mapping
from typing import NamedTuple

from towpath.frameworks.liquibase import formatted, guards
from towpath.frameworks.liquibase.changelog import RAW, Entry, Syntax, parse
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


class ChangeSet(NamedTuple):
    """`changes` are elements, of formatted SQL one that holds all of it. `rollback` is None where none is written.

    Its elements take it back; none, where it says that there is nothing to do, as is said at `back`. `modifies` changes
    the SQL that is sent. `problems` are what was meant to say something and does not, and where it stands.
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


def read(entry: Entry, syntax: Syntax, properties: Mapping[str, str], contexts: str = "") -> ChangeSet:
    """The change set of an entry; `contexts` are those of the files that include it."""
    if entry.kind == RAW:
        return ChangeSet("includeAll", RAW, "", (_sql(fill(_whole(entry.text), properties), {}),))
    if syntax == "sql":
        return _formatted(entry.text, properties, contexts)
    node = parse(entry.text, syntax)
    return of_node(filled(node, properties) if "${" in entry.text else node, contexts)


def _whole(text: str) -> Text:
    return Text(text, (Stretch(0, len(text), 0),) if text else (), False, "", text)


def of_node(node: Node, contexts: str = "") -> ChangeSet:
    """The change set that an element is."""
    known, words = _when(node.get("dbms"), node.get("contextFilter", "context"), node.get("labels"), contexts)
    for one in node.all("preConditions"):
        allowed, said = guards.conditions(one)
        known.append(allowed)
        words.append(said)
    if problem(node) and not node.children:
        changes: tuple[Node, ...] = (node._replace(name=""),)
    else:
        changes = tuple(child for child in node.children if child.name not in OTHERS)
    return ChangeSet(
        str(node.get("author") or ""),
        str(node.get("id") or ""),
        str(node.get("logicalFilePath", "filePath") or ""),
        changes,
        _rollback(node),
        not _is(node.get("runInTransaction"), "false"),
        _is(node.get("runOnChange"), "true") or _is(node.get("runAlways"), "true"),
        _is(node.get("ignore"), "true"),
        guards.guard(known, words),
        " ".join(str(node.get("comment") or "").split()),
        tuple(node.all("modifySql")),
        ((node.problem, Span(node.span.start, node.span.start)),) if node.problem and node.children else (),
        str(node.get("objectQuotingStrategy") or ""),
        next((child.span for child in node.all("rollback")), node.places.get("rollback", Span(0, 0))),
    )


def _is(text: str | None, word: str) -> bool:
    return text is not None and text.strip().lower() == word


def _when(
    dbms: str | None, context: str | None, labels: str | None, contexts: str
) -> tuple[list[tuple[str, ...]], list[str]]:
    """The databases that a change set is for, and the contexts and labels that a run may ask for, in words."""
    known = [guards.databases(dbms)]
    words: list[str] = []
    for said in (contexts, " ".join((context or "").split())):
        allowed, rest = guards.contexts(said)
        known.append(allowed)
        words += [f"context {rest}"] if rest else []
    return known, [*words, *([f"labels {labels}"] if labels else [])]


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
        if one.text is not None and one.text.strip():
            taken.append(one._replace(name="sql", children=(), attributes={}))
    return tuple(taken)


def _sql(text: Text, attributes: dict[str, Text]) -> Node:
    return Node("sql", attributes, text=text, span=Span(0, len(text.home)))


def _formatted(text: str, properties: Mapping[str, str], contexts: str) -> ChangeSet:
    """The change set that a stretch of formatted SQL is."""
    said = formatted.first_line(fill(Text(text.partition("\n")[0]), properties))
    body = formatted.body(text)
    first = len(text.partition("\n")[0])
    if said is None:
        return ChangeSet("", "", "", ())
    given = {name: Text(value) for name, value in said.attributes.items()}
    context = given.get("contextFilter") or given.get("context")
    known, words = _when(given.get("dbms"), context, given.get("labels"), contexts)
    allowed, condition = _conditions(body)
    known.append(allowed)
    words.append(condition)
    back: tuple[Node, ...] | None = None
    if body.rollback is not None:
        back = _way_back(fill(body.rollback, properties), given)
    problems = [(one, Span(0, first)) for one in said.problems] + [(one.text, one.span) for one in body.wrong]
    options = {name: value for name, value in given.items() if name in ("splitStatements", "endDelimiter")}
    return ChangeSet(
        said.author,
        said.identity,
        str(given.get("logicalFilePath") or ""),
        (_sql(fill(body.statements, properties), options),),
        back,
        not _is(given.get("runInTransaction"), "false"),
        _is(given.get("runOnChange"), "true") or _is(given.get("runAlways"), "true"),
        _is(given.get("ignore"), "true"),
        guards.guard(known, words),
        problems=tuple(problems),
        back=body.back,
    )


def _conditions(body: formatted.Body) -> tuple[tuple[str, ...], str]:
    """What the conditions of formatted SQL ask, if they only pass over the change set."""
    how = [formatted.attributes(one.text) for one in body.conditions if one.kind == "preconditions"]
    if all(one.get("onfail", "HALT").upper() == "HALT" for one in how):
        return (), ""
    said = [" ".join(one.text.strip("- ").split()) for one in body.conditions if one.kind == "precondition"]
    return (), " and ".join(said)


def _way_back(text: Text, given: dict[str, Text]) -> tuple[Node, ...]:
    """The way back that lines of a formatted file say."""
    said = text.strip().lower()
    if said.startswith(("empty", "not required")):
        return ()
    if "changesetid" in said:
        found = {name: Text(value) for name, value in formatted.attributes(text).items()}
        names = {"changesetid": "changeSetId", "changesetauthor": "changeSetAuthor", "changesetpath": "changeSetPath"}
        return (Node("rollback", {names[name]: value for name, value in found.items() if name in names}),)
    end = given.get("rollbackEndDelimiter")
    return (_sql(text, {"endDelimiter": end} if end is not None else {}),)
