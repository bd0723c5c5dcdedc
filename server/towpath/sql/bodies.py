"""Bodies in PL/pgSQL and PL/SQL: their SQL statements, found between the words that steer them.

Nothing is run: what stands under IF is read with the condition as its guard, and what is put together at run time is
Opaque.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from towpath.operations import Guard, Opaque, Operation, Statement
from towpath.source import Span
from towpath.sql.lex import POSTGRESQL, Tokens
from towpath.sql.lexis import Lexis
from towpath.sql.pieces import Next
from towpath.sql.postgresql import statement
from towpath.sql.postgresql.grammar import Read
from towpath.sql.readers import text as literal
from towpath.sql.split import split


class Inner(NamedTuple):
    """What one statement of a body does, where it stands in the body, and under which conditions."""

    span: Span
    reads: tuple[Read, ...]
    guard: Guard | None


# What begins a statement of PL/pgSQL that does nothing to the database.
_QUIET = frozenset("RETURN RAISE NULL EXIT CONTINUE GET ASSERT OPEN FETCH MOVE CLOSE".split())
# What stands before a statement and ends with one of these words: IF … THEN.
_LEADING = {
    "IF": "THEN",
    "ELSIF": "THEN",
    "ELSEIF": "THEN",
    "WHEN": "THEN",
    "EXCEPTION": "THEN",
    "FOR": "LOOP",
    "WHILE": "LOOP",
    "FOREACH": "LOOP",
}
_ALONE = frozenset(("BEGIN", "LOOP", "ELSE"))


def inner(body: str, language: str = "plpgsql") -> list[Inner]:
    """The statements of a body, in order; one in an unknown language is Opaque as a whole."""
    if language == "sql":
        pieces = split(body)
        return [_plain(body[piece.start : piece.end], piece.start, None) for piece in pieces]
    if language != "plpgsql":
        whole = Span(0, len(body))
        return [Inner(whole, (Read(Opaque(f"code in the language {language}", body.strip()), {}),), None)]
    return walked(body, _PLPGSQL)


def walked(body: str, spoken: "Spoken") -> list[Inner]:
    """The statements of a body in a language that steers like PL/pgSQL does, in order."""
    return list(_Walk(body, spoken).statements())


def operations(body: str, language: str) -> tuple[Operation, ...]:
    """What the statements of a body do."""
    return tuple(read.operation for found in inner(body, language) for read in found.reads)


class Spoken(NamedTuple):
    """The SQL of a body: its tokens, what its statements do, where they end, and what stands behind EXECUTE."""

    lexis: Lexis
    statement: Callable[[Tokens], list[Read] | None]
    following: Next | None = None
    executing: str = ""

    def plain(self, said: str, start: int, guard: Guard | None) -> Inner:
        """The reading of one SQL statement that starts at an offset in a longer text."""
        tokens = Tokens(said, careful=True, lexis=self.lexis)
        return read_as(tokens, self.statement(tokens), start, guard)


_PLPGSQL = Spoken(POSTGRESQL, statement)


def _plain(said: str, start: int, guard: Guard | None) -> Inner:
    return _PLPGSQL.plain(said, start, guard)


def read_as(tokens: Tokens, read: list[Read] | None, start: int, guard: Guard | None) -> Inner:
    """What one statement was read as that starts at an offset in a longer text; None: it was not understood."""
    said = tokens.text
    if read is None:
        incomplete = tokens.reach >= tokens.count
        wanted = " or ".join(tokens.expected[:3])
        read = [Read(Opaque(f"expected {wanted}" if wanted else "not a known form", said, incomplete), {})]
    moved = [Read(one.operation, {part: span.shifted(start) for part, span in one.places.items()}) for one in read]
    return Inner(Span(start, start + len(said)), tuple(moved), guard)


class _Walk:
    """Goes through a body once and keeps the conditions that are open."""

    def __init__(self, body: str, spoken: Spoken) -> None:
        self._body = body
        self._spoken = spoken
        self._conditions: list[str] = []
        self._declaring = False

    def statements(self) -> Iterator[Inner]:
        for piece in split(self._body, self._spoken.following):
            yield from self._statement(piece.start, piece.end)

    def _statement(self, start: int, end: int) -> Iterator[Inner]:
        tokens = Tokens(self._body[start:end], lexis=self._spoken.lexis)
        index = self._lead(tokens)
        if index >= tokens.count or self._declaring:
            return
        at = start + tokens.start(index)
        word = tokens.words[index]
        if word in _QUIET and tokens.at(index + 1) != "QUERY":
            return
        if word == "EXECUTE":
            yield self._executed(tokens, index, at, end)
        elif word in ("PERFORM", "RETURN"):
            yield Inner(Span(at, end), (Read(Statement("select", (), self._body[at:end]), {}),), self._guard)
        elif not _assigns(tokens, index):
            said = self._body[at:end] if self._spoken.executing else _without_targets(self._body[at:end])
            yield self._spoken.plain(said, at, self._guard)

    @property
    def _guard(self) -> Guard | None:
        conditions = [condition for condition in self._conditions if condition]
        return Guard((), " and ".join(conditions)) if conditions else None

    def _lead(self, tokens: Tokens) -> int:
        """The index behind the words that steer: BEGIN, IF … THEN, LOOP, END IF."""
        index = 0
        while index < tokens.count:
            word = tokens.words[index]
            if word == "<<":
                index = _behind(tokens, index, ">>")
            elif word == "DECLARE":
                self._declaring = True
                return index
            elif word == "BEGIN":
                self._declaring = False
                self._conditions.append("")
                index += 1
            elif self._declaring:
                return index
            elif word == "END":
                self._close()
                return tokens.count
            elif word == "CASE":
                self._conditions.append("a case applies")
                index = _before(tokens, index, "WHEN")
            elif word in _LEADING:
                index = self._open(tokens, index, word)
            elif word in _ALONE:
                self._alone(word)
                index += 1
            else:
                return index
        return index

    def _open(self, tokens: Tokens, index: int, word: str) -> int:
        end = _behind(tokens, index + 1, _LEADING[word])
        said = tokens.source(index + 1, end - 1)
        if word in ("ELSIF", "ELSEIF", "WHEN", "EXCEPTION"):
            self._close()
        self._conditions.append({"FOR": "in a loop", "FOREACH": "in a loop", "WHILE": "in a loop"}.get(word, said))
        if word == "EXCEPTION":
            self._conditions[-1] = "an error was caught"
        return end

    def _alone(self, word: str) -> None:
        if word == "ELSE":
            said = self._conditions.pop() if self._conditions else ""
            self._conditions.append(f"not ({said})")
        else:
            self._conditions.append("in a loop" if word == "LOOP" else "")

    def _close(self) -> None:
        if self._conditions:
            self._conditions.pop()

    def _executed(self, tokens: Tokens, index: int, at: int, end: int) -> Inner:
        """EXECUTE of a literal is read like any statement; what is put together at run time is not known."""
        index += tokens.at(index + 1) == self._spoken.executing
        stop, said = literal(tokens, index + 1)
        simple = tokens.at(stop) in ("", "INTO", "USING") and tokens.at(index + 1) == "'"
        span = Span(at, end)
        if not simple:
            return Inner(span, (Read(Opaque("dynamic SQL", self._body[at:end]), {}),), self._guard)
        plain, pieces = self._spoken.plain, split(said, self._spoken.following)
        reads = [read for piece in pieces for read in plain(said[piece.start : piece.end], 0, None).reads]
        return Inner(span, tuple(Read(read.operation, {}) for read in reads), self._guard)


def _without_targets(said: str) -> str:
    """A statement without the variables that its row goes to (`INTO a, b.c`), as long as it was."""
    if "into" not in said.lower():
        return said
    tokens = Tokens(said)
    at = next((at for at in _outside(tokens) if tokens.words[at] == "INTO" and not _takes_rows(tokens, at)), None)
    if at is None:
        return said
    end = _target(tokens, at + 2 if tokens.at(at + 1) == "STRICT" else at + 1)
    while tokens.at(end) == ",":
        end = _target(tokens, end + 1)
    start, stop = tokens.start(at), tokens.end(end - 1)
    return said[:start] + " " * (stop - start) + said[stop:]


def _outside(tokens: Tokens) -> Iterator[int]:
    """The indexes of the tokens outside of parentheses."""
    depth = 0
    for at in range(tokens.count):
        depth += {"(": 1, ")": -1}.get(tokens.words[at], 0)
        if not depth:
            yield at


def _takes_rows(tokens: Tokens, at: int) -> bool:
    """Whether INTO names the table of INSERT or MERGE, or the schema of IMPORT."""
    return tokens.words[0] == "IMPORT" or tokens.at(at - 1) in ("INSERT", "MERGE")


def _target(tokens: Tokens, index: int) -> int:
    """The index behind a variable, a field of one or a part of an array."""
    index += 1
    while tokens.at(index) in (".", "["):
        index = _behind(tokens, index, "]") if tokens.at(index) == "[" else index + 2
    return min(index, tokens.count)


def _behind(tokens: Tokens, index: int, word: str) -> int:
    """The index behind the next such word outside of parentheses and CASE; the end if there is none."""
    depth = 0
    for at in range(index, tokens.count):
        found = tokens.words[at]
        depth += {"(": 1, ")": -1, "CASE": 1}.get(found, 0) - (found == "END" and depth > 0)
        if not depth and found == word:
            return at + 1
    return tokens.count


def _before(tokens: Tokens, index: int, word: str) -> int:
    end = _behind(tokens, index + 1, word)
    return end - 1 if tokens.at(end - 1) == word else end


def _assigns(tokens: Tokens, index: int) -> bool:
    """Whether this is `variable := value`, `record.field = value` or a part of an array."""
    while index + 1 < tokens.count and tokens.at(index + 1) == ".":
        index += 2
    if tokens.at(index + 1) == "[":
        index = _behind(tokens, index + 1, "]") - 1
    return tokens.at(index + 1) in (":=", "=")
