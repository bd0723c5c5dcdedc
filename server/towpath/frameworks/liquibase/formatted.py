"""Formatted SQL: comments that are directives, and between them the statements of change sets."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from towpath.frameworks.liquibase.directives import Directive, directives
from towpath.frameworks.liquibase.misspelt import Misspelt
from towpath.frameworks.liquibase.spelling import ON_FAIL
from towpath.project.errors import nearest
from towpath.source import Span, pattern
from towpath.syntax.markup import Node
from towpath.syntax.text import Stretch, Text, joined

_PROPERTY = {"name": r"\s*\S+", "value": r"\s*\S+", "dbms": r"[^,][\w!,]+", "global": r"\S+"}
_ON = pattern(r"\b(?P<name>onFail|onError):(?P<value>\S+)", re.I)

# What conditions ask for, and how that has to be written.
_ASKS = {
    "sql-check": pattern(r'(?:expectedResult:(?:"[^"]*"|\S+)\s+)?(?!expectedResult:)\S', re.I),
    "table-exists": pattern(r".*\btable:\S", re.I),
    "view-exists": pattern(r".*\bview:\S", re.I),
}
_ASKED = {"sql-check": "expectedResult:0 SELECT …", "table-exists": "table:name", "view-exists": "view:name"}


class Body(NamedTuple):
    """What a change set does: the text of its statements, with directives as comments; None: no way back is written.

    `wrong` was meant to tell Liquibase something, and does not. `empty`: nothing but directives stands in it.
    """

    statements: Text
    rollback: Text | None
    back: Span
    conditions: tuple[Directive, ...]
    wrong: tuple[Misspelt, ...]
    empty: bool


def body(text: str) -> Body:
    """What a change set says behind its first line, in places of its text."""
    start = text.find("\n") + 1 or len(text)
    found = list(directives(text, start))
    # Liquibase takes its lines out; MySQL would take `--rollback` for no comment.
    statements = _without(text, start, [one.span for one in found])
    lines = [one for one in found if one.kind == "rollback" and one.text.strip()]
    rollback = joined(part for one in lines for part in _said(text, one)) if lines else None
    conditions = tuple(one for one in found if one.kind in ("preconditions", "precondition"))
    back = Span(lines[0].span.start, lines[-1].span.end) if lines else Span(0, 0)
    wrong = (
        *(Misspelt(one.text, one.span, one.instead) for one in found if one.kind == "wrong"),
        *(problem for one in lines if one.many for problem in _together(one)),
        *(problem for one in conditions for problem in _conditions(one)),
    )
    said = [one.span for one in found if one.kind not in ("wrong", "property")]
    return Body(statements, rollback, back, conditions, wrong, not _without(text, start, said).strip())


def ends_with_slash(statements: str) -> bool:
    """Whether statements end with a slash on a line of its own: then all that say no delimiter do."""
    return statements.rstrip().endswith("\n/")


def _said(text: str, one: Directive) -> Iterator[Text]:
    """What lines of a way back say. Several in one comment are put together without their ends."""
    if one.many:
        yield from (_at(text, match.start() + one.at, match[0]) for match in re.finditer(r"[^\r\n]+", one.text))
        return
    lead = len(one.text) - len(one.text.lstrip(" ")) and 1
    yield _at(text, one.at + lead, one.text[lead:])
    yield _at(text, 0, "\n", 0)


def _at(text: str, start: int, said: str, length: int | None = None) -> Text:
    length = len(said) if length is None else length
    return Text(said, (Stretch(0, length, start),) if length else (), False, "", text)


def _together(one: Directive) -> Iterator[Misspelt]:
    """Lines of one comment whose words become one, since nothing stands between them."""
    before: re.Match[str] | None = None
    for line in re.finditer(r"[^\r\n]+", one.text):
        span = Span(one.at + line.start(), one.at + line.end())
        if before is not None and re.search(r"\w\Z", before[0]) and re.match(r"\w", line[0]):
            words = re.findall(r"\w+", before[0])[-1], re.findall(r"\w+", line[0])[0]
            reason = f"Liquibase puts these lines together without a blank: “{''.join(words)}” is what it reads"
            yield Misspelt(reason, span, f"    {line[0]}")
        elif before is not None and "--" in before[0]:
            yield Misspelt("Liquibase puts these lines together, so this one belongs to the comment before it", span)
        before = line if line[0].strip() else before


def _conditions(one: Directive) -> Iterator[Misspelt]:
    """What is not known that is to happen where a condition does not hold, and conditions that ask for nothing."""
    if one.kind == "precondition":
        kind, _, rest = one.text.strip("- ").partition(" ")
        if not _ASKS[kind.lower()].match(rest.strip()):
            reason = f"{kind} asks for nothing: {_ASKED[kind.lower()]} was expected"
            yield Misspelt(reason, Span(one.at, one.at + len(one.text)))
    for match in _ON.finditer(one.text) if one.kind == "preconditions" else ():
        if match["value"].upper() not in ON_FAIL:
            reason = f"{match['name']} is one of {', '.join(ON_FAIL)}, and nothing else is taken"
            yield Misspelt(
                reason, Span(*match.span("value")).shifted(one.at), nearest(match["value"].upper(), ON_FAIL) or ""
            )


def _without(text: str, start: int, ignored: Sequence[Span]) -> Text:
    """The text from an offset on, in which ignored lines are white."""
    said = text
    for span in ignored:
        said = said[: span.start] + re.sub(r"[^\r\n]", " ", span.of(said)) + said[span.end :]
    length = len(text) - start
    return Text(said[start:], (Stretch(0, length, start),) if length else (), False, "", text)


def properties(text: str) -> dict[str, str]:
    """What a line says that gives a property: of each name the last."""
    found = {name: re.match(rf".*{name}:({value})", text, re.I) for name, value in _PROPERTY.items()}
    return {name: match[1].strip() for name, match in found.items() if match}


def reference(text: str) -> dict[str, str]:
    """The change set that a way back names, if it does, all of whose lines are one."""
    line = re.sub(r"[\r\n]", "", text)
    names = ("changeSetId", "changeSetAuthor", "changeSetPath")
    found = {name: re.match(rf".*{name}:(\S+)", line, re.I) for name in names}
    return {name: match[1] for name, match in found.items() if match}


def condition(one: Directive) -> Node:
    """The condition that a line says."""
    kind = one.text.strip("- ").partition(" ")[0].lower()
    name = {"table-exists": "tableExists", "view-exists": "viewExists"}.get(kind, "sqlCheck")
    found = re.search(r"\b(?P<what>table|view):(?P<name>\S+)", one.text, re.I)
    return Node(name, {f"{found['what'].lower()}Name": Text(found["name"])} if found else {}, text=Text(one.text))


def on_fail(conditions: Sequence[Directive]) -> str:
    """What happens where the conditions of a change set do not hold."""
    found = (_ON.finditer(one.text) for one in conditions if one.kind == "preconditions")
    return next((m["value"].upper() for one in found for m in one if m["name"].lower() == "onfail"), "HALT")
