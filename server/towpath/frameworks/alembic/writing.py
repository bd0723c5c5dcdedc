"""How Alembic's files say a part: outside in `autocommit_block()`, and what comes later in a new revision."""

from collections.abc import Iterator, Sequence

from towpath.frameworks.alembic.conditions import asks
from towpath.frameworks.alembic.layout import Piece, body_of, edits, laid_out, pieces
from towpath.frameworks.alembic.new_revision import written_later
from towpath.frameworks.alembic.portable import is_portable
from towpath.frameworks.alembic.reading import FUNCTIONS
from towpath.frameworks.alembic.reworked import Body, Level
from towpath.frameworks.alembic.runs import Item
from towpath.frameworks.alembic.sheet import Sheet
from towpath.frameworks.alembic.taken import taken_along
from towpath.frameworks.python import imports
from towpath.frameworks.writing import Ask, Written, merged
from towpath.operations import replace
from towpath.source import Edit, Source, Span, apply
from towpath.syntax import python
from towpath.syntax.python import Function


def write(ask: Ask) -> Written | None:
    """The edits and new files that say the parts; None where Alembic's files cannot say them."""
    source = ask.tree.read(ask.migration.path)
    if not isinstance(source, Source):
        return None
    sheet = Sheet(source, ask.tree, ask.found)
    ask = _behind(ask) if ask.direction == "down" else ask
    commits = sheet.transactional
    items = [
        Item(said, commits and part.transactional is False) for part in ask.parts if not part.own for said in part.said
    ]
    taken = taken_along(ask)
    later = written_later(taken.ask, sheet)
    if later is None:
        return None
    elsewhere = "".join(later.creates.values())
    made = _function(ask, sheet, items, elsewhere)
    back = _function(taken.down, sheet, taken.stays, elsewhere) if taken.stays is not None else []
    if made is None or back is None:
        return None
    own = (*made, *back, *sheet.imports([one.text for one in (*made, *back)]), *later.edits.get(source.path, ()))
    own = (*own, *_idle(sheet, own))
    files = {**later.edits, source.path: tuple(merged(own))}
    new = (*(edit.text for edit in (*made, *back)), *later.creates.values())
    return Written({path: found for path, found in files.items() if found}, later.creates, portable=is_portable(new))


def _idle(sheet: Sheet, edits: Sequence[Edit]) -> Iterator[Edit]:
    """The edits that take out what nothing asks for any more, but what each revision has."""
    after = python.parse(apply(sheet.source.text, merged(edits)))
    known = {name for one in imports.bound(sheet.tree) for name in one.names} - {"op", "sa"}
    idle = imports.idle(after, known & imports.uses(sheet.tree), imports.asked(after))
    yield from imports.dropped(sheet.source, sheet.tree, idle, sheet.manner)


def _behind(ask: Ask) -> Ask:
    """With what commits on its own later in the same function: on the way back no revision runs behind this one."""
    parts = (replace(part, own=False, transactional=False) if part.own else part for part in ask.parts)
    return ask._replace(parts=tuple(parts))


def _function(ask: Ask, sheet: Sheet, items: Sequence[Item], elsewhere: str) -> list[Edit] | None:
    """The edits of the function of the direction that is asked for; `elsewhere` is what new files say."""
    function = sheet.function(ask.direction)
    if function is None:
        return _appended(ask, sheet, items) if ask.direction == "down" and ask.migration.down is None else None
    if beside := _beside_header(sheet, function):
        return _opened(ask, sheet, items, beside)
    found, span = pieces(sheet, body_of(function.node))
    depth = _depth(sheet, function)
    body = Body(ask, sheet, found, Level(depth, asks=asks(ask.migration)), elsewhere=elsewhere)
    after = body.after(items)
    if after is None:
        return None
    text = laid_out(sheet, after, depth) + body.rest
    if not text.strip() or all(_says_nothing(piece, sheet) for piece in after):
        text += f"{depth}pass{sheet.newline}"
    return edits(sheet, Span(span.start, span.end), text)


def _beside_header(sheet: Sheet, function: Function) -> Span | None:
    """Where the body of a function stands, if that is the line of its header."""
    span = sheet.tree.span(body_of(function.node))
    return span if sheet.source.text[: span.start].rstrip(" \t\f")[-1:] not in ("\n", "\r") else None


def _opened(ask: Ask, sheet: Sheet, items: Sequence[Item], beside: Span) -> list[Edit] | None:
    """The body of `def downgrade(): pass` on lines of its own."""
    if beside.of(sheet.source.text) != "pass":
        return None
    after = Body(ask, sheet, (), Level(sheet.manner.indentation)).after(items)
    if not after:
        return None
    start = len(sheet.source.text[: beside.start].rstrip())
    text = laid_out(sheet, after, sheet.manner.indentation)
    return [Edit(Span(start, beside.end), sheet.newline + text.removesuffix(sheet.newline))]


def _depth(sheet: Sheet, function: Function) -> str:
    start = sheet.tree.span(function.body[0]).start if function.body else 0
    line = sheet.source.text[sheet.source.text.rfind("\n", 0, start) + 1 : start]
    return line if line and not line.strip() else sheet.manner.indentation


def _says_nothing(piece: Piece, sheet: Sheet) -> bool:
    """Whether a piece does not count as a statement: a docstring alone needs a `pass`."""
    return piece.node is not None and sheet.tree.source(piece.node).lstrip("rRuUbB").startswith(("'", '"'))


def _appended(ask: Ask, sheet: Sheet, items: Sequence[Item]) -> list[Edit] | None:
    """A function that is not there yet, at the end of the file, with the signature of its sister."""
    sister = sheet.function("up")
    if sister is None:
        return None
    depth = _depth(sheet, sister)
    body = Body(ask, sheet, (), Level(depth)).after(items)
    if body is None:
        return None
    start = sheet.tree.span(sister.node).start
    header = sheet.source.text[start : sheet.source.text.find("\n", start)].rstrip("\r")
    if not header.endswith(":"):
        return None
    header = header.replace(FUNCTIONS["up"], FUNCTIONS["down"], 1)
    text = laid_out(sheet, body, depth)
    end = len(sheet.source.text.rstrip())
    newline = sheet.newline
    return [Edit(Span(end, len(sheet.source.text)), f"{newline * 3}{header}{newline}{text}")]
