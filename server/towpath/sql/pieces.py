"""What the splitters of all dialects give: where one statement begins and ends."""

from collections.abc import Callable
from typing import Literal, NamedTuple

Kind = Literal["sql", "meta"]


class Piece(NamedTuple):
    """One statement: its text is [start, end), what follows it begins at `after`.

    `meta` is a command of the client, not of the server. `problem` says what was left open, if anything was.
    """

    start: int
    end: int
    after: int
    kind: Kind = "sql"
    problem: str | None = None


# The statement that begins at an offset or behind it; None where there is none.
Next = Callable[[str, int], Piece | None]


def trimmed(text: str, start: int, end: int) -> int:
    """The end of the last token before `end`: white space behind it belongs to no statement."""
    while end > start and text[end - 1].isspace():
        end -= 1
    return end


def line_end(text: str, at: int) -> int:
    ends = [found for found in (text.find("\n", at), text.find("\r", at)) if found >= 0]
    return min(ends, default=len(text))
