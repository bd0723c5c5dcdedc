"""A way back that was not written until now: a file of its own, or the section that the tool's marks give it."""

import re

from towpath.frameworks.plain import sections
from towpath.frameworks.plain.next_name import way_back
from towpath.frameworks.plain.switches import outside
from towpath.frameworks.sqllanguage import SqlLanguage
from towpath.frameworks.writing import Ask, Written
from towpath.source import Edit, Source, Span

_MARKS = {
    "dbmate": (re.compile(r"^--\s*migrate:down\b[^\r\n]*(?:\r\n|\n|\r)?", re.M), sections.DBMATE_DOWN),
    "goose": (re.compile(r"^--[ \t]*\+goose[ \t]+down\b[^\r\n]*(?:\r\n|\n|\r)?", re.M | re.I), sections.GOOSE_DOWN),
}


def write_way_back(ask: Ask) -> Written | None:
    """What says the one part of a way back; None where several switches are wanted, or this one cannot be said."""
    source = ask.tree.read(ask.migration.up.path)
    if len(ask.parts) != 1 or not isinstance(source, Source):
        return None
    part = ask.parts[0]
    texts = [SqlLanguage(source, dialect=ask.found.dialect).fresh(said) for said in part.said]
    # PostgreSQL makes one transaction of statements that are sent as one message.
    one_message = ask.found.dialect in ("", "postgresql") and ask.found.runner.name != "goose"
    if None in texts or (part.transactional is False and len(part.said) > 1 and one_message):
        return None
    text = "".join(filter(None, texts))
    if ask.found.runner.name in _MARKS:
        return _in_section(ask, source, text, part.transactional is not False)
    path = way_back(source.path)
    if path is None:
        return None
    there = ask.tree.read(path) if ask.tree.has(path) else None
    if isinstance(there, Source):
        return Written({path: (_at(there.text, len(there.text), text, there.newline),)}, {})
    return Written({}, {path: text})


def _in_section(ask: Ask, source: Source, text: str, inside: bool) -> Written | None:
    pattern, mark = _MARKS[ask.found.runner.name]
    found = pattern.search(source.text)
    edits: list[Edit] = []
    if found:
        edits.append(_at(source.text, found.end(), text, source.newline))
    else:
        lead = "" if source.text.endswith(source.newline) else source.newline
        edits.append(source.insertion(len(source.text), f"{lead}{source.newline}{mark}{source.newline}{text}"))
    if inside or (ask.migration.up.transactional is False and ask.found.runner.name == "goose"):
        return Written({source.path: tuple(edits)}, {})
    switch = outside(ask.found.runner.name, source.text, "down", source.newline)
    # goose has one switch for both directions, and the way up is not to be changed here.
    if switch is None or ask.found.runner.name == "goose":
        return None
    return Written({source.path: (switch, *edits)}, {})


def _at(text: str, offset: int, said: str, newline: str) -> Edit:
    """The edit that puts lines at an offset, on a line of their own."""
    lead = "" if not offset or text[offset - 1] in "\r\n" else newline
    return Edit(Span(offset, offset), lead + said)
