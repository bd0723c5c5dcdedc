"""YAML to a tree, by its lines: what is wrong in one entry leaves the others. JSON is read as the YAML that it is."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from towpath.source import Span, pattern
from towpath.syntax.markup.data import Broken, Data, Items, Pair, Pairs, Scalar, element, merged
from towpath.syntax.markup.flow import Anchors, Read, aliased, flow, quoted, scalar, tagged
from towpath.syntax.markup.node import Node
from towpath.syntax.text import Stretch, Text, joined

_LINE = pattern(r"(?P<indent> *)(?P<said>[^\r\n]*)(?:\r\n|\n|\r|\Z)")
_KEY = pattern(
    r"(?P<key>\"(?:[^\"\\\r\n]|\\.)*\"|'(?:[^'\r\n]|'')*'"
    r"|(?:[^\s\"'#&*!|>%@`\[\]{},?:-]|[-?:](?=\S))(?:[^\r\n:#]|:(?=\S)|(?<=\S)\#)*?)[ \t]*:(?=\s|\Z)"
)
_ITEM = pattern(r"-(?=\s|\Z)[ \t]*")
_COMMENT = pattern(r"(?:^|(?<=\s))#")
_BLOCK = pattern(r"(?P<style>[|>])(?P<how>[-+\d]*)[ \t]*(?:#[^\r\n]*)?\Z")
_TAG = pattern(r"(?P<tag>!\S*)[ \t]*")
_ANCHOR = pattern(r"&(?P<name>[^\s,\[\]{}]+)[ \t]*")
_ALIAS = pattern(r"\*[^\s,\[\]{}]+")
_PLAIN_END = pattern(r"[ \t]+#[^\r\n]*\Z|[ \t]+\Z")
_DEEPEST = 100


class _Line(NamedTuple):
    """A line: where it starts, where what it says does and ends, and whether it says anything but a comment."""

    start: int
    at: int
    end: int
    after: int
    told: bool

    @property
    def indent(self) -> int:
        return self.at - self.start


def anchors(text: str) -> Anchors:
    """What a document gives names, by these; a name that is given again stands for what comes last."""
    reader = _Reader(text, {})
    reader.document()
    return reader.anchors


def parse(text: str, anchors: Anchors | None = None) -> Node:
    """The first element of a text, which is a mapping of one key, or a list of such; never raises.

    Spans are those of the text that is given. `anchors` are those of the document that the text is a part of.
    """
    found = _Reader(text, dict(anchors or {})).document()
    if isinstance(found, Items) and found.items:
        found = found.items[0]
    if isinstance(found, Pairs) and found.pairs:
        return element(found.pairs[0])
    problem = found.problem if isinstance(found, Broken) else "a key with a value was expected"
    return Node("", span=found.span, problem=problem)


class _Reader:
    """Reads one text; `_number` is the line that is read next."""

    def __init__(self, text: str, anchors: Anchors) -> None:
        self._text = text
        self.anchors = anchors
        self._lines = list(_lines(text))
        self._number = 0

    def document(self) -> Data:
        self._skip()
        line = self._here()
        if line is None:
            return Scalar(None, Span(0, 0))
        return self._value(line.at, line.indent, -1, 0)

    def _here(self) -> _Line | None:
        """The line at hand."""
        return self._lines[self._number] if self._number < len(self._lines) else None

    def _skip(self) -> None:
        """On to the next line that says something."""
        while self._number < len(self._lines) and not self._lines[self._number].told:
            self._number += 1

    def _next(self) -> None:
        self._number += 1
        self._skip()

    def _column(self, at: int) -> int:
        line = self._lines[self._number]
        return at - line.start

    def _value(self, at: int, column: int, parent: int, depth: int) -> Data:
        """What begins at a place in the line at hand; what belongs to it is deeper than `parent`."""
        if depth > _DEEPEST:
            return self._given_up("nested too deeply", at, parent)
        if _ITEM.match(self._text, at):
            return self._items(column, depth)
        line = self._lines[self._number]
        if _KEY.match(self._text, at, line.end):
            return self._pairs(at, column, depth)
        return self._scalar(at, parent)

    def _items(self, column: int, depth: int) -> Data:
        """The items whose dashes stand in a column."""
        found: list[Data] = []
        start = end = self._lines[self._number].start + column
        while (line := self._here()) is not None:
            dash = _ITEM.match(self._text, line.start + column) if line.indent <= column else None
            if dash is None or self._text[line.at : line.start + column].strip(" -"):
                break
            if line.indent < column and found:
                break
            found.append(self._item(dash.end(), line, column, depth))
            end = max(end, found[-1].span.end)
            self._skip()
            if (line := self._here()) is not None and line.indent > column:
                found.append(self._given_up("this is indented deeper than what it stands behind", line.at, column))
            if (line := self._here()) is None or line.indent != column:
                break
        return Items(tuple(found), Span(start, end))

    def _item(self, at: int, line: _Line, column: int, depth: int) -> Data:
        if (anchor := _ANCHOR.match(self._text, at, line.end)) is not None:
            return self._named(anchor, self._item(anchor.end(), line, column, depth))
        if at < line.end and not _COMMENT.match(self._text, at):
            return self._value(at, self._column(at), column, depth + 1)
        self._next()
        below = self._here()
        if below is None or below.indent <= column:
            return Scalar(None, Span(at, at))
        return self._value(below.at, below.indent, column, depth + 1)

    def _pairs(self, at: int, column: int, depth: int) -> Data:
        """The keys in a column, with their values."""
        found: list[Pair] = []
        start = end = at
        wrong: Broken | None = None
        while (line := self._here()) is not None:
            key = _KEY.match(self._text, at, line.end)
            if key is None:
                wrong = wrong or self._given_up("a key with a colon was expected", at, column - 1)
                end = wrong.span.end
                break
            found.append(Pair(self._key(key), self._of_key(key, line, column, depth)))
            end = max(end, key.end(), found[-1].value.span.end)
            self._skip()
            if (line := self._here()) is not None and line.indent > column:
                wrong = wrong or self._given_up("this is indented deeper than what it stands behind", line.at, column)
            line = self._here()
            if line is None or line.indent != column or _ITEM.match(self._text, line.at):
                break
            at = line.at
        if wrong:
            nothing = Text("", (), False, "", self._text)
            found.append(Pair(Scalar(nothing, wrong.span), wrong))
        return Pairs(merged(tuple(found)), Span(start, end))

    def _key(self, match: "re.Match[str]") -> Scalar:
        start, end = match.span("key")
        found = quoted(self._text, start)
        if found is not None and isinstance(found.data, Scalar):
            return found.data
        said = match["key"]
        return Scalar(Text(said, (Stretch(0, len(said), start),), False, "", self._text), Span(start, end))

    def _of_key(self, key: "re.Match[str]", line: _Line, column: int, depth: int) -> Data:
        """The value of a key: behind its colon, or deeper in the lines below; a list may stand as deep as its key."""
        at = key.end()
        while at < line.end and self._text[at] in " \t":
            at += 1
        if (tag := _TAG.match(self._text, at, line.end)) is not None:
            if (problem := tagged(tag["tag"])) is not None:
                return self._given_up(problem, at, column)
            at = tag.end()
        if (anchor := _ANCHOR.match(self._text, at, line.end)) is not None:
            return self._named(anchor, self._behind(anchor.end(), key, line, column, depth))
        return self._behind(at, key, line, column, depth)

    def _named(self, anchor: "re.Match[str]", data: Data) -> Data:
        self.anchors[anchor["name"]] = data
        return data

    def _behind(self, at: int, key: "re.Match[str]", line: _Line, column: int, depth: int) -> Data:
        """The value of a key from a place on, behind what is said of it."""
        if at < line.end and not _COMMENT.match(self._text, at):
            return self._scalar(at, column)
        self._next()
        below = self._here()
        if below is None or below.indent < column:
            return Scalar(None, Span(key.end(), key.end()))
        if below.indent == column:
            dash = _ITEM.match(self._text, below.at)
            return self._items(column, depth + 1) if dash else Scalar(None, Span(key.end(), key.end()))
        return self._value(below.at, below.indent, column, depth + 1)

    def _scalar(self, at: int, parent: int) -> Data:
        """A scalar of any kind, or brackets; goes on in lines that are deeper than `parent`."""
        line = self._lines[self._number]
        said = self._text[at : line.end]
        if (block := _BLOCK.match(said)) is not None:
            return self._block(block, at, parent)
        if (alias := _ALIAS.match(said)) is not None:
            data = aliased(alias[0], Span(at, at + len(alias[0])), self.anchors)
            rest = said[len(alias[0]) :].strip()
            if isinstance(data, Broken) or (rest and not rest.startswith("#")):
                problem = data.problem if isinstance(data, Broken) else f"nothing was expected here: {rest[:40]}"
                return self._given_up(problem, at, parent)
            self._next()
            return data
        if said[0] in "{[\"'":
            return self._enclosed(at, parent)
        return self._plain(at, parent)

    def _enclosed(self, at: int, parent: int) -> Data:
        """What ends with its own quote or bracket, perhaps on another line, behind which only a comment may stand."""
        text = self._text
        found: Read = quoted(text, at) or flow(text, at, self.anchors)
        while self._number < len(self._lines) and self._lines[self._number].after <= found.end:
            self._number += 1
        line = self._here()
        rest = text[found.end : line.end].strip() if line else ""
        if isinstance(found.data, Broken) or (rest and not rest.startswith("#")):
            problem = (
                found.data.problem if isinstance(found.data, Broken) else f"nothing was expected here: {rest[:40]}"
            )
            return self._given_up(problem, at, parent)
        self._next()
        return found.data

    def _plain(self, at: int, parent: int) -> Data:
        line = self._lines[self._number]
        parts = [Span(at, self._plain_end(at, line.end))]
        if parts[0].of(self._text).find(": ") >= 0:
            return self._given_up("a colon with a blank behind it stands in a text without quotes", at, parent)
        commented = _COMMENT.search(self._text, at, line.end) is not None
        self._next()
        while not commented and (below := self._here()) is not None and below.indent > parent:
            if _KEY.match(self._text, below.at, below.end):
                return self._given_up("a key stands where a text goes on", parts[0].start, parent)
            parts.append(Span(below.at, self._plain_end(below.at, below.end)))
            self._next()
        if len(parts) == 1:
            return scalar(self._text, *parts[0])
        return Scalar(joined(self._folded(parts)), Span(at, parts[-1].end))

    def _plain_end(self, at: int, end: int) -> int:
        found = _PLAIN_END.search(self._text, at, end)
        comment = _SAID_COMMENT.search(self._text, at, end)
        return min(found.start() if found else end, comment.start() if comment else end)

    def _folded(self, parts: list[Span]) -> Iterator[Text]:
        """Lines of a text without quotes: each end of a line is a blank, an empty line an end."""
        before: Span | None = None
        for part in parts:
            if before is not None:
                lines = self._text.count("\n", before.end, part.start)
                yield Text("\n" * (lines - 1) if lines > 1 else " ", (), False, "", self._text)
            yield self._as_it_stands(part)
            before = part

    def _as_it_stands(self, span: Span) -> Text:
        length = span.end - span.start
        return Text(span.of(self._text), (Stretch(0, length, span.start),) if length else (), False, "", self._text)

    def _block(self, how: "re.Match[str]", at: int, parent: int) -> Data:
        """The lines below that are deeper: as they stand, or folded."""
        self._number += 1
        first = self._number
        given = pattern(r"\d").search(how["how"])
        deep = max(parent, 0) + int(given[0]) if given else 0
        last = first
        while (line := self._here()) is not None:
            said = line.at < line.end
            if said and not deep:
                deep = line.indent
            if said and (line.indent <= parent or line.indent < deep):
                break
            self._number += 1
            last = self._number if said else last
        lines = self._lines[first:last]
        kept = how["how"].strip("123456789")
        tail = self._lines[last : self._number] if kept == "+" else []
        self._skip()
        text = joined(self._literal([*lines, *tail], deep, how["style"] == ">"))
        if kept == "-":
            text = text.part(0, len(text.rstrip("\r\n")))
        end = lines[-1].end if lines else at + len(how[0])
        return Scalar(Text(text, text.stretches, False, how["style"], self._text), Span(at, end))

    def _literal(self, lines: list[_Line], deep: int, folded: bool) -> Iterator[Text]:
        for number, line in enumerate(lines):
            begin = min(line.start + deep, line.end)
            follows = lines[number + 1] if number + 1 < len(lines) else None
            fold = folded and follows is not None and begin < line.end and follows.at < follows.end
            if fold and follows is not None and line.indent == deep == follows.indent:
                yield self._as_it_stands(Span(begin, line.end))
                yield Text(" ", (), False, "", self._text)
            elif folded and begin >= line.end and number and lines[number - 1].indent == deep:
                yield Text("\n", (), False, "", self._text)
            elif folded and follows is not None and follows.at >= follows.end and line.indent == deep:
                yield self._as_it_stands(Span(begin, line.end))
            elif line.after > line.end:
                yield self._as_it_stands(Span(begin, line.after))
            else:
                yield self._as_it_stands(Span(begin, line.end))

    def _given_up(self, problem: str, at: int, parent: int) -> Broken:
        """Leaves out all that is deeper than `parent`."""
        end = at
        first = True
        while (line := self._here()) is not None and (first or line.indent > parent):
            end = max(end, line.end)
            first = False
            self._next()
        return Broken(problem, Span(at, end))


_SAID_COMMENT = pattern(r"[ \t]+#")


def _lines(text: str) -> Iterator[_Line]:
    at = 0
    while at < len(text):
        match = _LINE.match(text, at)
        assert match
        told = bool(match["said"].strip()) and match["said"][0] != "#" and match["said"] not in ("---", "...")
        told = told and not (match["said"].startswith("%") and not match["indent"])
        yield _Line(at, match.start("said"), match.end("said"), match.end(), told)
        at = match.end()
