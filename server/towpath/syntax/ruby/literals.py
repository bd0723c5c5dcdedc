"""What Ruby's texts and symbols stand for, and where their letters are written."""

import re
from collections.abc import Callable, Iterator, Sequence

from towpath.source import Span, pattern
from towpath.syntax.ruby.values import Symbol
from towpath.syntax.text import Stretch, Text, joined
from towpath.syntax.tree import Node, Tree

_ESCAPE = pattern(
    r"\\(?:\r\n|(?P<octal>[0-7]{1,3})|x(?P<two>[0-9a-fA-F]{1,2})|u(?P<four>[0-9a-fA-F]{4})"
    r"|u\{(?P<many>[0-9a-fA-F]+)\}|.)",
    re.S,
)
_RAW = pattern(r"\\[\\']")
_PLAIN = dict(zip("abefnrstv0\n", ("\a", "\b", "\x1b", "\f", "\n", "\r", " ", "\t", "\v", "\0", "")))
_MARGIN = pattern(r"[ \t]*")

# The parts of a text that says all of itself: its quotes, and what stands between them.
_WHOLE = 3

Inner = Callable[[Node], str]


def raw(tree: Tree, span: Span) -> Text:
    """A stretch of the source as it is."""
    return Text(span.of(tree.text), (Stretch(0, span.end - span.start, span.start),), home=tree.text)


def symbol(tree: Tree, node: Node) -> Symbol:
    """`:name`."""
    start, end = tree.span(node)
    return Symbol(tree.text[start + 1 : end], (Stretch(0, end - start - 1, start + 1),), home=tree.text)


def key(tree: Tree, node: Node) -> Symbol:
    """The `name` of `name:`."""
    start, end = tree.span(node)
    return Symbol(tree.text[start:end], (Stretch(0, end - start, start),), home=tree.text)


def named(text: str) -> Symbol:
    """A text as the symbol of that name."""
    if not isinstance(text, Text):
        return Symbol(text)
    return Symbol(str(text), text.stretches, text.holes, text.quote, text.home)


def quoted(tree: Tree, node: Node, inner: Inner) -> Text:
    """A text between quotes; `inner` is what an interpolation is worth in it."""
    children = node.children
    opening = tree.source(children[0]) if children else '"'
    if len(children) == _WHOLE and children[1].type == "string_content":
        span = tree.span(children[1])
        if "\\" not in (said := span.of(tree.text)):
            return Text(said, (Stretch(0, len(said), span.start),), quote=opening, home=tree.text)
    plain = opening.startswith(("'", "%q", ":'"))
    parts = [one for child in children if child.is_named for one in _part(tree, child, inner, plain)]
    text = joined(parts)
    text.quote = opening if not text.holes else ""
    text.home = tree.text
    return text


def heredoc(tree: Tree, beginning: Node, body: Node, inner: Inner) -> Text:
    """A text of whole lines behind the one that announces it."""
    said = tree.source(beginning)
    plain, dedented = "'" in said, said.startswith("<<~")
    found = [child for child in body.named_children if child.type != "heredoc_end"]
    spans = list(_lines(tree, found))
    margin = _margin(tree, spans) if dedented else 0
    parts: list[str] = []
    for item in spans:
        if isinstance(item, Node):
            parts += _part(tree, item, inner, plain)
        else:
            span, first = item
            depth = _depth(tree, span, margin) if first else 0
            parts.append(_meant(tree, Span(span.start + depth, span.end), plain))
    text = joined(parts)
    text.quote, text.home = said, tree.text
    return text


def _lines(tree: Tree, children: Sequence[Node]) -> Iterator[Node | tuple[Span, bool]]:
    """What a heredoc is made of: stretches of one line each, and whether they begin it; interpolations, escapes.

    The end of the line that announces it is left out, and the blanks before the word that ends it.
    """
    fresh, started = True, False
    for number, child in enumerate(children):
        if child.type != "heredoc_content":
            yield child
            fresh = False
            continue
        start, end = tree.span(child)
        if not started:
            # The grammar gives the end of the line that announces it to the text.
            start += 2 if tree.text.startswith("\r\n", start) else 1 if tree.text.startswith("\n", start) else 0
        started = True
        if number == len(children) - 1:
            end = start + len(tree.text[start:end].rstrip(" \t"))
        while start < end:
            behind = tree.text.find("\n", start, end)
            behind = end if behind < 0 else behind + 1
            yield Span(start, behind), fresh
            start, fresh = behind, tree.text[behind - 1] == "\n"


def _margin(tree: Tree, spans: Sequence[Node | tuple[Span, bool]]) -> int:
    """How many blanks all lines begin with that hold something."""
    depths: list[int] = []
    for number, item in enumerate(spans):
        if isinstance(item, Node) or not item[1]:
            continue
        line = item[0].of(tree.text)
        blank = not line.strip() and not (not line.endswith("\n") and number + 1 < len(spans))
        if not blank:
            depths.append(len(line) - len(line.lstrip(" \t")))
    return min(depths, default=0)


def _depth(tree: Tree, span: Span, margin: int) -> int:
    found = _MARGIN.match(tree.text, span.start, span.end)
    return min(margin, found.end() - span.start if found else 0)


def _part(tree: Tree, node: Node, inner: Inner, plain: bool) -> Iterator[str]:
    if node.type == "interpolation":
        yield inner(node)
    elif node.type in ("string_content", "escape_sequence", "heredoc_content"):
        yield _meant(tree, tree.span(node), plain)


def _meant(tree: Tree, span: Span, plain: bool) -> Text:
    """What a stretch stands for, with its escapes resolved."""
    said = span.of(tree.text)
    if "\\" not in said:
        return raw(tree, span)
    parts: list[str] = []
    end = 0
    for escape in (_RAW if plain else _ESCAPE).finditer(said):
        parts += (raw(tree, Span(span.start + end, span.start + escape.start())), _character(escape, plain))
        end = escape.end()
    return joined((*parts, raw(tree, Span(span.start + end, span.end))))


def _character(escape: re.Match[str], plain: bool) -> str:
    """The character that an escape stands for; one that is none stands for what is behind it."""
    if plain:
        return escape[0][1]
    digits = escape["two"] or escape["four"] or escape["many"]
    code = int(digits, 16) if digits else int(escape["octal"], 8) if escape["octal"] else None
    if code is not None:
        return chr(code) if code < 0x110000 else escape[0]
    return "" if escape[0] == "\\\r\n" else _PLAIN.get(escape[0][1], escape[0][1])


def number(said: str) -> int | float | None:
    """What a number is; None for one of another kind."""
    said = said.replace("_", "")
    try:
        if "." in said or ("e" in said and "x" not in said):
            return float(said)
        return int(said, 8) if len(said) > 1 and said.isdigit() and said[0] == "0" else int(said, 0)
    except ValueError:
        return None
