"""PostgreSQL's text to statements, in one pass that never fails; every boundary leaves the splitter as it began.

So after an edit it is enough to split from the last boundary before it until the boundaries agree again. Other
dialects' next statement may be found in another way.
"""

import re
from bisect import bisect_left, bisect_right
from operator import attrgetter
from typing import NamedTuple

from towpath.source import alike, pattern
from towpath.sql.lex import DOLLAR, comment_end
from towpath.sql.pieces import Next, Piece, line_end, trimmed

# What may follow a string that really ended; a word or a brace says that its end was another string's beginning.
_AFTER = r"[\s;),:|\]=\-+*/<>~!&\#@^\ufeff]|\Z"
_AFTER_STRING = pattern(_AFTER)


def _harmless(stops: str) -> re.Pattern[str]:
    """What cannot end a statement: most of its text, quoted names, strings with nothing wrong, comments of a line."""
    return pattern(
        rf"""
    (?: [^;'"$/\\{stops}-]+
      | "[^"]*(?:""[^"]*)*"(?!")
      | (?<![eE])'[^']*(?:''[^']*)*'(?={_AFTER})
      | --[^\r\n]*
      | -(?!-)
      | /(?!\*)
    ){{0,10000}}""",
        re.X,
    )


_HARMLESS, _HARMLESS_IN_RULE = _harmless(""), _harmless("()")
_MARK = pattern(
    rf"""
  (?P<end>;)
| (?P<quote>')
| (?P<name>"(?:[^"]|"")*(?:"|\Z))
| (?P<dollar>{DOLLAR})
| (?P<comment>/\*)
| (?P<meta>\\[a-zA-Z!?;][^\r\n]*)
| (?P<open>\()
| (?P<close>\))
| (?P<other>[$\\])
""",
    re.X,
)
_STRING = pattern(r"[^']*(?:''[^']*)*(?:'|\Z)")
_ESCAPED = pattern(r"[^'\\]*(?:(?:''|\\.)[^'\\]*)*(?:'|\Z)", re.S)
_SPACE = pattern(r"(?:[\s\ufeff]+|--[^\r\n]*)*")
_HEAD = pattern(r"create\b[\s\S]{0,40}?\b(?P<what>function|procedure|rule)\b|(?P<copy>copy)\b", re.I)
_ATOMIC = pattern(
    r"--[^\r\n]*|/\*[\s\S]*?\*/|'(?:[^']|'')*'|\"[^\"]*\"|(?P<dollar>\$\w*\$)[\s\S]*?(?P=dollar)"
    r"|\b(?P<begin>begin\s+atomic)\b|\b(?P<case>case)\b|\b(?P<end>end)\b",
    re.I,
)
_FROM_STDIN = pattern(r"\bfrom\s+stdin\b", re.I)
_DATA_END = pattern(r"^\\\.[ \t]*(?:\r\n|\r|\n|\Z)", re.M)
# A line that can only begin a statement, after one that ends one: where a quote that was left open is taken to end.
_NEXT_STATEMENT = pattern(
    r";[ \t]*(?:--[^\r\n]*)?(?:\r\n|\r|\n)(?:[ \t]*(?:--[^\r\n]*)?(?:\r\n|\r|\n))*"
    r"(?=(?:alter|create|drop|insert|update|delete|select|with|set|begin|commit|comment|grant|revoke|truncate|do|"
    r"reindex|vacuum|analyze|merge|copy|lock|refresh|call|start|rollback|reset)\b)",
    re.I,
)

_PROBLEM = attrgetter("problem")


def split(text: str, following: Next | None = None) -> list[Piece]:
    """The statements of a text, in order; comments and white space between them belong to none."""
    pieces: list[Piece] = []
    at, find = 0, following or piece_of
    while at < len(text):
        piece = find(text, at)
        if piece is None:
            break
        pieces.append(piece)
        at = piece.after
    return pieces


def resplit(
    old: str, pieces: list[Piece], new: str, following: Next | None = None, ahead: int = 0
) -> tuple[list[Piece], int, int]:
    """The statements of a changed text, and how many at the front and at the back are the old ones.

    Those at the back have moved by the difference of the lengths. `ahead`: where a statement ends hangs on the
    beginning of so many behind it.
    """
    same, tail = alike(old, new)
    shift, find = len(new) - len(old), following or piece_of
    # The character behind a boundary is looked at before the statement is taken to end there.
    front = bisect_right(pieces, same - 1, key=_after)
    while front and pieces[front - 1].after >= same:
        front -= 1
    front = max(front - ahead, 0)
    # A quote that was left open may be closed far behind.
    if any(map(_PROBLEM, pieces[:front])):
        front = next(number for number, piece in enumerate(pieces) if piece.problem)
    result, at = pieces[:front], pieces[front - 1].after if front else 0
    boundaries = [piece.after for piece in pieces]
    while at < len(new):
        before = at - shift
        found = bisect_left(boundaries, before) if before >= len(old) - tail else len(boundaries)
        if found < len(boundaries) and boundaries[found] == before:
            back = pieces[found + 1 :]
            moved = [Piece(a + shift, b + shift, c + shift, kind, why) for a, b, c, kind, why in back]
            return result + moved, front, len(back)
        piece = find(new, at)
        if piece is None:
            break
        result.append(piece)
        at = piece.after
    return result, front, 0


