"""The words and signs of a text of SQL Server's, as far as they matter for where a statement ends."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from towpath.source import pattern
from towpath.sql.lex import comment_end

# The line that ends a batch, as a mark; no word is spelled like this.
BATCH = "\nGO"
_MARK = pattern(
    r"""
  (?P<batch>(?:\A|(?<=[\r\n]))[ \t]*go(?:[ \t]+\d+)?[ \t]*;?[ \t]*(?:--[^\r\n]*)?(?=[\r\n]|\Z))
| (?P<quoted>'[^']*(?:''[^']*)*' | "[^"]*(?:""[^"]*)*" | \[[^\]]*(?:\]\][^\]]*)*\])
| --[^\r\n]*
| (?P<comment>/\*)
| (?P<open>['"\[])
| (?P<word>[\w@\#$]+)
| (?P<sign>[^\s\w\ufeff])
""",
    re.I | re.X,
)


class Mark(NamedTuple):
    """A word in upper case, a sign, a quote for what is quoted, `BATCH`, or nothing at the end; and where it stands.

    `problem` says what is left open here, in which case nothing follows.
    """

    word: str
    start: int
    end: int
    problem: str = ""


class Marks:
    """The marks of a text from an offset on, by number, found as they are asked for; behind the last, an empty one."""

    def __init__(self, text: str, at: int) -> None:
        self._text = text
        self._found: list[Mark] = []
        self._coming = _marks(text, at)

    def __getitem__(self, number: int) -> Mark:
        while len(self._found) <= number:
            found = next(self._coming, None)
            if found is None:
                return Mark("", len(self._text), len(self._text))
            self._found.append(found)
        return self._found[number]

    def word(self, number: int) -> str:
        return self[number].word if number >= 0 else ""


def _marks(text: str, at: int) -> Iterator[Mark]:
    while True:
        found = _MARK.search(text, at)
        if found is None:
            return
        kind, at = found.lastgroup, found.end()
        if kind == "comment":
            closed = comment_end(text, found.start())
            if closed is None:
                yield Mark("", found.start(), len(text), "the comment /* never ends")
                return
            at = closed
        elif kind == "open":
            yield Mark("", found.start(), len(text), f"the quote {found.group()} is never closed")
            return
        elif kind:
            word = {"batch": BATCH, "quoted": "'"}.get(kind) or found.group().upper()
            yield Mark(word, found.start(), found.end())
