"""SQL text to tokens: one compiled pattern a dialect, and offsets for everything.

A placeholder (`${schema}`) is a word, or part of the word that it touches. Comments and white space are no tokens.
"""

import re
from functools import cache

WORD, QUOTED, STRING, NUMBER, SYMBOL, PARAMETER = "w", "q", "s", "n", "o", "$"

_PLACEHOLDER = r"\$\{[^}\s]*\}"
# What may follow U&'…' and U&"…": the character that takes the backslash's place in them.
_UESCAPE = r"\s*(?i:UESCAPE)\s*'[^'\s]'"
_DOLLAR = r"\$(?:[A-Za-z_\x80-\U0010ffff][A-Za-z0-9_\x80-\U0010ffff]*)?\$"

_CHARACTERS = r"(?!--|/\*)[-+*/<>=~!@\#%^&|`?]"
_PLAIN = r"(?!--|/\*)[-+*/<>=]"
# An operator ends with + or - only where it holds one of ~ ! @ # % ^ & | ` ? (manual, 4.1.3): `a=-1` has two.
_OPERATOR = rf"(?:(?=(?:{_PLAIN})*[~!@\#%^&|`?])(?:{_CHARACTERS})+|(?:{_PLAIN})*(?!/\*)[*/<>=]|(?!--)[-+])"
# Order decides: words are by far the most, and a string's prefix letter is no word.
_POSTGRESQL = rf"""
(?:[\s\ufeff]+|--[^\r\n]*)*
(?:
  (?P<w>(?![eEbBxXnN]'|[uU]&['"])(?:[^\W\d]|{_PLACEHOLDER})(?:[\w$](?!(?<=\$)\{{)|{_PLACEHOLDER})*)
| (?P<o>::|:=|\.\.(?!\.)|[()\[\],;:]|\.(?!\d)|{_OPERATOR})
| (?P<s>(?:[eE]'(?:[^'\\]|\\.|'')*'?) | [uU]&'(?:[^']|'')*'{_UESCAPE} | (?:(?:[bBxXnN]|[uU]&)?'(?:[^']|'')*'?))
| (?P<q>[uU]&"(?:[^"]|"")*"{_UESCAPE} | (?:[uU]&)?"(?:[^"]|"")*"?)
| (?P<n>(?:\d\w*(?:\.(?!\.)\w*)?|\.\d\w*)(?:(?<=[eE])[-+]\d+)?)
| (?P<dollar>{_DOLLAR})
| (?P<parameter>\$\d+)
| (?P<comment>/\*)
| (?P<other>\S)
| \Z
)
"""


@cache
def pattern() -> re.Pattern[str]:
    """The token pattern, compiled when the first text is read."""
    return re.compile(_POSTGRESQL, re.S | re.X)


_NOWHERE = 1 << 60
_LOOKAHEAD = [""] * 4
_COMMENT_MARK = re.compile(r"/\*|\*/")
# What stands in `words` for the kinds that are no word and no symbol.
_FIRST = {STRING: "'", QUOTED: '"', NUMBER: "0"}


def comment_end(text: str, start: int) -> int | None:
    """Where the nested comment that starts at `start` ends; None if it does not."""
    depth = 0
    for mark in _COMMENT_MARK.finditer(text, start):
        depth += 1 if mark.group() == "/*" else -1
        if not depth:
            return mark.end()
    return None


class Tokens:
    """The tokens of one text in parallel lists, and how far the grammar got in them.

    `words[i]` is a word in upper case or a symbol as it stands; for anything quoted it is its first character, so
    that a quoted keyword is no keyword. Empty words stand behind the last, so that one may look ahead. `placing` says
    whether readers shall keep the places of parts.
    """

    __slots__ = ("count", "ends", "expected", "kinds", "placing", "reach", "starts", "text", "words")

    def __init__(self, text: str, placing: bool = True) -> None:
        self.text = text
        self.placing = placing
        self.kinds: list[str] = []
        self.words: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.reach = 0
        self.expected: list[str] = []
        at = 0
        while at < len(text):
            at = self._read(at)
        self.count = len(self.words)
        self.words += _LOOKAHEAD

    def _read(self, at: int) -> int:
        """Takes tokens from an offset, up to a comment or a dollar quote and with it; the offset behind."""
        text = self.text
        kinds, words, starts, ends = self.kinds.append, self.words.append, self.starts.append, self.ends.append
        for match in pattern().finditer(text, at):
            kind = match.lastgroup
            if kind is None:
                return len(text)
            start, end = match.span(kind)
            if kind == WORD:
                words(text[start:end].upper())
            elif kind in _FIRST:
                words(_FIRST[kind])
            elif kind == "comment":
                return comment_end(text, start) or len(text)
            elif kind == "dollar":
                closed = text.find(text[start:end], end)
                end = closed + end - start if closed >= 0 else len(text)
                kinds(STRING)
                words("'")
                starts(start)
                ends(end)
                return end
            else:
                words("$" if kind == "parameter" else text[start:end])
                kind = SYMBOL if kind == "other" else PARAMETER if kind == "parameter" else kind
            kinds(kind)
            starts(start)
            ends(end)
        return len(text)

    def source(self, first: int, end: int) -> str:
        """The author's text from one token up to, not including, another."""
        return self.text[self.starts[first] : self.ends[end - 1]] if first < end else ""

    def at(self, index: int) -> str:
        """The word at an index; empty behind the last token."""
        return self.words[index] if index < self.count else ""

    def hastily(self) -> None:
        """From here on it is not kept how far the grammar got."""
        self.reach = _NOWHERE

    def carefully(self) -> None:
        """From here on it is."""
        self.reach, self.expected = 0, []

    def failed(self, index: int, expected: str) -> int:
        """Remembers the farthest place where something else was expected, and says -1."""
        if index > self.reach:
            self.reach, self.expected = index, [expected]
        elif index == self.reach and expected not in self.expected:
            self.expected.append(expected)
        return -1


# What a name keeps of its bytes: NAMEDATALEN less one.
LONGEST_NAME = 63


def identifier(raw: str) -> str:
    """The name that an identifier's text stands for in PostgreSQL: unquoted ones in lower case, long ones cut off."""
    name = _named(raw)
    return name if len(raw) <= LONGEST_NAME // 4 else _cut(name)


def _named(raw: str) -> str:
    if raw.startswith(("U&", "u&")):
        body, mark = _escaped(raw)
        return _unicode(body[1 : -1 if body.endswith('"') and len(body) > 1 else None].replace('""', '"'), mark)
    if raw.startswith('"'):
        return raw[1 : -1 if raw.endswith('"') and len(raw) > 1 else None].replace('""', '"')
    return raw.lower() if "${" not in raw else raw


def _cut(name: str) -> str:
    """A name without the bytes that PostgreSQL drops; one with a placeholder is not known yet."""
    if "${" in name or len(name.encode("utf-8", "surrogatepass")) <= LONGEST_NAME:
        return name
    return name.encode("utf-8", "surrogatepass")[:LONGEST_NAME].decode("utf-8", "ignore")


_BEHIND = re.compile(rf"{_UESCAPE}\Z")


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
_BACKSLASH = re.compile(r"\\(.)", re.S)


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
