"""Names in SQL text, as far as that can be told without its grammar: not in strings, not what is called."""

import re
from collections.abc import Iterator

_TOKEN = re.compile(r"""'(?:[^']|'')*'|\$(\w*)\$.*?\$\1\$|--[^\n]*|/\*.*?\*/|"(?:[^"]|"")*"|[^\W\d][\w$]*""", re.DOTALL)
_SIMPLE = re.compile(r"[a-z_][a-z0-9_$]*\Z")


def names(text: str) -> frozenset[str]:
    """Every name in a text that may be a column's or a table's."""
    return frozenset(name for _, name in _found(text))


def renamed(text: str, old: str, new: str) -> str:
    """The text with a name replaced wherever it stands; what was quoted stays quoted."""
    if old not in text.lower() and old not in text:
        return text
    quoted = '"' + new.replace('"', '""') + '"'
    for match, name in reversed([*_found(text)]):
        if name == old:
            plain = _SIMPLE.match(new) and not match.group().startswith('"')
            text = text[: match.start()] + (new if plain else quoted) + text[match.end() :]
    return text


def replacing(text: str) -> str:
    """A statement that creates something, said so that it takes the place of what is there."""
    return re.sub(r"^(\s*)(create)\s+(?!or\s+replace\b)", _or_replace, text, count=1, flags=re.IGNORECASE)


def _or_replace(match: re.Match[str]) -> str:
    return f"{match[1]}{match[2]} {'or replace' if match[2].islower() else 'OR REPLACE'} "


def making(text: str) -> str:
    """The same, said so that nothing may be there."""
    if "replace" not in text[:40].lower():
        return text
    return re.sub(r"^(\s*create)\s+or\s+replace\b", r"\1", text, count=1, flags=re.IGNORECASE)


def called(text: str) -> str | None:
    """The function that an expression is a call of, without its schema; None where it is more or something else."""
    while text.startswith("(") and _closes(text, 0):
        text = text[1:-1].strip()
    match = re.match(r"(?:[\w$]+\.)*([\w$]+)\s*\(", text)
    return match[1].lower() if match and _closes(text, match.end() - 1) else None


def _closes(text: str, at: int) -> bool:
    """Whether the parenthesis at an index is closed by the last character."""
    depth = 0
    for place in range(at, len(text)):
        depth += (text[place] == "(") - (text[place] == ")")
        if not depth:
            return place == len(text) - 1
    return False


def _found(text: str) -> Iterator[tuple[re.Match[str], str]]:
    for match in _TOKEN.finditer(text):
        word = match.group()
        if word[0] in "'$-/" or (word[0] != '"' and text[match.end() : match.end() + 1] == "("):
            continue
        if text[match.start() - 2 : match.start()] != "::":
            yield match, word[1:-1].replace('""', '"') if word[0] == '"' else word.lower()
