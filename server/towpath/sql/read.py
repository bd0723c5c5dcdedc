"""SQL text to steps: every statement becomes operations with places, or says why it did not."""

import re
from functools import partial

from towpath.operations import Guard, Opaque, Places, Statement, Step
from towpath.source import Span, pattern
from towpath.sql import bodies
from towpath.sql.dialects import Dialect, dialect
from towpath.sql.lex import Tokens, string
from towpath.sql.pieces import Piece
from towpath.sql.split import resplit, split

_EXISTS = Guard((), "the table exists")
# A line that begins with a word that only begins statements: where one was left without its semicolon.
_LINE = pattern(
    r"^(?=(?:alter|create|drop|insert\s+into|update|delete\s+from|truncate|comment\s+on|grant|revoke|reindex|vacuum)\b)",
    re.I | re.M,
)


def split_text(text: str, database: str = "") -> list[Piece]:
    """The statements of a text in a database's dialect, in order; what stands between them belongs to none."""
    return split(text, dialect(database).following)


def resplit_text(old: str, pieces: list[Piece], new: str, database: str = "") -> tuple[list[Piece], int, int]:
    """The statements of a changed text, and how many at the front and at the back are the old ones, moved."""
    how = dialect(database)
    if how.client(old) or how.client(new):
        return split(new, how.following), 0, 0
    return resplit(old, pieces, new, how.following, how.ahead)


def read_piece(text: str, piece: Piece, database: str = "") -> tuple[Step, ...]:
    """The steps of one statement of a text; a command of the client is one that is not read."""
    block = text[piece.start : piece.end]
    if piece.kind == "meta":
        return _meta(block, dialect(database))
    if piece.problem:
        return (_opaque(block, Span(0, len(block)), piece.problem, True),)
    return read_statement(block, database)


def _meta(block: str, how: Dialect) -> tuple[Step, ...]:
    """What the client is told, which may be nothing that the database hears of."""
    if how.is_quiet(block):
        return ()
    return (_opaque(block, Span(0, len(block)), f"a command of {how.shell}, not SQL", False),)


def read_statement(text: str, database: str = "") -> tuple[Step, ...]:
    """The steps of one statement in a database's dialect, its semicolon left out; never raises."""
    try:
        return _read(text, dialect(database))
    except RecursionError:
        return (_opaque(text, Span(0, len(text)), "nested too deeply", False),)


def _read(text: str, how: Dialect) -> tuple[Step, ...]:
    """Reads in haste; places, and what was expected, are looked for only where somebody asks."""
    tokens = Tokens(text, lexis=how.lexis)
    if not tokens.count:
        return ()
    whole = tokens.span
    if tokens.words[0] == "DO" and how.name == "postgresql" and (block := _do(text, tokens, whole)):
        return block
    if (inner := how.block(tokens)) is not None:
        steps = tuple(_body_step(text, one, 0) for one in inner if one.reads)
        return steps or (Step(text, whole, (Statement(tokens.words[0].lower(), (), whole.of(text)),), ({},)),)
    reading = how.statement(tokens)
    if reading is not None:
        operations = tuple([read.operation for read in reading])
        known = tuple([read.places for read in reading]) if len(reading) > 1 else ()
        return (Step(text, whole, operations, partial(_places, text, how), _guard(tokens), known=known),)
    tokens.careful = True
    how.statement(tokens)
    return _recovered(text, tokens, whole, how)


def _places(text: str, how: Dialect) -> tuple[Places, ...]:
    return tuple(read.places for read in how.statement(Tokens(text, careful=True, lexis=how.lexis)) or ())


def _guard(tokens: Tokens) -> Guard | None:
    """What ALTER TABLE IF EXISTS says of the whole statement."""
    at = 3 if tokens.words[1] in ("FOREIGN", "MATERIALIZED") else 2
    return _EXISTS if tokens.words[0] == "ALTER" and tokens.words[at : at + 2] == ["IF", "EXISTS"] else None


def _opaque(text: str, span: Span, reason: str, incomplete: bool) -> Step:
    return Step(text, span, (Opaque(reason, span.of(text), incomplete),), ({"statement": span},))


def _recovered(text: str, tokens: Tokens, whole: Span, how: Dialect) -> tuple[Step, ...]:
    """What did not read: if a line in it can only begin a statement, the one before it was not finished."""
    numbers = {tokens.start(number): number for number in range(tokens.count)}
    for line in _LINE.finditer(text, whole.start + 1):
        if line.start() in numbers:
            rest = _read(text[line.start() :], how)
            if not any(isinstance(operation, Opaque) for step in rest for operation in step.operations):
                end = tokens.end(numbers[line.start()] - 1)
                first = _opaque(text, Span(whole.start, end), "the statement is not finished", True)
                return (first, *(_moved(step, text, line.start()) for step in rest))
    return (_opaque(text, whole, _reason(tokens), tokens.reach >= tokens.count),)


def _moved(step: Step, text: str, by: int) -> Step:
    places = tuple({part: span.shifted(by) for part, span in one.items()} for one in step.places)
    return Step(text, step.span.shifted(by), step.operations, places, step.guard, step.origin)


def _reason(tokens: Tokens) -> str:
    expected = " or ".join(tokens.expected[:4]) or "a statement"
    if tokens.reach >= tokens.count:
        return f"the statement ends where {expected} was expected"
    return f"found {tokens.texts[tokens.reach][:40]!r} where {expected} was expected"


def _do(text: str, tokens: Tokens, whole: Span) -> tuple[Step, ...] | None:
    """The steps of a DO block: one for each statement in its body; None if it is not one."""
    language, body = "plpgsql", -1
    index = 1
    while index < tokens.count:
        if tokens.words[index] == "LANGUAGE" and index + 1 < tokens.count:
            language = string(tokens.texts[index + 1]) if tokens.words[index + 1] == "'" else tokens.words[index + 1]
            index += 2
        elif tokens.words[index] == "'" and body < 0:
            body, index = index, index + 1
        else:
            return None
    if body < 0:
        return None
    raw = tokens.texts[body]
    if not raw.startswith("$"):
        return _quoted_do(text, whole, raw, language.lower())
    start = tokens.start(body) + raw.index("$", 1) + 1
    found = bodies.inner(string(raw), language.lower())
    from towpath.sql import batches  # Few texts have such blocks.

    if batch := batches.read(string(raw), found):
        return (_body_step(text, batch, start),)
    steps = [_body_step(text, one, start) for one in found if one.reads]
    return tuple(steps) or (Step(text, whole, (Statement("do", (), whole.of(text)),), ({},)),)


def _quoted_do(text: str, whole: Span, raw: str, language: str) -> tuple[Step, ...]:
    """A body between plain quotes, in which places cannot be told: every step stands on the whole statement."""
    found = bodies.inner(string(raw), language)
    steps = [
        Step(text, whole, tuple(read.operation for read in one.reads), tuple({} for _ in one.reads), one.guard, "body")
        for one in found
        if one.reads
    ]
    return tuple(steps) or (Step(text, whole, (Statement("do", (), whole.of(text)),), ({},)),)


def _body_step(text: str, found: bodies.Inner, by: int) -> Step:
    places = tuple({part: span.shifted(by) for part, span in read.places.items()} for read in found.reads)
    operations = tuple(read.operation for read in found.reads)
    return Step(text, found.span.shifted(by), operations, places, found.guard, "body")
