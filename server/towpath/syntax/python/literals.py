"""What string literals stand for."""

import re

from towpath.source import pattern
from towpath.syntax.text import Stretch, Text, joined
from towpath.syntax.tree import Node, Tree

_ESCAPE = pattern(
    r"\\(?:\r\n|(?P<octal>[0-7]{1,3})|x(?P<two>[0-9a-fA-F]{2})|u(?P<four>[0-9a-fA-F]{4})|U(?P<eight>[0-9a-fA-F]{8})|.)",
    re.S,
)
_PLAIN = dict(zip("\\'\"abfnrtv\n\r", ("\\", "'", '"', "\a", "\b", "\f", "\n", "\r", "\t", "\v", "", "")))


def literal(tree: Tree, node: Node, content: Node) -> Text:
    """What a stretch of a string literal stands for; `node` is the literal, `content` the stretch."""
    start, end = tree.span(content)
    said, opening = tree.text[start:end], tree.source(node.children[0])
    prefix = opening.rstrip("'\"").lower()
    quote = opening[len(prefix) :]
    if "\\" not in said or "r" in prefix:
        return Text(said, (Stretch(0, len(said), start),), False, quote, tree.text)
    parts: list[str] = []
    end = 0
    for escape in _ESCAPE.finditer(said):
        parts += (
            Text(said[end : escape.start()], (Stretch(0, escape.start() - end, start + end),), home=tree.text),
            _meant(escape),
        )
        end = escape.end()
    rest = Text(said[end:], (Stretch(0, len(said) - end, start + end),), home=tree.text)
    whole = joined((*parts, rest))
    whole.quote = quote
    return whole


def _meant(escape: re.Match[str]) -> str:
    """The character that an escape sequence stands for; one that is none stands for itself."""
    digits = escape["two"] or escape["four"] or escape["eight"]
    code = int(digits, 16) if digits else int(escape["octal"], 8) if escape["octal"] else None
    if code is not None:
        return chr(code) if code < 0x110000 else escape[0]
    return "" if escape[0] == "\\\r\n" else _PLAIN.get(escape[0][1], escape[0])
