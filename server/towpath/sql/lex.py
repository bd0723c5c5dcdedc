"""SQL text to tokens: one compiled pattern a dialect, and offsets for everything.

A placeholder (`${schema}`) is a word, or part of the word that it touches. Comments and white space are no tokens.
"""

import re
from collections.abc import Iterator
from itertools import accumulate
from typing import Literal

from towpath.source import Span, pattern
from towpath.sql import keywords
from towpath.sql.lexis import Lexis, Row

# Kinds of tokens that may be names.
NAMES = ("word", "quoted")
Kind = Literal["word", "quoted", "string", "number", "symbol", "parameter", ""]

_PLACEHOLDER = r"\$\{[^}\s]*\}"
# What may follow U&'…' and U&"…": the character that takes the backslash's place in them.
_UESCAPE = r"\s*(?i:UESCAPE)\s*'[^'\s]'"
# A dollar quote: in ranges of what it does not hold, since ranges of all that it does take long to compile.
DOLLAR = r"\$(?:[^\x00-@\[-^`{-\x7f][^\x00-/:-@\[-^`{-\x7f]*)?\$"

_CHARACTERS = r"(?!--|/\*)[-+*/<>=~!@\#%^&|`?]"
_PLAIN = r"(?!--|/\*)[-+*/<>=]"
# An operator ends with + or - only where it holds one of ~ ! @ # % ^ & | ` ? (manual, 4.1.3): `a=-1` has two. None is
# longer than a name, so that a long row of signs is not gone through again and again.
_OPERATOR = (
    rf"(?:(?=(?:{_PLAIN}){{0,63}}[~!@\#%^&|`?])(?:{_CHARACTERS}){{1,63}}"
    rf"|(?:{_PLAIN}){{0,62}}(?!/\*)[*/<>=]|(?!--)[-+])"
)
# What lies before a token; the token; the letters that a string may have before its quote; and the mark that a quoted
# token or a number begins with. Order decides: words are by far the most. The last token of a text is empty.
_POSTGRESQL = pattern(
    rf"""
( [\s\ufeff]*(?:--[^\r\n]*[\s\ufeff]*)* )
(
  ([eEbBxXnN](?=')|[uU]&(?=['"]))?
  (?:
    (?:[^\W\d]|{_PLACEHOLDER})\w*(?:(?:\$(?!\{{)|{_PLACEHOLDER})\w*)*
  | [(),;]
  | (["'\d]|\.(?=\d)|{DOLLAR})
    (?: (?<=") (?: (?(3)(?:[^"]|"")*"{_UESCAPE}|(?!)) | [^"]*(?:""[^"]*)*"? )
      | (?<=') (?: (?(3)(?:(?<=[eE]')(?:[^'\\]|\\.|'')*'?|(?<=&')(?:[^']|'')*'{_UESCAPE})|(?!)) | [^']*(?:''[^']*)*'? )
      | (?<=\$) [^$]*(?:(?!\4)\$[^$]*)*(?:\4)?
      | (?:(?<=\d)\w*(?:\.(?!\.)\w*)?|(?<=\.)\w*)(?:(?<=[eE])[-+]\d+)?
    )
  | ::|:=|\.\.(?!\.)|[\[\]:.]|{_OPERATOR}
  | \$\d+
  | /\*
  | \S
  | \Z
  )
)
""",
    re.S | re.X,
)
_LOOKAHEAD = [""] * 8
_COMMENT_MARK = pattern(r"/\*|\*/")
_KINDS: dict[str, Kind] = {
    "": "",
    "_": "word",
    '"': "quoted",
    "'": "string",
    "0": "number",
    **dict.fromkeys("!#%&()*+,-./:;<=>?@[\\]^`{|}~", "symbol"),
}


def kind(word: str) -> Kind:
    """The kind of a token whose word in `Tokens.words` is this one; empty behind the last token."""
    first = word[:1]
    if first in _KINDS:
        return _KINDS[first]
    if first == "$":
        return "word" if word[1:2] in ("{", "(") else "parameter" if len(word) > 1 else "symbol"
    return "word" if first.isalnum() else "symbol"


def comment_end(text: str, start: int) -> int | None:
    """Where the nested comment that starts at `start` ends; None if it does not."""
    depth = 0
    for mark in _COMMENT_MARK.finditer(text, start):
        depth += 1 if mark.group() == "/*" else -1
        if not depth:
            return mark.end()
    return None


