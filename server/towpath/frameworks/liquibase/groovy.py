"""A changelog in Groovy, as Grails has it: a program, of which only that is read which it always includes by name."""

import re
from collections.abc import Iterator

from towpath.frameworks.liquibase.entries import ROOT, Entry
from towpath.source import pattern
from towpath.syntax.markup import Node
from towpath.syntax.text import Text

BEGINS = pattern(rf"^[ \t]*{ROOT}\s*=\s*\{{", re.M)
_CALL = pattern(r"^[ \t]*(?P<call>include(?:All)?|changeSet)\b(?P<rest>[^\r\n]*)", re.M)
_NAMED = pattern(r"\s*\(?\s*(?:file|path)\s*:\s*(?P<quote>['\"])(?P<name>[^'\"$]+)(?P=quote)(?P<more>[^'\"]*)\Z")
_RELATIVE = pattern(r"relativeToChangelogFile\s*:\s*true")
_STRING = pattern(r"//[^\r\n]*|/\*.*?\*/|'[^'\r\n]*'|\"[^\"\r\n]*\"", re.S)


def entries(text: str) -> Iterator[Entry]:
    """What a changelog includes, and for all else why it is not read; its change sets are told of once."""
    begun = BEGINS.search(text)
    end = begun.end() if begun else len(text)
    depth, told = 1, False
    for match in _CALL.finditer(text, end):
        depth += _opened(text[end : match.start()])
        end = match.start()
        if match["call"] != "changeSet" or not told:
            yield _entry(match, depth)
        told = told or match["call"] == "changeSet"


def _opened(text: str) -> int:
    """How many braces are opened in a text and not closed, but for those in comments and strings."""
    plain = _STRING.sub("", text)
    return plain.count("{") - plain.count("}")


def _entry(match: "re.Match[str]", depth: int) -> Entry:
    kind, start, said = match["call"], match.start("call"), match[0].strip()
    if kind == "changeSet":
        return Entry("", start, said, problem="change sets in Groovy are a program, which is not run")
    named = _NAMED.match(match["rest"].rstrip(" \t;"))
    if named is None:
        return Entry("", start, said, problem="which file is included is put together by a program")
    if depth > 1:
        return Entry("", start, said, problem="whether a file is included is decided by a program")
    relative = {"relativeToChangelogFile": Text("true")} if _RELATIVE.search(named["more"]) else {}
    return Entry(
        kind, start, said, Node(kind, {"file" if kind == "include" else "path": Text(named["name"]), **relative})
    )
