"""A changelog after an edit within one of its change sets: its entries are those of before, but for that one."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from towpath.frameworks.liquibase.entries import ROOT, ROOT_AND_BELOW, Changelog, Entry, Syntax
from towpath.source import Span, alike, pattern
from towpath.syntax.markup import xml

# What an edit may not touch if what stands right below the root is to stay what it is.
TELLING = {
    "xml": pattern(r"[<>\"'!\-\[\]/&?]"),
    "json": pattern(r"[\"'\[\]{}\\#]"),
    "yaml": pattern(r"[\r\n\t&*]"),
    "sql": pattern(r"[\r\n]"),
}
# What no line may hold in which an edit is, before and after it.
_LINES = {
    "xml": pattern(
        r"</?(?:[\w.-]+:)?(?:databaseChangeLog|changeSet|include|includeAll|property|preConditions|[\w:.-]*\Z)"
    ),
    "sql": pattern(r"^\s*(?:-|/\*)|\*/|^\s*$"),
}
# Comments and data, in which nothing is a tag, and how such begin and end.
_WHOLE = pattern(r"<!--.*?-->|<!\[CDATA\[.*?\]\]>", re.S)
_OPEN = pattern(r"<!|<\?|-->|\]\]>")
_CLOSING = pattern(r"-->|\]\]>")
_CLOSES = pattern(rf"</(?:[\w.-]+:)?{ROOT}\s*>")


def grown(before: Changelog, old: str, new: str) -> Changelog | None:
    """The changelog of a text; None where it is not told by the one of before what it is."""
    front, back = alike(old, new)
    removed, put = Span(front, len(old) - back), Span(front, len(new) - back)
    number = bisect_right(before.entries, front, key=_start) - 1
    if before.refused or number < 0 or any(one.shared or one.without for one in before.entries):
        return None
    entry, shift = before.entries[number], len(new) - len(old)
    head = entry.text.find("changeSet") + len('changeSet" :')
    inside = entry.start + head < front and removed.end < entry.start + len(entry.text)
    if entry.kind != "changeSet" or not inside or not _quiet(before.syntax, old, new, removed, put, entry):
        return _cut_anew(before, number, removed, old, new) if before.syntax == "xml" else None
    text = entry.text[: front - entry.start] + put.of(new) + entry.text[removed.end - entry.start :]
    behind = _moved(before.entries[number + 1 :], shift)
    return before._replace(entries=(*before.entries[:number], entry._replace(text=text), *behind))


def _start(entry: Entry) -> int:
    return entry.start


def _cut_anew(before: Changelog, number: int, removed: Span, old: str, new: str) -> Changelog | None:
    """The changelog with change sets of XML found again from one on, as far as an edit reaches; None: not for sure."""
    front, shift = before.entries[:number], len(new) - len(old)
    behind = before.entries[max(bisect_left(before.entries, removed.end, key=_start), number + 1) :]
    start, end = before.entries[number].start, behind[0].start + shift if behind else len(new)
    touched = new[start:end]
    chunks = xml.chunks(touched, ROOT_AND_BELOW)
    was = before.entries[number : len(before.entries) - len(behind)]
    if any(one.kind != "changeSet" for one in (*was, *behind[:1])) or not chunks:
        return None
    # What closes a comment now may close one that was left open far in front.
    ends_as_before = _CLOSING.findall(touched) == _CLOSING.findall(old, start, end - shift)
    if not ends_as_before and is_left_open(new[:start]):
        return None
    ends = [chunk.span.end for chunk in chunks]
    starts = (*(chunk.span.start for chunk in chunks), len(touched))
    between = (touched[one:other] for one, other in zip((0, *ends), starts))
    whole = all(one.name == "changeSet" and one.span.of(touched).endswith("changeSet>") for one in chunks)
    # What opens and does not end would take the next ones into it, and what ends may have begun in earlier ones.
    if not whole or starts[0] or is_left_open(touched) or not all(map(_is_nothing, between)):
        return None
    entries = (Entry("changeSet", start + one.span.start, one.span.of(touched)) for one in chunks)
    return before._replace(entries=(*front, *entries, *_moved(behind, shift)))


def _moved(entries: Sequence[Entry], by: int) -> list[Entry]:
    return [Entry(one[0], one[1] + by, *one[2:]) for one in entries]


def is_left_open(text: str) -> bool:
    """Whether XML may open a comment, or the like, that it does not close, or close one that it does not open."""
    return _OPEN.search(text) is not None and _OPEN.search(_WHOLE.sub("", text)) is not None


def _is_nothing(between: str) -> bool:
    """Whether there is nothing between change sets but blanks and comments, or what ends the root."""
    return "<" not in _CLOSES.sub("", _WHOLE.sub("", between))


def _quiet(syntax: Syntax, old: str, new: str, removed: Span, put: Span, entry: Entry) -> bool:
    """Whether neither what goes nor what comes can be about where change sets begin and end."""
    if TELLING[syntax].search(removed.of(old)) or TELLING[syntax].search(put.of(new)):
        return False
    lines = _line(old, removed), _line(new, put)
    if syntax == "yaml":
        # The dashes of the list's items stand no deeper than this.
        depth = len(entry.text) - len(entry.text.lstrip(" "))
        return all(line[: depth + 1].strip(" ") == "" and len(line) > depth for line in lines)
    return syntax == "json" or not any(_LINES[syntax].search(line) for line in lines)


def _line(text: str, span: Span) -> str:
    """The lines of a span."""
    end = text.find("\n", span.end)
    return text[text.rfind("\n", 0, span.start) + 1 : end if end >= 0 else len(text)]
