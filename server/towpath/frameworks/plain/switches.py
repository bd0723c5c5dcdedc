"""How the tools for plain SQL spell that a migration runs without a transaction, and what frames a new file."""

import re

from towpath.frameworks.plain import sections
from towpath.frameworks.plain.reading import DIESEL_SWITCH_FILE, SQLX_OUTSIDE
from towpath.operations import Direction
from towpath.source import Edit, Span, pattern

_DBMATE = {"up": pattern(r"^--\s*migrate:up\b", re.M), "down": pattern(r"^--\s*migrate:down\b", re.M)}


def outside(runner: str, text: str, direction: Direction, newline: str = "\n") -> Edit | None:
    """The edit that takes a direction of a file out of its transaction; None where no mark in the file does it.

    goose's mark holds for both directions. PostgreSQL makes one transaction of several statements in a message, so
    that with sqlx and dbmate the statement must also be alone.
    """
    if runner == "sqlx":
        return Edit(Span(0, 0), SQLX_OUTSIDE + newline)
    if runner == "goose":
        return Edit(Span(0, 0), sections.GOOSE_OUTSIDE + newline)
    mark = _DBMATE[direction].search(text) if runner == "dbmate" else None
    return Edit(Span(mark.end(), mark.end()), f" {sections.DBMATE_OUTSIDE}") if mark else None


def switch_file(runner: str, path: str) -> tuple[str, str] | None:
    """The file beside a migration that takes it out of its transaction, and its text; None where a file cannot."""
    if runner != "diesel":
        return None
    return f"{path.rpartition('/')[0]}/{DIESEL_SWITCH_FILE}".lstrip("/"), "run_in_transaction = false\n"


def _whole(text: str, newline: str) -> str:
    """A block of statements, which goose would cut at the first semicolon that ends a line."""
    return f"-- +goose StatementBegin{newline}{text}-- +goose StatementEnd{newline}" if "$$" in text else text


def framed(runner: str, text: str, inside: bool, newline: str = "\n", back: str = "", back_inside: bool = True) -> str:
    """The text of a new file whose way there is `text`, and its way back where the tool wants it in the file."""
    if runner == "dbmate":
        up, down = ("" if one else f" {sections.DBMATE_OUTSIDE}" for one in (inside, back_inside))
        return f"{sections.DBMATE_UP}{up}{newline}{text}{newline}{sections.DBMATE_DOWN}{down}{newline}{back}"
    if runner == "goose":
        head = "" if inside else sections.GOOSE_OUTSIDE + newline
        text = _whole(text, newline)
        return f"{head}{sections.GOOSE_UP}{newline}{text}{newline}{sections.GOOSE_DOWN}{newline}{back}"
    return text if inside or runner != "sqlx" else f"{SQLX_OUTSIDE}{newline}{text}"
