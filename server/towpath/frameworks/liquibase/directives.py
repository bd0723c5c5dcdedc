"""The directives of formatted SQL: comments that tell Liquibase something, and those that were meant to."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from towpath.frameworks.liquibase import changeset_line
from towpath.project.errors import nearest
from towpath.source import Span, pattern

FIRST = pattern(r"[\s\ufeff]*--[^\S\r\n]*liquibase[^\S\r\n]*formatted(?P<rest>[^\r\n]*)", re.I)
# What may be a directive: a comment that begins its line, or a way back in several lines.
_LINE = pattern(
    r"^[^\S\r\n]*(?:(?P<said>-[^\r\n]*)"
    r"|(?P<one>/\*[^\S\r\n]*liquibase[^\S\r\n]*rollback[^\S\r\n]+(?P<back>[^\r\n]*?)\s*\*/)(?=[^\S\r\n]*$)"
    r"|/\*[^\S\r\n]*liquibase[^\S\r\n]*rollback[^\S\r\n]*(?=[\r\n]|\Z)(?P<many>.*?)(?P<end>\*/[^\S\r\n]*$|\Z))",
    re.M | re.I | re.S,
)
_WORD = pattern(r"(?P<dashes>-+)\s*(?P<word>[A-Za-z]+)(?P<kind>(?:-[A-Za-z]+)*)(?P<rest>.*)", re.S)
_PROPERTY = pattern(r".*:.*\s+.*:.*")
# Each directive, how it is spelled, and how it has to be written.
_SPELLED = {
    name.lower(): name
    for name in "changeset property ignoreLines rollback comment preconditions precondition validCheckSum".split()
}
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
# Those that say nothing where blanks stand before them.
_AT_THE_MARGIN = ("ignorelines", "validchecksum")
# What others call them.
_ALIASES = {"comments": "comment", "changesets": "changeset"}
CONDITIONS = ("sql-check", "table-exists", "view-exists")
# What stands behind the word of a directive that may be misspelt.
_SHAPES = {
    "changeset": pattern(r"\s+[^\s:][^:]*:\S+"),
    "rollback": pattern(r":?\s+(?:drop|alter|create|delete|update|insert|empty)\b", re.I),
}


class Directive(NamedTuple):
    """One directive: its kind in lower case, what it says, and where it stands.

    `many`: a way back in several lines. `wrong` is a comment that was meant for a directive, and is none: `text` says
    then what was expected, and `instead` how it has to be written, where that is known.
    """

    kind: str
    span: Span
    text: str = ""
    at: int = 0
    many: bool = False
    instead: str = ""


def directives(text: str, start: int = 0) -> Iterator[Directive]:
    """The directives of a file, or of what stands behind an offset, in order; ignored lines hold none."""
    ignored = 0
    for match in _LINE.finditer(text, start):
        if match.start() < ignored:
            continue
        if match["one"] is not None:
            yield _in_one_line(match)
            continue
        if match["said"] is None:
            many = Span(match.start(), match.end())
            yield Directive("rollback", many, match["many"], match.start("many"), many=True)
            continue
        found = _directive(match["said"], match.start("said"), indented=match.start() < match.start("said"))
        if found is None:
            continue
        if found.kind == "ignorelines":
            ignored = _ignored(text, found)
            yield found._replace(span=Span(found.span.start, ignored))
        else:
            yield found


def _in_one_line(match: "re.Match[str]") -> Directive:
    """A way back that should begin on a line of its own in its comment."""
    reason = f"“{' '.join(match['one'].split())[:60]}” does nothing: the way back has to begin on the next line"
    return Directive("wrong", Span(*match.span("one")), reason, instead=f"--rollback {match['back']}")


def _directive(said: str, at: int, indented: bool = False) -> Directive | None:
    """What a comment says to Liquibase; None for one that is a comment."""
    match = _WORD.match(said)
    if match is None:
        return None
    span, word, rest = Span(at, at + len(said)), match["word"].lower(), match["rest"]
    many = len(match["dashes"]) > 1
    if word in _ALIASES or (word == "ignore" and rest.startswith(":")):
        word, many = _ALIASES.get(word, "ignorelines"), False
    if word not in _WRITTEN:
        return _misspelt(said, match, span)
    if word != "precondition" and match["kind"]:
        return None
    if not many or (indented and word in _AT_THE_MARGIN) or not _is_written(word, match["kind"], rest, said):
        return _wrong(said, match, span, word) if _meant_for_one(word, rest) else None
    start = match.start("kind") if word == "precondition" else match.start("rest")
    return Directive(word, span, said[start:], at + start)


def _wrong(said: str, match: "re.Match[str]", span: Span, word: str) -> Directive:
    reason = f"“{' '.join(said.split())[:60]}” does nothing, or is refused: {_WRITTEN[word]} was expected"
    return Directive("wrong", span, reason, instead=_respelled(match, word))


def _respelled(match: "re.Match[str]", word: str) -> str:
    """The comment as the directive that it was meant for; empty where that is no directive either."""
    rest = match["rest"].strip(" \t:")
    if word == "changeset":
        rest = " " + re.sub(r":\s+", ":", rest, count=1)
    elif word == "property":
        rest = " " + re.sub(r"(\w)=(?=\S)", r"\1:", rest)
    elif word == "ignorelines":
        rest = f":{rest.lower()}"
    elif word == "precondition":
        near = nearest(match["kind"].strip("-").lower(), CONDITIONS)
        rest = f"-{near} {rest}" if near else ""
    else:
        rest = f": {rest}" if word in ("comment", "validchecksum") else f" {rest}"
    instead = f"--{_SPELLED[word]}{rest}"
    found = _WORD.match(instead)
    return instead if found and _is_written(word, found["kind"], found["rest"], instead) else ""


def _meant_for_one(word: str, rest: str) -> bool:
    """Whether a comment that begins with a directive's word is none by chance: prose goes on in lower case."""
    if word in ("comment", "property", "precondition", "preconditions", "rollback"):
        return not re.match(r"\s+[a-z]+\s+[a-z]+", rest) or word == "rollback"
    return True


def _is_written(word: str, kind: str, rest: str, said: str) -> bool:
    if word == "changeset":
        found = changeset_line.WRITTEN.match(said)
        return found is not None and not found["blank"]
    if word == "property":
        return rest[:1].isspace() and _PROPERTY.match(rest) is not None
    if word == "ignorelines":
        return re.fullmatch(r":(?:start|end|\d+)", rest) is not None
    if word == "precondition":
        return kind[1:].lower() in CONDITIONS and rest.startswith(" ")
    if word in ("comment", "validchecksum"):
        return re.match(r":? ", rest) is not None or not rest.strip(": \t")
    return word == "preconditions" or rest.startswith(" ") or not rest.strip()


def _misspelt(said: str, match: "re.Match[str]", span: Span) -> Directive | None:
    """A comment whose first word is nearly that of a directive, and which goes on as that one does."""
    word = next((word for word, shape in _SHAPES.items() if shape.match(match["rest"])), "")
    if not word or not nearest(match["word"].lower(), (word,)):
        return None
    return _wrong(said, match, span, word)


_END = pattern(r"^--\s*(?i:ignoreLines):end(?=\r?$)", re.M)


def _ignored(text: str, found: Directive) -> int:
    """Where the lines end that a directive takes out."""
    said = found.text.strip(":")
    at = text.find("\n", found.span.end) + 1 or len(text)
    if said == "start":
        end = _END.search(text, at)
        return end.end() if end else len(text)
    for _ in range(int(said) if said.isdigit() else 0):
        at = text.find("\n", at) + 1 or len(text)
    return at
