"""How an author writes Ruby: quotes, brackets around arguments, and the arrows of hashes."""

import re
from collections import Counter
from functools import lru_cache

from towpath.operations import value
from towpath.source import pattern
from towpath.syntax.text import HOLES

_SYMBOL = pattern(r"[A-Za-z_]\w*")
_QUOTED = pattern(r"(['\"])(?:(?!\1)[^\\'\"#\n])*\1")
_CALLED = pattern(
    r"^\s*(?:t\.|\w+\.)?(?:add|remove|change|rename|create|drop|execute|validate)\w*(?P<bracket>[ (])", re.M
)
_ROCKET = pattern(r":\w+\s*=>")
_LABEL = pattern(r"[\s({]\w+:\s")
_DEPTH = pattern(r"^(?P<depth>[ \t]+)def\b", re.M)


@value
class Manner:
    quote: str = '"'
    brackets: bool = False
    rockets: bool = False
    indentation: str = "  "

    def text(self, said: str) -> str:
        """A literal in the author's quotes, or in double ones, where it holds what these need."""
        if self.quote == "'" and not re.search(r"['\\\n\r\t]", said):
            return f"'{said}'"
        if '"' in said and not re.search(r"['\\\n\r\t]", said):
            return f"'{said}'"
        body = said.replace("\\", "\\\\").replace('"', '\\"').replace("#{", "\\#{").replace("#$", "\\#$")
        body = body.replace("#@", "\\#@").replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")
        return f'"{body}"'

    def symbol(self, name: str) -> str:
        """A name as a symbol, or as a text where it has other signs in it."""
        return f":{name}" if _SYMBOL.fullmatch(name) else self.text(name)

    def option(self, name: str, said: str) -> str:
        return f":{name} => {said}" if self.rockets else f"{name}: {said}"

    def call(self, name: str, *items: str) -> str:
        listed = ", ".join(items)
        return f"{name}({listed})" if self.brackets else f"{name} {listed}"


@lru_cache(maxsize=4)
def manner(text: str) -> Manner:
    """How a file is written, kept until others are asked about: it may have many findings."""
    quotes = Counter(match[1] for match in _QUOTED.finditer(text))
    called = Counter(match["bracket"] for match in _CALLED.finditer(text))
    depth = _DEPTH.search(text)
    return Manner(
        "'" if quotes["'"] > quotes['"'] else '"',
        called["("] > called[" "],
        len(_ROCKET.findall(text)) > len(_LABEL.findall(text)),
        depth["depth"] if depth else "  ",
    )


def is_known(code: str) -> bool:
    """Whether code says nothing that only a run knows."""
    return not HOLES.search(code)
