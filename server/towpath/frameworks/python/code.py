"""Calls and lists as code, on one line where they fit, else spread out as black spreads them."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from towpath.frameworks.python.manner import Manner
from towpath.source import pattern
from towpath.syntax.text import HOLES


class Group(NamedTuple):
    """Code between brackets: `op.f(`, its items, `)`. `spread`: one item a line, however short they are."""

    head: str
    items: "tuple[Code, ...]"
    tail: str = ")"
    spread: bool = False


Code = str | Group
# A text, or a name that something is asked of.
_MODULE = pattern(r"\"{3}.*?\"{3}|\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|(?<![\w.])[^\W\d]\w*(?=\.)", re.S)
# What a text of several lines begins with: these stand as deep as it does itself.
BLOCK = '"""\n'


def block(text: str) -> str | None:
    """A text of SQL on lines of its own, where its spaces at the ends are no matter; None where it needs more signs."""
    return None if '"""' in text or "\\" in text or "\n" not in text else f'{BLOCK}{text}\n"""'


def call(name: str, /, *items: Code, **named: Code) -> Group:
    """A call with arguments by position and by name."""
    return Group(f"{name}(", (*items, *(prefixed(f"{key}=", item) for key, item in named.items())))


def items(found: Sequence[Code]) -> Group:
    """A list."""
    return Group("[", tuple(found), "]")


def prefixed(prefix: str, code: Code) -> Code:
    """Code with something right before it, as a keyword with its equals sign."""
    return prefix + code if isinstance(code, str) else code._replace(head=prefix + code.head)


def flat(code: Code) -> str:
    """Code on one line."""
    return code if isinstance(code, str) else f"{code.head}{', '.join(map(flat, code.items))}{code.tail}"


def renamed(code: Code, names: Mapping[str, str]) -> Code:
    """Code in which modules go by other names; what stands in texts stays."""
    if isinstance(code, str):
        return _MODULE.sub(lambda found: names.get(found[0], found[0]), code)
    head, tail = flat(renamed(code.head, names)), flat(renamed(code.tail, names))
    return Group(head, tuple([renamed(item, names) for item in code.items]), tail, code.spread)


def is_known(code: Code) -> bool:
    """Whether code says nothing of which only Python knows what it is."""
    return not HOLES.search(flat(code))


def written(code: Code, manner: Manner, depth: str = "", behind: str = "") -> str:
    """Code as lines, joined by a line feed; `depth` is the indentation of its first line, which is not in the result.

    `behind` is what stands right behind it on its last line.
    """
    if isinstance(code, str) and code.startswith(BLOCK):
        return code.replace("\n", f"\n{depth}").replace(f"\n{depth}\n", "\n\n") + behind
    line = flat(code)
    if isinstance(code, str) or not code.items:
        return line + behind
    if not _spreads(code) and _fits(depth + line + behind, manner):
        return line + behind
    inner = depth + manner.indentation
    together = ", ".join(map(flat, code.items))
    if not _spreads(code) and _fits(inner + together, manner):
        return f"{code.head}\n{inner}{together}\n{depth}{code.tail}{behind}"
    if len(code.items) == 1 and not code.spread:
        return f"{code.head}\n{inner}{written(code.items[0], manner, inner)}\n{depth}{code.tail}{behind}"
    last = "," if manner.comma else ""
    ends = [","] * (len(code.items) - 1) + [last]
    body = "".join(f"{inner}{written(item, manner, inner, end)}\n" for item, end in zip(code.items, ends))
    return f"{code.head}\n{body}{depth}{code.tail}{behind}"


def _fits(line: str, manner: Manner) -> bool:
    return manner.length is None or len(line.expandtabs(4)) <= manner.length


def _spreads(code: Code) -> bool:
    return isinstance(code, Group) and (code.spread or any(map(_spreads, code.items)))
