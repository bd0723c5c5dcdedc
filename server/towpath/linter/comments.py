"""The comments in which a suppression may stand: those of the file's language, and of the SQL that it holds."""

import re
from collections.abc import Iterator

from towpath.source import Source, Span, pattern
from towpath.sql.comments import comments_holding


def comments(source: Source, word: str) -> Iterator[Span]:
    """The comments that hold a word, in order."""
    if source.path.endswith((".py", ".rb")):
        return _of_program(source.path, source.text, word)
    if source.path.lower().endswith((".xml", ".yaml", ".yml", ".json")):
        return _of_markup(source.text, word)
    return comments_holding(word, source.text)


# Those of XML, of YAML, and of the SQL in them.
_MARKUP = pattern(r"<!--.*?(?:-->|\Z)|/\*.*?(?:\*/|\Z)|--[^\r\n]*|(?:^|(?<=\s))#[^\r\n]*", re.S | re.M)


def _of_markup(text: str, word: str) -> Iterator[Span]:
    return (Span(*match.span()) for match in _MARKUP.finditer(text) if word in match[0])


def _of_program(path: str, text: str, word: str) -> Iterator[Span]:
    from towpath.syntax import parse  # Few files hold a suppression.

    tree = parse(path, text)
    found = [span for span in tree.comments() if word in span.of(text)]
    for span in tree.strings():
        if word in (quoted := span.of(text)):
            found += [comment.shifted(span.start) for comment in comments_holding(word, quoted)]
    yield from sorted(found)
