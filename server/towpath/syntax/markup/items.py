"""Where the items of a list right below the root of a YAML or JSON document stand, found without reading them."""

import re
from collections.abc import Iterator

from towpath.source import Span, pattern
from towpath.syntax.markup.flow import blank
from towpath.syntax.markup.node import Chunk


def chunks(text: str, root: str) -> list[Chunk]:
    """The items of the list that a key of the document holds, in order, each with its key; the key itself is first."""
    first = blank(text, 0)
    while text.startswith(("---", "%"), first):
        first = blank(text, text.find("\n", first) + 1 or len(text))
    if text.startswith("{", first):
        return _in_braces(text, first, root)
    found = pattern(rf"^(?:\"{root}\"|'{root}'|{root})[ \t]*:[ \t]*(?P<rest>[^\s#])?", re.M).search(text)
    if found is None:
        return []
    head = Chunk(root, Span(found.start(), found.end()))
    if found["rest"]:
        return [head, *_in_braces(text, found.start("rest"), root)[1:]]
    return [head, *_in_lines(text, found.end())]


def _in_lines(text: str, start: int) -> Iterator[Chunk]:
    """The items of a list whose dashes all stand as deep as the first."""
    dash = pattern(r"^(?P<depth> *)-(?=\s)", re.M).search(text, start)
    if dash is None:
        return
    depth = len(dash["depth"])
    item = pattern(
        rf"^ {{{depth}}}-[ \t]*(?:(?:\#[^\n]*)?\r?\n[ \t]*)*(?:\{{\s*)?[\"']?(?P<name>\w*)[\"']?[ \t]*:?", re.M
    )
    # Where another key of the document begins, the list has ended.
    ends = pattern(rf"^ {{0,{max(depth - 1, 0)}}}[^\s#-]" if depth else r"^[^\s#-]", re.M).search(text, dash.end())
    end = ends.start() if ends else len(text)
    items = list(item.finditer(text, dash.start(), end))
    for number, match in enumerate(items):
        after = items[number + 1].start() if number + 1 < len(items) else end
        yield Chunk(match["name"], Span(match.start(), after))


_TOKEN = pattern(r"\"(?:[^\"\\]|\\.)*\"|[\[\]{}]", re.S)
_HEAD = pattern(r"\{\s*[\"']?(?P<name>\w+)[\"']?\s*:")


def _in_braces(text: str, start: int, root: str) -> list[Chunk]:
    """The items of a list in brackets; one whose brackets are not closed ends before the next that begins a line."""
    head = Chunk(root, Span(start, start))
    found: list[Chunk] = [head]
    depth, opened, base = 0, 0, 1 if text[start] == "[" else 2
    for match in _TOKEN.finditer(text, start):
        sign = match[0]
        if sign in "[{":
            begins = sign == "{" and depth >= base and (depth == base or _begins(text, match.start(), found, opened))
            if begins:
                if depth > base:
                    found[-1] = Chunk(found[-1].name, Span(opened, match.start()))
                name = _HEAD.match(text, match.start())
                found.append(Chunk(name["name"] if name else "", Span(match.start(), len(text))))
                depth, opened = base, match.start()
            depth += 1
        elif sign in "]}":
            depth -= 1
            if depth == base and len(found) > 1 and found[-1].span.end == len(text):
                found[-1] = Chunk(found[-1].name, Span(opened, match.end()))
            if depth < base - 1 or (depth < base and sign == "]"):
                break
    return found


def _begins(text: str, at: int, found: list[Chunk], opened: int) -> bool:
    """Whether what begins deeper than an item can only be another one: it is called like it and stands as it does."""
    name = _HEAD.match(text, at)
    same = name is not None and len(found) > 1 and name["name"] == found[-1].name
    return same and _depth(text, at) == _depth(text, opened)


def _depth(text: str, at: int) -> str:
    return text[text.rfind("\n", 0, at) + 1 : at]
