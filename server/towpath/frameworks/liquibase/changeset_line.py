"""The first line of a change set of formatted SQL. Each attribute is looked for anywhere in it."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from towpath.frameworks.liquibase.misspelt import Misspelt
from towpath.project.errors import nearest
from towpath.source import Span, pattern

_QUOTED = r'"[^"]+"'
WRITTEN = pattern(
    rf"\s*--\s*changeset\s+(?P<author>{_QUOTED}|[^:]+):(?P<blank>\s*)(?P<id>{_QUOTED}|\S+)(?P<rest>.*)", re.I
)
_WORD, _TEXT, _PATH, _QUOTABLE = r"\w+", r"\S*", r"(?:\S*)", r'".*?"|\S*'
# What each attribute takes for its value.
_VALUES = {
    **dict.fromkeys(("stripComments", "splitStatements", "rollbackSplitStatements"), _WORD),
    **dict.fromkeys(("runOnChange", "runAlways", "runInTransaction", "failOnError", "ignore"), _WORD),
    **dict.fromkeys(("endDelimiter", "rollbackEndDelimiter"), _TEXT),
    **dict.fromkeys(("context", "contextFilter", "labels"), _QUOTABLE),
    **dict.fromkeys(("logicalFilePath", "runWithSpoolFile"), _PATH),
    "dbms": r"[^,][\w!,]+",
    "runWith": r"[\w${}]+",
}
# What others write there, and what Liquibase means for XML alone.
_OTHERS = ("onFail", "onError", "onSqlOutput", "onUpdateSQL", "runOrder", "created", "tag")
_NAMES = {name.lower(): name for name in (*_VALUES, *_OTHERS)}
_ATTRIBUTE = pattern(r'(?<!\S)(?P<name>[A-Za-z]+)(?P<sign>[:=])(?P<value>"[^"]*"|\S*)')
_VALUE = pattern(r'[^\S\r\n]+(?P<value>[^\s:"]+)(?=\s|\Z)')


class Said(NamedTuple):
    """What the first line of a change set says; `problems` are attributes that do nothing as they are written."""

    author: str
    identity: str
    attributes: Mapping[str, str]
    problems: tuple[Misspelt, ...] = ()


def first_line(line: str) -> Said | None:
    """What the first line of a change set says; None where it is none. Problems stand in places of the line."""
    match = WRITTEN.match(line)
    if match is None:
        return None
    found = {name: value for name in _VALUES if (value := attribute(match["rest"], name)) is not None}
    problems = (one.shifted(match.start("rest")) for one in _problems(match["rest"]))
    return Said(match["author"].strip('"'), match["id"].strip('"'), found, tuple(problems))


def attribute(rest: str, name: str) -> str | None:
    """The value of an attribute of a line; one that stands at the end of another's name counts as well."""
    value = _VALUES[name]
    found = re.match(rf".*{name}:({value})", rest, re.I | re.S)
    if found is None:
        return None
    return found[1].strip('"') if value is _QUOTABLE else found[1]


def _problems(rest: str) -> Iterator[Misspelt]:
    for match in _ATTRIBUTE.finditer(rest):
        problem = _unknown(match) or _wrong(match, rest)
        if problem is not None:
            yield problem


def _unknown(match: "re.Match[str]") -> Misspelt | None:
    """What is wrong with a name that no attribute has, but that is nearly one."""
    name = match["name"]
    if name.lower() in _NAMES or any(attribute(match[0], known) is not None for known in _VALUES):
        return None
    near = nearest(name, _NAMES.values())
    if near is None:
        return None
    return Misspelt(
        f"there is no attribute {name}, so it does nothing", Span(*match.span()), f"{near}:{match['value']}"
    )


def _wrong(match: "re.Match[str]", rest: str) -> Misspelt | None:
    """What is wrong with the value of an attribute, or with the sign before it."""
    name, value, span = match["name"], match["value"], Span(*match.span())
    known = _NAMES.get(name.lower())
    if known is None:
        return None
    behind = _VALUE.match(rest, match.end())
    if match["sign"] == "=":
        return Misspelt(f"{match[0]} does nothing: a colon was expected behind the name", span, f"{name}:{value}")
    if not value:
        instead = f"{name}:{behind['value']}" if behind else ""
        whole = Span(span.start, behind.end()) if behind else span
        return Misspelt(f"{name}: has a blank behind its colon, so it does nothing", whole, instead)
    if value.endswith(",") and behind:
        reason = f"{name}:{value} ends at a blank, so what stands behind it does nothing"
        listed = pattern(r"\S+(?:,[^\S\r\n]+[^\s:]+)+").match(rest, match.start())
        return Misspelt(reason, Span(*listed.span()), re.sub(r",\s+", ",", listed[0])) if listed else None
    if value.startswith('"') and _VALUES.get(known) not in (_QUOTABLE, _PATH, None):
        return Misspelt(
            f"{name} takes no quotes, so {value} is nothing that it knows", span, f"{name}:{value.strip(chr(34))}"
        )
    return None
