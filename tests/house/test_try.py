"""`make try` shows what an editor would: each finding with its line, then a fix as a diff."""

import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parents[1] / "try" / "try_it.py"


def test_the_sample_is_shown_with_its_fix() -> None:
    done = subprocess.run([sys.executable, SCRIPT], capture_output=True, text=True, check=True)
    lines = done.stdout.splitlines()
    place = next(number for number, line in enumerate(lines) if line.endswith("[blocking-index]"))
    assert lines[place].startswith("db/migration/V3__accounts_email.sql:2:1: error: ")
    assert lines[place + 1] == "    2 | create index accounts_email on accounts (email);"
    assert lines[place + 2] == "      | " + "^" * len("create index accounts_email on accounts (email)")
    assert "+create index concurrently accounts_email on accounts (email);" in lines