def _after(piece: Piece) -> int:
    return piece.after


def skip(text: str, at: int) -> int:
    """The offset of the next character that is neither white space nor in a comment; that of a comment without end."""
    while True:
        space = _SPACE.match(text, at)
        at = space.end() if space else at
        if not text.startswith("/*", at):
            return at
        end = comment_end(text, at)
        if end is None:
            return at
        at = end


def piece_of(text: str, at: int) -> Piece | None:
    """PostgreSQL's next statement, or command of psql."""
    start = skip(text, at)
    while text.startswith(";", start):
        start = skip(text, start + 1)
    if start >= len(text):
        return None
    if text[start] == "\\":
        end = line_end(text, start)
        return Piece(start, end, end, "meta")
    return _statement(text, start)


def _statement(text: str, start: int) -> Piece:
    """The statement that begins at `start`, with what was left open in it."""
    head = _HEAD.match(text, start)
    what = (head["what"] or "copy").lower() if head else ""
    ahead = (_HARMLESS_IN_RULE if what == "rule" else _HARMLESS).match
    at, depth = start, 0
    while at < len(text):
        harmless = ahead(text, at)
        at = harmless.end() if harmless else at
        mark = _MARK.match(text, at)
        if mark is None:
            continue
        kind, at = mark.lastgroup, mark.end()
        if kind == "end":
            if depth > 0 or (what in ("function", "procedure") and _inside_atomic(text, start, mark.start())):
                continue
            return _ended(text, start, mark.start(), at, what)
        if kind in ("open", "close"):
            depth += 1 if kind == "open" else -1
        elif kind == "quote":
            ended = _string_end(text, mark.start())
            if ended.problem:
                return Piece(start, trimmed(text, start, ended.end), ended.end, "sql", ended.problem)
            at = ended.end
        elif kind == "name":
            if mark.group().count('"') % 2 and at == len(text):
                end = _open_end(text, mark.start())
                return Piece(start, trimmed(text, start, end), end, "sql", 'the quote " is never closed')
        elif kind == "comment":
            closed = comment_end(text, mark.start())
            if closed is None:
                end = mark.start() if mark.start() > start else len(text)
                return Piece(start, trimmed(text, start, end), len(text), "sql", "the comment /* never ends")
            at = closed
        elif kind == "dollar":
            at = _dollar_end(text, mark.start(), at)
            if at < 0:
                problem = f"the quote {mark.group()} is never closed"
                return Piece(start, trimmed(text, start, len(text)), len(text), "sql", problem)
        elif kind == "meta" and _begins_line(text, mark.start()):
            return Piece(start, trimmed(text, start, mark.start()), mark.start())
    return Piece(start, trimmed(text, start, len(text)), len(text))


def _ended(text: str, start: int, end: int, after: int, what: str) -> Piece:
    """A statement that its semicolon ends, with the data that follows COPY … FROM stdin."""
    if what == "copy" and _FROM_STDIN.search(text, start, end):
        data = _DATA_END.search(text, after)
        problem = None if data else "the data after COPY … FROM stdin has no end (\\.)"
        return Piece(start, trimmed(text, start, end), data.end() if data else len(text), "sql", problem)
    return Piece(start, trimmed(text, start, end), after)


class _Ended(NamedTuple):
    end: int
    problem: str | None = None


def _string_end(text: str, quote: int) -> _Ended:
    """Where a string ends; one that swallows the next statement and ends in mid-word was left open before it."""
    escaped = quote > 0 and text[quote - 1] in "eE" and not (quote > 1 and _is_word(text[quote - 2]))
    found = (_ESCAPED if escaped else _STRING).match(text, quote + 1)
    end = found.end() if found else len(text)
    closed = end > quote + 1 and text[end - 1] == "'" and (end - quote > 1)
    if closed and (_AFTER_STRING.match(text, end) or not _NEXT_STATEMENT.search(text, quote, end)):
        return _Ended(end)
    return _Ended(_open_end(text, quote), "the quote ' is never closed")


def _open_end(text: str, quote: int) -> int:
    """Where a quote that is left open is taken to end: before the next line that must begin a statement."""
    following = _NEXT_STATEMENT.search(text, quote)
    return following.end() if following else len(text)


def _dollar_end(text: str, start: int, after: int) -> int:
    """Where a dollar-quoted text ends, -1 if it does not; a dollar within a word is none."""
    if start and (_is_word(text[start - 1]) or text[start - 1] == "$"):
        return after
    tag = text[start:after]
    end = text.find(tag, after)
    return end + len(tag) if end >= 0 else -1


def _inside_atomic(text: str, start: int, end: int) -> bool:
    """Whether a BEGIN ATOMIC body is still open, so that a semicolon does not end the statement."""
    depth = 0
    for mark in _ATOMIC.finditer(text, start, end):
        if mark["begin"] or (depth and mark["case"]):
            depth += 1
        elif depth and mark["end"]:
            depth -= 1
    return depth > 0


def _begins_line(text: str, at: int) -> bool:
    line = max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1
    return not text[line:at].strip()


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"
