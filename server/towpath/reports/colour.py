"""Colours of a terminal, or none."""

import os
from typing import TextIO

_CODES = {
    "bold": "1",
    "dim": "2",
    "error": "31;1",
    "warning": "33;1",
    "info": "34;1",
    "hint": "36;1",
    "-": "31",
    "+": "32",
}


class Colours:
    """Paints texts, or leaves them as they are."""

    def __init__(self, on: bool) -> None:
        self.on = on

    def paint(self, text: str, style: str) -> str:
        code = _CODES.get(style)
        return f"\033[{code}m{text}\033[0m" if self.on and code and text else text


def colours(stream: TextIO) -> Colours:
    """Colours for a terminal that shows them, or where FORCE_COLOR asks for them; none where NO_COLOR does."""
    if os.environ.get("NO_COLOR"):
        return Colours(False)
    terminal = stream.isatty() and os.environ.get("TERM") != "dumb"
    return Colours(terminal or bool(os.environ.get("FORCE_COLOR")))
