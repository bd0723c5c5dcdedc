"""The lists of statements that the reader is judged by, and our reading of one statement as the judge's readings."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import postgast

from sql.judge import Reading, judged, ours
from towpath.operations import Opaque, Step
from towpath.sql import read_statement, split

FOLDER = Path(__file__).parent / "postgresql"
LISTS = sorted(path.stem for path in FOLDER.glob("*.sql"))
REFUSED = "; not PostgreSQL 18"
_BLOCK = re.compile(r"^-- \[(?P<label>.*)\]\n(?P<sql>(?:(?!-- \[).*\n?)*)", re.MULTILINE)


class Listed(NamedTuple):
    """A statement of a list without its semicolon, and whether PostgreSQL 18 takes it."""

    label: str
    sql: str
    accepted: bool


@cache
def listed(name: str) -> tuple[Listed, ...]:
    """The statements of one list; a block that our splitter cuts in two, or does not find, fails at once."""
    found: list[Listed] = []
    for block in _BLOCK.finditer((FOLDER / f"{name}.sql").read_text(encoding="utf-8")):
        text = block["sql"]
        pieces = split(text)
        assert len(pieces) == 1, f"{block['label']}: the splitter finds {len(pieces)} statements"
        sql = text[pieces[0].start : pieces[0].end]
        found.append(Listed(block["label"], sql, not block["label"].endswith(REFUSED)))
    return tuple(found)


def opaque(steps: tuple[Step, ...]) -> Opaque | None:
    """The first thing that was not understood."""
    found = (operation for step in steps for operation in step.operations if isinstance(operation, Opaque))
    return next((operation for operation in found), None)


def read(sql: str) -> list[Reading]:
    """Our readings of a statement; what stands in the body of a DO is one reading, `do`."""
    readings: list[Reading] = []
    for step in read_statement(sql):
        if step.origin == "body":
            readings = [Reading("do")]
        else:
            readings += ours(step.operations, step.guard, step.places)
    return readings


def difference(sql: str) -> str | None:
    """How our reading differs from PostgreSQL's; None where they agree, or where PostgreSQL refuses the text."""
    try:
        theirs = judged(sql)
    except postgast.PgQueryError:
        return None
    own = read(sql)
    if own == theirs:
        return None
    return "\n".join(_lines(theirs, own))


def _lines(theirs: list[Reading], own: list[Reading]) -> Iterator[str]:
    for at in range(max(len(theirs), len(own))):
        pair = (theirs[at] if at < len(theirs) else None, own[at] if at < len(own) else None)
        if pair[0] != pair[1]:
            yield f"    PostgreSQL: {pair[0]}"
            yield f"    Towpath:    {pair[1]}"
