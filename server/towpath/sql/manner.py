"""How an author writes SQL: the case of keywords, quotes around names."""

import re

from towpath.operations import (
    Name,
    value,
)
from towpath.source import pattern
from towpath.sql.keywords import NOT_A_COLUMN

_SIMPLE = pattern(r"[a-z_][a-z0-9_$]*\Z")
_WORDLIKE = pattern(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_CAPITALS = pattern(r"[A-Z][A-Z0-9_$#]*\Z")
# The quotes around names, where PostgreSQL's rules for them do not hold.
_QUOTES = {"mysql": "``", "mariadb": "``", "sqlite": '""', "sqlserver": "[]", "oracle": '""'}


@value
class Manner:
    """How the author writes: keywords in capitals or not, names in quotes or not, tables only IF EXISTS or not.

    `dialect` is the database whose SQL it is; empty: PostgreSQL's.
    """

    upper: bool = True
    quoted: bool = False
    guarded: bool = False
    dialect: str = ""

    def keyword(self, words: str) -> str:
        return words if self.upper else words.lower()

    def name(self, name: str) -> str:
        """A name as an identifier; one with a placeholder in it is left as it is."""
        if "${" in name:
            return name
        if self.dialect in _QUOTES:
            return self._name_of_others(name)
        if not self.quoted and _SIMPLE.match(name) and name.upper() not in NOT_A_COLUMN:
            return name
        return '"' + name.replace('"', '""') + '"'

    def _name_of_others(self, name: str) -> str:
        """A name where capitals are kept without quotes, or mean nothing; in Oracle, small letters need them."""
        from towpath.sql.dialects import dialect  # Dialects are made of what is above this.

        plain = _CAPITALS if self.dialect == "oracle" else _WORDLIKE
        if not self.quoted and plain.match(name) and name.upper() not in dialect(self.dialect).lexis.not_a_column:
            return name
        opened, closed = _QUOTES[self.dialect][0], _QUOTES[self.dialect][1]
        return opened + name.replace(closed, closed * 2) + closed

    def qualified(self, name: Name) -> str:
        return f"{self.name(name.schema)}.{self.name(name.name)}" if name.schema else self.name(name.name)

    def names(self, names: tuple[str, ...]) -> str:
        return ", ".join(map(self.name, names))


_WORD = pattern(
    r"(?<!['\"\w])(?:alter|create|drop|table|index|view|add|column|update|insert|select|refresh|reindex|on)\b", re.I
)
_QUOTED_NAME = pattern(r'(?:table|on|index|column|constraint|into|update|from)\s+(?:concurrently\s+)?["`][a-z_]', re.I)


_ALTERED = pattern(r"\balter\s+table\s+(?P<exists>if\s+exists\b)?", re.I)
_PROSE = pattern(r"--[^\n]*|/\*.*?(?:\*/|\Z)|'[^']*'", re.S)


def manner(text: str, dialect: str = "") -> Manner:
    """How the author of a text writes, from its first keywords and names; comments and strings are prose."""
    said = _PROSE.sub(" ", text[:4000])
    words = [match.group() for match in _WORD.finditer(said)]
    upper = not words or sum(word.isupper() for word in words) * 2 >= len(words)
    guards = [bool(match["exists"]) for match in _ALTERED.finditer(said)]
    return Manner(upper, _QUOTED_NAME.search(said) is not None, bool(guards) and all(guards), dialect)


def literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
