"""Formatted SQL: comments that are directives, and between them the statements of change sets."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from towpath.project.errors import meant
from towpath.source import Span, pattern
from towpath.syntax.text import Stretch, Text, joined

FIRST = pattern(r"[\s\ufeff]*--[^\S\r\n]*liquibase[^\S\r\n]*formatted(?P<rest>[^\r\n]*)", re.I)
# What may be a directive: a comment that begins its line, or a way back in several lines.
_LINE = pattern(
    r"^[^\S\r\n]*(?:(?P<said>-[^\r\n]*)"
    r"|/\*[^\S\r\n]*liquibase[^\S\r\n]*rollback[^\S\r\n]*(?=[\r\n]|\Z)(?P<many>.*?)(?P<end>\*/[^\S\r\n]*$|\Z))",
    re.M | re.I | re.S,
)
_QUOTED = r'"[^"]+"'
_CHANGE_SET = pattern(
    rf"--\s*changeset\s+(?P<author>{_QUOTED}|[^:]+):(?P<blank>\s*)(?P<id>{_QUOTED}|\S+)(?P<rest>.*)", re.I
)
_WORD = pattern(r"(?P<dashes>-+)\s*(?P<word>[A-Za-z]+)(?P<kind>(?:-[A-Za-z]+)*)(?P<rest>.*)", re.S)
_ATTRIBUTE = pattern(r'(?<!\S)(?P<name>[A-Za-z]+):(?P<value>"[^"]*"|\S*)')
_PROPERTY = pattern(r".*:.*\s+.*:.*")
# Each directive, and how it has to be written.
_WRITTEN = {
    "changeset": "--changeset author:id",
    "property": "--property name:… value:…",
    "ignorelines": "--ignoreLines:start",
    "rollback": "--rollback SQL",
    "comment": "--comment: text",
    "preconditions": "--preconditions onFail:MARK_RAN",
    "precondition": "--precondition-sql-check expectedResult:0 SELECT …",
    "validchecksum": "--validCheckSum: …",
}
_ATTRIBUTES = {
    name.lower(): name
    for name in """
    stripComments splitStatements endDelimiter rollbackEndDelimiter rollbackSplitStatements context contextFilter labels
    dbms runWith runWithSpoolFile runOnChange runAlways runInTransaction failOnError logicalFilePath ignore onFail
    onError onSqlOutput onUpdateSQL runOrder created tag
    """.split()
}


# What stands behind the word of a directive that may be misspelt.
_SHAPES = {
    "changeset": pattern(r"\s+[^\s:][^:]*:\S+"),
    "rollback": pattern(r":?\s+(?:drop|alter|create|delete|update|insert|empty)\b", re.I),
}


class Directive(NamedTuple):
    """One directive: its kind in lower case, what it says, and where it stands.

    `wrong` is a comment that was meant for one, and is none; `text` says then what was expected.
    """

    kind: str
    span: Span
    text: str = ""
    at: int = 0


class Said(NamedTuple):
    """The first line of a change set. `problems` are attributes that do nothing as they are written."""

    author: str
    identity: str
    attributes: Mapping[str, str]
    problems: tuple[str, ...] = ()


class Body(NamedTuple):
    """What a change set does: the text of its statements, with directives as comments; None: no way back is written."""

    statements: Text
    rollback: Text | None
    back: Span
    conditions: tuple[Directive, ...]
    wrong: tuple[Directive, ...]


def directives(text: str, start: int = 0) -> Iterator[Directive]:
    """The directives of a file, or of what stands behind an offset, in order; ignored lines hold none."""
    ignored = 0
    for match in _LINE.finditer(text, start):
        if match.start() < ignored:
            continue
        if match["said"] is None:
            yield Directive("rollback", Span(match.start(), match.end()), match["many"], match.start("many"))
            continue
        found = _directive(match["said"], match.start("said"))
        if found is None:
            continue
        if found.kind == "ignorelines":
            ignored = _ignored(text, found)
            yield found._replace(span=Span(found.span.start, ignored))
        else:
            yield found


def _directive(said: str, at: int) -> Directive | None:
    """What a comment says to Liquibase; None for one that is a comment."""
    match = _WORD.match(said)
    if match is None:
        return None
    span, word, rest = Span(at, at + len(said)), match["word"].lower(), match["rest"]
    many = len(match["dashes"]) > 1
    if word == "comments" or (word == "ignore" and rest.startswith(":")):
        word, many = ("comment" if word == "comments" else "ignorelines"), False
    if word not in _WRITTEN:
        return _misspelt(said, match, span)
    if word != "precondition" and match["kind"]:
        return None
    if not many:
        return Directive("wrong", span, _expected(said, word)) if _meant_for_one(word, rest) else None
    if not _is_written(word, match["kind"], rest, said):
        return Directive("wrong", span, _expected(said, word)) if _meant_for_one(word, rest) else None
    start = match.start("kind") if word == "precondition" else match.start("rest")
    return Directive(word, span, said[start:], at + start)


def _expected(said: str, word: str) -> str:
    return f"“{' '.join(said.split())[:60]}” does nothing, or is refused: {_WRITTEN[word]} was expected"


def _meant_for_one(word: str, rest: str) -> bool:
    """Whether a comment that begins with a directive's word is none by chance: prose goes on in lower case."""
    if word in ("comment", "property", "precondition", "preconditions", "rollback"):
        return not re.match(r"\s+[a-z]+\s+[a-z]+", rest) or word == "rollback"
    return True


