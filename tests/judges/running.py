"""Runs a judge: a system's own tool, as a process of its own that is asked line by line."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def environment(name: str) -> dict[str, str]:
    """The environment of a judge: with what `make test` installed for it beside what the tests use themselves.

    LookupError where that was not installed. The name is that of a list of requirements here; empty: only the latter.
    """
    if not name:
        return dict(os.environ)
    folder = Path(sys.prefix) / "judges" / name
    if not (folder / "installed").exists():
        raise LookupError(f"{name} is not installed to judge: run make {folder / 'installed'}")
    return {**os.environ, "PYTHONPATH": str(folder)}


def answers(script: str, questions: Sequence[object], name: str = "") -> list[Any]:
    """What a script beside this one answers to questions, one line each."""
    done = subprocess.run(
        [sys.executable, str(HERE / script)],
        input="".join(json.dumps(one) + "\n" for one in questions),
        env=environment(name),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]
