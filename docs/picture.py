"""Draws docs/check.svg: a terminal that shows what `towpath check` really says of the sample project.

.venv/bin/python docs/picture.py
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from html import escape
from pathlib import Path

ROOT = Path(__file__).parents[1]
PICTURE = ROOT / "docs" / "check.svg"
SAMPLE = ROOT / "tests" / "try" / "project"
COMMAND = ("check", "db/migration/V3__accounts_email.sql", "db/migration/V4__invoices.sql")
DIFF = ("check", "--diff", "--unsafe-fixes", "db/migration/V3__accounts_email.sql")

COLUMNS, WIDTH, LINE, MARGIN = 120, 8.43, 19, 20
STYLES = {
    "1": "font-weight:bold",
    "2": "fill:#8b949e",
    "31": "fill:#ff7b72",
    "32": "fill:#7ee787",
    "31;1": "fill:#ff7b72;font-weight:bold",
    "33;1": "fill:#e3b341;font-weight:bold",
    "34;1": "fill:#79c0ff;font-weight:bold",
    "36;1": "fill:#76e3ea;font-weight:bold",
}


def said(arguments: tuple[str, ...]) -> list[str]:
    """The lines that a command prints on a terminal."""
    command = [sys.executable, "-m", "towpath.main", *arguments]
    environment = {**os.environ, "FORCE_COLOR": "1"}
    environment.pop("NO_COLOR", None)
    with tempfile.TemporaryDirectory() as folder:
        # Where it stands in a repository of ours, all of it has landed.
        place = shutil.copytree(SAMPLE, Path(folder) / SAMPLE.name)
        done = subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True, check=False)
    return [f"\033[2m$\033[0m \033[1mtowpath {' '.join(arguments)}\033[0m", *done.stdout.rstrip().splitlines(), ""]


def parts(line: str) -> list[tuple[str, str]]:
    """The stretches of a line, each with its style."""
    found = re.finditer(r"\033\[([\d;]+)m(.*?)\033\[0m|([^\033]+)", line)
    return [(STYLES.get(stretch[1] or "", ""), stretch[2] or stretch[3] or "") for stretch in found]


def rows(line: str) -> Iterator[list[tuple[str, str]]]:
    """The stretches of a line as a terminal of so many columns breaks it."""
    row: list[tuple[str, str]] = []
    left = COLUMNS
    for style, text in parts(line):
        while len(text) > left:
            yield [*row, (style, text[:left])]
            row, text, left = [], text[left:], COLUMNS
        row.append((style, text))
        left -= len(text)
    yield row


def svg(lines: list[str]) -> str:
    shown = [row for line in lines for row in rows(line)]
    width, height = round(COLUMNS * WIDTH + 2 * MARGIN), len(shown) * LINE + 2 * MARGIN
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    texts: list[str] = []
    for number, row in enumerate(shown):
        spans = "".join(f'<tspan style="{style}">{escape(text)}</tspan>' for style, text in row)
        texts.append(f'<text x="{MARGIN}" y="{MARGIN + 14 + number * LINE}">{spans}</text>')
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" xml:space="preserve" {size}>',
            "<title>towpath check on a Flyway project</title>",
            "<style>text{font:14px ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace;fill:#e6edf3;"
            "white-space:pre}</style>",
            f'<rect width="{width}" height="{height}" rx="8" fill="#0d1117"/>',
            *texts,
            "</svg>\n",
        ]
    )


def picture() -> str:
    return svg([*said(COMMAND), *said(DIFF)])


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8")