class Tokens:
    """The tokens of one text, and how far the grammar got in them.

    `texts[i]` is a token as it stands, `words[i]` its word in upper case or its symbol; for what is quoted that is the
    quote, so that a quoted keyword is no keyword, and for a number "0". Empty words stand behind the last, so that one
    may look ahead. `careful`: whether the places of parts shall be kept, and how far the grammar got.
    """

    __slots__ = ("_bounds", "_end", "_rows", "careful", "count", "expected", "lexis", "reach", "text", "texts", "words")

    def __init__(self, text: str, careful: bool = False, lexis: Lexis | None = None) -> None:
        self.text = text
        self.careful = careful
        self.reach = 0
        self.expected: list[str] = []
        self.lexis = lexis = lexis or POSTGRESQL
        rows = lexis.rows(text)
        end = len(text)
        while rows and not rows[-1][1]:
            end -= len(rows.pop()[0])
        self.count = len(rows)
        self.texts = [row[1] for row in rows]
        words = lexis.words
        self.words = [words.get(mark) or _word(mark) if mark else token.upper() for _, token, _, mark in rows]
        self.words += _LOOKAHEAD
        self._rows = rows
        self._end = end
        self._bounds: list[int] = []

    @property
    def span(self) -> Span:
        """From the first token to the last; there must be one."""
        return Span(len(self._rows[0][0]), self._end)

    def start(self, index: int) -> int:
        """Where a token starts."""
        return self._places()[2 * index]

    def end(self, index: int) -> int:
        """Where a token ends."""
        return self._places()[2 * index + 1]

    def _places(self) -> list[int]:
        """The start and the end of each token; of most texts nobody wants to know them."""
        if not self._bounds:
            parts = (part for row in self._rows for part in row[:2])
            self._bounds = list(accumulate(map(len, parts)))
        return self._bounds

    def gap(self, index: int) -> str:
        """What lies before a token."""
        return self._rows[index][0]

    def source(self, first: int, end: int) -> str:
        """The author's text from one token up to, not including, another."""
        if end - first < 2:
            return self.texts[first] if first < end else ""
        return self.texts[first] + "".join([row[0] + row[1] for row in self._rows[first + 1 : end]])

    def at(self, index: int) -> str:
        """The word at an index; empty behind the last token."""
        return self.words[index] if index < self.count else ""

    def failed(self, index: int, expected: str) -> int:
        """Remembers the farthest place where something else was expected, if that is wanted, and says -1."""
        if self.careful:
            if index > self.reach:
                self.reach, self.expected = index, [expected]
            elif index == self.reach and expected not in self.expected:
                self.expected.append(expected)
        return -1


def _word(mark: str) -> str:
    """What stands in `words` for a token with a mark that may be anything: a dollar quote, or a digit."""
    return "'" if mark[0] == "$" else "0"


def _rows(text: str) -> list[Row]:
    return _POSTGRESQL.findall(text) if "/*" not in text else list(between_comments(text, _POSTGRESQL))


def between_comments(text: str, token: re.Pattern[str]) -> Iterator[Row]:
    """The tokens of a text that holds `/*`, be it in a string; comments may stand within each other."""
    before, at = 0, 0
    while at < len(text):
        for match in token.finditer(text, at):
            at = match.end()
            if match[2] == "/*":
                at = comment_end(text, match.start(2)) or len(text)
                break
            yield text[before : match.start(2)], match[2], match[3] or "", match[4] or ""
            before = at
    yield text[before:], "", "", ""


# What a name keeps of its bytes: NAMEDATALEN less one.
LONGEST_NAME = 63


def identifier(raw: str) -> str:
    """The name that an identifier's text stands for in PostgreSQL: unquoted ones in lower case, long ones cut off."""
    if raw[0] == '"':
        name = raw[1:-1] if raw.count('"') == 2 and raw[-1] == '"' else _unquoted(raw)
    elif raw[1:2] == "&":
        body, mark = _escaped(raw)
        name = _unicode(_unquoted(body), mark)
    else:
        name = raw.lower() if "${" not in raw else raw
    return name if len(name) <= LONGEST_NAME and name.isascii() else _cut(name)


def _unquoted(raw: str) -> str:
    return raw[1 : -1 if raw.endswith('"') and len(raw) > 1 else None].replace('""', '"')


def _cut(name: str) -> str:
    """A name without the bytes that PostgreSQL drops; one with a placeholder is not known yet."""
    if "${" in name or len(name.encode("utf-8", "surrogatepass")) <= LONGEST_NAME:
        return name
    return name.encode("utf-8", "surrogatepass")[:LONGEST_NAME].decode("utf-8", "ignore")


_BEHIND = pattern(rf"{_UESCAPE}\Z")


def _escaped(raw: str) -> tuple[str, str]:
    """The quoted part of U&"…" or U&'…', and the character that stands for the backslash in it."""
    behind = _BEHIND.search(raw)
    return (raw[2 : behind.start()], raw[-2]) if behind else (raw[2:], "\\")


def _unicode(text: str, mark: str) -> str:
    escape = re.compile(rf"{re.escape(mark)}(?:\+([0-9A-Fa-f]{{6}})|([0-9A-Fa-f]{{4}})|({re.escape(mark)}))")
    return escape.sub(lambda found: _character(int(found[1] or found[2], 16)) if not found[3] else mark, text)


def _character(code: int) -> str:
    return chr(code) if code <= 0x10FFFF else "\ufffd"


_SIMPLE_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
_BACKSLASH = pattern(r"\\(.)", re.S)


def string(raw: str) -> str:
    """What a string literal stands for; the text between its dollar quotes, if it has those."""
    if raw.startswith("$"):
        tag = raw[: raw.find("$", 1) + 1]
        return raw[len(tag) : -len(tag) if raw.endswith(tag) and len(raw) >= 2 * len(tag) else None]
    mark = "\\"
    if raw.startswith(("U&", "u&")):
        body, mark = _escaped(raw)
        raw = raw[:2] + body
    first = raw.find("'")
    body = raw[first + 1 : -1 if raw.endswith("'") and len(raw) > first + 1 else None].replace("''", "'")
    prefix = raw[:first].lower()
    if prefix == "e":
        return _BACKSLASH.sub(lambda found: _SIMPLE_ESCAPES.get(found[1], found[1]), body)
    return _unicode(body, mark) if prefix == "u&" else body


POSTGRESQL = Lexis(
    _rows,
    {'"': '"', "'": "'"},
    identifier,
    string,
    keywords.RESERVED,
    keywords.NOT_A_COLUMN,
    keywords.NOT_A_TYPE,
    keywords.COLUMN_NAME,
    keywords.TYPE_OR_FUNCTION,
    keywords.VALUES,
    keywords.NO_BARE_LABEL,
    keywords.PREFIXES,
    frozenset(),
    frozenset(("CASE",)),
    keywords.WORDY,
    keywords.LOOSE,
    {},
)
