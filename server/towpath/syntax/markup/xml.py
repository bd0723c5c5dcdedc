"""XML to a tree; what is not well formed is said where it stands, and what is around it is read.

No entity is looked up but the five that XML has by itself, and characters by their numbers.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from towpath.source import Span, pattern
from towpath.syntax.markup.node import NOTHING, Chunk, Node
from towpath.syntax.text import Stretch, Text, joined

_NAME = r"[A-Za-z_][\w.-]*(?::[\w.-]+)?"
_TOKEN = pattern(
    rf"""
    <!--(?P<comment>.*?)-->
  | <!\[CDATA\[(?P<data>.*?)\]\]>
  | <\?.*?\?>
  | <(?P<open>{_NAME})(?P<attributes>(?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(?P<empty>/?)>
  | </(?P<close>{_NAME})\s*>
  | <!DOCTYPE(?P<kind>[^\[>]*)(?:\[.*?\]\s*)?>
  | <(?P<begun>{_NAME})[^<>]*
  | <[^<>]*>?
    """,
    re.S | re.X,
)
_ATTRIBUTE = pattern(r"\s+(?P<name>[\w:.-]+)\s*=\s*(?P<quote>[\"'])(?P<value>.*?)(?P=quote)", re.S)
_SPECIAL = pattern(r"[\t\r\n]|&(?:#(?P<number>[0-9]{1,7})|#x(?P<hex>[0-9A-Fa-f]{1,6})|(?P<name>[A-Za-z]+));")
_ENTITIES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_BLANKS = {"\t": " ", "\r": " ", "\n": " "}
_DOCTYPE = pattern(r"<!DOCTYPE\b", re.I)
_LAST = 0x10FFFF


def refused(text: str) -> str:
    """Why a document is not read: it has a DOCTYPE, which may lead anywhere; empty where it has none."""
    return "the file has a DOCTYPE, which is not read: it may name other files, and entities" if _declares(text) else ""


def _declares(text: str) -> bool:
    """Whether a DOCTYPE stands before the first element."""
    for match in _TOKEN.finditer(text):
        if match["open"] or match["begun"] or match["close"]:
            return False
        if _DOCTYPE.match(match[0]):
            return True
    return False


def chunks(text: str, names: Sequence[str]) -> list[Chunk]:
    """The elements of these names right below the root, in order; one that is not closed ends before the next one.

    `names` begins with the root's own, whose chunk is its first tag.
    """
    found: list[Chunk] = []
    root, *below = names
    open_name, start = "", 0
    for match in _outline(tuple(names)).finditer(text):
        name = match["name"]
        if name is None:
            continue
        end = match.end()
        if match["close"]:
            if open_name and name in (open_name, root):
                stop = end if name == open_name else match.start()
                found.append(Chunk(open_name, Span(start, stop)))
                open_name = ""
        elif name == root:
            found.append(Chunk(root, Span(match.start(), end)))
        elif open_name and name != below[0]:
            continue
        else:
            if open_name:
                found.append(Chunk(open_name, Span(start, match.start())))
            open_name, start = (name, match.start()) if not match["empty"] else ("", 0)
            found += [Chunk(name, Span(match.start(), end))] if match["empty"] else []
    return [*found, Chunk(open_name, Span(start, len(text)))] if open_name else found


@cache
def _outline(names: tuple[str, ...]) -> "re.Pattern[str]":
    """Tags of these names, and what may hold such without meaning it."""
    return re.compile(
        rf"""
        <!--(?:.*?-->)? | <!\[CDATA\[(?:.*?\]\]>)?
      | <(?P<close>/?)(?:[\w.-]+:)?(?P<name>{"|".join(map(re.escape, names))})(?=[\s/>])
        (?:[^<>"'/]|"[^"<]*"|'[^'<]*'|/(?!>))*(?P<empty>/?)>?
        """,
        re.S | re.X,
    )


class _Open(NamedTuple):
    """An element whose end was not seen yet; `at` is where it begins, `inside` where what it holds does.

    `texts` are data, and from where to where text stands.
    """

    name: str
    attributes: dict[str, Text]
    places: dict[str, Span]
    at: int
    inside: int
    children: list[Node]
    texts: "list[Text | tuple[int, int]]"
    problem: str = ""


def parse(text: str, apart: Collection[str] = (), within: Collection[str] = ()) -> Node:
    """The first element of a text; never raises. A text without one gives a node without a name.

    Spans are those of the text that is given. Elements called as those `apart` stand right in some that are called as
    those `within`: where one begins, all that is open in there ends, so that what is broken stays in its element.
    """
    top = _Open("", {}, {}, 0, 0, [], [])
    stack = [top]
    end = 0
    for match in _TOKEN.finditer(text):
        start = match.start()
        if end < start:
            stack[-1].texts.append((end, start))
        end = match.end()
        # The last of the parts that a tag has, all of which are there, be they empty.
        kind = match.lastgroup
        if kind in ("empty", "begun"):
            name = match["open" if kind == "empty" else "begun"]
            if stack[-1].name not in within and _local(name) in apart:
                _end_before(text, stack, within, start, name)
            if kind == "begun":
                # What stands in it may still be read, if its end comes.
                stack.append(_Open(_local(name), {}, {}, start, end, [], [], _unfinished(name)))
            elif match["empty"]:
                stack[-1].children.append(_empty(text, match))
            else:
                stack.append(_opened(text, match))
        elif kind == "close":
            _close(text, stack, match["close"], start, end)
        elif kind == "data":
            stack[-1].texts.append(_literal(text, match.start("data"), match.end("data")))
        elif kind != "comment" and not match[0].startswith("<?"):
            stack[-1].children.append(_stray(start, end, f"this is no tag: {_short(match[0])}"))
    while len(stack) > 1:
        _unclosed(text, stack, len(text.rstrip()), "the end of the text")
    found = [child for child in top.children if child.name]
    if not found:
        return Node("", span=Span(0, len(text)), problem="there is no element")
    first, *rest = found
    return first if not rest else first._replace(problem=first.problem or f"<{rest[0].name}> stands behind the root")


def _unfinished(name: str) -> str:
    return f"the tag <{name} is not finished: a blank, an attribute in quotes, or > was expected"


def _short(said: str) -> str:
    words = " ".join(said.split())
    return words if len(words) < 40 else f"{words[:39]}…"


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _stray(start: int, end: int, problem: str) -> Node:
    return Node("", span=Span(start, end), problem=problem)


def _opened(text: str, match: "re.Match[str]") -> _Open:
    attributes, places, problem = _attributes(text, match)
    return _Open(_local(match["open"]), attributes, places, match.start(), match.end(), [], [], problem)


def _empty(text: str, match: "re.Match[str]") -> Node:
    """The element of a tag that ends it as well."""
    attributes, places, problem = _attributes(text, match)
    return Node(_local(match["open"]), attributes or NOTHING, (), None, Span(*match.span()), places, problem)


def _attributes(text: str, match: "re.Match[str]") -> tuple[dict[str, Text], dict[str, Span], str]:
    """The attributes of a tag, their places, and what is not right with them."""
    attributes: dict[str, Text] = {}
    places: dict[str, Span] = {}
    start, end = match.span("attributes")
    problem = ""
    for one in _ATTRIBUTE.finditer(text, start, end) if start < end else ():
        name, quote, value = one.group("name", "quote", "value")
        if name in attributes:
            problem = f"{name} is given twice"
        attributes[name] = _value(text, value, one.end() - len(quote) - len(value), quote)
        places[name] = Span(one.start("name"), one.end())
    places[""] = Span(end, end)
    return attributes, places, problem


def _value(text: str, value: str, start: int, quote: str) -> Text:
    """The value of an attribute, in which each blank is a space."""
    if "&" not in value and "\n" not in value and "\t" not in value and "\r" not in value:
        return Text(value, (Stretch(0, len(value), start),), False, quote, text)
    made = joined(_parts(text, start, start + len(value), blanks=True))
    return Text(made, made.stretches, False, quote, text)


def _closed(home: str, found: _Open, end: int) -> Node:
    text = _text(home, found) if found.texts else None
    children = tuple(found.children)
    span = Span(found.at, end)
    return Node(found.name, found.attributes or NOTHING, children, text, span, found.places, found.problem)


def _text(home: str, found: _Open) -> Text | None:
    """The text of an element; white space between its children is none."""
    if found.children and all(isinstance(one, tuple) and home[one[0] : one[1]].isspace() for one in found.texts):
        return None
    parts = [part for one in found.texts for part in ((one,) if isinstance(one, Text) else _plain(home, *one))]
    if found.children and all(map(str.isspace, parts)):
        return None
    return parts[0] if len(parts) == 1 else joined(parts)


def _close(home: str, stack: list[_Open], name: str, start: int, end: int) -> None:
    """An end tag: what is still open in its element was not closed, and one that closes nothing belongs nowhere."""
    local = _local(name)
    if all(one.name != local for one in stack[1:]):
        stack[-1].children.append(_stray(start, end, f"</{name}> closes nothing"))
        return
    while stack[-1].name != local:
        _unclosed(home, stack, start, f"</{name}>")
    found = stack.pop()
    stack[-1].children.append(_closed(home, found, end))


def _end_before(home: str, stack: list[_Open], within: Collection[str], start: int, name: str) -> None:
    """Ends what is open in the innermost element of some, if there is one."""
    if any(one.name in within for one in stack):
        while stack[-1].name not in within:
            _unclosed(home, stack, start, f"<{name}>")


def _unclosed(home: str, stack: list[_Open], end: int, before: str) -> None:
    """Ends an element that is not closed; of a tag that is not even finished, what follows it is not in it."""
    found = stack.pop()
    problem = found.problem or f"<{found.name}> is not closed before {before}"
    if found.problem.startswith("the tag"):
        alone = _closed(home, found._replace(children=[], texts=[]), found.inside)
        stack[-1].children.extend((alone, *found.children))
    else:
        stack[-1].children.append(_closed(home, found._replace(problem=problem), end))


def _literal(text: str, start: int, end: int) -> Text:
    return Text(text[start:end], (Stretch(0, end - start, start),) if start < end else (), False, "<![CDATA[", text)


def _plain(text: str, start: int, end: int) -> Iterator[Text]:
    """What stands between two tags."""
    if start < end:
        if text.find("&", start, end) < 0:
            yield Text(text[start:end], (Stretch(0, end - start, start),), False, "<", text)
        else:
            yield from _parts(text, start, end)


def _parts(text: str, start: int, end: int, blanks: bool = False) -> Iterator[Text]:
    """A text in its stretches, with what entities stand for; `blanks`: each blank is a space."""
    at = start
    for match in _SPECIAL.finditer(text, start, end):
        value = _BLANKS.get(match[0]) if blanks else None
        if value is None and match[0].startswith("&"):
            value = _entity(match)
        if value is None:
            continue
        if at < match.start():
            yield Text(text[at : match.start()], (Stretch(0, match.start() - at, at),), False, "<", text)
        yield Text(value, (), False, "<", text)
        at = match.end()
    if at < end:
        yield Text(text[at:end], (Stretch(0, end - at, at),), False, "<", text)


def _entity(match: "re.Match[str]") -> str | None:
    """What an entity stands for; one that is not known stays as it is written."""
    if match["name"]:
        return _ENTITIES.get(match["name"])
    code = int(match["number"]) if match["number"] else int(match["hex"], 16)
    return chr(code) if 0 < code <= _LAST and not 0xD800 <= code < 0xE000 else None
