"""Draws docs/check.svg: a terminal that shows what `towpath check` really says of the sample project.

.venv/bin/python docs/picture.py
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "tests" / "try" / "project"
COMMAND = ("check", "db/migration/V3__accounts_email.sql", "db/migration/V4__invoices.sql")
DIFF = ("check", "--diff", "--unsafe-fixes", "db/migration/V3__accounts_email.sql")

WIDTH, LINE, MARGIN = 8.43, 19, 20
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
    done = subprocess.run(command, cwd=SAMPLE, env=environment, capture_output=True, text=True, check=False)
    return [f"\033[2m$\033[0m \033[1mtowpath {' '.join(arguments)}\033[0m", *done.stdout.rstrip().splitlines(), ""]


def parts(line: str) -> Iterator[tuple[str, str]]:
    """The stretches of a line, each with its style."""
    for stretch in re.finditer(r"\033\[([\d;]+)m(.*?)\033\[0m|([^\033]+)", line):
        yield STYLES.get(stretch[1] or "", ""), stretch[2] or stretch[3] or ""


def svg(lines: list[str]) -> str:
    plain = [re.sub(r"\033\[[\d;]*m", "", line) for line in lines]
    width = round(max(map(len, plain)) * WIDTH + 2 * MARGIN)
    height = len(lines) * LINE + 2 * MARGIN
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    rows: list[str] = []
    for number, line in enumerate(lines):
        spans = "".join(f'<tspan style="{style}">{escape(text)}</tspan>' for style, text in parts(line))
        rows.append(f'<text x="{MARGIN}" y="{MARGIN + 14 + number * LINE}">{spans}</text>')
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" {size}>',
            "<title>towpath check on a Flyway project</title>",
            "<style>text{font:14px ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace;fill:#e6edf3;"
            "white-space:pre}</style>",
            f'<rect width="{width}" height="{height}" rx="8" fill="#0d1117"/>',
            *rows,
            "</svg>\n",
        ]
    )


if __name__ == "__main__":
    Path(__file__).with_name("check.svg").write_text(svg([*said(COMMAND), *said(DIFF)]), encoding="utf-8")
