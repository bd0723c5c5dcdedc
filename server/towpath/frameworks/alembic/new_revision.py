"""A new revision right behind another one: its name, its header in the manner of its neighbour, its functions."""

import re
from collections.abc import Iterator, Sequence
from hashlib import sha1
from typing import TYPE_CHECKING

from towpath.changes import Part, Said
from towpath.frameworks.alembic.carried import carried, variable
from towpath.frameworks.alembic.conditions import asks, under_condition
from towpath.frameworks.alembic.docstrings import docstring_node
from towpath.frameworks.alembic.file_top import assignments, dated, top
from towpath.frameworks.alembic.layout import Piece, laid_out
from towpath.frameworks.alembic.reading import FUNCTIONS
from towpath.frameworks.alembic.sheet import Sheet
from towpath.frameworks.alembic.taken import undone
from towpath.frameworks.writing import Ask, Written
from towpath.operations import Direction, Statement
from towpath.source import Edit, Source, Span, pattern
from towpath.syntax.python import Node

if TYPE_CHECKING:
    from datetime import datetime

_NOTHING = (Statement("nothing"),)
_NUMBERED = pattern(r"(?P<number>\d+)(?P<rest>_\w+)?")
# What Alembic's template says of every function.
_USUAL = ("Upgrade schema.", "Downgrade schema.")
_WORD = pattern(r"\w+")
_FIELD = pattern(r"%\((\w+)\)[.\d]*[ds]")


def written_later(ask: Ask, sheet: Sheet) -> Written | None:
    """The new revisions of a plan, one behind the other, and the edits that put the children behind the last."""
    if any(part.own for part in ask.parts) and _is_guarded(ask):
        return None
    parent = ask.migration.identity
    creates: dict[str, str] = {}
    for part in ask.parts:
        if not part.own:
            continue
        made = _revision(ask, sheet, part, parent, creates)
        if made is None:
            return None
        parent, path, text = made
        if path in creates or ask.tree.has(path):
            return None
        creates[path] = text
    edits = dict(_children(ask, parent)) if creates else {}
    return Written(edits, creates)


def _is_guarded(ask: Ask) -> bool:
    """Whether what says something else now is done under a condition, which a new revision would not know of."""
    changed = {one.origin: one.operations for one in ask.parts[0].said}
    return any(
        step.guard and changed.get(number, step.operations) != step.operations
        for number, step in enumerate(ask.script.steps)
    )


def merged(ask: Ask, sheet: Sheet, heads: Sequence[str]) -> tuple[str, str] | None:
    """Path and text of a revision that comes behind several and does nothing, as `alembic merge` makes it."""
    title = "merge heads"
    identity, date = _identity(ask, "merge_heads", " ".join(heads), 0), dated(sheet, 1)
    path = _path(ask, identity, title, date)
    body = f"{sheet.manner.indentation}pass{sheet.newline}"
    functions = _function(sheet, "up", body), _function(sheet, "down", body)
    text = top(sheet, (body, body), identity, heads, title, date) + "".join(functions)
    return None if path is None or ask.tree.has(path) else (path, text)


def _revision(ask: Ask, sheet: Sheet, part: Part, parent: str, creates: dict[str, str]) -> tuple[str, str, str] | None:
    """Identity, path and text of one new revision."""
    identity = _identity(ask, part.slug, parent, len(creates))
    date = dated(sheet, len(creates) + 1)
    depth = sheet.manner.indentation
    apart = ask.found.runner.scope == "run" and not part.joins
    outside = sheet.transactional and (part.transactional is False or apart)
    up = _body(ask, sheet, part.said, depth, outside)
    down = _body(ask._replace(direction="down"), sheet, part.back, depth, False)
    if up is None or down is None:
        return None
    functions = _function(sheet, "up", up), _function(sheet, "down", down)
    title = " ".join(part.slug.replace("_", " ").split())
    text = top(sheet, (up, down), identity, (parent,), title, date) + "".join(functions)
    path = _path(ask, identity, title, date)
    return (identity, path, text) if path else None


def _identity(ask: Ask, slug: str, parent: str, number: int) -> str:
    """A name of the kind that the revisions have: the next number, or twelve digits that follow from its content."""
    taken = [one.identity for one in ask.migrations]
    numbered = _NUMBERED.fullmatch(ask.migration.identity)
    if numbered and len(numbered["number"]) < 9:
        later = str(int(numbered["number"]) + 1 + number).zfill(len(numbered["number"]))
        if not any(re.match(rf"{later}(?:_|\Z)", one) for one in taken):
            return f"{later}_{slug}" if numbered["rest"] else later
    said = f"{ask.found.folder} {parent} {slug} {number}"
    return next(one for salt in range(99) if (one := sha1(f"{said} {salt}".encode()).hexdigest()[:12]) not in taken)


