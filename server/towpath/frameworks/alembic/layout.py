"""The body of a function as pieces: statements with the comments that belong to them, and what stands between."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from towpath.frameworks.alembic.batch import merged_batches
from towpath.frameworks.alembic.sheet import Sheet
from towpath.source import Edit, Span, apply
from towpath.syntax.python import Node

_MARKS = ("# ###",)
BLOCK = "with {}.get_context().autocommit_block():"


class Piece(NamedTuple):
    """One statement of a function: `lead` are empty lines and comments that are not its own, `lines` its lines.

    `node` is None for what is new. `outside`: it is to stand outside of the transaction.
    """

    lead: str
    lines: str
    node: Node | None = None
    outside: bool = False


def pieces(sheet: Sheet, body: Node) -> tuple[list[Piece], Span]:
    """The statements of a block, and its lines."""
    statements = [node for node in body.named_children if node.type != "comment"]
    whole = _body_lines(sheet, body)
    found: list[Piece] = []
    end = whole.start
    for node in statements:
        lines = sheet.source.whole_lines(sheet.tree.span(node))
        start = max(_with_comments(sheet, lines.start, end), end)
        found.append(Piece(sheet.source.text[end:start], sheet.source.text[start : lines.end], node))
        end = lines.end
    return found, Span(whole.start, end)


def body_of(node: Node) -> Node:
    """The block of a function or of another statement."""
    found = node.child_by_field_name("body")
    assert found is not None
    return found


def _body_lines(sheet: Sheet, body: Node) -> Span:
    """From the line behind the header to the end of the last statement."""
    header = body.parent or body
    colon = next((child for child in header.children if child.type == ":"), header)
    start = sheet.source.whole_lines(sheet.tree.span(colon)).end
    return Span(start, max(start, sheet.source.whole_lines(sheet.tree.span(body)).end))


def _with_comments(sheet: Sheet, start: int, least: int) -> int:
    """Where the comments right above a line begin; marks of a generator belong to nothing."""
    line = sheet.source.lines.position(start).line
    while line and sheet.source.lines.starts[line - 1] >= least:
        above = sheet.source.lines.line(line - 1).strip()
        if not above.startswith("#") or above.startswith(_MARKS):
            break
        line -= 1
    return sheet.source.lines.starts[line]


def is_block(node: Node | None, sheet: Sheet) -> bool:
    """Whether a statement is a bare `with op.get_context().autocommit_block():`."""
    if node is None or node.type != "with_statement":
        return False
    clause = next((child for child in node.named_children if child.type == "with_clause"), None)
    said = sheet.tree.source(clause) if clause is not None else ""
    return said.endswith(".autocommit_block()") and "," not in said and " as " not in said


def deeper(sheet: Sheet, piece: Piece) -> str:
    """The lines of a piece one level deeper; what stands in texts of several lines is not moved."""
    fixed = _inner_lines(sheet, piece)
    lines = piece.lines.splitlines(keepends=True)
    said = (
        line if number in fixed or not line.strip() else sheet.manner.indentation + line
        for number, line in enumerate(lines)
    )
    return "".join(said)


def _inner_lines(sheet: Sheet, piece: Piece) -> set[int]:
    """The numbers of a piece's lines that begin within a text."""
    if piece.node is None:
        return set()
    first = sheet.source.lines.position(sheet.tree.span(piece.node).start).line
    above = _comment_lines(piece.lines)
    found: set[int] = set()
    for span in _strings(sheet, piece.node):
        start, end = (sheet.source.lines.position(at).line - first + above for at in (span.start, span.end))
        found.update(range(start + 1, end + 1))
    return found


def comments_of(lines: str) -> str:
    """The lines of comments that a piece begins with."""
    found = lines.splitlines(keepends=True)
    return "".join(found[: _comment_lines(lines)])


def _comment_lines(lines: str) -> int:
    """How many lines of comments a piece begins with."""
    count = 0
    for line in lines.splitlines():
        if not line.lstrip().startswith("#"):
            break
        count += 1
    return count


def _strings(sheet: Sheet, node: Node) -> Iterator[Span]:
    stack = [node]
    while stack:
        found = stack.pop()
        if found.type == "string":
            yield sheet.tree.span(found)
        else:
            stack += found.named_children


def laid_out(sheet: Sheet, found: Sequence[Piece], depth: str) -> str:
    """Pieces as the lines of a body; those that are to stand outside, next to each other, in one block."""
    text = ""
    is_open = False
    for number, piece in enumerate(found):
        block = is_block(piece.node, sheet)
        if piece.outside and not is_open and not piece.lead and number + 1 < len(found):
            # A new header stands as far from what is above it as the block's own did.
            behind = found[number + 1]
            piece = (
                piece._replace(lead=behind.lead) if is_block(behind.node, sheet) and not behind.lead.strip() else piece
            )
        lead = "" if is_open and (block or piece.outside) and not piece.lead.strip() else piece.lead
        if block:
            # One that stands right behind another takes no header of its own.
            text += lead + (_without_header(piece) if is_open else piece.lines)
        elif piece.outside:
            header = "" if is_open else f"{depth}{BLOCK.format(sheet.called('op'))}{sheet.newline}"
            text += lead + header + deeper(sheet, piece)
        else:
            text += lead + piece.lines
        is_open = block or piece.outside
    return text


def _without_header(piece: Piece) -> str:
    """The lines of a block without those of its `with`."""
    lines = piece.lines.splitlines(keepends=True)
    header = next(number for number, line in enumerate(lines) if line.rstrip().endswith(":"))
    return "".join((*lines[:header], *lines[header + 1 :]))


def edits(sheet: Sheet, span: Span, text: str) -> list[Edit]:
    """The edits, line by line, that make these lines of the file those."""
    from difflib import SequenceMatcher

    before, after = span.of(sheet.source.text).splitlines(keepends=True), text.splitlines(keepends=True)
    at = [span.start]
    for line in before:
        at.append(at[-1] + len(line))
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    made = [
        Edit(Span(at[a], at[b]), "".join(after[c:d])) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"
    ]
    assert apply(sheet.source.text, made) == sheet.source.text[: span.start] + text + sheet.source.text[span.end :]
    return made


def joined(order: Sequence[int | Piece], found: Sequence[Piece]) -> list[int | Piece]:
    """New pieces behind others; two next to each other that stand in a batch of one table are one."""
    last = order[-1] if order else None
    if isinstance(last, Piece) and found and last.outside == found[0].outside:
        lines = merged_batches(last.lines, found[0].lines)
        if lines is not None:
            return [*order[:-1], last._replace(lines=lines), *found[1:]]
    return [*order, *found]


def branches(node: Node | None) -> list[Node]:
    """The blocks of an `if` or a `try`."""
    clauses = [node, *(one for one in node.named_children if one.type.endswith("_clause"))] if node is not None else []
    return [child for one in clauses for child in one.named_children if child.type == "block"]
