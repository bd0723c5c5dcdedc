"""The comments of an SQL text, and whether a place is in code; bodies of functions and DO blocks are code."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from towpath.source import Span, pattern
from towpath.sql.lex import Tokens, comment_end
from towpath.sql.pieces import Piece
from towpath.sql.split import split

_COMMENT = pattern(r"--[^\r\n]*|/\*")
_BODY = pattern(r"\s*(?:do\b|create\s+(?:or\s+replace\s+)?(?:function|procedure)\b)", re.I)


def comments_holding(word: str, text: str, pieces: Sequence[Piece] | None = None) -> Iterator[Span]:
    """The comments that hold a word, in order; only statements that hold it are looked into. `pieces`: the text's."""
    at = text.find(word)
    if at < 0:
        return
    pieces = split(text) if pieces is None else pieces
    while at >= 0:
        start, end, piece = _stretch(text, at, pieces)
        found = _between(text, start, end) if piece is None else _in_statement(text, piece.start, piece.end)
        yield from (comment for comment in found if text.find(word, comment.start, comment.end) >= 0)
        at = text.find(word, end)


def is_code(text: str, offset: int) -> bool:
    """Whether a comment could begin at an offset: it is in no quoted text, no comment and no data."""
    start, end, piece = _stretch(text, offset, split(text))
    if piece is None:
        return not any(comment.start < offset < comment.end for comment in _between(text, start, end))
    if piece.kind == "meta" or piece.problem or offset > piece.end:
        return False
    block = text[piece.start : piece.end]
    tokens = Tokens(block)
    for token in range(tokens.count):
        if piece.start + tokens.start(token) < offset < piece.start + tokens.end(token):
            body = _body(tokens, token)
            return body is not None and is_code(body.of(block), offset - piece.start - body.start)
    return not any(comment.start < offset < comment.end for comment in _in_statement(text, piece.start, piece.end))


def _stretch(text: str, at: int, pieces: Sequence[Piece]) -> tuple[int, int, Piece | None]:
    """The statement that an offset stands in, with the data behind it, or the stretch between two statements."""
    number = bisect_right(pieces, at, key=_start) - 1
    after = 0
    if number >= 0:
        piece = pieces[number]
        after = piece.end if text[piece.end : piece.after].strip() in ("", ";") else piece.after
        if at < after:
            return piece.start, after, piece
    return after, pieces[number + 1].start if number + 1 < len(pieces) else len(text), None


def _start(piece: Piece) -> int:
    return piece.start


def _between(text: str, start: int, end: int) -> Iterator[Span]:
    """The comments in a stretch that holds nothing else but white space and semicolons."""
    at = start
    while (found := _COMMENT.search(text, at, end)) is not None:
        at = found.end() if found.group() != "/*" else min(comment_end(text, found.start()) or end, end)
        yield Span(found.start(), at)


def _in_statement(text: str, start: int, end: int) -> Iterator[Span]:
    """The comments in a statement, which stand between its tokens, and in its body, if it has one."""
    block = text[start:end]
    tokens = Tokens(block)
    behind = 0
    for token in range(tokens.count):
        yield from _between(text, start + behind, start + tokens.start(token))
        if body := _body(tokens, token):
            for comment in _everywhere(body.of(block)):
                yield comment.shifted(start + body.start)
        behind = tokens.end(token)
    yield from _between(text, start + behind, end)


def _everywhere(text: str) -> Iterator[Span]:
    end = 0
    for piece in split(text):
        yield from _between(text, end, piece.start)
        yield from _in_statement(text, piece.start, piece.end)
        end = piece.end
    yield from _between(text, end, len(text))


def _body(tokens: Tokens, token: int) -> Span | None:
    """The code between dollar quotes, if a token of a statement is such a body."""
    raw = tokens.texts[token]
    if tokens.words[token] != "'" or raw[0] != "$" or not _BODY.match(tokens.text):
        return None
    tag = raw.index("$", 1) + 1
    first, last = tokens.start(token), tokens.end(token)
    return Span(first + tag, max(last - tag, first + tag))