def _body(ask: Ask, sheet: Sheet, said: Sequence[Said], depth: str, outside: bool) -> str | None:
    """The lines of a function's body."""
    found: list[Piece] = []
    for one in said:
        if one.operations == _NOTHING:
            continue
        apart = outside or (one.origin is not None and ask.script.steps[one.origin].outside)
        apart = apart or any(getattr(operation, "concurrently", False) for operation in one.operations)
        above = {variable(piece.node, sheet.tree) for piece in found}
        if brought := carried(ask, sheet, one, depth, above):
            found += [Piece("", sheet.comment(one.note, depth), None, apart)] if one.note else []
            found += [piece._replace(outside=apart) for piece in brought]
            continue
        lines = sheet.comment(one.note, depth)
        for operation in one.operations:
            code = sheet.say(operation, undone(ask, one, operation))
            if code is None:
                return None
            line = sheet.line(code, depth, apart)
            lines += under_condition(sheet, line, depth) if asks(ask.migration) else line
        found.append(Piece("", lines, None, apart))
    return laid_out(sheet, found, depth) or f"{depth}pass{sheet.newline}"


def _function(sheet: Sheet, direction: Direction, body: str) -> str:
    """A function with the signature of the one of that name in the neighbour, and its docstring if any would do."""
    newline = sheet.newline
    name = FUNCTIONS[direction]
    header, doc = f"def {name}():", ""
    known = sheet.function(direction) or sheet.function("up")
    if known is not None:
        start = sheet.tree.span(known.node).start
        header = sheet.source.text[start : sheet.source.text.find("\n", start)].rstrip("\r")
        header = re.sub(r"\b(?:upgrade|downgrade)\b", name, header, count=1)
        first = known.body[0] if known.body else None
        if first is not None and known.name == name and first.type == "expression_statement":
            inner = first.named_children[0]
            said = sheet.tree.source(inner)
            if inner.type == "string" and said.strip("\"'") in _USUAL:
                doc = f"{sheet.manner.indentation}{said}{newline}"
    return f"{newline}{newline}{header}{newline}{doc}{body}"


def _path(ask: Ask, identity: str, title: str, date: "datetime") -> str | None:
    """The path of a new file, named as the project's `file_template` has it."""
    template = ask.found.setting("file_template") or "%(rev)s_%(slug)s"
    limit = int(ask.found.setting("truncate_slug_length") or 40)
    words = "_".join(_WORD.findall(title)).lower()
    if len(words) > limit:
        words = f"{words[:limit].rsplit('_', 1)[0]}_"
    parts = {name: getattr(date, name) for name in ("year", "month", "day", "hour", "minute", "second")}
    try:
        name = template % {**parts, "rev": identity, "slug": words, "epoch": int(date.timestamp())}
    except (KeyError, TypeError, ValueError):
        return None
    return f"{_folder(ask.migration.path, template)}/{name}.py".lstrip("/")


def _folder(path: str, template: str) -> str:
    """The folder that a template starts from, which may name further ones: where these stand now, they are left out."""
    folder, inner = path.rpartition("/")[0], template.rpartition("/")[0]
    if not inner:
        return folder
    parts = _FIELD.split(inner)
    # What is the same for all stands between the names of fields; all of these but two are numbers.
    parts[::2] = map(re.escape, parts[::2])
    parts[1::2] = (r"[^/]+" if field in ("rev", "slug") else r"\d+" for field in parts[1::2])
    named = "".join(parts)
    found = re.search(rf"(?:\A|/){named}\Z", folder)
    return folder[: found.start()] if found else folder


def _children(ask: Ask, parent: str) -> Iterator[tuple[str, tuple[Edit, ...]]]:
    """What came behind the migration comes behind the last new one."""
    old = ask.migration.identity
    for child in ask.migrations:
        source = ask.tree.read(child.path) if old in child.parents else None
        if isinstance(source, Source):
            yield child.path, tuple(reparented(Sheet(source, ask.tree, ask.found), old, parent))


def reparented(sheet: Sheet, old: str, new: str) -> Iterator[Edit]:
    """The edits that put a revision behind another one than it came behind."""
    for name, _, right in assignments(sheet):
        if name == "down_revision":
            yield from _named(sheet, right, old, new)
    doc = docstring_node(sheet.tree.root)
    if doc is not None:
        span = sheet.tree.span(doc)
        found = re.search(rf"(?m)^Revises:.*?(?P<id>(?<!\w){re.escape(old)}(?!\w))", span.of(sheet.source.text))
        if found:
            yield Edit(Span(span.start + found.start("id"), span.start + found.end("id")), new)


def _named(sheet: Sheet, node: Node, old: str, new: str) -> Iterator[Edit]:
    """The edits of the texts that name a revision."""
    stack = [node]
    while stack:
        found = stack.pop()
        if found.type == "string_content" and sheet.tree.source(found) == old:
            yield Edit(sheet.tree.span(found), new)
        stack += found.named_children
