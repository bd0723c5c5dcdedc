"""What is looked at in the text of migrations, as a tree."""

import re

from towpath.source import pattern
from towpath.syntax import python
from towpath.syntax.python import Assigned, Tree

# What a field lets people choose from is nothing to the database, and a third of the text of some projects.
_DOUBLE, _SINGLE = (rf"{quote}[^{quote}\\\n]*(?:\\.[^{quote}\\\n]*)*{quote}" for quote in "\"'")
_BEGUN = "choices=["
# What a pattern begins with in so many letters is found ten times as fast.
_CHOICES = pattern(rf"choices=\[(?<=[\s(,]choices=\[)\s*\([^\[\]\"'#]*(?:(?:{_DOUBLE}|{_SINGLE})[^\[\]\"'#]*)*(?=\])")


def parse(text: str, old: Tree | None = None) -> Tree:
    """The tree of a file, or of a block of it, without what fields let people choose from."""
    return python.parse(text, old, _without_choices(text))


def plain(text: str) -> Assigned | None:
    """What a file's class assigns, if that is all of the text, and in plain words."""
    return python.assigned(text, _without_choices(text) or text)


def _without_choices(text: str) -> str | None:
    """The text with them made white; None where it has none."""
    return _CHOICES.sub(_white, text) if _BEGUN in text else None


def _white(match: re.Match[str]) -> str:
    return _BEGUN.ljust(len(match[0]))
