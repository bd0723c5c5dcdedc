"""What stands above the functions of a new revision, in the manner of its neighbour."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from towpath.frameworks.alembic.docstrings import docstring_node
from towpath.frameworks.alembic.reading import FUNCTIONS
from towpath.frameworks.alembic.sheet import Sheet, module_head
from towpath.frameworks.python import imports
from towpath.source import pattern
from towpath.syntax.python import Node, parse

if TYPE_CHECKING:
    from datetime import datetime

_HEADER = ("revision", "down_revision", "branch_labels", "depends_on")
_CREATED = pattern(r"(?m)^(?P<head>Create Date:\s*)(?P<day>\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d)(?P<rest>[^\n]*)")
_DOCSTRING = pattern(r"(?P<head>[rRuU]*(?P<quotes>\"\"\"|'''|\"|')\s*).*?(?=\r?\n|(?P=quotes)|\Z)")
_ABOVE = pattern(r"(?:#[^\n]*\n)+(?:\r?\n)*")
_LEGAL = pattern(r"(?i)licen[sc]e|copyright|spdx")


def top(
    sheet: Sheet, bodies: Sequence[str], identity: str, parents: Sequence[str], title: str, date: "datetime"
) -> str:
    """Docstring, imports and header; one that comes behind several merges them."""
    newline = sheet.newline
    doc = docstring_node(sheet.tree.root)
    said = _license(sheet)
    if doc is not None:
        end = sheet.tree.span(doc).end
        space = sheet.source.text[end : end + len(newline) * 2]
        between = newline * 2 if space == newline * 2 else newline
        said += _renewed(sheet.tree.source(doc), identity, parents, title, date) + between
    header = _header(sheet, identity, parents)
    names = imports.uses(parse(header + "".join(f"def f():\n{body}" for body in bodies)))
    kept = {name for name in map(sheet.called, ("op", "sa")) if name in sheet.scope.names}
    wanted = (names | kept) - {*_HEADER, *FUNCTIONS.values()}
    above, definitions = imports.parts(sheet.source, sheet.tree, wanted, sheet.manner)
    known = [line.strip() for line in above.splitlines()]
    more = module_head(bodies, known).replace("\n", newline)
    return f"{said}{above}{more}{newline}{header}{definitions}"


def _license(sheet: Sheet) -> str:
    """The comment that each file of the project begins with, and the empty line behind it."""
    found = _ABOVE.match(sheet.source.text)
    return found[0] if found and _LEGAL.search(found[0]) else ""


def _renewed(doc: str, identity: str, parents: Sequence[str], title: str, date: "datetime") -> str:
    """A docstring that is about the new revision."""
    begun = _DOCSTRING.match(doc)
    assert begun is not None
    said = f"{begun['head']}{title}{doc[begun.end() :]}"
    said = re.sub(r"(?m)^(Revision ID:\s*)[^\r\n]*", lambda found: found[1] + identity, said)
    behind = ", ".join(parents)
    said = re.sub(r"(?m)^(Revises:[ \t]*)[^\r\n]*", lambda found: f"{found[1].rstrip()} {behind}", said)
    return _CREATED.sub(lambda found: f"{found['head']}{date}{found['rest']}", said)


def _header(sheet: Sheet, identity: str, parents: Sequence[str]) -> str:
    """The assignments that identify a revision, as the neighbour spells them."""
    behind = [sheet.manner.text(parent) for parent in parents]
    values = {
        "revision": sheet.manner.text(identity),
        "down_revision": behind[0] if len(behind) == 1 else f"({', '.join(behind)})",
        "branch_labels": "None",
        "depends_on": "None",
    }
    lines = ""
    for name, left, right in assignments(sheet):
        start = sheet.tree.span(left).start
        whole = sheet.source.whole_lines(sheet.tree.span(left))
        above = _comments_above(sheet, whole.start) if not lines else ""
        lines += f"{above}{sheet.source.text[start : sheet.tree.span(right).start]}{values[name]}{sheet.newline}"
    return lines


def assignments(sheet: Sheet) -> Iterator[tuple[str, Node, Node]]:
    """Name, target and value of each assignment of the header."""
    for statement in sheet.tree.root.named_children:
        node = statement.named_children[0] if statement.type == "expression_statement" else None
        if node is None or node.type != "assignment":
            continue
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is not None and right is not None and sheet.tree.source(left) in _HEADER:
            yield sheet.tree.source(left), left, right


def _comments_above(sheet: Sheet, start: int) -> str:
    line = sheet.source.lines.position(start).line
    first = line
    while first and sheet.source.lines.line(first - 1).startswith("#"):
        first -= 1
    return sheet.source.text[sheet.source.lines.starts[first] : sheet.source.lines.starts[line]]


def dated(sheet: Sheet, minutes: int) -> "datetime":
    """A point in time so many minutes behind the one that the neighbour was made at; without one, now."""
    from datetime import datetime, timedelta

    doc = docstring_node(sheet.tree.root)
    found = _CREATED.search(sheet.tree.source(doc)) if doc is not None else None
    if found is None:
        return datetime.now().replace(microsecond=0)
    return datetime.fromisoformat(found["day"]) + timedelta(minutes=minutes)
