"""Lists of statements: one a block, which a line with its name opens."""

import re
from pathlib import Path

_BLOCK = re.compile(r"^-- \[(?P<label>.*)\]\n(?P<sql>(?:(?!-- \[).*\n?)*)", re.MULTILINE)


def blocks(path: Path) -> dict[str, str]:
    """The texts of a list, by their names."""
    return {found["label"]: found["sql"] for found in _BLOCK.finditer(path.read_text(encoding="utf-8"))}