def _is_written(word: str, kind: str, rest: str, said: str) -> bool:
    if word == "changeset":
        found = _CHANGE_SET.match(said)
        return found is not None and not found["blank"]
    if word == "property":
        return rest[:1].isspace() and _PROPERTY.match(rest) is not None
    if word == "ignorelines":
        return re.fullmatch(r":(?:start|end|\d+)", rest.strip(), re.I) is not None
    if word == "precondition":
        return kind != "" and rest.startswith(" ")
    if word in ("comment", "validchecksum"):
        return re.match(r":? ", rest) is not None or not rest.strip(": \t")
    return word == "preconditions" or rest.startswith(" ") or not rest.strip()


def _misspelt(said: str, match: "re.Match[str]", span: Span) -> Directive | None:
    """A comment whose first word is nearly that of a directive, and which goes on as that one does."""
    word = next((word for word, shape in _SHAPES.items() if shape.match(match["rest"])), "")
    if not word or not meant(match["word"].lower(), (word,)):
        return None
    return Directive("wrong", span, _expected(said, word))


def _ignored(text: str, found: Directive) -> int:
    """Where the lines end that a directive takes out."""
    said = found.text.strip(": \t").lower()
    at = text.find("\n", found.span.end) + 1 or len(text)
    if said == "start":
        end = pattern(r"^--\s*ignoreLines:end[^\r\n]*", re.I | re.M).search(text, at)
        return end.end() if end else len(text)
    for _ in range(int(said) if said.isdigit() else 0):
        at = text.find("\n", at) + 1 or len(text)
    return at


def first_line(text: str) -> Said | None:
    """What the first line of a change set says; None where it is none."""
    line = text.partition("\n")[0].strip()
    match = _CHANGE_SET.match(line)
    if match is None:
        return None
    found: list[tuple[str, str]] = _ATTRIBUTE.findall(match["rest"])
    attributes = {_ATTRIBUTES.get(name.lower(), name): value.strip('"') for name, value in found}
    return Said(match["author"].strip('"'), match["id"].strip('"'), attributes, tuple(_problems(match["rest"])))


def _problems(rest: str) -> Iterator[str]:
    """What on the first line of a change set does nothing as it is written."""
    for match in _ATTRIBUTE.finditer(rest):
        name, value = match["name"], match["value"]
        if name.lower() not in _ATTRIBUTES:
            close = meant(name, tuple(_ATTRIBUTES.values()))
            if close:
                yield f"there is no attribute {name}, so it does nothing{close}"
        elif not value:
            yield f"{name}: has a blank behind its colon, so it does nothing"
        elif value.endswith(",") and rest[match.end() :].strip():
            yield f"{name}:{value} ends at a blank, so what stands behind it does nothing"


def body(text: str) -> Body:
    """What a change set says behind its first line, in places of its text."""
    start = text.find("\n") + 1 or len(text)
    found = list(directives(text, start))
    statements = _without(text, start, [one.span for one in found if one.kind in ("ignorelines", "wrong")])
    lines = [one for one in found if one.kind == "rollback" and one.text.strip()]
    rollback = joined(_lines(text, lines)) if lines else None
    conditions = tuple(one for one in found if one.kind in ("preconditions", "precondition"))
    back = Span(lines[0].span.start, lines[-1].span.end) if lines else Span(0, 0)
    return Body(statements, rollback, back, conditions, tuple(one for one in found if one.kind == "wrong"))


def _lines(text: str, found: list[Directive]) -> Iterator[Text]:
    for one in found:
        lead = len(one.text) - len(one.text.lstrip(" ")) and 1
        length = len(one.text) - lead
        yield Text(one.text[lead:], (Stretch(0, length, one.at + lead),), False, "", text)
        yield Text("\n", (), False, "", text)


def _without(text: str, start: int, ignored: list[Span]) -> Text:
    """The text from an offset on, in which ignored lines are white."""
    said = text
    for span in ignored:
        said = said[: span.start] + re.sub(r"[^\r\n]", " ", span.of(said)) + said[span.end :]
    length = len(text) - start
    return Text(said[start:], (Stretch(0, length, start),) if length else (), False, "", text)


def attributes(text: str) -> dict[str, str]:
    """Names and values of a directive's line."""
    return {name.lower(): value.strip('"') for name, value in _ATTRIBUTE.findall(text)}
